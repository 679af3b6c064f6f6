"""What the worker takes from the tables: effects whose time has come and cases with a timer that is due.

Several workers may ask at once. A row is taken with a lease: who dies holding it gives it back when the lease ends.
A lease runs on the real clock: putting a demonstration's clock forward takes nothing out of anybody's hands.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Update, and_, exists, func, or_, select, update

from engine.model import OutboxRow
from engine.store.database import Tx
from engine.store.schema import incident, outbox, wait

LEASE = timedelta(minutes=5)

_COLUMNS = (
    outbox.c.id, outbox.c.kind, outbox.c.case, outbox.c.node, outbox.c.detail, outbox.c.message_id,
    outbox.c.status, outbox.c.attempts, outbox.c.next, outbox.c.error, outbox.c.made, outbox.c.done,
)  # fmt: skip


def take(tx: Tx, limit: int) -> list[OutboxRow]:
    """Take up to `limit` effects that are due, oldest first, for the length of LEASE.

    `attempts` counts the one that now begins. A row that somebody else took and never finished has `status` "busy":
    it may have gone out already.
    """
    due = or_(
        and_(outbox.c.status == "waiting", outbox.c.next <= tx.now),
        and_(outbox.c.status == "busy", outbox.c.leased <= tx.database.clock.now() - LEASE),
    )
    found = select(*_COLUMNS).where(due).order_by(outbox.c.next, outbox.c.id).limit(limit)
    rows = [
        OutboxRow(*row)
        for row in tx.rows(found.with_for_update(skip_locked=True) if tx.is_postgres else found)
    ]
    taken = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
    if rows:
        tx.run(taken.values(status="busy", leased=tx.database.clock.now(), attempts=outbox.c.attempts + 1))
    return rows


def finish(tx: Tx, row_id: int) -> bool:
    """The effect happened. False when nobody had it in hand any more."""
    return tx.run(_busy(row_id).values(status="done", done=tx.now, error="", leased=None)) == 1


def postpone(tx: Tx, row_id: int, until: datetime, error: str) -> None:
    """The effect did not happen; try again at `until`."""
    tx.run(_busy(row_id).values(status="waiting", next=until, error=error, leased=None))


def give_up(tx: Tx, row_id: int, error: str) -> None:
    """The effect will not be tried again until a person asks for it."""
    tx.run(_busy(row_id).values(status="failed", error=error, leased=None))


def put_back(tx: Tx, cases: Sequence[int]) -> None:
    """What was taken in hand for these cases and never begun waits again."""
    taken = update(outbox).where(outbox.c.case.in_(cases), outbox.c.status == "busy")
    tx.run(taken.values(status="waiting", leased=None, attempts=outbox.c.attempts - 1))


def again(tx: Tx, row_id: int) -> bool:
    """A person asks to try a failed effect once more, with the same message id. False when it was not failed."""
    asked = update(outbox).where(outbox.c.id == row_id, outbox.c.status == "failed")
    return tx.run(asked.values(status="waiting", next=tx.now, attempts=0, error="")) == 1


def cases_with_due_timers(tx: Tx, limit: int) -> Sequence[int]:
    """Ids of cases with a timer that is due, longest overdue first; not those whose timer waits for a person to solve an
    incident."""
    stuck = exists().where(
        incident.c.case == wait.c.case, incident.c.kind == "timer", incident.c.solved.is_(None)
    )
    found = (
        select(wait.c.case)
        .where(wait.c.kind == "timer", wait.c.due <= tx.now, ~stuck)
        .group_by(wait.c.case)
        .order_by(func.min(wait.c.due))
        .limit(limit)
    )
    return [int(row[0]) for row in tx.rows(found)]


def counts(tx: Tx) -> dict[tuple[str, str], int]:
    """How many effects there are of each (kind, status)."""
    found = select(outbox.c.kind, outbox.c.status, func.count()).group_by(outbox.c.kind, outbox.c.status)
    return {(str(kind), str(status)): int(number) for kind, status, number in tx.rows(found)}


def _busy(row_id: int) -> Update:
    return update(outbox).where(outbox.c.id == row_id, outbox.c.status == "busy")
