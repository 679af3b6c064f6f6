"""The regions as they are, published once; each journey gets a copy with its people, its clock and its register."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest

from config.regions import read_region
from config.settings import Connector, Settings
from engine.clock import AMSTERDAM, standing_still
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import SYSTEM
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade
from tests.conftest import START
from tests.journeys.browser.production import free_port
from tests.journeys.browser.serving import served
from tests.journeys.scenarios.town import Town, names_in_drawings
from webui.app import create_app

PROCESSES = Path(__file__).resolve().parents[3] / "processes"

BEFORE = datetime(2026, 5, 1, 10, 0, tzinfo=AMSTERDAM)  # since when people have their roles


class Settle(Protocol):
    def __call__(self, region: str, at: datetime = START) -> Town: ...


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A database in which a region of processes/ is published and its people are there; made the first time."""
    made: dict[str, Path] = {}

    def ask(region: str) -> Path:
        if region not in made:
            made[region] = tmp_path_factory.mktemp(region) / "leidraad.db"
            database = _opened(made[region], BEFORE)
            upgrade(database)
            desk = Desk(database, SYSTEM, _settings(made[region], 0))
            publish(desk, read_folder(PROCESSES / region), "Eerste versie", try_out=True)
            load(desk, PROCESSES / region)
            with database.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
            database.close()
        return made[region]

    return ask


@pytest.fixture
def settle(published: Callable[[str], Path], tmp_path: Path) -> Iterator[Settle]:
    """A town of one's own, by the id of its region. Its clock stands still until it is moved."""
    with ExitStack() as open_:

        def make(region: str, at: datetime = START) -> Town:
            path = Path(shutil.copy(published(region), tmp_path / f"{len(list(tmp_path.iterdir()))}.db"))
            database = _opened(path, at)
            open_.callback(database.close)
            settings = _settings(path, free_port(), region)
            app = create_app(settings, database)
            open_.enter_context(served(app, settings.port))
            folder = PROCESSES / region
            return Town(folder, app, settings, database, names_in_drawings(folder, PROCESSES / "gedeeld"))

        yield make


def _opened(path: Path, at: datetime) -> Database:
    return open_database(f"sqlite:///{path}", standing_still(at), movable=True, synchronous="OFF")


def _settings(path: Path, port: int, region: str = "") -> Settings:
    names = read_region((PROCESSES / region / "region.toml").read_bytes()).connections if region else ()
    connectors = {
        name: Connector(
            name, f"http://127.0.0.1:{port}/demo/koppeling/{name}", hosts=("127.0.0.1",), private=True
        )
        for name in names
    }
    return Settings(
        database=f"sqlite:///{path}", secret_key="0" * 64, var=path.parent, demo=True, processes=PROCESSES,
        port=port, base_url=f"http://127.0.0.1:{port}", connectors=connectors,
    )  # fmt: skip
