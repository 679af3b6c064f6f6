"""Regions as they are in processes/ and tests/regions, each published once; every test gets a copy."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from config.settings import Settings
from engine.clock import standing_still
from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.definition import Published
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.definitions.scripts import Scene
from engine.desk import Desk
from engine.model import SYSTEM, Case
from engine.rehearsal.stage import Stage
from engine.store.database import Database, open_database
from tests.conftest import START
from tests.rules.place import Place

ROOT = Path(__file__).parents[2]
PROCESSES = sorted(path.parent.name for path in (ROOT / "processes").glob("*/region.toml"))
PLACES = {
    path.parent.name: path.parent
    for folder in (ROOT / "tests" / "regions", ROOT / "processes")
    for path in sorted(folder.glob("*/region.toml"))
}

Settle = Callable[..., Place]
Bundles = Callable[[str], Bundle]
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def bundles() -> Bundles:
    read: dict[str, Bundle] = {}
    return lambda region: read.setdefault(region, read_folder(PLACES[region]))


@dataclass(frozen=True)
class Kept:
    """A region as it stood at some moment, to copy from."""

    path: Path
    published: Published
    cases: dict[str, Case]
    left: list[Scene]
    now: datetime


class Shelf:
    """Regions with their people, at the beginning or somewhere in a rehearsal; made the first time they are asked for."""

    def __init__(self, made: Callable[[str], Path], empty: Path, settings: Settings) -> None:
        self.made, self.empty, self.settings = made, empty, settings
        self.kept: dict[tuple[object, ...], Kept] = {}

    def get(self, region: str, bundle: Bundle, rehearsal: str, step: str) -> Kept:
        key = (region, bundle.checksum, rehearsal, step)
        if key not in self.kept:
            path = self.made(region) / "leidraad.db"
            place = (
                self._played(path, bundle, rehearsal, step)
                if rehearsal
                else self._begun(path, region, bundle)
            )
            at = place.stage.clock.now()
            _put_down(place.stage.database)
            self.kept[key] = Kept(path, place.stage.published, place.stage.cases, place.left, at)
        return self.kept[key]

    def copy(self, kept: Kept, path: Path) -> Place:
        database = open_database(
            f"sqlite:///{shutil.copy(kept.path, path)}", standing_still(kept.now), synchronous="OFF"
        )
        stage = Stage(database, database.clock, kept.published, self.settings, dict(kept.cases))
        return Place(stage, list(kept.left))

    def _begun(self, path: Path, region: str, bundle: Bundle) -> Place:
        place_database = open_database(
            f"sqlite:///{shutil.copy(self.empty, path)}", standing_still(START), synchronous="OFF"
        )
        system = Desk(place_database, SYSTEM, self.settings)
        load(system, PLACES[region])
        published = publish(system, bundle, "Eerste versie", try_out=True)
        return Place(Stage(place_database, place_database.clock, published, self.settings))

    def _played(self, path: Path, bundle: Bundle, rehearsal: str, step: str) -> Place:
        place = self.copy(self.get(bundle.region, bundle, "", ""), path)
        place.bundle = bundle
        place.plays(rehearsal)
        return place.until(step) if step else place.to_the_end()


def _put_down(database: Database) -> None:
    """Everything in one file, and nothing open."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, settings: Settings) -> Shelf:
    return Shelf(tmp_path_factory.mktemp, sqlite_template, settings)


@pytest.fixture
def settle(shelf: Shelf, bundles: Bundles, tmp_path: Path) -> Iterator[Settle]:
    """A region by its id, or with other files than it has; as it begins, or played up to a step of a rehearsal.

    The clock stands still on 21 November 2026, 10:00, until it is moved."""
    with ExitStack() as open_:

        def make(region: str, bundle: Bundle | None = None, *, played: str = "", until: str = "") -> Place:
            kept = shelf.get(region, bundle or bundles(region), played, until)
            place = shelf.copy(kept, tmp_path / f"{region}{next(_NUMBERS)}.db")
            open_.callback(place.stage.database.close)
            return place

        yield make
