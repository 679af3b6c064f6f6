"""What makes, asks about, signs or puts in force a document with versions names what exists."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import names_in
from bpmn.model import Node

RULE = "stuk"
OF_PIECE = "stuk:"
ANSWER = "instemming"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        for message, advice in (*_made(subject, node), *_asked(subject, node), *_signed(subject, node)):
            yield subject.fault(RULE, node, message, advice)


def _made(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    """A version is made of answers, and is put in force as a whole."""
    if piece := node.properties.get("stuk", ""):
        yield from _unknown(subject, piece)
        if not node.form:
            yield "Deze stap maakt een versie, maar heeft geen formulier.", "Kies een formulier."
    if node.job == "vaststellen":
        piece = node.headers.get("stuk", "")
        yield from _unknown(subject, piece) if piece else ()
        for part in names_in(node.headers.get("vereist", "")):
            yield from _unknown(subject, piece, part)


def _asked(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    for word in (ANSWER, "instemming_intrekken"):
        text = node.properties.get(word, "")
        if not text:
            continue
        piece, mark, part = (text_part.strip() for text_part in text.partition("#"))
        if not mark or not part:
            yield f"Bij '{word}' hoort een stuk met een deel.", "Schrijf bijvoorbeeld: opp#handelingsdeel."
        else:
            yield from _unknown(subject, piece, part)
    if node.properties.get(ANSWER) and ANSWER not in subject.names.forms.get(node.form, {}):
        message = f"Deze stap vraagt instemming, maar het formulier heeft geen veld '{ANSWER}'."
        yield message, "Zet er een keuze ja of nee op met die sleutel."


def _signed(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    steps = {*subject.process.nodes, *(key for other in subject.others.values() for key in other.nodes)}
    signed = names_in(node.properties.get("ondertekent", ""))
    for name in signed:
        if name.startswith(OF_PIECE):
            yield from _unknown(subject, name.removeprefix(OF_PIECE))
        elif name not in steps and name != "start":
            yield (
                f"'ondertekent' noemt de stap '{name}', maar die is er niet.",
                "Vul de id van een stap in, of stuk:<id>.",
            )
    if f"{OF_PIECE}{node.properties.get('stuk')}" in signed:
        yield "Deze stap ondertekent het stuk dat zij zelf pas maakt.", "Laat een latere stap ondertekenen."
    if node.id in signed and not node.form:
        yield (
            "Deze stap ondertekent wat hier wordt ingevuld, maar heeft geen formulier.",
            "Kies een formulier.",
        )
    if node.properties.get("verklaring") and not signed:
        yield "Een verklaring hoort bij 'ondertekent'.", "Zeg wat hier wordt ondertekend."


def _unknown(subject: Subject, piece: str, part: str = "") -> Iterator[tuple[str, str]]:
    known = subject.names.pieces
    if piece not in known:
        yield f"Het stuk '{piece}' bestaat niet.", "Zet het in region.toml onder [stukken]."
    elif part and part not in known[piece]:
        names = ", ".join(sorted(known[piece])) or "nog geen"
        yield f"Het stuk '{piece}' heeft geen deel '{part}'.", f"Kies uit: {names}."
