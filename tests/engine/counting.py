"""Count the SQL statements of a database, and let one of them fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from engine.store.database import Database


class Fault(OperationalError):
    """The disk is full, the line is down: whatever can happen at a statement."""

    def __init__(self, statement: str) -> None:
        super().__init__(statement, None, OSError("the line is down"))


@dataclass
class Counter:
    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counted(database: Database, fail_at: int = 0) -> Iterator[Counter]:
    """Counts statements (without begin and commit). The one with number `fail_at` raises Fault instead."""
    counter = Counter()

    def before(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("BEGIN"):
            return
        counter.statements.append(statement)
        if len(counter) == fail_at:
            raise Fault(statement)

    event.listen(database.engine, "before_cursor_execute", before)
    try:
        yield counter
    finally:
        event.remove(database.engine, "before_cursor_execute", before)
