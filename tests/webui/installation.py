"""An installation to look at through the pages: the small region of the tests, loaded and published."""

import atexit
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from config.settings import Settings
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import SYSTEM
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade

REGIONS = Path(__file__).resolve().parents[1] / "regions"


@dataclass(frozen=True)
class Made:
    """`processes` is a copy: a test may change the folder."""

    settings: Settings
    database: Database
    processes: Path


def make_installation(
    folder: Path,
    *,
    demo: bool = False,
    base_url: str = "http://localhost",
    change: Callable[[Path], None] | None = None,
    database: Database | None = None,
    region: str = "klein",
) -> Made:
    """`change` may edit the region's folder before it is published. Without a `database` there is a new SQLite file;
    `region` is one of tests/regions."""
    processes = folder / "processes"
    shutil.copytree(REGIONS / region, processes / region)
    if change:
        change(processes / region)
    settings = Settings(
        database=f"sqlite:///{folder / 'leidraad.db'}", secret_key="0" * 64, var=folder, demo=demo, processes=processes,
        base_url=base_url,
    )  # fmt: skip
    if database is None and change is None:
        shutil.copy(_published(region), folder / "leidraad.db")
        return Made(settings, _opened(settings), processes)
    if database is None:
        shutil.copy(_tables(), folder / "leidraad.db")
        database = _opened(settings)
    _set_up(database, settings, processes / region)
    return Made(settings, database, processes)


def _opened(settings: Settings) -> Database:
    return open_database(settings.database, movable=settings.demo, synchronous="OFF")


@cache
def _tables() -> Path:
    """A database with tables and nothing in them, to copy from."""
    return _made(lambda database, settings: upgrade(database))


@cache
def _published(region: str) -> Path:
    """A database in which a region stands as it is in its folder, to copy from."""
    return _made(lambda database, settings: _set_up(database, settings, REGIONS / region))


def _made(fill: Callable[[Database, Settings], object]) -> Path:
    folder = Path(mkdtemp(prefix="leidraad-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "leidraad.db"
    settings = Settings(database=f"sqlite:///{path}", secret_key="0" * 64, var=folder)
    database = _opened(settings)
    fill(database, settings)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path


def _set_up(database: Database, settings: Settings, folder: Path) -> None:
    upgrade(database)
    desk = Desk(database, SYSTEM, settings)
    publish(desk, read_folder(folder), "Eerste versie", try_out=True)
    load(desk, folder)
