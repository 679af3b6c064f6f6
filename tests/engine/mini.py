"""The small region of tests/regions/mini in a database, and the people who work in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import Settings
from engine.casework import cases
from engine.clock import day
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.desk import Desk
from engine.model import SYSTEM, Actor, Case, Task
from engine.store import definitions, people, tasks, waits
from engine.store.database import Database

FOLDER = Path(__file__).parents[1] / "regions" / "mini"
BUNDLE = read_folder(FOLDER)
REQUEST: Mapping[str, object] = {
    "leerling_naam": "Noor Voorbeeld", "contact": "Iris de Boer", "soort": "SO", "bedrag": None, "vraag": "Extra hulp bij rekenen",
}  # fmt: skip


@dataclass(frozen=True)
class Mini:
    database: Database
    settings: Settings
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, login: str) -> Desk:
        with self.database.transaction(writes=False) as tx:
            person = people.person_by_login(tx, login)
            assert person is not None
            roles = people.memberships_of(tx, person.id, day(tx.now))
        return Desk(self.database, Actor(person.name, person, roles), self.settings)

    @property
    def system(self) -> Desk:
        return Desk(self.database, SYSTEM, self.settings)

    def begun(self, login: str = "ib.linde", **other: object) -> Case:
        return cases.start_case(self.desk(login), "mini", "aanvraag", {**REQUEST, **other})

    def task(self, case: Case, node: str) -> Task:
        """The open task of a step."""
        with self.database.transaction(writes=False) as tx:
            return next(task for task in tasks.open_of_case(tx, case.id) if task.node == node)

    def open_steps(self, case: Case) -> list[str]:
        with self.database.transaction(writes=False) as tx:
            return sorted(task.node for task in tasks.open_of_case(tx, case.id))

    def do(self, login: str, case: Case, node: str, **answers: object) -> Case:
        return self.done(login, self.task(case, node), **answers)

    def done(self, login: str, task: Task, **answers: object) -> Case:
        return cases.complete_task(self._known(login), task.id, answers)

    def _known(self, login: str) -> Desk:
        """The same desk each time, so that counting does not see how a person is looked up."""
        if login not in self.desks:
            self.desks[login] = self.desk(login)
        return self.desks[login]

    def act(self, case: Case, node: str) -> str:
        """The id of the wait behind the button of an act."""
        with self.database.transaction(writes=False) as tx:
            return next(one.id for one in waits.of_case(tx, case.id) if one.node == node)

    def begin(self, login: str, case: Case, node: str, **answers: object) -> Case:
        return cases.begin_act(self.desk(login), case.id, self.act(case, node), answers)


def set_up(database: Database, settings: Settings) -> Mini:
    mini = Mini(database, settings)
    loading.load(mini.system, FOLDER)
    with database.transaction() as tx:
        definitions.add(tx, "mini", BUNDLE.files, BUNDLE.checksum, reason="eerste", by=None)
    return mini
