"""A copy of a small SQLite database, in memory: rehearsals begin from the same state again and again."""

import sqlite3

from engine.clock import Clock
from engine.store.database import Database, open_database


def copy_in_memory(source: Database, clock: Clock) -> Database:
    """A database of its own with everything that stands in `source` (SQLite), on another clock."""
    copy = open_database("sqlite://", clock, synchronous="OFF")
    old, new = source.engine.raw_connection(), copy.engine.raw_connection()
    try:
        assert isinstance(old.driver_connection, sqlite3.Connection)
        assert isinstance(new.driver_connection, sqlite3.Connection)
        old.driver_connection.backup(new.driver_connection)
    finally:
        old.close()
        new.close()
    return copy
