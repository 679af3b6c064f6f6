"""Flows run between nodes of one scope, and a step has one way on."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "pijlen"


def check(subject: Subject) -> Iterator[Finding]:
    nodes = subject.process.nodes
    for flow in subject.process.flows.values():
        source, target = nodes.get(flow.source), nodes.get(flow.target)
        if source and target and source.parent != target.parent:
            advice = "Laat de stroom naar het deelproces zelf lopen, niet naar iets erin."
            yield subject.fault(RULE, flow, "Deze stroom gaat over de rand van een deelproces.", advice)
    for node in nodes.values():
        if len(node.outgoing) > 1 and not node.is_gateway:
            advice = "Zet hierna een poort: parallel als alles moet gebeuren, exclusief of inclusief als er iets te kiezen is."
            yield subject.fault(RULE, node, "Uit dit element lopen meer stromen.", advice)
        if node.incoming and node.kind == "boundaryEvent":
            yield subject.fault(
                RULE, node, "Naar een gebeurtenis op de rand kan geen stroom lopen.", "Haal die stroom weg."
            )
        if (node.incoming or node.outgoing or node.loop) and node.by_event:
            advice = "Haal de stromen en de herhaling weg: een handeling begint door haar eigen startelement."
            yield subject.fault(
                RULE,
                node,
                "Een handeling (deelproces dat door een gebeurtenis begint) staat los van de route.",
                advice,
            )
