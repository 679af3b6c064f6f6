"""The inbox: open tasks by audience, the most urgent first. Flat to very many tasks: each question walks one index.

A person belongs to a handful of audiences. Each is read by itself, in the order of its index and no further than one
page, and the pages are merged.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text, true, union_all

from engine.model import Page, Task
from engine.store import words
from engine.store.database import Tx
from engine.store.paging import COUNT_LIMIT, PAGE_SIZE, Cursor, read_cursor, write_cursor
from engine.store.schema import IS_OPEN, case, task
from engine.store.tasks import NEVER, TASK, task_from
from engine.store.terms import late_cases


@dataclass(frozen=True)
class TaskFilters:
    """`late`: past due, or of a case with a term that is over; `due`: due before a moment; `text`: beginnings of words of
    reference, step, school, route. `hidden_terms` are, by region that has terms, those that do not count."""

    region: str = ""
    route: str = ""
    text: str = ""
    late: bool = False
    due: datetime | None = None
    hidden_terms: Mapping[str, frozenset[str]] = field(default_factory=dict)


# Audiences that exist under a prefix, by hopping along the index: as many steps as there are audiences, not tasks.
_HOP = text(
    """
    WITH RECURSIVE hop(key) AS (
        SELECT min(audience) FROM task WHERE status = 'open' AND audience >= :low AND audience < :high
        UNION ALL
        SELECT (SELECT min(audience) FROM task WHERE status = 'open' AND audience > hop.key AND audience < :high)
        FROM hop WHERE hop.key IS NOT NULL
    )
    SELECT key FROM hop WHERE key IS NOT NULL
    """
)


def audiences(tx: Tx, prefixes: Collection[str]) -> list[str]:
    """The audiences that have open tasks, under these beginnings."""
    found = []
    for prefix in prefixes:
        rows = tx.connection.execute(_HOP, {"low": prefix, "high": prefix + "\U0010ffff"})
        found += [str(row.key) for row in rows]
    return found


def page(
    tx: Tx,
    keys: Sequence[str],
    me: int,
    schools: Collection[str],
    filters: TaskFilters,
    after: str = "",
    holders: Collection[int] = (),
) -> Page[Task]:
    """One page of the tasks in these audiences that `me`, of these organisations, may do; and those that `me`, or
    one of `holders` (for whom `me` stands in), picked up."""
    if filters.region:
        # An audience begins with its region: to walk along those of another finds nothing, slowly.
        keys = [key for key in keys if key.partition("/")[0] in (filters.region, "persoon")]
    wanted = _filtered(tx, keys, me, schools, filters)
    if wanted is None:
        return Page(())
    conditions, common = wanted
    cursor = read_cursor(after)
    found = [
        task_from(row)
        for row in tx.rows(_merged(_branches(keys, {me, *holders}, conditions, cursor), PAGE_SIZE + 1))
    ]
    shown = tuple(found[:PAGE_SIZE])
    following = write_cursor(shown[-1].due or NEVER, shown[-1].id) if len(found) > PAGE_SIZE else ""
    if common:  # counting would walk along everything
        return Page(shown, following, total=len(shown), more=bool(following))
    total = _count(tx, _branches(keys, {me, *holders}, conditions, None))
    return Page(shown, following, total=min(total, COUNT_LIMIT), more=total > COUNT_LIMIT)


def neglected(tx: Tx, regions: Collection[str], after: str = "") -> Page[Task]:
    """One page of the open tasks of these regions that nobody took or that are late, the most urgent first."""
    cursor = read_cursor(after)
    found = (
        select(*TASK)
        .where(IS_OPEN, task.c.region.in_(regions), or_(task.c.assignee.is_(None), task.c.due < tx.now))
        .where(_after(cursor) if cursor else true())
        .order_by(task.c.due, task.c.id)
        .limit(PAGE_SIZE + 1)
    )
    rows = [task_from(row) for row in tx.rows(found)]
    shown = tuple(rows[:PAGE_SIZE])
    following = write_cursor(shown[-1].due or NEVER, shown[-1].id) if len(rows) > PAGE_SIZE else ""
    return Page(shown, following, total=len(shown), more=bool(following))


def _filtered(
    tx: Tx, keys: Sequence[str], me: int, schools: Collection[str], filters: TaskFilters
) -> tuple[list[ColumnElement[bool]], bool] | None:
    """The conditions, and whether a common word is looked for; None when nothing can fit."""
    conditions: list[ColumnElement[bool]] = [
        ~task.c.barred.contains(f",{me},"),
        task.c.barred_school.not_in(tuple(schools)) if schools else true(),
    ]
    if filters.region:
        conditions.append(task.c.region == filters.region)
    if filters.route:
        conditions.append(task.c.route == filters.route)
    if filters.late:
        past = task.c.due < tx.now
        over = task.c.case.in_(late_cases(tx.now, filters.hidden_terms))
        conditions.append(or_(past, over) if filters.hidden_terms else past)
    if filters.due is not None:
        conditions.append(task.c.due < filters.due)
    terms = words.terms_of(filters.text)
    if filters.text.strip() and not terms:
        return None
    rare = words.rare(tx, keys, terms) if terms else None
    if rare == []:  # a word that no task has
        return None
    if rare is not None:
        conditions.append(task.c.id.in_(rare))
    return [*conditions, *words.matching(task.c.search, terms)], bool(terms) and rare is None


def _branches(
    keys: Sequence[str],
    holders: Collection[int],
    conditions: Sequence[ColumnElement[bool]],
    cursor: Cursor | None,
) -> list[Select[Any]]:
    """One question per audience, and one for what was picked up from another audience."""
    mine = [task.c.assignee == one for one in sorted(holders)]
    free = or_(task.c.assignee.is_(None), *mine)
    places = [and_(task.c.audience == key, free) for key in keys]
    elsewhere = task.c.audience.not_in(keys) if keys else true()
    places += [and_(one, elsewhere) for one in mine]
    after = _after(cursor) if cursor else true()
    return [select(*TASK).where(place, IS_OPEN, after, *conditions) for place in places]


def _after(cursor: Cursor) -> ColumnElement[bool]:
    due, row_id = cursor
    return and_(task.c.due >= due, or_(task.c.due > due, task.c.id > row_id))


def _merged(branches: Sequence[Select[Any]], limit: int) -> Select[Any]:
    ordered = [one.order_by(task.c.due, task.c.id).limit(limit).subquery().select() for one in branches]
    all_ = union_all(*ordered).subquery()
    return select(all_).order_by(all_.c.due, all_.c.id).limit(limit)


def _count(tx: Tx, branches: Sequence[Select[Any]]) -> int:
    ids = [one.with_only_columns(task.c.id).limit(COUNT_LIMIT + 1).subquery().select() for one in branches]
    return int(
        tx.value(select(func.count()).select_from(union_all(*ids).limit(COUNT_LIMIT + 1).subquery())) or 0
    )


def cases_of(tx: Tx, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """(reference, route name) of cases."""
    if not ids:
        return {}
    found = select(case.c.id, case.c.reference, case.c.route_name).where(case.c.id.in_(ids))
    return {int(row.id): (str(row.reference), str(row.route_name)) for row in tx.rows(found)}
