"""Effects on the world outside, written in the transaction of the act and done by a worker later (see `queue`)."""

from collections.abc import Sequence
from email.utils import make_msgid
from typing import Any

from sqlalchemy import select, update

from engine.model import OutboxRow, Values
from engine.store.database import Tx
from engine.store.schema import outbox

# The kinds of address in a Message-ID; ".invalid" can never be somebody's domain (RFC 2606).
DOMAIN = "leidraad.invalid"

_ROW = (
    outbox.c.id, outbox.c.kind, outbox.c.case, outbox.c.node, outbox.c.detail, outbox.c.message_id, outbox.c.status,
    outbox.c.attempts, outbox.c.next, outbox.c.error, outbox.c.made, outbox.c.done, outbox.c.job,
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


def nodes_waiting(tx: Tx, case_id: int) -> list[str]:
    """The elements of a case that wait for the answer to a call, also to one that failed."""
    open_calls = (outbox.c.case == case_id, outbox.c.job != "", outbox.c.status != "done")
    return [str(row[0]) for row in tx.rows(select(outbox.c.node).where(*open_calls).order_by(outbox.c.id))]


def sent_mails(tx: Tx, limit: int = 50, kind: str = "mail") -> list[OutboxRow]:
    """The mails (or "sms") that went out, newest first: the mailbox of an installation without a mail server."""
    gone = select(*_ROW).where(outbox.c.kind == kind, outbox.c.status == "done")
    return [_outbox(row) for row in tx.rows(gone.order_by(outbox.c.id.desc()).limit(limit))]


def _outbox(row: Any) -> OutboxRow:
    return OutboxRow(*row)
