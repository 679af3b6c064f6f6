"""Effects on the world outside, written in the transaction of the act and done by a worker later."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

from sqlalchemy import and_, or_, select, update

from engine.model import OutboxRow, Values
from engine.store.database import Tx
from engine.store.schema import outbox

# The kinds of address in a Message-ID; ".invalid" can never be somebody's domain (RFC 2606).
DOMAIN = "leidraad.invalid"

_ROW = (
    outbox.c.id, outbox.c.kind, outbox.c.case, outbox.c.node, outbox.c.job, outbox.c.detail, outbox.c.message_id,
    outbox.c.status, outbox.c.attempts, outbox.c.next, outbox.c.error, outbox.c.made, outbox.c.done,
)  # fmt: skip


class NewEffect(dict[str, object]):
    """A row to add."""


def effect(kind: str, case_id: int | None, node: str, detail: Values, *, job: str = "") -> NewEffect:
    """A row for `add`. Its Message-ID is fixed here, so a second try of the same effect is recognisable."""
    return NewEffect(
        kind=kind, case=case_id, node=node, detail=dict(detail), job=job, message_id=make_msgid(domain=DOMAIN)
    )


def add(tx: Tx, effects: Sequence[NewEffect]) -> None:
    tx.many(outbox.insert(), [{**one, "made": tx.now, "next": tx.now} for one in effects])


def claim(tx: Tx, limit: int, lease: timedelta) -> list[OutboxRow]:
    """Take rows that are due, the oldest first, for `lease`. Two workers never take the same row: PostgreSQL skips
    rows another holds, SQLite lets one writer in at a time. A row whose lease ran out may be taken again."""
    due = or_(
        and_(outbox.c.status == "waiting", outbox.c.next <= tx.now),
        and_(outbox.c.status == "busy", outbox.c.leased <= tx.now),
    )
    chosen = select(outbox.c.id).where(due).order_by(outbox.c.next, outbox.c.id).limit(limit)
    chosen = chosen.with_for_update(skip_locked=True)
    taken = (
        update(outbox)
        .where(outbox.c.id.in_(chosen.scalar_subquery()))
        .values(status="busy", leased=tx.now + lease, attempts=outbox.c.attempts + 1)
        .returning(*_ROW)
    )
    return sorted((_outbox(row) for row in tx.rows(taken)), key=lambda one: (one.next or tx.now, one.id))


def finish(tx: Tx, row_id: int) -> bool:
    """It got through. False when it was not busy any more."""
    busy = update(outbox).where(outbox.c.id == row_id, outbox.c.status == "busy")
    return tx.run(busy.values(status="done", done=tx.now, error="", leased=None)) == 1


def fail(tx: Tx, row_id: int, error: str, again: datetime | None) -> None:
    """It did not get through. Try again at `again`; None: not any more. `error` holds no personal data."""
    changes: dict[str, object] = {"status": "waiting", "next": again} if again else {"status": "failed"}
    tx.run(update(outbox).where(outbox.c.id == row_id).values(**changes, error=error, leased=None))


def retry(tx: Tx, row_id: int) -> bool:
    """Offer a failed row again, now, with the same Message-ID."""
    failed = update(outbox).where(outbox.c.id == row_id, outbox.c.status == "failed")
    return tx.run(failed.values(status="waiting", attempts=0, next=tx.now)) == 1


def drop_jobs(tx: Tx, case_id: int, jobs: Sequence[str]) -> None:
    """The route no longer waits for these jobs: do not begin them, do not count them."""
    if jobs:
        waiting = update(outbox).where(
            outbox.c.case == case_id, outbox.c.job.in_(jobs), outbox.c.status != "done"
        )
        tx.run(waiting.values(status="done", done=tx.now))


def find(tx: Tx, row_id: int) -> OutboxRow | None:
    row = tx.one(select(*_ROW).where(outbox.c.id == row_id))
    return _outbox(row) if row else None


def of_case(tx: Tx, case_id: int) -> list[OutboxRow]:
    return [
        _outbox(row) for row in tx.rows(select(*_ROW).where(outbox.c.case == case_id).order_by(outbox.c.id))
    ]


def _outbox(row: Any) -> OutboxRow:
    return OutboxRow(*row)
