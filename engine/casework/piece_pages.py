"""What stands in a version of a document: the part that consent is asked with, what is to be signed, a version to read,
and what is different from the version before."""

from dataclasses import dataclass, replace

from config.pieces import Piece
from engine.casework import signing
from engine.casework.bsn import shown_values
from engine.casework.consent import asked_at
from engine.casework.file import Visit, visit
from engine.casework.piece_panel import PieceLine, VersionLine, lines_of
from engine.casework.pieces import keys_of
from engine.casework.readable import readable
from engine.casework.seeing import read_case, sees_pupil
from engine.casework.signing import Attachment, ToSign
from engine.casework.work import Work
from engine.definitions.definition import Step
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Answer, Case, Task
from engine.store import answers, pieces
from engine.store.pieces import PieceVersion
from forms.model import Field, questions

HIDDEN = "Niet alles wat hier wordt ondertekend, is voor u te zien. Iemand die alles ziet, moet dit doen."


@dataclass(frozen=True)
class AskedPart:
    """What consent is asked with: exactly this part of this version."""

    piece: Piece
    part: str
    number: int
    visit: Visit


@dataclass(frozen=True)
class SignedPart:
    title: str
    visit: Visit | None
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True)
class SigningPage:
    """What stands there to be signed. `hides`: this person may not see all of it, so they can't sign it."""

    to_sign: ToSign
    parts: tuple[SignedPart, ...]
    hides: bool


@dataclass(frozen=True)
class Difference:
    """One question whose answer is another in the newer version; None: it was not asked there."""

    field: Field
    before: object | None
    after: object | None


@dataclass(frozen=True)
class VersionPage:
    """One version to read. `earlier` is the version it is compared with, None for the first."""

    case: Case
    piece: PieceLine
    line: VersionLine
    visit: Visit
    earlier: PieceVersion | None
    differences: tuple[Difference, ...]


def asked_part(work: Work, task: Task) -> AskedPart | None:
    """None for a task that asks no consent."""
    wanted = asked_at(work, work.step(task.node))
    if wanted is None:
        return None
    asked = next(one for one in pieces.consents(work.tx, work.case.id) if one.task == task.id)
    version = next(one for one in pieces.of_case(work.tx, work.case.id) if one.id == asked.version)
    whole = _visit(work, version)
    keys = keys_of(wanted.piece, wanted.part, whole.form)
    values = {key: value for key, value in whole.answer.values.items() if key in keys}
    shown = replace(whole, answer=replace(whole.answer, values=values))
    return AskedPart(wanted.piece, wanted.part, version.number, shown)


def signing_page(work: Work, step: Step) -> SigningPage | None:
    """None for a step where nothing is signed."""
    found = signing.to_sign(work, step)
    if found is None:
        return None
    known = sees_pupil(work)
    parts = tuple(
        SignedPart(one.title, visit(work, one.answer, known) if one.answer else None, one.attachments)
        for one in found.parts
    )
    hides = any(
        one.answer is not None and shown.visit is not None and _hides(work, shown.visit, one.answer)
        for one, shown in zip(found.parts, parts, strict=True)
    )
    return SigningPage(found, parts, hides)


def _hides(work: Work, shown: Visit, answer: Answer) -> bool:
    """Whether something of the answer is kept from this person; of a citizen service number everybody sees the end."""
    return shown.answer.values != shown_values(work, shown.form, answer.values)


def version_page(
    desk: Desk, reference: str, piece: str, number: int, against: int | None = None
) -> VersionPage:
    """A version of a document, with what is different from another one (from the one before it, when none is named).

    Raises NotFound.
    """
    with desk.reading() as tx:
        work = read_case(tx, desk, reference)
        known = work.region.pieces.get(piece)
        if known is None:
            raise NotFound()
        line = lines_of(work, known)
        by_number = {one.version.number: one for one in line.versions}
        found = by_number.get(number)
        other = by_number.get(number - 1 if against is None else against)
        shown = _readable_visit(work, found.version) if found else None
        before = _readable_visit(work, other.version) if other and other is not found else None
        if found is None or shown is None or (against is not None and other is not found and before is None):
            raise NotFound()
        earlier = other.version if other and before else None
        different = _differences(before, shown) if before else ()
        return VersionPage(work.case, line, found, shown, earlier, different)


def _readable_visit(work: Work, version: PieceVersion) -> Visit | None:
    """None for who may not read the answers of this version: not in the comparison with another one either."""
    found = _visit(work, version)
    return found if readable(work, [found.answer]) else None


def _visit(work: Work, version: PieceVersion) -> Visit:
    answer = answers.by_id(work.tx, version.answer)
    assert answer is not None
    return visit(work, answer, sees_pupil(work))


def _differences(before: Visit, after: Visit) -> tuple[Difference, ...]:
    old, new = before.answer.values, after.answer.values
    fields = {one.key: one for shown in (before, after) if shown.form for one in questions(shown.form.fields)}
    changed = [key for key in fields if old.get(key) != new.get(key)]
    return tuple(Difference(fields[key], old.get(key), new.get(key)) for key in changed)
