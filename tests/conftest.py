"""Databases for tests: each test gets one of its own, copied from one that was upgraded once per run.

`database` runs a test on SQLite and on PostgreSQL; `sqlite_database` on SQLite alone. Their clocks stand still on
Saturday 21 November 2026, 10:00 in the Netherlands, and move when told to (`database.clock.move`).
"""

import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url

from config.settings import Settings
from engine.clock import AMSTERDAM, standing_still
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade
from tests.postgres import execute, running_server

# Left out of `make quick`: folders whose tests start processes, and every test that PostgreSQL repeats.
SLOW_FOLDERS = {"commands", "faults", "privacy", "rules"}

START = datetime(2026, 11, 21, 10, 0, tzinfo=AMSTERDAM)
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0]
        if folder in SLOW_FOLDERS or "[postgres" in item.nodeid or "-postgres" in item.nodeid:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(
        database="", secret_key="sleutel-voor-de-tests-van-leidraad-0001", base_url="http://leidraad.test"
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{path}", synchronous="OFF")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server with an upgraded database "template"; the URL is that of its database "postgres"."""
    with running_server() as url:
        execute(url, "CREATE DATABASE template")
        database = open_database(on_postgres(url, "template"))
        upgrade(database)
        database.close()
        yield url


def on_postgres(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = shutil.copy(sqlite_template, tmp_path / "leidraad.db")
    database = open_database(f"sqlite:///{path}", standing_still(START), synchronous="OFF")
    yield database
    database.close()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    name = f"test_{next(_numbers)}"
    execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
    database = open_database(on_postgres(postgres_url, name), standing_still(START))
    yield database
    database.close()
    execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    found = request.getfixturevalue(f"{request.param}_database")
    assert isinstance(found, Database)
    return found
