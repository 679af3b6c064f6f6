"""Every task of a person has a form, and every form exists."""

from collections.abc import Iterator

from bpmn.feel.advice import suggestion
from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "formulier"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.people_tasks():
        if not node.form:
            advice = "Kies een formulier (zeebe:formDefinition, formId). Ook 'gezien' is een formulier."
            yield subject.fault(RULE, node, "Deze taak heeft geen formulier.", advice)
    for node in subject.nodes():
        if node.form and node.form not in subject.names.forms:
            new = f"Maak forms/{node.form}.form, of kies een formulier dat er is."
            advice = suggestion(node.form, subject.names.forms) or new
            yield subject.fault(RULE, node, f"Het formulier '{node.form}' bestaat niet.", advice)
