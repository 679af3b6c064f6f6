import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from engine.store.all_tables import metadata
from engine.store.database import Database, open_database
from engine.store.upgrading import current_revision, upgrade


def test_the_migrations_make_exactly_the_tables_of_the_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_upgraded_database_is_left_alone(sqlite_database: Database, tmp_path: Path) -> None:
    assert upgrade(sqlite_database) is None
    assert not list(tmp_path.glob("*.voor-*"))


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "nieuw.db"))
    assert current_revision(database) is None
    assert upgrade(database) is None
    assert current_revision(database) is not None
    database.close()


def test_an_older_sqlite_file_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "oud.db"
    with closing(sqlite3.connect(path)) as old:
        old.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        old.execute("INSERT INTO alembic_version VALUES ('0000')")
        old.execute("CREATE TABLE blijft (wat TEXT)")
        old.execute("INSERT INTO blijft VALUES ('dit')")
        old.commit()
    database = open_database(str(path))
    with pytest.raises(Exception, match="0000"):  # a revision that nobody knows: nothing is upgraded
        upgrade(database)
    database.close()
    (copy,) = tmp_path.glob("oud.db.voor-*")
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT wat FROM blijft").fetchall() == [("dit",)]


def test_sqlite_is_opened_safe(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.transaction() as tx:
        settings = {
            name: tx.value(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_an_unknown_durability_is_refused() -> None:
    with pytest.raises(ValueError, match="synchronous"):
        open_database("sqlite://", synchronous="FULL; DROP TABLE x")


@pytest.mark.parametrize("_", range(3))
def test_two_processes_that_start_together_upgrade_one_after_the_other(tmp_path: Path, _: int) -> None:
    both = [open_database(f"sqlite:///{tmp_path / 'leidraad.db'}", synchronous="OFF") for _ in range(2)]
    assert [current_revision(one) for one in both] == [None, None]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(upgrade, both))
    first, second = map(current_revision, both)
    assert first == second is not None
    for database in both:
        database.close()
