"""Every path comes to an end event."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "einde"


def check(subject: Subject) -> Iterator[Finding]:
    for scope in subject.scopes():
        inside = list(subject.process.inside(scope.id))
        if inside and not any(node.kind == "endEvent" for node in inside):
            yield subject.fault(
                RULE,
                scope,
                "Hier staat geen einde.",
                "Teken een eindelement, en laat elk pad ernaartoe lopen.",
            )
    for node in subject.nodes():
        if node.kind == "endEvent" and node.outgoing:
            yield subject.fault(
                RULE,
                node,
                "Na een einde kan niets meer komen.",
                "Haal de stroom weg, of maak er een tussengebeurtenis van.",
            )
        elif not node.outgoing and not node.by_event and node.kind not in ("endEvent", "startEvent"):
            yield subject.fault(
                RULE,
                node,
                "Het pad houdt hier op zonder einde.",
                "Trek een stroom naar de volgende stap of naar een einde.",
            )
