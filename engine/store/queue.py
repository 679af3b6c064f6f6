"""What the worker takes from the tables: effects whose time has come and cases with a timer that is due.

Several workers may ask at once. A row is taken with a lease: who dies holding it gives it back when the lease ends.
A lease runs on the real clock: putting a demonstration's clock forward takes nothing out of anybody's hands.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select, update

from engine.model import OutboxRow
from engine.store.database import Tx
from engine.store.schema import incident, outbox, wait

LEASE = timedelta(minutes=5)

_COLUMNS = (
    outbox.c.id, outbox.c.kind, outbox.c.case, outbox.c.node, outbox.c.detail, outbox.c.message_id,
    outbox.c.status, outbox.c.attempts, outbox.c.next, outbox.c.error, outbox.c.made, outbox.c.done,
)  # fmt: skip
_DUE = (
    select(*_COLUMNS)
    .where(
        or_(
            and_(outbox.c.status == "waiting", outbox.c.next <= bindparam("now")),
            and_(outbox.c.status == "busy", outbox.c.leased <= bindparam("left")),
        )
    )
    .order_by(outbox.c.next, outbox.c.id)
    .limit(bindparam("most", type_=Integer()))
)
_DUE_UNLOCKED = _DUE.with_for_update(skip_locked=True)
_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(status="busy", leased=bindparam("leased"), attempts=outbox.c.attempts + 1)
)
_BUSY = update(outbox).where(outbox.c.id == bindparam("held"), outbox.c.status == "busy")
_STUCK = exists().where(
    incident.c.case == wait.c.case, incident.c.kind == "timer", incident.c.solved.is_(None)
)
_CASES = (
    select(wait.c.case)
    .where(wait.c.kind == "timer", wait.c.due <= bindparam("now"), ~_STUCK)
    .group_by(wait.c.case)
    .order_by(func.min(wait.c.due))
    .limit(bindparam("most", type_=Integer()))
)


def take(tx: Tx, limit: int) -> list[OutboxRow]:
    """Take up to `limit` effects that are due, oldest first, for the length of LEASE.

    `attempts` counts the one that now begins. A row that somebody else took and never finished has `status` "busy":
    it may have gone out already.
    """
    clock = tx.database.clock.now()
    found = tx.rows(
        _DUE_UNLOCKED if tx.is_postgres else _DUE, {"now": tx.now, "left": clock - LEASE, "most": limit}
    )
    rows = [OutboxRow(*row) for row in found]
    if rows:
        tx.run(_TAKE, {"ids": [row.id for row in rows], "leased": clock})
    return rows


def finish(tx: Tx, row_id: int) -> bool:
    """The effect happened. False when nobody had it in hand any more."""
    return tx.run(_BUSY, {"held": row_id, "status": "done", "done": tx.now, "error": "", "leased": None}) == 1


def postpone(tx: Tx, row_id: int, until: datetime, error: str) -> None:
    """The effect did not happen; try again at `until`."""
    tx.run(_BUSY, {"held": row_id, "status": "waiting", "next": until, "error": error, "leased": None})


def give_up(tx: Tx, row_id: int, error: str) -> None:
    """The effect will not be tried again until a person asks for it."""
    tx.run(_BUSY, {"held": row_id, "status": "failed", "error": error, "leased": None})


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
    return [int(row[0]) for row in tx.rows(_CASES, {"now": tx.now, "most": limit})]


def counts(tx: Tx) -> dict[tuple[str, str], int]:
    """How many effects there are of each (kind, status)."""
    found = select(outbox.c.kind, outbox.c.status, func.count()).group_by(outbox.c.kind, outbox.c.status)
    return {(str(kind), str(status)): int(number) for kind, status, number in tx.rows(found)}
