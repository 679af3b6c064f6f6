"""A service task does one of the built-in jobs, or names a connection that is set up."""

from collections.abc import Iterator

from bpmn.feel.checking import check_text
from bpmn.feel.types import ANY
from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import BUILT_IN_JOBS
from bpmn.lint.words import names_in
from bpmn.model import Node

RULE = "koppeling"
_BESIDE_FACTS = ("antwoorden", "school")
_HEADERS = {
    "uitnodigen": ("rol", "naam", "email", "mobiel", "brief"),
    "nummer": ("reeks", "resultaat"),
    "document": ("brief", "titel"),
    "betrekken": ("rollen",),
    "vaststellen": ("stuk",),
    "register": ("soort", "van"),
    "register_wijzig": ("reden",),
}


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes("serviceTask"):
        if not node.job:
            advice = f"Vul het type in (zeebe:taskDefinition): {', '.join(BUILT_IN_JOBS)} of een koppeling."
            yield subject.fault(RULE, node, "Er staat niet wat deze dienstentaak doet.", advice)
        elif node.job in _HEADERS:
            yield from _built_in(subject, node)
        elif node.job not in subject.names.connectors:
            known = ", ".join((*BUILT_IN_JOBS, *sorted(subject.names.connectors)))
            yield subject.fault(RULE, node, f"De koppeling '{node.job}' bestaat niet.", f"Kies uit: {known}.")
        else:
            yield from _sent(subject, node)


def _sent(subject: Subject, node: Node) -> Iterator[Finding]:
    """A header that begins with "=" is FEEL over the facts, the answers and the school."""
    known = {**subject.knowledge.types, **dict.fromkeys(_BESIDE_FACTS, ANY)}
    for name, text in node.headers.items():
        problems = check_text(text.removeprefix("="), known).problems if text.startswith("=") else ()
        for problem in problems:
            advice = "Verbeter de uitdrukking; een antwoord heet antwoorden.<stap>.<veld>."
            yield subject.fault(RULE, node, f"De kop '{name}' klopt niet: {problem.message}", advice)


def _built_in(subject: Subject, node: Node) -> Iterator[Finding]:
    for header in _HEADERS[node.job]:
        if not node.headers.get(header):
            yield subject.fault(
                RULE, node, f"Bij '{node.job}' hoort de kop '{header}'.", "Vul die in (zeebe:taskHeaders)."
            )
    series = node.headers.get("reeks", "")
    if node.job == "nummer" and series and series not in subject.names.numbers:
        yield subject.fault(
            RULE,
            node,
            f"De nummerreeks '{series}' bestaat niet.",
            "Zet de reeks in region.toml onder [nummers].",
        )
    if node.job == "betrekken":
        yield from _brought_in(subject, node)


def _brought_in(subject: Subject, node: Node) -> Iterator[Finding]:
    for role in names_in(node.headers.get("rollen", "")):
        if role not in subject.names.roles:
            advice = f"Kies uit: {', '.join(sorted(subject.names.roles))}."
            yield subject.fault(RULE, node, f"De rol '{role}' bestaat niet.", advice)
    if node.headers.get("toegang", "nee") not in ("ja", "nee"):
        yield subject.fault(RULE, node, "Bij 'toegang' hoort ja of nee.", "Schrijf ja of nee.")
