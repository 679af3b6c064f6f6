"""Something leads to every step."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.graph import live_nodes
from bpmn.lint.subject import Subject

RULE = "onbereikbaar"


def check(subject: Subject) -> Iterator[Finding]:
    live = live_nodes(subject.process)
    for node in subject.nodes():
        if node.id not in live and (node.parent == subject.process.id or node.parent in live):
            advice = "Trek een stroom hiernaartoe, of haal dit weg."
            yield subject.fault(RULE, node, "Geen enkel pad vanaf het begin komt hier.", advice)
