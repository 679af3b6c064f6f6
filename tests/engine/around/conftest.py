"""The region of tests/regions/erbij: a case with parties, a logbook and documents."""

from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.casework.files import keep_file
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.model import Case
from engine.store import definitions
from engine.store.database import Database
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "erbij"
BUNDLE = read_folder(FOLDER)


class Around(Mini):
    def asked(self, login: str = "ib.eikel", **answers: object) -> Case:
        known = {"leerling_naam": "Noor Voorbeeld", "hulpvraag": "Rekenen lukt niet.", **answers}
        return cases.start_case(self.desk(login), "erbij", "vraag", known)

    def with_coach(self, **answers: object) -> Case:
        """A case in which the coaches were brought in."""
        return self.begin("ib.eikel", self.asked(**answers), "coach_start")

    def file(self, login: str, name: str) -> dict[str, object]:
        return keep_file(self.desk(login), name, "application/pdf", b"%PDF-1.4\n")


@pytest.fixture
def around(database: Database, settings: Settings) -> Around:
    return set_up(database, settings)


@pytest.fixture
def around_sqlite(sqlite_database: Database, settings: Settings) -> Around:
    return set_up(sqlite_database, settings)


def set_up(database: Database, settings: Settings) -> Around:
    around = Around(database, settings)
    loading.load(around.system, FOLDER)
    with database.transaction() as tx:
        definitions.add(tx, "erbij", BUNDLE.files, BUNDLE.checksum, reason="eerste", by=None)
    return around
