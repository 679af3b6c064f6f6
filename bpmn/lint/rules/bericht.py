"""What waits for a message says for which; what waits at all says for what."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import EVENT_WORDS

RULE = "bericht"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes("receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"):
        event = node.event
        if node.kind != "startEvent" and (event is None or event.kind == "none"):
            advice = "Kies een bericht of een tijd."
            yield subject.fault(
                RULE, node, "Er staat niet waarop dit wacht; de zaak zou meteen doorlopen.", advice
            )
        elif event is not None and event.kind in ("message", "signal") and not event.reference:
            word = EVENT_WORDS[event.kind]
            message = f"Dit wacht op een {word}, maar er staat niet welk."
            yield subject.fault(RULE, node, message, f"Kies een {word} en geef het een naam.")
    for node in subject.nodes("intermediateThrowEvent", "endEvent"):
        event = node.event
        if event is not None and event.kind in ("signal", "error", "escalation") and not event.reference:
            advice = "Kies er een en geef het een naam, zodat het ergens opgevangen kan worden."
            yield subject.fault(
                RULE, node, f"Er staat niet wat dit precies meldt ({EVENT_WORDS[event.kind]}).", advice
            )
