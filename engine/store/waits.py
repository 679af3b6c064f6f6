"""What a case waits for besides people, and everything it waits for taken together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, literal, null, select, union_all

from engine.model import Wait
from engine.store.columns import Moment
from engine.store.database import Tx
from engine.store.schema import outbox, task, wait
from engine.store.tasks import NEVER

WAIT = (wait.c.id, wait.c.case, wait.c.node, wait.c.kind, wait.c.name, wait.c.correlation, wait.c.due)


@dataclass(frozen=True)
class Pending:
    """What waits now, by id. `tasks` gives the node of each and `dues` when it should be done; `jobs` are ids of jobs
    that are in the outbox."""

    tasks: dict[str, str]
    dues: dict[str, datetime]
    waits: dict[str, datetime | None]
    jobs: frozenset[str]


_OF: BindParameter[int] = bindparam("of")
_PENDING = union_all(
    select(literal("task"), task.c.id, task.c.node, task.c.due).where(
        task.c.case == _OF, task.c.status == "open"
    ),
    select(literal("wait"), wait.c.id, wait.c.node, wait.c.due).where(wait.c.case == _OF),
    select(literal("job"), outbox.c.job, outbox.c.node, null().cast(Moment)).where(
        outbox.c.case == _OF, outbox.c.job != "", outbox.c.status != "done"
    ),
)
_OF_CASE = select(*WAIT).where(wait.c.case == _OF).order_by(wait.c.id)
_ADD = wait.insert()
_REMOVE = delete(wait).where(wait.c.id.in_(bindparam("ids", expanding=True)))

NOTHING = Pending({}, {}, {}, frozenset())


def pending(tx: Tx, case_id: int) -> Pending:
    """Everything a case waits for, in one statement."""
    rows = tx.rows(_PENDING, {"of": case_id})
    return Pending(
        {row[1]: row[2] for row in rows if row[0] == "task"},
        {row[1]: row[3] for row in rows if row[0] == "task" and row[3] != NEVER},
        {row[1]: row[3] for row in rows if row[0] == "wait"},
        frozenset(row[1] for row in rows if row[0] == "job"),
    )


def add(tx: Tx, waits: Iterable[Wait]) -> None:
    tx.many(_ADD, [vars(one) for one in waits])


def remove(tx: Tx, ids: Collection[str]) -> None:
    if ids:
        tx.run(_REMOVE, {"ids": list(ids)})


def find(tx: Tx, wait_id: str) -> Wait | None:
    row = tx.one(select(*WAIT).where(wait.c.id == wait_id))
    return _wait(row) if row else None


def of_case(tx: Tx, case_id: int) -> list[Wait]:
    return [_wait(row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def for_message(tx: Tx, name: str, correlation: str, *, case_id: int | None = None) -> list[Wait]:
    """Who waits for a message or signal: of one case, or of all. An empty correlation waits for any."""
    found = select(*WAIT).where(
        wait.c.name == name, wait.c.correlation.in_({correlation, ""}), wait.c.kind != "timer"
    )
    if case_id is not None:
        found = found.where(wait.c.case == case_id)
    return [_wait(row) for row in tx.rows(found.order_by(wait.c.id))]


def next_due(tx: Tx) -> datetime | None:
    """When the first timer of all cases is due."""
    moment = tx.value(select(wait.c.due).where(wait.c.kind == "timer").order_by(wait.c.due).limit(1))
    return moment if isinstance(moment, datetime) else None


def _wait(row: Any) -> Wait:
    return Wait(*row)
