"""No state from which nothing can go on."""

from collections.abc import Iterator
from typing import Final

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import SCOPES

RULE: Final = "vastloper"


def check(subject: Subject) -> Iterator[Finding]:
    for problem in subject.problems(RULE):
        nodes = [subject.process.nodes[each] for each in problem.elements]
        endless = next((node for node in nodes if node.kind in SCOPES), None)
        if endless is None:
            advice = "Laat evenveel paden samenkomen als er beginnen, met dezelfde soort poort."
            message = "De zaak kan hier voor altijd blijven wachten."
            yield subject.fault(RULE, nodes[0], message, advice, problem.path)
        else:
            what = f"de route '{endless.called}'" if endless.called else "dit deelproces"
            message = f"De zaak blijft hier voor altijd wachten: {what} komt nooit bij een einde."
            yield subject.fault(RULE, endless, message, "Kijk daarbinnen waar het vastloopt.", problem.path)
