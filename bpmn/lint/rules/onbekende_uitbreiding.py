"""Extension elements of other tools are known or named; those that would change the route stop it."""

from collections.abc import Iterator

from bpmn.findings import Finding, Level
from bpmn.lint.files import about
from bpmn.model import Model

RULE = "onbekende-uitbreiding"
_INSTEAD = {  # by local name: what means something elsewhere, and where it belongs here
    "executionListeners": "Zet wat er moet gebeuren in een eigen stap.",
    "taskListeners": "Zet wat er moet gebeuren in een eigen stap.",
    "executionListener": "Zet wat er moet gebeuren in een eigen stap.",
    "taskListener": "Zet wat er moet gebeuren in een eigen stap.",
    "conditionalFilter": "Gebruik een exclusieve poort na de gebeurtenis.",
    "adHoc": "Maak er een gewoon deelproces van.",
    "formKey": "Kies het formulier met zeebe:formDefinition en een formId.",
    "formRef": "Kies het formulier met zeebe:formDefinition en een formId.",
    "formData": "Maak een formulier in de map forms en kies het met zeebe:formDefinition.",
    "assignee": "Zet de rol in zeebe:assignmentDefinition, bij candidateGroups.",
    "candidateGroups": "Zet de rol in zeebe:assignmentDefinition, bij candidateGroups.",
    "candidateUsers": "Zet de rol in zeebe:assignmentDefinition, bij candidateGroups.",
    "dueDate": "Zet de uiterste datum in zeebe:taskSchedule.",
    "class": "Kies een koppeling met zeebe:taskDefinition.",
    "delegateExpression": "Kies een koppeling met zeebe:taskDefinition.",
    "expression": "Gebruik een scripttaak met FEEL.",
    "topic": "Kies een koppeling met zeebe:taskDefinition.",
    "connector": "Kies een koppeling met zeebe:taskDefinition.",
    "decisionRef": "Kies de tabel met zeebe:calledDecision.",
    "inputOutput": "Gebruik zeebe:ioMapping.",
    "collection": "Gebruik zeebe:loopCharacteristics.",
    "elementVariable": "Gebruik zeebe:loopCharacteristics.",
    "preScript": "Gebruik een scripttaak met FEEL voor deze stap.",
    "postScript": "Gebruik een scripttaak met FEEL na deze stap.",
    "serviceTaskOperator": "Kies een koppeling met zeebe:taskDefinition.",
}


def check_file(model: Model) -> Iterator[Finding]:
    on_nodes = (
        (node.id, what, node.line)
        for process in model.processes.values()
        for node in process.nodes.values()
        for what in node.unknown
    )
    for element, what, line in (*on_nodes, *model.unknown):
        level, texts = _judged(what)
        yield about(model, RULE, level, (element, line), texts)


def _judged(what: str) -> tuple[Level, tuple[str, str]]:
    instead = _INSTEAD.get(what.rpartition(":")[2])
    if instead:
        return "fout", (f"'{what}' werkt hier niet, en zonder dat loopt de route anders.", instead)
    return "waarschuwing", (
        f"'{what}' is hier niet bekend en doet niets.",
        "Haal het weg als de route het niet nodig heeft.",
    )
