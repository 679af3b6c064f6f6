"""Every term that a drawing names exists, can do what is asked of it, and its end is an expression that can be read."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import TERM, TERM_UNTIL, names_in, until_of
from bpmn.model import Node

RULE = "termijn"
WORDS = ("termijn_start", "termijn_stop", "termijn_pauze", "termijn_verleng")
MOMENTS = ("herinnering", "te_laat")


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        for message, advice in (*_named(subject, node), *_until(subject, node), *_awaited(subject, node)):
            yield subject.fault(RULE, node, message, advice)


def _named(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    until = node.properties.get(TERM_UNTIL, "").partition(":")[0].strip()
    for word in WORDS:
        for name in names_in(node.properties.get(word, "")):
            if name not in subject.names.terms:
                yield _unknown(subject, name)
            elif word == "termijn_verleng" and "verlengen" not in subject.names.terms[name]:
                message = f"De termijn '{name}' kan niet verlengd worden."
                yield message, "Zet in region.toml bij deze termijn hoeveel: `verlengen`."
            elif word == "termijn_start" and "duur" not in subject.names.terms[name] and until != name:
                message = f"De termijn '{name}' heeft geen duur, en hier staat niet wanneer hij eindigt."
                yield (
                    message,
                    f"Vul 'termijn_tot' in ({name}: <datum>), of geef de termijn een duur in region.toml.",
                )


def _until(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    text = node.properties.get(TERM_UNTIL)
    if text is None:
        return
    name, _, _ = text.partition(":")
    if not until_of(node) or name.strip() not in names_in(node.properties.get("termijn_start", "")):
        message = "'termijn_tot' hoort bij een termijn die hier begint."
        yield message, "Schrijf <termijn>: <datum>, en zet dezelfde termijn bij 'termijn_start'."


def _awaited(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    """A message about a term comes from the house itself: only these are ever sent."""
    if node.event is None or node.event.kind != "message" or not node.event.name.startswith(TERM):
        return
    name, _, moment = node.event.name.removeprefix(TERM).partition(".")
    if name not in subject.names.terms:
        yield _unknown(subject, name)
    elif moment not in MOMENTS:
        message = f"Het bericht '{node.event.name}' komt nooit."
        yield message, f"Kies uit: {', '.join(f'{TERM}{name}.{one}' for one in MOMENTS)}."


def _unknown(subject: Subject, name: str) -> tuple[str, str]:
    known = ", ".join(sorted(subject.names.terms))
    advice = f"Kies uit: {known}." if known else "Zet de termijn in region.toml onder [termijnen]."
    return f"De termijn '{name}' bestaat niet.", advice
