"""Copy one small SQLite database over another: rehearsals begin from the same state again and again."""

import sqlite3

from engine.store.database import Database


def copy_over(source: Database, target: Database) -> None:
    """Everything in `target` becomes what stands in `source`. Both are SQLite; nobody may be using them.

    The engine of `target` stays: it knows the statements by then, and that is most of the time a rehearsal takes.
    """
    old, new = source.engine.raw_connection(), target.engine.raw_connection()
    try:
        assert isinstance(old.driver_connection, sqlite3.Connection)
        assert isinstance(new.driver_connection, sqlite3.Connection)
        old.driver_connection.backup(new.driver_connection)
    finally:
        old.close()
        new.close()
    target.kept.clear()
