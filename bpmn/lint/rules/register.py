"""What writes in the register names a kind that exists, and answers or facts that somebody gives."""

from collections.abc import Iterator

from bpmn.feel.checking import check_text
from bpmn.feel.types import ANY
from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.model import Node

RULE = "register"
_VALUES = ("van", "tot", "uren", "bedrag", "vorm", "nummer", "kostendrager")
_CHANGES = ("ingang", "tot", "uren", "bedrag", "vorm", "nummer", "kostendrager", "school", "reden")
HEADERS = {"register": ("soort", *_VALUES), "register_wijzig": ("soort", "beeindigt", *_CHANGES)}
_PLAIN = ("soort", "beeindigt")


def check(subject: Subject) -> Iterator[Finding]:
    given = _given(subject)
    for node in subject.nodes("serviceTask"):
        if node.job not in HEADERS:
            continue
        kind = node.headers.get("soort", "")
        if kind and kind not in subject.names.registers:
            known = ", ".join(sorted(subject.names.registers)) or "nog geen"
            yield subject.fault(
                RULE,
                node,
                f"De soort '{kind}' bestaat niet in het register.",
                f"Zet de soort in region.toml onder [register]. Er is: {known}.",
            )
        for header, written in node.headers.items():
            yield from _header(subject, node, (header, written.strip()), given)


def _given(subject: Subject) -> set[str]:
    """Every answer that is asked in the region, every fact, and the numbers that are given."""
    fields = {key for form in subject.names.forms.values() for key in form}
    numbers = {node.headers.get("resultaat", "nummer") for node in subject.nodes() if node.job == "nummer"}
    return fields | numbers | set(subject.knowledge.types)


def _header(subject: Subject, node: Node, row: tuple[str, str], given: set[str]) -> Iterator[Finding]:
    header, written = row
    if header not in HEADERS[node.job]:
        yield subject.fault(
            RULE,
            node,
            f"De kop '{header}' kent '{node.job}' niet.",
            f"Kies uit: {', '.join(HEADERS[node.job])}.",
        )
    elif header == "beeindigt" and written not in ("ja", "nee"):
        yield subject.fault(RULE, node, "Bij 'beeindigt' staat geen ja of nee.", "Schrijf ja of nee.")
    elif written.startswith("="):
        known = {**subject.knowledge.types, **dict.fromkeys((*given, "antwoorden"), ANY)}
        for problem in check_text(written[1:], known).problems:
            yield subject.fault(
                RULE,
                node,
                f"De kop '{header}' is niet goed: {problem.message}",
                "Verbeter de uitdrukking.",
            )
    elif header not in _PLAIN and written and written not in given:
        yield subject.fault(
            RULE,
            node,
            f"De kop '{header}' noemt '{written}', maar dat vult niemand in.",
            "Noem een veld van een formulier of een feit, of begin met = en schrijf een uitdrukking.",
        )
