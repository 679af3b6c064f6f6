"""An error that a route throws is caught around it, and catching it breaks off. Only what has steps inside throws."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import EVENT_WORDS, SCOPES
from bpmn.model import Node

RULE = "fout-opvangen"
FROM_INSIDE = ("error", "escalation")


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        if _kind(node) in FROM_INSIDE and node.kind == "boundaryEvent":
            yield from _holder(subject, node)
        if _kind(node) != "error":
            continue
        if node.kind in ("boundaryEvent", "startEvent") and not node.interrupting:
            yield subject.fault(
                RULE, node, "Een fout breekt altijd af.", "Maak deze gebeurtenis onderbrekend."
            )
        elif node.kind == "endEvent" and subject.is_route and not _is_caught(subject, node):
            advice = "Zet een foutgebeurtenis op de rand van het deelproces, of gebruik een gewoon einde."
            yield subject.fault(
                RULE, node, "Niemand vangt deze fout op; de zaak zou stilvallen met een storing.", advice
            )


def _holder(subject: Subject, edge: Node) -> Iterator[Finding]:
    holder = subject.process.nodes.get(edge.attached_to)
    if holder is not None and holder.kind not in SCOPES:
        advice = "Zet haar op de rand van een deelproces, of gebruik een bericht of een tijd."
        message = f"Uit deze stap komt nooit een {EVENT_WORDS[_kind(edge)]}; deze gebeurtenis gaat niet af."
        yield subject.fault(RULE, edge, message, advice)


def _is_caught(subject: Subject, thrown: Node) -> bool:
    """By a handler in one of the scopes around it, or on the edge of one of them; what begins by an error itself
    does not catch its own."""
    scope = subject.process.nodes.get(thrown.parent)
    parent = thrown.parent
    while True:
        handlers = [node for node in subject.process.inside(parent) if node.by_event and node is not scope]
        starts = [
            start
            for each in handlers
            for start in subject.process.inside(each.id)
            if start.kind == "startEvent"
        ]
        if any(_catches(node, thrown) for node in (*starts, *subject.process.boundary_events(parent))):
            return True
        if parent not in subject.process.nodes:
            return False
        scope = subject.process.nodes[parent]
        parent = scope.parent


def _catches(node: Node, thrown: Node) -> bool:
    return _kind(node) == "error" and _key(node) in ("", _key(thrown))


def _kind(node: Node) -> str:
    return node.event.kind if node.event else ""


def _key(node: Node) -> str:
    return (node.event.code or node.event.name) if node.event else ""
