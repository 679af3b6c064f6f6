"""What the engine can't run right is refused, with what to draw instead."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import EVENT_WORDS, EVENTS, INSTEAD, NODE_KINDS

RULE = "niet-ondersteund"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        kind = node.event.kind if node.event else "none"
        if node.kind not in NODE_KINDS:
            yield subject.fault(
                RULE,
                node,
                f"Een element van het soort '{node.kind}' kan hier niet lopen.",
                INSTEAD.get(node.kind, "Teken dit anders."),
            )
        elif node.kind in EVENTS and kind not in EVENTS[node.kind] and kind != "none":
            message = f"Een gebeurtenis van het soort '{EVENT_WORDS.get(kind, kind)}' kan op deze plaats niet lopen."
            yield subject.fault(RULE, node, message, INSTEAD.get(kind, "Teken dit anders."))
