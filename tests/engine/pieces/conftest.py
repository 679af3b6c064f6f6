"""The region with a plan in versions of tests/regions/stukken, and the people who work in it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.casework.form_pages import FormPage, open_form, task_key
from engine.casework.signing import Sealed
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.model import Case, Task
from engine.store import definitions
from engine.store.database import Database
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "stukken"
BUNDLE = read_folder(FOLDER)
REQUEST: Mapping[str, object] = {"leerling": "Noor Voorbeeld", "aanleiding": "Meer hulp nodig."}
PLAN: Mapping[str, object] = {
    "beschrijving": "Leest met moeite.",
    "doelen": "E4",
    "aanpak": "Lezen",
    "uren": 2,
}


class Town(Mini):
    def asked(self) -> Case:
        return cases.start_case(self.desk("ib.linde"), "stukken", "plan", REQUEST)

    def planned(self, case: Case, **changed: object) -> Case:
        return self.do("ib.linde", case, "opstellen", **{**PLAN, **changed})

    def agreed(self, case: Case) -> Case:
        for login in ("ouder.een", "ouder.twee"):
            case = self.do(login, case, "instemmen", instemming="ja")
        return case

    def page(self, login: str, task: Task) -> FormPage:
        return open_form(self.desk(login), task_key(task.id))

    def seal(self, task: Task, login: str = "directeur.linde") -> Sealed:
        """What comes back of the page as it is now, ticked and with the right password."""
        signing = self.page(login, task).signing
        assert signing
        return Sealed(True, signing.to_sign.digest)

    def signed(self, case: Case) -> Case:
        task = self.task(case, "tekenen")
        return cases.complete_task(self.desk("directeur.linde"), task.id, {}, self.seal(task))


@pytest.fixture
def town(database: Database, settings: Settings) -> Town:
    town = Town(database, settings)
    loading.load(town.system, FOLDER)
    with database.transaction() as tx:
        definitions.add(tx, "stukken", BUNDLE.files, BUNDLE.checksum, reason="eerste", by=None)
    return town
