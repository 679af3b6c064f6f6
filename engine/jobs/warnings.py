"""Warn of rows of the register that end: each row in its own transaction, so that one bad row holds up nobody."""

from datetime import datetime, time

from engine.casework.warning import rows_due, warn
from engine.clock import AMSTERDAM
from engine.desk import Desk
from engine.errors import CaseChanged, CaseStuck, NotFound, NothingPublished
from engine.store import register
from engine.store.database import Tx


def warn_due(desk: Desk, limit: int) -> list[bool]:
    """One for each row that was due: whether it went well."""
    with desk.reading() as tx:
        due = rows_due(tx, limit)
    return [_warned(desk, row_id) for row_id in due]


def next_warning(tx: Tx) -> datetime | None:
    """When the first warning of all rows is due: the beginning of its day in the Netherlands."""
    due = register.next_due(tx)
    return datetime.combine(due, time(), AMSTERDAM) if due else None


def _warned(desk: Desk, row_id: int) -> bool:
    try:
        warn(desk, row_id)
    except (CaseStuck, CaseChanged, NotFound, NothingPublished):
        return False  # an incident says why, or another worker was first
    return True
