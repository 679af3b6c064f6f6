"""A task goes to roles; a person named in the file would do nothing."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "toewijzing"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        if node.assignee:
            advice = "Zet de rol bij candidateGroups; wie het precies is, kan met de eigenschap 'relatie'."
            yield subject.fault(
                RULE, node, f"Een vaste persoon ('{node.assignee[:60]}') werkt hier niet.", advice
            )
