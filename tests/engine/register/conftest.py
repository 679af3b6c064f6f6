"""The region of tests/regions/register in a database, and somebody who grants something in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.desk import Desk
from engine.jobs.working import work_once
from engine.model import SYSTEM, Case, Task
from engine.people import actor_of
from engine.store import case_lists, definitions, outbox, people, register, tasks
from engine.store.case_lists import CaseFilters, Scope
from engine.store.database import Database
from engine.store.register import Granted

FOLDER = Path(__file__).parents[2] / "regions" / "register"
GRANT: Mapping[str, object] = {
    "besluit": "toegekend", "vorm": "geld", "geldig_van": "2026-11-01", "geldig_tot": "2027-12-31",
    "bedrag": Decimal("1000.00"), "uren": Decimal(10),
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    database: Database
    settings: Settings

    @property
    def system(self) -> Desk:
        return Desk(self.database, SYSTEM, self.settings)

    def desk(self, login: str) -> Desk:
        with self.database.transaction(writes=False) as tx:
            person = people.person_by_login(tx, login)
            assert person is not None
            return Desk(self.database, actor_of(tx, person), self.settings)

    def asked(self, login: str = "ib.eikel", pupil: str = "Noor Voorbeeld") -> Case:
        answers = {"leerling_naam": pupil, "vraag": "Hulp bij lezen"}
        return cases.start_case(self.desk(login), "register", "aanvragen", answers)

    def granted(self, login: str = "ib.eikel", pupil: str = "Noor Voorbeeld", **other: object) -> Case:
        case = self.asked(login, pupil)
        return cases.complete_task(self.desk("commissie"), self.task(case).id, {**GRANT, **other})

    def task(self, case: Case) -> Task:
        with self.database.transaction(writes=False) as tx:
            (task,) = tasks.open_of_case(tx, case.id)
            return task

    def rows(self, case: Case) -> list[Granted]:
        with self.database.transaction(writes=False) as tx:
            return register.of_case(tx, case.id)

    def warned(self) -> list[Case]:
        """The cases that the system began, oldest first."""
        with self.database.transaction(writes=False) as tx:
            found = case_lists.page(tx, [Scope("register")], CaseFilters(route="afloop")).items
            return list(reversed(found))

    def mails(self, case: Case) -> int:
        with self.database.transaction(writes=False) as tx:
            return sum(row.kind == "mail" for row in outbox.of_case(tx, case.id))

    def work(self) -> None:
        while not work_once(self.system).nothing:
            pass


def set_up(database: Database, settings: Settings) -> Town:
    town = Town(database, settings)
    loading.load(town.system, FOLDER)
    bundle = read_folder(FOLDER)
    with database.transaction() as tx:
        definitions.add(tx, "register", bundle.files, bundle.checksum, reason="eerste", by=None)
    return town


@pytest.fixture
def town(database: Database, settings: Settings) -> Town:
    """On both databases."""
    return set_up(database, settings)
