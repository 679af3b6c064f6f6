"""Documents of a case with versions: what a step makes of its answers, which version is in force, and what the route
knows of them (the fact `stukken`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from config.pieces import ConsentRule, Piece
from config.regions import Region
from engine.casework.work import Work
from engine.definitions.definition import Step
from engine.model import Values
from engine.runtime.errors import RouteError
from engine.store import answers, pieces
from engine.store.pieces import Consent, PieceVersion
from forms.model import Form, questions

PIECE = "stuk"  # the property of a step whose answers are a version
FACT = "stukken"
VERSION, CONTENT = "versie", "inhoud"

NOT_ASKED, ASKED, GIVEN, REFUSED, WITHDRAWN = (
    "niet gevraagd",
    "gevraagd",
    "gegeven",
    "geweigerd",
    "ingetrokken",
)
STATES = (NOT_ASKED, ASKED, GIVEN, REFUSED, WITHDRAWN)


def state_of(rule: ConsentRule, asked: Sequence[Consent]) -> str:
    """What the consents with one part of one version come to, by the rule of the region: one of STATES."""
    found = {_one_state(one) for one in asked if not one.lapsed}
    order = (WITHDRAWN, REFUSED, ASKED, GIVEN) if rule == "allen" else (GIVEN, ASKED, WITHDRAWN, REFUSED)
    return next((state for state in order if state in found), NOT_ASKED)


def _one_state(one: Consent) -> str:
    if one.withdrawn is not None:
        return WITHDRAWN
    return one.answer or ASKED


def facts_of(region: Region, versions: Sequence[PieceVersion], asked: Sequence[Consent]) -> dict[str, object]:
    """The fact `stukken`: per document the version in force (0: none), and how the consent with each part of the newest
    version stands."""
    found: dict[str, object] = {}
    for piece in region.pieces.values():
        own = [one for one in versions if one.piece == piece.id]
        force, last = in_force(own), own[-1] if own else None
        about = [one for one in asked if last is not None and one.version == last.id]
        found[piece.id] = {
            VERSION: Decimal(force.number if force else 0),
            **{
                part: state_of(piece.consent, [one for one in about if one.part == part])
                for part in piece.parts
            },
        }
    return found


def in_force(versions: Sequence[PieceVersion]) -> PieceVersion | None:
    """Of the versions of one document."""
    standing = (one for one in reversed(versions) if one.in_force is not None and one.replaced is None)
    return next(standing, None)


def know(work: Work) -> None:
    """Let the route and its forms know how the documents stand now."""
    work.case = replace(work.case, facts={**work.case.facts, FACT: _facts_now(work)})


def _facts_now(work: Work) -> dict[str, object]:
    return facts_of(
        work.region, pieces.of_case(work.tx, work.case.id), pieces.consents(work.tx, work.case.id)
    )


class Known(Mapping[str, object]):
    """The fact `stukken` as a form knows it: with `inhoud`, the answers of the version in force. What nobody asks for is
    not read."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._facts = work.case.facts.get(FACT)
        self._read: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        piece = self._work.region.pieces[name]
        if name not in self._read:
            facts = self._facts.get(name) if isinstance(self._facts, Mapping) else None
            known = facts if isinstance(facts, Mapping) else {}
            self._read[name] = {**known, CONTENT: _in_force_now(self._work, piece)}
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._work.region.pieces)

    def __len__(self) -> int:
        return len(self._work.region.pieces)


def _in_force_now(work: Work, piece: Piece) -> dict[str, object]:
    """What the version in force says; empty when there is none."""
    own = [one for one in pieces.of_case(work.tx, work.case.id) if one.piece == piece.id]
    force = in_force(own)
    answer = answers.by_id(work.tx, force.answer) if force else None
    return dict(answer.values) if answer else {}


def piece_of(work: Work, step: Step) -> Piece | None:
    """The document of which this step makes a version."""
    return work.region.pieces.get(step.node.properties.get(PIECE, ""))


def make_version(work: Work, step: Step, task_id: str) -> None:
    """The answers of this task are the next version."""
    piece = piece_of(work, step)
    if piece is None:
        return
    work.keep_now()
    before = newest(work, piece.id)
    number = before.number + 1 if before else 1
    pieces.add(
        work.tx, work.case.id, piece.id, number=number, node=step.id, task_id=task_id, by=work.desk.actor.id
    )
    work.tell("version_made", step.id, piece=piece.id, version=number)
    know(work)


def newest(work: Work, piece: str) -> PieceVersion | None:
    """The newest version of a document, concept or not."""
    versions = [one for one in pieces.of_case(work.tx, work.case.id) if one.piece == piece]
    return versions[-1] if versions else None


def previous(work: Work, step: Step) -> Values:
    """What the newest version says, as far as the form of this step asks it; empty when there is none."""
    piece = piece_of(work, step)
    before = newest(work, piece.id) if piece and step.form else None
    if before is None or step.form is None:
        return {}
    keys = {one.key for one in questions(step.form.fields)}
    return {key: value for key, value in work.answers.get(before.node, {}).items() if key in keys}


def put_in_force(work: Work, node: str, facts: Mapping[str, object]) -> object:
    """The built-in job `vaststellen`: the concept is in force from now on. Raises RouteError without the consents."""
    headers = work.route.runtime.node(node).headers
    piece = work.region.pieces.get(headers.get(PIECE, ""))
    if piece is None:
        raise RouteError(
            f'Het stuk "{headers.get(PIECE, "")}" staat niet onder [stukken] van region.toml.', node
        )
    version = newest(work, piece.id)
    if version is None or version.in_force is not None:
        raise RouteError(f'Van "{piece.name}" is er geen concept om vast te stellen.', node)
    asked = [one for one in pieces.consents(work.tx, work.case.id) if one.version == version.id]
    for part in required(headers.get("vereist", "")):
        state = state_of(piece.consent, [one for one in asked if one.part == part])
        if state != GIVEN:
            message = (
                f'"{piece.name}" versie {version.number} kan niet worden vastgesteld: de instemming met '
                f'"{part}" is {state}. Laat een poort dit eerst vragen.'
            )
            raise RouteError(message, node)
    pieces.put_in_force(work.tx, version)
    work.tell("version_in_force", node, piece=piece.id, version=version.number)
    return {FACT: _facts_now(work)}


def required(text: str) -> tuple[str, ...]:
    """The parts that a header `vereist` names."""
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def keys_of(piece: Piece, part: str, form: Form | None) -> frozenset[str]:
    """The keys of the answers that belong to a part: what it names, and what is in the groups that it names."""
    named = frozenset(piece.parts.get(part, ()))
    if form is None:
        return named
    groups = [field for field in form.fields if not field.key and field.id in named]
    return named | {one.key for group in groups for one in questions(group.fields)}
