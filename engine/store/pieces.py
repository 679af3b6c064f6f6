"""Versions of documents of a case, and who consented with which part of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, insert, select, update

from engine.store.database import Tx
from engine.store.schema import answer, task
from engine.store.schema_pieces import consent, piece_version


@dataclass(frozen=True)
class PieceVersion:
    """One version of a document of a case: the answer that was given at `task`. `in_force` is when it became that,
    `replaced` when a next one did; a version without `in_force` is a concept."""

    id: int
    case: int
    piece: str
    number: int
    node: str
    task: str
    answer: int
    made: datetime
    made_by: int | None
    in_force: datetime | None = None
    replaced: datetime | None = None


@dataclass(frozen=True)
class Consent:
    """What one person says of one part of one version. `answer` is "" (not yet), "gegeven" or "geweigerd"; `lapsed`
    when the question was taken back before there was an answer; `recorded_by` wrote down what the person said on paper
    or in a conversation: that person then saw nothing here."""

    id: int
    case: int
    version: int
    part: str
    task: str
    person: int | None
    asked: datetime
    seen: datetime | None = None
    seen_by: int | None = None
    answered: datetime | None = None
    answer: str = ""
    withdrawn: datetime | None = None
    lapsed: bool = False
    recorded_by: int | None = None


_VERSION = (
    piece_version.c.id, piece_version.c.case, piece_version.c.piece, piece_version.c.number, piece_version.c.node,
    piece_version.c.task, piece_version.c.answer, piece_version.c.made, piece_version.c.made_by, piece_version.c.in_force,
    piece_version.c.replaced,
)  # fmt: skip
_CONSENT = (
    consent.c.id, consent.c.case, consent.c.version, consent.c.part, consent.c.task,
    func.coalesce(consent.c.person, task.c.named).label("person"), consent.c.asked,
    consent.c.seen, consent.c.seen_by, consent.c.answered, consent.c.answer, consent.c.withdrawn,
    and_(task.c.status == "cancelled", consent.c.answer == "").label("lapsed"), consent.c.recorded_by,
)  # fmt: skip
_OF_CASE = select(*_VERSION).where(piece_version.c.case == bindparam("of")).order_by(piece_version.c.id)
_CONSENTS = (
    select(*_CONSENT)
    .join(task, task.c.id == consent.c.task)
    .where(consent.c.case == bindparam("of"))
    .order_by(consent.c.id)
)


def of_case(tx: Tx, case_id: int) -> list[PieceVersion]:
    """Every version of every document, oldest first."""
    return [PieceVersion(*row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def add(
    tx: Tx, case_id: int, piece: str, *, number: int, node: str, task_id: str, by: int | None
) -> PieceVersion:
    """A concept: the answer that was given at this task, which must be a row."""
    given = select(func.max(answer.c.id)).where(
        answer.c.case == case_id, answer.c.node == node, answer.c.task == task_id
    )
    values = {
        "case": case_id, "piece": piece, "number": number, "node": node, "task": task_id, "made": tx.now, "made_by": by,
        "answer": given.scalar_subquery(),
    }  # fmt: skip
    return PieceVersion(*tx.rows(insert(piece_version).values(**values).returning(*_VERSION))[0])


def put_in_force(tx: Tx, version: PieceVersion) -> bool:
    """Let a concept be the version in force from now on, instead of the one before it. False when it was already."""
    before = piece_version.c.case == version.case, piece_version.c.piece == version.piece
    standing = piece_version.c.in_force.is_not(None), piece_version.c.replaced.is_(None)
    concept = piece_version.c.id == version.id, piece_version.c.in_force.is_(None)
    if not tx.rows(select(piece_version.c.id).where(*concept)):
        return False
    tx.run(update(piece_version).where(*before, *standing).values(replaced=tx.now))
    return tx.run(update(piece_version).where(*concept).values(in_force=tx.now)) == 1


def consents(tx: Tx, case_id: int) -> list[Consent]:
    """Every consent that was asked in a case, oldest first."""
    return [Consent(*row) for row in tx.rows(_CONSENTS, {"of": case_id})]


def ask(tx: Tx, asked: Sequence[tuple[PieceVersion, str, str]]) -> None:
    """Ask for consent: (version, part, task)."""
    rows = [
        {"case": version.case, "version": version.id, "part": part, "task": task_id, "asked": tx.now}
        for version, part, task_id in asked
    ]
    tx.many(insert(consent), rows)


def saw(tx: Tx, task_id: str, person: int) -> bool:
    """Keep when this person saw what is asked. False when that is kept already, or there is an answer."""
    open_one = consent.c.task == task_id, consent.c.answer == ""
    fresh = consent.c.seen_by.is_distinct_from(person)
    return tx.run(update(consent).where(*open_one, fresh).values(seen=tx.now, seen_by=person)) == 1


def answered(tx: Tx, asked: Consent, person: int | None, what: str) -> None:
    """Keep the answer. Whoever answers has seen it, at the latest now."""
    seen = asked.seen if asked.seen is not None and asked.seen_by == person else tx.now
    values = {"person": person, "seen": seen, "seen_by": person, "answered": tx.now, "answer": what}
    tx.run(update(consent).where(consent.c.id == asked.id, consent.c.answer == "").values(**values))


def recorded(tx: Tx, asked: Consent, what: str, by: int) -> None:
    """Keep what the person who was asked said outside this system, as `by` wrote it down."""
    values = {"person": asked.person, "answered": tx.now, "answer": what, "recorded_by": by}
    tx.run(update(consent).where(consent.c.id == asked.id, consent.c.answer == "").values(**values))


def withdraw(tx: Tx, ids: Collection[int]) -> None:
    open_ones = consent.c.id.in_(ids), consent.c.answer == "gegeven", consent.c.withdrawn.is_(None)
    tx.run(update(consent).where(*open_ones).values(withdrawn=tx.now))
