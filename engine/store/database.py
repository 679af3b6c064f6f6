"""One database, SQLite or PostgreSQL, and one transaction on it.

SQLite: WAL, foreign keys on, a write transaction takes the lock at its beginning (BEGIN IMMEDIATE), so two acts never
meet half-way. PostgreSQL: READ COMMITTED, and the case row is locked by whoever acts on it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, Table, create_engine, event, select
from sqlalchemy.dialects import postgresql as postgres
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, StaticPool

from engine.clock import Clock
from engine.errors import CaseChanged
from engine.store.schema import setting

BUSY_SECONDS = 20.0
OFFSET = "clock_offset_seconds"
_IN_EACH_OTHERS_WAY = ("40P01", "40001")  # a deadlock, and acts that PostgreSQL cannot put after each other
Unreachable = OperationalError  # the database is away or too busy: what was asked can be asked again
_WRITES = "leidraad_writes"  # what a connection knows of its transaction
_COUNTED = {"preserve_rowcount": True}


class Tx:
    """One transaction. `now` is the database's own time, read once: everything in one act happens at one moment."""

    def __init__(self, connection: Connection, database: "Database") -> None:
        self.connection = connection
        self.database = database

    @cached_property
    def now(self) -> datetime:
        now = self.database.clock.now()
        if not self.database.movable:
            return now
        moved = self.value(select(setting.c.value).where(setting.c.name == OFFSET))
        return now + timedelta(seconds=float(moved)) if moved else now

    @property
    def is_postgres(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    def run(self, statement: Executable, values: Mapping[str, object] | None = None) -> int:
        """Execute one statement; the number of rows it touched. `values` are those of its bound parameters: a statement
        that is built once, and not anew for every act, costs half."""
        result = self.connection.execute(statement, values, execution_options=_COUNTED)
        return result.rowcount if isinstance(result, CursorResult) else 0

    def rows(self, statement: Executable, values: Mapping[str, object] | None = None) -> list[Any]:
        """The rows of one statement: tuples whose columns are attributes too."""
        return list(self.connection.execute(statement, values))

    def one(self, statement: Executable, values: Mapping[str, object] | None = None) -> Any | None:
        """The one row of a statement, or None. More than one is a fault of ours."""
        return self.connection.execute(statement, values).one_or_none()

    def value(self, statement: Executable) -> Any | None:
        """The first column of the first row, or None."""
        return self.connection.scalar(statement)

    def many(self, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
        """Execute one statement for all `rows` at once; nothing when there are none."""
        if rows:
            self.connection.execute(statement, [dict(row) for row in rows])


def upsert(tx: Tx, table: Table) -> postgres.Insert | sqlite.Insert:
    """An insert that knows ON CONFLICT, on either database."""
    return postgres.insert(table) if tx.is_postgres else sqlite.insert(table)


class Database:
    """A database with its clock. `movable`: the clock's offset stands in the database (demonstrations), so that all
    processes move together; it costs one statement per transaction."""

    def __init__(self, engine: Engine, clock: Clock | None = None, *, movable: bool = False) -> None:
        self.engine = engine
        self.clock = clock or Clock()
        self.movable = movable
        self.kept: dict[int, object] = {}  # what a process may remember of rows that never change

    @property
    def is_postgres(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def transaction(self, *, writes: bool = True) -> Iterator[Tx]:
        """Commit at the end, roll back on any exception. `writes=False` takes no lock and cannot write.

        Raises CaseChanged when two acts wait for each other and this is the one that the database gave up.
        """
        with self.engine.connect() as connection:
            connection.info[_WRITES] = writes
            if self.is_postgres and not writes:
                connection.execution_options(postgresql_readonly=True)
            try:
                with connection.begin():
                    yield Tx(connection, self)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", "") in _IN_EACH_OTHERS_WAY:
                    raise CaseChanged(0) from None
                raise

    def close(self) -> None:
        self.engine.dispose()


def open_database(
    url: str, clock: Clock | None = None, *, movable: bool = False, synchronous: str = "FULL"
) -> Database:
    """Open a database by URL: "sqlite:///path", "sqlite://" (in memory) or "postgresql://…".

    `synchronous` is SQLite's: FULL keeps every committed act through a power cut. Makes no tables: see `upgrading`.
    An error says which statement failed, not with what: that would put answers in a log.
    """
    address = normal_url(url)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite(address, synchronous), clock, movable=movable)
    engine = create_engine(address, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True)
    engine.dialect.use_insertmanyvalues_wo_returning = True  # `many` is one statement, not one for each row
    return Database(engine, clock, movable=movable)


def normal_url(url: str) -> URL:
    """The URL with the driver this house uses; a bare path is a SQLite file."""
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url)))
    return make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url))


def _sqlite(address: URL, synchronous: str) -> Engine:
    if synchronous not in ("FULL", "NORMAL", "OFF"):
        raise ValueError(f"unknown value for synchronous: {synchronous}")
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    if address.database in (None, "", ":memory:"):
        engine = create_engine(address, connect_args=arguments, poolclass=StaticPool, hide_parameters=True)
    else:
        engine = create_engine(
            address, connect_args=arguments, pool_size=10, max_overflow=20, hide_parameters=True
        )
    event.listen(engine, "connect", _sqlite_pragmas(synchronous))
    # Not a listener to "begin": as soon as an engine has one, every statement asks who listens.
    engine.dialect.do_begin = _begin  # type: ignore[method-assign, assignment]
    return engine


def _sqlite_pragmas(synchronous: str) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # begin and commit are ours
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {int(BUSY_SECONDS * 1000)}", "journal_mode = WAL", f"synchronous = {synchronous}",
            "foreign_keys = ON", "temp_store = MEMORY", "trusted_schema = OFF",
        ):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare


def _begin(connection: PoolProxiedConnection) -> None:
    connection.cursor().execute("BEGIN IMMEDIATE" if connection.info.get(_WRITES, True) else "BEGIN")
