"""Where a case stands still, the school reads what is going on."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import PERSON_TASKS

RULE = "tekst-school"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes(*PERSON_TASKS, "receiveTask", "intermediateCatchEvent"):
        if not node.properties.get("tekst_school"):
            advice = "Vul de eigenschap 'tekst_school' in: een zin zonder vaktaal."
            yield subject.warning(RULE, node, "De school leest hier niet wat er gebeurt.", advice)
