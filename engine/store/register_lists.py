"""Pages of the register by cursor, the first to end at the top; and the sums of what was committed.

What a person may see is given as scopes; each is read along its own index, no further than one page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union, union_all

from engine.model import Page
from engine.store.database import Tx
from engine.store.paging import COUNT_LIMIT, PAGE_SIZE, Cursor, read_cursor, write_cursor
from engine.store.register import COLUMNS, JOIN, Granted, granted_from
from engine.store.schema import answer, case, organisation
from engine.store.schema_register import commitment, register

MOST_EXPORTED = 200_000


@dataclass(frozen=True)
class RowScope:
    """Rows of a region that somebody may see: all of them, or those of one school. `pupil`: they may know of whom."""

    region: str
    organisation: str = ""
    pupil: bool = False


@dataclass(frozen=True)
class RowFilters:
    """`stand` is "geldig", "komt", "verlopen" (and what was ended) or ""; `until` is the last day on which it may end;
    `since` and `before` say in which days it holds at least once."""

    region: str = ""
    kind: str = ""
    stand: str = ""
    organisation: str = ""
    until: date | None = None
    since: date | None = None
    before: date | None = None


@dataclass(frozen=True)
class ListedRow:
    """A row with the case in which it was granted, and the pupil's name as it was given last."""

    row: Granted
    reference: str
    case_school: str
    pupil: str


@dataclass(frozen=True)
class Committed:
    """What falls in a school year: of one kind, school and cost bearer. In euros and hours."""

    kind: str
    school: str
    school_name: str
    bearer: str
    amount: Decimal
    hours: Decimal
    rows: int


_PUPIL = (
    select(answer.c.pupil)
    .where(answer.c.case == register.c.case, answer.c.pupil != "")
    .order_by(answer.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LISTED = select(case.c.reference, func.coalesce(case.c.organisation, ""), _PUPIL, *COLUMNS).select_from(
    JOIN.join(case, case.c.id == register.c.case)
)
_ORDER = (register.c.until, register.c.id)


def page(
    tx: Tx, scopes: Sequence[RowScope], filters: RowFilters, today: date, after: str = ""
) -> Page[ListedRow]:
    """One page of the rows in any of these scopes."""
    scopes = [one for one in scopes if filters.region in ("", one.region)]
    if not scopes:
        return Page(())
    branches = [_branch(one, filters, today) for one in scopes]
    ids = [int(row[1]) for row in tx.rows(_merged(branches, read_cursor(after), PAGE_SIZE + 1))]
    found = _read(tx, ids)
    shown = tuple(found[:PAGE_SIZE])
    following = _cursor(shown[-1].row) if len(found) > PAGE_SIZE else ""
    total = _count(tx, branches)
    return Page(shown, following, total=min(total, COUNT_LIMIT), more=total > COUNT_LIMIT)


def every(tx: Tx, scopes: Sequence[RowScope], filters: RowFilters, today: date) -> list[ListedRow]:
    """All rows at once, for a spreadsheet: one statement, MOST_EXPORTED rows at most."""
    scopes = [one for one in scopes if filters.region in ("", one.region)]
    if not scopes:
        return []
    chosen = and_(or_(*(_inside(one) for one in scopes)), *_filtered(filters, today))
    return [_listed(row) for row in tx.rows(_LISTED.where(chosen).order_by(*_ORDER).limit(MOST_EXPORTED))]


def committed(tx: Tx, scopes: Sequence[RowScope], region: str, year: int) -> list[Committed]:
    """What was committed in a school year, by kind, school and cost bearer; one statement."""
    places = [one.organisation for one in scopes if one.region == region]
    if not places:
        return []
    sums = (
        func.sum(commitment.c.cents),
        func.sum(commitment.c.hours),
        func.count(),
    )
    groups = (
        commitment.c.kind,
        func.coalesce(commitment.c.organisation, ""),
        func.coalesce(organisation.c.name, ""),
        commitment.c.bearer,
    )
    found = (
        select(*groups, *sums)
        .select_from(commitment.outerjoin(organisation, organisation.c.id == commitment.c.organisation))
        .where(commitment.c.region == region, commitment.c.year == year)
        .group_by(*groups)
        .order_by(groups[0], groups[2], groups[1], groups[3])
    )
    if "" not in places:
        found = found.where(commitment.c.organisation.in_(places))
    return [
        Committed(row[0], row[1], row[2], row[3], _whole(row[4]), _whole(row[5]), int(row[6]))
        for row in tx.rows(found)
    ]


def _whole(hundredths: int) -> Decimal:
    return Decimal(int(hundredths)).scaleb(-2)


def _branch(scope: RowScope, filters: RowFilters, today: date) -> Select[Any]:
    return select(register.c.until, register.c.id).where(_inside(scope), *_filtered(filters, today))


def _inside(scope: RowScope) -> ColumnElement[bool]:
    region = register.c.region == scope.region
    if not scope.organisation:
        return region
    return and_(region, register.c.organisation == scope.organisation)


def _filtered(filters: RowFilters, today: date) -> list[ColumnElement[bool]]:
    wanted = {register.c.kind: filters.kind, register.c.organisation: filters.organisation}
    chosen = [column == value for column, value in wanted.items() if value]
    stands = {
        "geldig": [register.c.until >= today, register.c.since <= today],
        "komt": [register.c.until >= today, register.c.since > today],
        "verlopen": [register.c.until < today],
    }
    chosen += stands.get(filters.stand, [])
    if filters.until is not None:
        chosen.append(register.c.until <= filters.until)
    if filters.since is not None:
        chosen.append(register.c.until >= filters.since)
    if filters.before is not None:
        chosen.append(register.c.since <= filters.before)
    return chosen


def _merged(branches: Sequence[Select[Any]], cursor: Cursor | None, limit: int) -> Select[Any]:
    """The first to end of all branches; a row that is in two comes once."""
    if cursor is not None:
        branches = [one.where(_after(cursor)) for one in branches]
    ordered = [one.order_by(*_ORDER).limit(limit).subquery().select() for one in branches]
    all_ = (union(*ordered) if len(ordered) > 1 else ordered[0]).subquery()
    return select(all_).order_by(all_.c.until, all_.c.id).limit(limit)


def _after(cursor: Cursor) -> ColumnElement[bool]:
    moment, row_id = cursor
    day = moment.astimezone(UTC).date()
    number = int(row_id) if row_id.isdecimal() and len(row_id) < 18 else 0
    return and_(register.c.until >= day, or_(register.c.until > day, register.c.id > number))


def _cursor(row: Granted) -> str:
    return write_cursor(datetime.combine(row.until, time(), UTC), str(row.id))


def _read(tx: Tx, ids: Sequence[int]) -> list[ListedRow]:
    if not ids:
        return []
    found = {one.row.id: one for one in map(_listed, tx.rows(_LISTED.where(register.c.id.in_(ids))))}
    return [found[one] for one in ids if one in found]


def _listed(row: Sequence[Any]) -> ListedRow:
    reference, school, pupil, *rest = row
    return ListedRow(granted_from(rest), str(reference), str(school), str(pupil or ""))


def _count(tx: Tx, branches: Sequence[Select[Any]]) -> int:
    ids = [
        one.with_only_columns(register.c.id).limit(COUNT_LIMIT + 1).subquery().select() for one in branches
    ]
    all_ = union(*ids) if len(ids) > 1 else union_all(*ids)
    return int(tx.value(select(func.count()).select_from(all_.limit(COUNT_LIMIT + 1).subquery())) or 0)
