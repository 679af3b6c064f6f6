"""What waits for a message says for which; what waits at all says for what."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "bericht"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes("receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"):
        event = node.event
        if node.kind != "startEvent" and (event is None or event.kind == "none"):
            advice = "Kies een bericht of een tijd."
            yield subject.fault(
                RULE, node, "Er staat niet waarop dit wacht; de zaak zou meteen doorlopen.", advice
            )
        elif event is not None and event.kind == "message" and not event.reference:
            yield subject.fault(
                RULE,
                node,
                "Dit wacht op een bericht, maar er staat niet welk.",
                "Kies een bericht en geef het een naam.",
            )
