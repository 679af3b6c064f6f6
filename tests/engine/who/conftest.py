"""The region with teams of tests/regions/wie, on both databases."""

import shutil
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.model import Case
from engine.store import definitions
from engine.store.database import Database
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "wie"
BUNDLE = read_folder(FOLDER)
QUESTION = {"leerling": "Noor Voorbeeld", "vraag": "Hoe verder met lezen?"}


class Teams(Mini):
    """The people of the region, and its folder today/ which a test may change and load again."""

    today: Path

    def asked(self, login: str = "ib.eikel", school: str = "", **other: object) -> Case:
        return cases.start_case(self.desk(login), "wie", "steun", {**QUESTION, **other}, organisation=school)

    def change(self, file: str, old: str, new: str) -> None:
        path = self.today / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        loading.load(self.system, self.today)


@pytest.fixture
def teams(database: Database, settings: Settings, tmp_path: Path) -> Teams:
    return set_up(database, settings, tmp_path)


@pytest.fixture
def teams_sqlite(sqlite_database: Database, settings: Settings, tmp_path: Path) -> Teams:
    return set_up(sqlite_database, settings, tmp_path)


def set_up(database: Database, settings: Settings, room: Path) -> Teams:
    teams = Teams(database, settings)
    folder = Path(shutil.copytree(FOLDER, room / "wie"))
    object.__setattr__(teams, "today", folder / "today")
    known = teams.today / "people.toml"
    known.write_text(
        known.read_text().partition("\n# Tom valt in")[0]
    )  # nobody is away, unless a test says so
    loading.load(teams.system, folder)
    with database.transaction() as tx:
        definitions.add(tx, "wie", BUNDLE.files, BUNDLE.checksum, reason="eerste", by=None)
    return teams
