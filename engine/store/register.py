"""The register of what was granted: rows, what falls in each school year, and the warnings before the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, bindparam, delete, exists, func, or_, select, update

from engine.model import Organisation
from engine.store.database import Tx
from engine.store.people import ORGANISATION
from engine.store.schema import case, incident, organisation
from engine.store.schema_register import commitment, register, register_case, register_warning

NO_END = date(9999, 12, 31)
WARNING = "warning"  # the kind of incident of a warning that could not be told


@dataclass(frozen=True)
class Granted:
    """A row. `until` is the last day it holds (NO_END: none); `amount` is in euros. `decision` is the step of `case` that
    decided. `closed` is "", "vervangen" or "beeindigd"; the answer at `closed_node` and `closed_field` of `closed_case`
    says why. `first` is the row that this one came in place of, the first of all."""

    id: int
    region: str
    kind: str
    case: int
    node: str
    decision: str
    school: Organisation | None
    since: date
    until: date
    amount: Decimal | None = None
    hours: Decimal | None = None
    form: str = ""
    number: str = ""
    bearer: str = ""
    closed: str = ""
    closed_case: int | None = None
    closed_node: str = ""
    closed_field: str = ""
    first: int | None = None
    made: datetime | None = None

    @property
    def root(self) -> int:
        return self.first or self.id

    def stand(self, today: date) -> str:
        """How it stands on a day: "komt", "geldig", "verlopen", "vervangen" or "beeindigd"."""
        if self.until < today or self.until < self.since:
            return self.closed or "verlopen"
        return "komt" if today < self.since else "geldig"


@dataclass(frozen=True)
class Warned:
    """A moment before the end of a row, and when it was told."""

    moment: str
    due: date
    told: datetime | None
    case: int | None


_PLAIN = tuple(
    column for column in register.c if column.name not in ("organisation", "cents", "hours", "made")
)
COLUMNS = (*_PLAIN, register.c.cents, register.c.hours, register.c.made, *ORGANISATION)
JOIN = register.outerjoin(organisation, organisation.c.id == register.c.organisation)
_NAMES = tuple(column.name for column in _PLAIN)
_ALL = select(*COLUMNS).select_from(JOIN)
_OF_CASE = _ALL.where(register.c.case == bindparam("of")).order_by(register.c.id)
_ROOT = (
    select(func.coalesce(register.c.first, register.c.id))
    .select_from(register.join(register_case, register_case.c.row == register.c.id))
    .where(register_case.c.case == bindparam("of"))
    .scalar_subquery()
)
_ABOUT = (
    _ALL.where(or_(register.c.id == _ROOT, register.c.first == _ROOT)).order_by(register.c.id.desc()).limit(1)
)
_STUCK = exists().where(
    incident.c.case == register.c.case, incident.c.kind == WARNING, incident.c.solved.is_(None)
)
_TO_WARN = (
    select(register_warning.c.row)
    .select_from(register_warning.join(register, register.c.id == register_warning.c.row))
    .where(register_warning.c.told.is_(None), register_warning.c.due <= bindparam("today"), ~_STUCK)
    .group_by(register_warning.c.row)
    .order_by(func.min(register_warning.c.due), register_warning.c.row)
    .limit(bindparam("most", type_=Integer()))
)


def granted_from(row: Sequence[Any]) -> Granted:
    """What `COLUMNS` gave."""
    width = len(_PLAIN)
    cents, hours, made, *place = row[width : width + 3 + len(ORGANISATION)]
    return Granted(
        **dict(zip(_NAMES, row[:width], strict=True)),
        school=Organisation(*place) if place[0] is not None else None,
        amount=_whole(cents),
        hours=_whole(hours),
        made=made,
    )


def _whole(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def hundredths(value: Decimal | None) -> int | None:
    """Cents of euros, hundredths of hours."""
    return None if value is None else int((value * 100).to_integral_value())


def add(tx: Tx, new: Granted, warnings: Mapping[str, date]) -> Granted:
    """Write a row with the moments of its warnings; returns it with its id."""
    row_id = tx.value(register.insert().values(**_values(new), made=tx.now).returning(register.c.id))
    assert row_id is not None
    tx.many(
        register_warning.insert(),
        [{"row": row_id, "moment": moment, "due": due} for moment, due in warnings.items()],
    )
    return replace(new, id=int(row_id), made=tx.now)


def _values(row: Granted) -> dict[str, object]:
    kept = {name: getattr(row, name) for name in _NAMES if name != "id"}
    place = row.school.id if row.school else None
    return {
        **kept,
        "organisation": place,
        "cents": hundredths(row.amount),
        "hours": hundredths(row.hours),
    }


def close(tx: Tx, row: Granted) -> None:
    """Write how a row ended; warnings that were not told are not told any more."""
    tx.run(update(register).where(register.c.id == row.id).values(**_values(row)))
    tx.run(
        delete(register_warning).where(register_warning.c.row == row.id, register_warning.c.told.is_(None))
    )


def put_commitments(tx: Tx, row: Granted, years: Mapping[int, tuple[int, int]]) -> None:
    """What of a row falls in each school year: (cents, hundredths of hours), in place of what was there."""
    tx.run(delete(commitment).where(commitment.c.row == row.id))
    place = row.school.id if row.school else None
    about = {
        "row": row.id,
        "region": row.region,
        "kind": row.kind,
        "organisation": place,
        "bearer": row.bearer,
    }
    tx.many(
        commitment.insert(),
        [{**about, "year": year, "cents": cents, "hours": hours} for year, (cents, hours) in years.items()],
    )


def place(tx: Tx, case_id: int, was: str | None, now: str | None) -> None:
    """The rows of a case that were of one school are of another from now on; None is nobody's."""
    ids = select(register.c.id).where(
        register.c.case == case_id, register.c.organisation.is_not_distinct_from(was)
    )
    rows = [int(row[0]) for row in tx.rows(ids)]
    if rows:
        tx.run(update(register).where(register.c.id.in_(rows)).values(organisation=now))
        tx.run(update(commitment).where(commitment.c.row.in_(rows)).values(organisation=now))


def by_id(tx: Tx, row_id: int) -> Granted | None:
    row = tx.one(_ALL.where(register.c.id == row_id))
    return granted_from(row) if row else None


def lock(tx: Tx, row_id: int) -> Granted | None:
    """The row, locked until the end of the transaction."""
    row = tx.one(_ALL.where(register.c.id == row_id).with_for_update(of=register))
    return granted_from(row) if row else None


def of_case(tx: Tx, case_id: int) -> list[Granted]:
    """What was granted in a case, and what came in its place, oldest first."""
    return [granted_from(row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def same_grant(tx: Tx, row: Granted) -> list[Granted]:
    """The rows that came in place of each other, oldest first."""
    found = _ALL.where(or_(register.c.id == row.root, register.c.first == row.root))
    return [granted_from(one) for one in tx.rows(found.order_by(register.c.id))]


def about(tx: Tx, case_id: int) -> Granted | None:
    """The row that a case is about, as it stands now: the last that came in its place."""
    row = tx.one(_ABOUT, {"of": case_id})
    return granted_from(row) if row else None


def bind(tx: Tx, case_id: int, row_id: int) -> None:
    """This case is about this row."""
    tx.run(register_case.insert().values(case=case_id, row=row_id))


def warnings_of(tx: Tx, row_ids: Sequence[int]) -> list[Warned]:
    found = select(
        register_warning.c.moment,
        register_warning.c.due,
        register_warning.c.told,
        register_warning.c.case,
    ).where(register_warning.c.row.in_(row_ids))
    return [
        Warned(*row) for row in tx.rows(found.order_by(register_warning.c.due, register_warning.c.moment))
    ]


def rows_to_warn(tx: Tx, today: date, limit: int) -> list[int]:
    """Rows with a warning that is due and was not told, the longest overdue first; not those whose case waits for a
    person to solve an incident of a warning."""
    return [int(row[0]) for row in tx.rows(_TO_WARN, {"today": today, "most": limit})]


def take_due(tx: Tx, row_id: int, today: date) -> list[str]:
    """The moments of a row that are due now, marked as told; empty when somebody was first. The last one at the end."""
    due = (
        register_warning.c.row == row_id,
        register_warning.c.told.is_(None),
        register_warning.c.due <= today,
    )
    taken = update(register_warning).where(*due).values(told=tx.now)
    rows = tx.rows(taken.returning(register_warning.c.due, register_warning.c.moment))
    return [moment for _, moment in sorted((row[0], row[1]) for row in rows)]


def told_with(tx: Tx, row_id: int, moments: Sequence[str], case_id: int) -> None:
    """Which case was begun for these moments."""
    told = update(register_warning).where(
        register_warning.c.row == row_id, register_warning.c.moment.in_(moments)
    )
    tx.run(told.values(case=case_id))


def next_due(tx: Tx) -> date | None:
    """The day of the first warning that was not told."""
    found = select(func.min(register_warning.c.due)).where(register_warning.c.told.is_(None))
    day = tx.value(found)
    return day if isinstance(day, date) else None


def has_open_case(tx: Tx, root: int, route: str) -> bool:
    """Whether a case of this route about the row, or about what came in its place, is still open."""
    found = (
        select(case.c.id)
        .select_from(
            register_case.join(case, case.c.id == register_case.c.case).join(
                register, register.c.id == register_case.c.row
            )
        )
        .where(
            func.coalesce(register.c.first, register.c.id) == root,
            case.c.route == route,
            case.c.status == "open",
        )
    )
    return tx.value(found.limit(1)) is not None
