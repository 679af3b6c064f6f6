"""What sends something names a letter that exists and who gets it."""

from collections.abc import Iterator

from bpmn.feel.advice import suggestion
from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import NAMED_IN, RECEIVERS, SENDERS, names_in
from bpmn.model import Node

RULE = "brief"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes(*SENDERS):
        if node.kind == "sendTask" or (node.event and node.event.kind == "message"):
            yield from _sender(subject, node)
    for node in subject.nodes("serviceTask"):
        letter = node.headers.get("brief", "")
        if node.job == "document" and letter and letter not in subject.names.letters:
            yield _unknown(subject, node, letter)


def _sender(subject: Subject, node: Node) -> Iterator[Finding]:
    letter, receivers = node.properties.get("brief", ""), names_in(node.properties.get("aan", ""))
    if not letter:
        yield subject.fault(
            RULE, node, "Er staat niet welke brief dit verstuurt.", "Vul de eigenschap 'brief' in."
        )
    elif letter not in subject.names.letters:
        yield _unknown(subject, node, letter)
    if not receivers:
        yield subject.fault(
            RULE,
            node,
            "Er staat niet aan wie dit gaat.",
            "Vul de eigenschap 'aan' in: aanvrager, school of rollen.",
        )
    for receiver in receivers:
        if receiver.startswith(NAMED_IN):
            yield from _named(subject, node, receiver.removeprefix(NAMED_IN).strip())
        elif receiver not in RECEIVERS and receiver not in subject.names.roles:
            advice = (
                f"Kies uit: {', '.join((*RECEIVERS, f'{NAMED_IN}<veld>', *sorted(subject.names.roles)))}."
            )
            yield subject.fault(RULE, node, f"'{receiver}' is geen ontvanger.", advice)


def _named(subject: Subject, node: Node, field: str) -> Iterator[Finding]:
    if all(field not in form for form in subject.names.forms.values()):
        message = f"Geen formulier vraagt '{field}', dus niemand is daar genoemd."
        yield subject.fault(RULE, node, message, "Noem een veld waarin een persoon is gekozen.")


def _unknown(subject: Subject, node: Node, letter: str) -> Finding:
    return subject.fault(
        RULE,
        node,
        f"De brief '{letter}' bestaat niet.",
        suggestion(letter, subject.names.letters)
        or f"Maak letters/{letter}.md, of kies een brief die er is.",
    )
