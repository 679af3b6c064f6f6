"""Terms of cases: how they stand, when the worker must look, and the days that do not count."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, delete, exists, false, func, or_, select, update

from engine.calendars import Calendar
from engine.store.database import Tx
from engine.store.schema import answer, case, holiday, incident
from engine.store.schema_terms import term, term_pause, vacation

REASON = "reden_pauzeren"  # the field of the answer that says why a person let a term stand still


@dataclass(frozen=True)
class Pause:
    """When a term stood still. `node` is the step that is waited for; without one a person did it, for `reason`."""

    id: int
    node: str
    since: datetime
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class TermRow:
    """A term of a case. `end` is the last day, `counted` the same before it was moved off a free day; None: not known.

    `told` are the reminders that were told, and "te_laat".
    """

    id: int
    case: int
    term: str
    node: str
    started: datetime
    counted: date | None = None
    end: date | None = None
    paused: datetime | None = None
    extended: bool = False
    stopped: datetime | None = None
    told: tuple[str, ...] = ()
    next: datetime | None = None
    late: datetime | None = None
    pauses: tuple[Pause, ...] = ()


_TERM = (
    term.c.id, term.c.case, term.c.term, term.c.node, term.c.started, term.c.counted, term.c.end, term.c.paused,
    term.c.extended, term.c.stopped, term.c.told, term.c.next, term.c.late,
)  # fmt: skip
_PAUSE = (term_pause.c.id, term_pause.c.node, term_pause.c.since, term_pause.c.until, answer.c["values"])
_WHOLE = (
    select(*_TERM, *_PAUSE)
    .select_from(
        term.outerjoin(term_pause, term_pause.c.term == term.c.id).outerjoin(
            answer, answer.c.id == term_pause.c.answer
        )
    )
    .order_by(term.c.id, term_pause.c.id)
)
_OF_CASE = _WHOLE.where(term.c.case == bindparam("of"))
_RUNNING = _OF_CASE.where(term.c.stopped.is_(None))
_SAVE = update(term).where(term.c.id == bindparam("saved"))
_STUCK = exists().where(
    incident.c.case == term.c.case, incident.c.kind == "term", incident.c.solved.is_(None)
)
_CASES_DUE = (
    select(term.c.case)
    .where(term.c.next <= bindparam("now"), ~_STUCK)
    .group_by(term.c.case)
    .order_by(func.min(term.c.next))
    .limit(bindparam("most", type_=Integer()))
)


def of_case(tx: Tx, case_id: int) -> list[TermRow]:
    """Every term of a case, oldest first; one that began again is there twice."""
    return _gathered(tx.rows(_OF_CASE, {"of": case_id}))


def running(tx: Tx, case_id: int) -> dict[str, TermRow]:
    """The terms of a case that are not over, by name."""
    return {one.term: one for one in _gathered(tx.rows(_RUNNING, {"of": case_id}))}


def running_of(tx: Tx, cases: Collection[int]) -> dict[int, list[TermRow]]:
    """The terms that are not over of these cases, without their pauses, the first to end first."""
    if not cases:
        return {}
    found: dict[int, list[TermRow]] = {}
    chosen = select(*_TERM).where(term.c.case.in_(cases), term.c.stopped.is_(None))
    for row in tx.rows(chosen.order_by(term.c.end, term.c.id)):
        found.setdefault(int(row[1]), []).append(_row(row, ()))
    return found


def late_cases(now: datetime, hidden: Mapping[str, Collection[str]]) -> Select[tuple[int]]:
    """The question which cases of these regions have a term that is over; per region not of these terms."""
    seen = [and_(case.c.region == region, term.c.term.not_in(names)) for region, names in hidden.items()]
    found = select(term.c.case).join(case, case.c.id == term.c.case)
    return found.where(term.c.late <= now, or_(false(), *seen))


def cases_with_running(tx: Tx, region: str) -> list[int]:
    """Ids of the cases of a region with a term that is not over."""
    found = select(term.c.case).join(case, case.c.id == term.c.case)
    chosen = found.where(term.c.stopped.is_(None), case.c.region == region)
    return [int(row[0]) for row in tx.rows(chosen.distinct().order_by(term.c.case))]


def add(tx: Tx, case_id: int, name: str, node: str) -> TermRow:
    """A term that begins now."""
    values = {"case": case_id, "term": name, "node": node, "started": tx.now}
    number = tx.value(term.insert().values(**values).returning(term.c.id))
    return TermRow(int(str(number)), case_id, name, node, tx.now)


def save(tx: Tx, rows: Iterable[TermRow]) -> None:
    """Write how these terms stand now."""
    for row in rows:
        values: dict[str, object] = {
            "saved": row.id, "counted": row.counted, "end": row.end, "paused": row.paused, "extended": row.extended, "stopped": row.stopped,
            "told": ",".join(row.told), "next": row.next, "late": row.late,
        }  # fmt: skip
        tx.run(_SAVE, values)


def pause(tx: Tx, row: TermRow, node: str, answer_id: int | None = None, reason: str = "") -> Pause:
    """From now on the term stands still, for this step or (`answer_id`) for what a person gave as reason."""
    values = {"term": row.id, "node": node, "answer": answer_id, "since": tx.now}
    number = tx.value(term_pause.insert().values(**values).returning(term_pause.c.id))
    return Pause(int(str(number)), node, tx.now, None, reason)


def end_pauses(tx: Tx, ids: Collection[int]) -> None:
    if ids:
        tx.run(update(term_pause).where(term_pause.c.id.in_(ids)).values(until=tx.now))


def cases_with_due_terms(tx: Tx, limit: int) -> list[int]:
    """Ids of cases with something to tell about a term, longest overdue first; not those where that waits for a person to
    solve an incident."""
    return [int(row[0]) for row in tx.rows(_CASES_DUE, {"now": tx.now, "most": limit})]


def next_due(tx: Tx) -> datetime | None:
    """When the first thing about a term of all cases is to be told."""
    moment = tx.value(select(func.min(term.c.next)))
    return moment if isinstance(moment, datetime) else None


def calendar_of(tx: Tx, region: str) -> Calendar:
    """The days off and the school holidays of a region, as they are known today."""
    off = tx.rows(select(holiday.c.day).where(holiday.c.region == region))
    away = tx.rows(select(vacation.c.first, vacation.c.last).where(vacation.c.region == region))
    return Calendar(frozenset(row[0] for row in off), tuple((row[0], row[1]) for row in away))


def replace_vacations(tx: Tx, region: str, vacations: Iterable[tuple[date, date, str]]) -> None:
    """Of this region, exactly these (first day, last day, name) are school holidays."""
    tx.run(delete(vacation).where(vacation.c.region == region))
    rows = [{"region": region, "first": first, "last": last, "name": name} for first, last, name in vacations]
    tx.many(vacation.insert(), rows)


def vacations(tx: Tx, region: str) -> dict[tuple[date, date], str]:
    found = select(vacation.c.first, vacation.c.last, vacation.c.name).where(vacation.c.region == region)
    return {(row[0], row[1]): str(row[2]) for row in tx.rows(found.order_by(vacation.c.first))}


def _gathered(rows: Iterable[Any]) -> list[TermRow]:
    """Rows of a term with one of its pauses each, as terms with their pauses."""
    width = len(_TERM)
    heads: dict[int, Any] = {}
    pauses: dict[int, list[Pause]] = {}
    for row in rows:
        heads[int(row[0])] = row
        pauses.setdefault(int(row[0]), [])
        number, node, since, until, values = row[width:]
        if number is not None:
            pauses[int(row[0])].append(Pause(number, node, since, until, str((values or {}).get(REASON, ""))))
    return [_row(row[:width], tuple(pauses[number])) for number, row in heads.items()]


def _row(row: Any, pauses: tuple[Pause, ...]) -> TermRow:
    number, case, name, node, started, counted, end, paused, extended, stopped, told, following, late = row
    words = tuple(filter(None, str(told).split(",")))
    return TermRow(
        number,
        case,
        name,
        node,
        started,
        counted,
        end,
        paused,
        extended,
        stopped,
        words,
        following,
        late,
        pauses,
    )
