"""Committees: the meeting of now with who is present, the items on the agenda, and the votes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, func, insert, or_, select, true, update

from engine.model import Page, Task
from engine.store.database import Tx, upsert
from engine.store.paging import PAGE_SIZE, read_cursor, write_cursor
from engine.store.schema import IS_OPEN, task
from engine.store.schema_committee import agenda_item, attendance, meeting, vote
from engine.store.tasks import TASK, task_from


@dataclass(frozen=True)
class Meeting:
    id: int
    region: str
    committee: str
    day: date
    made: datetime
    made_by: int
    ended: datetime | None = None


@dataclass(frozen=True)
class Item:
    """A task on the agenda. Closed items have a `meeting`, the ids of who was `present`, the counts and the `outcome`;
    an item that is `ended` without a meeting fell away."""

    task: str
    case: int
    region: str
    committee: str
    node: str
    opened: datetime
    ended: datetime | None = None
    meeting: int | None = None
    present: tuple[int, ...] = ()
    yes: int = 0
    no: int = 0
    abstained: int = 0
    outcome: str = ""


@dataclass(frozen=True)
class Vote:
    """What one person said about one item in one meeting: "voor", "tegen", "onthouden" or "betrokken". `answer` is where
    the reason stands, `absent` for whom they voted."""

    item: str
    meeting: int
    person: int
    choice: str
    at: datetime
    answer: int | None = None
    absent: int | None = None


_MEETING = (
    meeting.c.id, meeting.c.region, meeting.c.committee, meeting.c.day, meeting.c.made, meeting.c.made_by, meeting.c.ended,
)  # fmt: skip
_PUT = insert(agenda_item)
_ITEM = (
    agenda_item.c.task, agenda_item.c.case, agenda_item.c.region, agenda_item.c.committee, agenda_item.c.node, agenda_item.c.opened,
    agenda_item.c.ended, agenda_item.c.meeting, agenda_item.c.present, agenda_item.c.yes, agenda_item.c.no,
    agenda_item.c.abstained, agenda_item.c.outcome,
)  # fmt: skip
_VOTE = (vote.c.item, vote.c.meeting, vote.c.person, vote.c.choice, vote.c.at, vote.c.answer, vote.c.absent)


def meeting_now(tx: Tx, region: str, committee: str, *, lock: str = "") -> Meeting | None:
    """The meeting that goes on. `lock` "read" keeps it from changing until the end of the transaction, "write" is for who
    changes it."""
    found = select(*_MEETING).where(
        meeting.c.region == region, meeting.c.committee == committee, meeting.c.ended.is_(None)
    )
    row = tx.one(found.with_for_update(read=lock == "read") if lock else found)
    return Meeting(*row) if row else None


def meetings(tx: Tx, ids: Collection[int]) -> dict[int, Meeting]:
    if not ids:
        return {}
    rows = tx.rows(select(*_MEETING).where(meeting.c.id.in_(ids)))
    return {one.id: one for one in (Meeting(*row) for row in rows)}


def begin(tx: Tx, region: str, committee: str, day: date, by: int) -> int | None:
    """A meeting; returns its id. None when one goes on already."""
    row = {"region": region, "committee": committee, "day": day, "made": tx.now, "made_by": by}
    made = upsert(tx, meeting).values(**row).on_conflict_do_nothing().returning(meeting.c.id)
    found = tx.value(made)
    return None if found is None else int(found)


def change_day(tx: Tx, meeting_id: int, day: date) -> None:
    tx.run(update(meeting).where(meeting.c.id == meeting_id).values(day=day))


def end(tx: Tx, meeting_id: int) -> None:
    tx.run(update(meeting).where(meeting.c.id == meeting_id).values(ended=tx.now))


def present(tx: Tx, meeting_id: int) -> frozenset[int]:
    found = select(attendance.c.person).where(attendance.c.meeting == meeting_id)
    return frozenset(int(row[0]) for row in tx.rows(found))


def set_present(tx: Tx, meeting_id: int, persons: Collection[int]) -> None:
    tx.run(delete(attendance).where(attendance.c.meeting == meeting_id))
    tx.many(insert(attendance), [{"meeting": meeting_id, "person": one} for one in sorted(persons)])


def put_on_agenda(tx: Tx, items: Sequence[Item]) -> None:
    rows = [
        {"task": one.task, "case": one.case, "region": one.region, "committee": one.committee, "node": one.node, "opened": one.opened}
        for one in items
    ]  # fmt: skip
    tx.many(_PUT, rows)


def drop(tx: Tx, tasks: Collection[str]) -> None:
    """Of these tasks, those on an agenda fell away."""
    open_ones = agenda_item.c.task.in_(tasks), agenda_item.c.ended.is_(None)
    tx.run(update(agenda_item).where(*open_ones).values(ended=tx.now))


def item(tx: Tx, task_id: str) -> Item | None:
    row = tx.one(select(*_ITEM).where(agenda_item.c.task == task_id))
    return _item(row) if row else None


def close(tx: Tx, closed: Item) -> bool:
    """Close an item with what is in `closed`; False when it was closed before."""
    open_one = agenda_item.c.task == closed.task, agenda_item.c.ended.is_(None)
    values = {
        "ended": tx.now, "meeting": closed.meeting, "present": list(closed.present), "yes": closed.yes, "no": closed.no,
        "abstained": closed.abstained, "outcome": closed.outcome,
    }  # fmt: skip
    return tx.run(update(agenda_item).where(*open_one).values(**values)) == 1


def closed_of_case(tx: Tx, case_id: int) -> list[Item]:
    """What committees decided about in a case, oldest first."""
    found = select(*_ITEM).where(agenda_item.c.case == case_id, agenda_item.c.meeting.is_not(None))
    return [_item(row) for row in tx.rows(found.order_by(agenda_item.c.ended, agenda_item.c.task))]


def agenda(tx: Tx, region: str, committee: str, after: str = "") -> Page[Task]:
    """One page of the open tasks on an agenda, what waits longest first."""
    cursor, at = read_cursor(after), agenda_item.c.opened
    later = or_(at > cursor[0], and_(at == cursor[0], agenda_item.c.task > cursor[1])) if cursor else true()
    found = (
        select(*TASK, at)
        .select_from(agenda_item.join(task, task.c.id == agenda_item.c.task))
        .where(agenda_item.c.region == region, agenda_item.c.committee == committee)
        .where(agenda_item.c.ended.is_(None), IS_OPEN, later)
        .order_by(at, agenda_item.c.task)
        .limit(PAGE_SIZE + 1)
    )
    rows = tx.rows(found)
    shown = rows[:PAGE_SIZE]
    following = write_cursor(shown[-1][-1], shown[-1].id) if len(rows) > PAGE_SIZE else ""
    return Page(
        tuple(task_from(row[:-1]) for row in shown), following, total=len(shown), more=bool(following)
    )


def votes(tx: Tx, items: Collection[str], meeting_id: int | None = None) -> list[Vote]:
    """The votes on these items, in one meeting or in all; oldest first."""
    if not items:
        return []
    within = vote.c.meeting == meeting_id if meeting_id is not None else true()
    return [
        Vote(*row)
        for row in tx.rows(select(*_VOTE).where(vote.c.item.in_(items), within).order_by(vote.c.id))
    ]


def cast_vote(tx: Tx, given: Vote) -> None:
    """Keep a vote; it comes in the place of what this person said of the item before, in this meeting."""
    mine = vote.c.item == given.item, vote.c.meeting == given.meeting, vote.c.person == given.person
    said = {"choice": given.choice, "answer": given.answer, "absent": given.absent, "at": given.at}
    if tx.run(update(vote).where(*mine).values(**said)) == 0:
        tx.run(insert(vote).values(**vars(given)))


def voted(tx: Tx, meeting_id: int) -> frozenset[int]:
    """Who said something in this meeting of an item that is still open."""
    found = (
        select(vote.c.person)
        .select_from(vote.join(agenda_item, agenda_item.c.task == vote.c.item))
        .where(vote.c.meeting == meeting_id, agenda_item.c.ended.is_(None))
    )
    return frozenset(int(row[0]) for row in tx.rows(found.distinct()))


def counts(tx: Tx, items: Collection[str], meeting_id: int) -> Mapping[str, int]:
    """How many said something of each of these items in a meeting."""
    if not items:
        return {}
    found = (
        select(vote.c.item, func.count())
        .where(vote.c.item.in_(items), vote.c.meeting == meeting_id)
        .group_by(vote.c.item)
    )
    return {str(row[0]): int(row[1]) for row in tx.rows(found)}


def _item(row: Sequence[object]) -> Item:
    values = dict(zip((column.name for column in _ITEM), row, strict=True))
    there = values.pop("present")
    persons = tuple(int(str(one)) for one in there) if isinstance(there, list) else ()
    known = {name: value for name, value in values.items() if value is not None}
    return Item(**known, present=persons)  # type: ignore[arg-type]
