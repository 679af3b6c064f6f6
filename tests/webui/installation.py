"""An installation to look at through the pages: the small region of the tests, loaded and published."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
    database = database or open_database(settings.database, movable=demo, synchronous="OFF")
    upgrade(database)
    desk = Desk(database, SYSTEM, settings)
    publish(desk, read_folder(processes / region), "Eerste versie", try_out=True)
    load(desk, processes / region)
    return Made(settings, database, processes)
