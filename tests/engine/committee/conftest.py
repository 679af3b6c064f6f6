"""The region of tests/regions/commissie, and a request that waits for its committee."""

from collections.abc import Collection
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.casework.meetings import meet
from engine.casework.voting import vote
from engine.definitions import loading
from engine.definitions.bundle import Bundle, read_folder
from engine.model import Case, Task
from engine.store import definitions
from engine.store.database import Database
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "commissie"
BUNDLE = read_folder(FOLDER)
ALL = ("voorzitter", "lid.een", "lid.twee", "lid.drie")
DECIDED = {"besluit": "toegekend", "motivering": "Het is nodig."}


class Town(Mini):
    def id(self, login: str) -> int:
        number = self.desk(login).actor.id
        assert number is not None
        return number

    def waiting(self, by: str = "lid.vier") -> Case:
        """A request that `by` prepared and the committee has to decide about."""
        answers = {"leerling": "Noor Voorbeeld", "vraag": "Meer hulp in de klas."}
        case = cases.start_case(self.desk("ib.linde"), "commissie", "aanvraag", answers)
        return self.do(by, case, "voorbereiden", advies="Ken dit toe.")

    def met(self, present: Collection[str] = ALL, by: str = "voorzitter") -> None:
        meet(self.desk(by), "commissie", "toekenning", {self.id(one) for one in present})

    def vote(self, login: str, task: Task, choice: str = "voor", reason: str = "") -> None:
        vote(self.desk(login), task.id, choice, reason)

    def voted(self, task: Task, **choices: str) -> None:
        """Everybody of ALL is for, but for who is named ("lid_een")."""
        for login in ALL:
            choice = choices.get(login.replace(".", "_"), "voor")
            self.vote(login, task, choice, "Zo is het." if choice in ("tegen", "betrokken") else "")

    def close(self, case: Case, by: str = "voorzitter", **answers: object) -> Case:
        return self.do(by, case, "beoordelen", **{**DECIDED, **answers})


def settle(database: Database, settings: Settings, bundle: Bundle) -> Town:
    town = Town(database, settings)
    loading.load(town.system, FOLDER)
    with database.transaction() as tx:
        definitions.add(tx, "commissie", bundle.files, bundle.checksum, reason="eerste", by=None)
    return town


@pytest.fixture
def town(database: Database, settings: Settings) -> Town:
    return settle(database, settings, BUNDLE)
