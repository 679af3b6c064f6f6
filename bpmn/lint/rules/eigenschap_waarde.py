"""The values of properties mean something: steps that exist, relations that are known, reasons that are given."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import NAMED_IN, PUPILLESS, RELATIONS, SCHOOL_FROM, SCHOOL_KINDS, names_in
from bpmn.model import Node

RULE = "eigenschap-waarde"


def check(subject: Subject) -> Iterator[Finding]:
    fields = {key for node in _around(subject) for key in subject.names.forms.get(node.form, {})}
    for node in subject.nodes():
        found = (
            *_steps(subject, node),
            *_relations(node, fields),
            *_of_parents(subject, node),
            *_others(subject, node),
        )
        for message, advice in found:
            yield subject.fault(RULE, node, message, advice)


def _around(subject: Subject) -> Iterator[Node]:
    """The elements of this process, and of those that it calls or is called by: one case goes through them all."""
    known = {**subject.others, subject.process.id: subject.process}
    called = {key: {node.called for node in each.nodes.values()} for key, each in known.items()}
    around, found = {subject.process.id}, 0
    while found < len(around):
        found = len(around)
        around |= {
            key
            for key in known
            if called[key] & around or any(key in called[one] for one in around & called.keys())
        }
    for key in around & known.keys():
        yield from known[key].nodes.values()


def _steps(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    anywhere = {each.id for each in _around(subject)}
    for name, known in (("niet_door", subject.process.nodes), ("toont", anywhere)):
        for step in names_in(node.properties.get(name, "")):
            if step not in known and not (step == "start" and subject.is_route):
                yield (
                    f"'{name}' noemt de stap '{step}', maar die is er niet.",
                    "Vul de id van een stap van deze route in.",
                )


def _relations(node: Node, fields: set[str]) -> Iterator[tuple[str, str]]:
    for relation in names_in(node.properties.get("relatie", "")):
        if relation.startswith(NAMED_IN):
            field = relation.removeprefix(NAMED_IN)
            if field not in fields:
                yield (
                    f"De relatie noemt het veld '{field}', maar dat staat in geen formulier van deze route.",
                    "Kies een veld dat er is.",
                )
        elif relation not in RELATIONS:
            yield (
                f"De relatie '{relation}' is niet bekend.",
                f"Kies uit: {', '.join(RELATIONS)}, {NAMED_IN}<veld>.",
            )


def _of_parents(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    if node.properties.get("ouders_lezen", "nee") not in ("ja", "nee", "concept"):
        yield "Bij 'ouders_lezen' hoort ja, concept of nee.", "Kies een van de drie."
    if "partij" in names_in(node.properties.get("relatie", "")) and not _is_repeated(subject, node):
        yield (
            "De relatie 'partij' hoort bij een stap die voor elke ouder één keer komt.",
            "Laat de stap, of het deelproces eromheen, herhalen over ouders of ouders_met_gezag.",
        )


def _is_repeated(subject: Subject, node: Node | None) -> bool:
    while node is not None:
        if node.loop is not None and node.loop.kind != "standard":
            return True
        node = subject.process.nodes.get(node.parent)
    return False


def _others(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    if node.properties.get("school_leest", "ja") not in ("ja", "nee"):
        yield "Bij 'school_leest' hoort ja of nee.", "Kies een van de twee."
    if node.properties.get(PUPILLESS, "nee") not in ("ja", "nee"):
        yield f"Bij '{PUPILLESS}' hoort ja of nee.", "Kies een van de twee."
    for kind in names_in(node.properties.get("schoolsoort", "")):
        if kind not in SCHOOL_KINDS:
            yield f"De schoolsoort '{kind}' is niet bekend.", f"Kies uit: {', '.join(SCHOOL_KINDS)}."
    chosen = node.properties.get(SCHOOL_FROM)
    if chosen is not None and chosen not in subject.names.forms.get(node.form, {}):
        yield (
            f"'{SCHOOL_FROM}' noemt het veld '{chosen}', maar dat staat niet in het formulier waarmee dit begint.",
            "Kies een veld van dat formulier, met de soort school.",
        )
    document = node.properties.get("criteria", "")
    if document and document not in subject.names.documents:
        yield f"Het document '{document}' bestaat niet.", "Zet het in region.toml onder [documenten]."
    for line in node.properties.get("aanvaard", "").splitlines():
        rule, _, reason = line.partition(":")
        if not rule.strip() or not reason.strip():
            yield (
                "Bij 'aanvaard' hoort de naam van de regel en een reden.",
                "Schrijf bijvoorbeeld: vastloper: dit kan niet voorkomen, want …",
            )
