"""The story of a case: only ever added to."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from engine.model import Event
from engine.store.database import Tx
from engine.store.schema import event

_EVENT = (
    event.c.kind, event.c.node, event.c.detail, event.c["values"], event.c.case, event.c.seq, event.c.at,
    event.c.actor, event.c.actor_name, event.c.previous, event.c.hash,
)  # fmt: skip
_OF_CASE = select(*_EVENT).where(event.c.case == bindparam("of")).order_by(event.c.seq)
_ADD = event.insert()


def add(tx: Tx, lines: Sequence[Mapping[str, object]]) -> None:
    """Lines as rows, by the names of Event."""
    tx.many(_ADD, lines)


def of_case(tx: Tx, case_id: int) -> list[Event]:
    return [_event(row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def empty_values(tx: Tx, case_id: int) -> None:
    """Take away the facts that decisions read: the one change the story allows."""
    tx.run(update(event).where(event.c.case == case_id, event.c["values"].is_not(None)).values(values=None))


def _event(row: Any) -> Event:
    return Event(*row)
