"""Who stands in for whom in a region, and what was done for somebody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.sql import FromClause

from engine.model import Person, Task
from engine.store.database import Tx
from engine.store.people import PERSON
from engine.store.schema import IS_OPEN, person, task
from engine.store.schema_who import stand_in, substitute
from engine.store.tasks import TASK, task_from

OF_FILE, OF_PERSON = "bestand", "zelf"
_BY = person.alias("by_person")
_ABSENT = person.alias("absent_person")


@dataclass(frozen=True)
class Substitute:
    """`until` is the first day it no longer holds. `own`: the person arranged it, it does not stand in people.toml."""

    id: int
    region: str
    absent: Person
    by: Person
    since: date
    until: date
    own: bool

    @property
    def last(self) -> date:
        """The last day it holds."""
        return self.until - timedelta(days=1)


def replace_of_file(tx: Tx, region: str, rows: Iterable[tuple[int, int, date, date]], today: date) -> None:
    """Of this region, exactly these (absent, by, since, until) hold by people.toml; what persons arranged stays. One
    that stays as it is keeps its row, so that what ended is handed back once."""
    wanted = set(rows)
    here = substitute.c.region == region, substitute.c.source == OF_FILE
    known = {tuple(row[1:]): row[0] for row in tx.rows(select(*_ROW).where(*here))}
    gone = [key for row, key in known.items() if row not in wanted]
    if gone:  # it ends today: what was picked up is handed back
        ended = update(substitute).where(substitute.c.id.in_(gone), substitute.c.until > today)
        tx.run(ended.values(until=today))
    for absent, by, since, until in sorted(wanted - known.keys()):
        add(tx, region, absent, by, since, until, source=OF_FILE)


def of_file(tx: Tx, region: str, today: date) -> list[tuple[str, str, date, date]]:
    """(absent, by, since, until) by login, of people.toml, that hold or will."""
    found = (
        select(_ABSENT.c.login, _BY.c.login, substitute.c.since, substitute.c.until)
        .select_from(_JOIN)
        .where(substitute.c.region == region, substitute.c.source == OF_FILE, substitute.c.until > today)
        .order_by(substitute.c.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in tx.rows(found)]


def add(
    tx: Tx, region: str, absent: int, by: int, since: date, until: date, *, source: str = OF_PERSON
) -> None:
    tx.run(
        substitute.insert().values(
            region=region, absent=absent, by=by, since=since, until=until, source=source
        )
    )


def lock(tx: Tx, absent: int) -> None:
    """Nobody else arranges who stands in for this person until the end of the transaction."""
    tx.one(select(person.c.id).where(person.c.id == absent).with_for_update())


def end(tx: Tx, substitute_id: int, absent: int, day: date) -> bool:
    """A person ends their own. False when it is not theirs, or over."""
    mine = substitute.c.id == substitute_id, substitute.c.absent == absent, substitute.c.until > day
    return tx.run(update(substitute).where(*mine).values(until=day)) == 1


def about(tx: Tx, person_id: int, today: date) -> list[Substitute]:
    """Who stands in for this person and for whom they stand in, now and later."""
    mine = (substitute.c.absent == person_id) | (substitute.c.by == person_id)
    found = _READ.where(mine, substitute.c.until > today).order_by(substitute.c.since, substitute.c.id)
    return [_substitute(row) for row in tx.rows(found)]


def over(tx: Tx, today: date) -> list[Substitute]:
    """Those that ended and of which nothing was handed back yet."""
    return [_substitute(row) for row in tx.rows(_OVER, {"today": today})]


def holds(tx: Tx, one: Substitute, today: date) -> bool:
    """Whether the same person stands in for the same other today, by another arrangement."""
    found = select(substitute.c.id).where(
        substitute.c.region == one.region,
        substitute.c.absent == one.absent.id,
        substitute.c.by == one.by.id,
        substitute.c.since <= today,
        substitute.c.until > today,
    )
    return tx.value(found.limit(1)) is not None


def handed_back(tx: Tx, substitute_id: int) -> bool:
    """Mark it; False when somebody was first."""
    open_one = substitute.c.id == substitute_id, substitute.c.handed_back.is_(None)
    return tx.run(update(substitute).where(*open_one).values(handed_back=tx.now)) == 1


def picked_up(tx: Tx, region: str, by: int, absent: int) -> list[Task]:
    """The open tasks of a region that somebody holds for somebody else."""
    found = (
        select(*TASK)
        .where(
            IS_OPEN,
            task.c.region == region,
            task.c.assignee == by,
            task.c.id.in_(select(stand_in.c.task).where(stand_in.c.by == by, stand_in.c.absent == absent)),
        )
        .order_by(task.c.case, task.c.id)
    )
    return [task_from(row) for row in tx.rows(found)]


def note(tx: Tx, case_id: int, node: str, task_id: str, by: int, absent: int) -> None:
    """Somebody did this, or picked it up, for somebody else."""
    row = {"case": case_id, "node": node, "task": task_id, "by": by, "absent": absent, "at": tx.now}
    tx.run(stand_in.insert().values(row))


_ROW = (substitute.c.id, substitute.c.absent, substitute.c.by, substitute.c.since, substitute.c.until)
_JOIN: FromClause = substitute.join(_ABSENT, _ABSENT.c.id == substitute.c.absent).join(
    _BY, _BY.c.id == substitute.c.by
)


_READ = select(
    substitute.c.id,
    substitute.c.region,
    substitute.c.since,
    substitute.c.until,
    substitute.c.source,
    *(side.c[column.name] for side in (_ABSENT, _BY) for column in PERSON),
).select_from(_JOIN)
_OVER = _READ.where(substitute.c.until <= bindparam("today"), substitute.c.handed_back.is_(None)).order_by(
    substitute.c.id
)


def _substitute(row: Any) -> Substitute:
    key, region, since, until, source, *persons = row
    wide = len(PERSON)
    absent, by = Person(*persons[:wide]), Person(*persons[wide:])
    return Substitute(key, region, absent, by, since, until, source == OF_PERSON)
