"""The region with terms of tests/regions/termijnen, and the people who work in it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.casework.file import case_file
from engine.casework.term_panel import TermLine
from engine.clock import AMSTERDAM
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.jobs.working import work_once
from engine.model import Case
from engine.store import definitions, events, outbox
from engine.store.database import Database
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "termijnen"
BUNDLE = read_folder(FOLDER)
REQUEST: Mapping[str, object] = {"leerling": "Noor Voorbeeld", "hulp": "Rekenen"}


class Town(Mini):
    def asked(self) -> Case:
        return cases.start_case(self.desk("ib.eikel"), "termijnen", "toekenning", REQUEST)

    def judged(self, case: Case, verdict: str, **other: object) -> Case:
        return self.do("beoordelaar", case, "beoordelen", oordeel=verdict, **other)

    def term(self, case: Case, name: str = "beslistermijn", login: str = "beoordelaar") -> TermLine:
        panel = case_file(self.desk(login), case.reference).panels["termijnen"]
        assert isinstance(panel, tuple)
        return next(line for line in panel if line.id == name)

    def go_to(self, moment: str) -> None:
        then = datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)
        self.database.clock.move(then - self.database.clock.now())

    def work(self) -> None:
        while not work_once(self.system).nothing:
            pass

    def told(self, case: Case, kind: str) -> int:
        with self.database.transaction(writes=False) as tx:
            return sum(one.kind == kind for one in events.of_case(tx, case.id))

    def mails(self, case: Case) -> list[str]:
        """The letters that were written for this case."""
        with self.database.transaction(writes=False) as tx:
            return [str(row.detail["letter"]) for row in outbox.of_case(tx, case.id) if row.kind == "mail"]


@pytest.fixture
def town(database: Database, settings: Settings) -> Town:
    return set_up(database, settings)


@pytest.fixture
def town_sqlite(sqlite_database: Database, settings: Settings) -> Town:
    return set_up(sqlite_database, settings)


def set_up(database: Database, settings: Settings) -> Town:
    town = Town(database, settings)
    loading.load(town.system, FOLDER)
    with database.transaction() as tx:
        definitions.add(tx, "termijnen", BUNDLE.files, BUNDLE.checksum, reason="eerste", by=None)
    return town
