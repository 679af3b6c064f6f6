"""Bring a database to the schema of this version. `upgrade` is for the database; `migration` is for live cases."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from engine.store.database import Database

_SCRIPTS = Path(__file__).with_name("migrations")
# Any number will do, as long as nothing else on the server uses it: two processes that start together upgrade in turn.
_LOCK = 4_117_190_233


def upgrade(database: Database, revision: str = "head") -> Path | None:
    """Upgrade to `revision`. An older SQLite file is copied first: returns the path of the copy, else None."""
    config = _config()
    wanted = ScriptDirectory.from_config(config).get_current_head() if revision == "head" else revision
    current = current_revision(database)
    if current == wanted:
        return None
    copy = _copy(database) if current is not None else None
    with database.transaction() as tx:
        if database.is_postgres:
            tx.run(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = tx.connection
        command.upgrade(config, revision)
    return copy


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    with database.transaction(writes=False) as tx:
        if not inspect(tx.connection).has_table("alembic_version"):
            return None
        return MigrationContext.configure(tx.connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _copy(database: Database) -> Path | None:
    name = database.engine.url.database
    if database.is_postgres or not name or name == ":memory:":
        return None
    source = Path(name)
    copy = source.with_name(f"{source.name}.voor-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    return copy
