"""Two regions made for measuring: the routes of `bench.route`, a form of ten fields, one of two hundred, and few people."""

import json

from bench.route import line, route
from config.settings import Settings
from engine.casework import cases
from engine.clock import day
from engine.definitions.bundle import Bundle, make_bundle
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import SYSTEM, Actor, Case, Membership, Organisation
from engine.store import memberships, people, tasks
from engine.store.database import Database
from engine.store.upgrading import upgrade

NAME, OTHER = "meten", "elders"
TEXTS = 55  # large texts in the start form: together a megabyte
SETTINGS = Settings(database="", secret_key="sleutel-om-mee-te-meten-0123456789abcdef")
SIX = [f"stap_{n}" for n in range(1, 7)]
REGION = """
id = "{name}"
naam = "{title} (voorbeeld)"
swv = "PO9901"
[rollen.ib]
naam = "Intern begeleider"
van = "school"
[rollen.medewerker]
naam = "Medewerker"
van = "samenwerkingsverband"
ziet = "zaken"
"""


def bundle(name: str) -> Bundle:
    files = {
        "region.toml": REGION.format(name=name, title=name.capitalize()).encode(),
        "meetroute.bpmn": route("leidraad"),
        "zes.bpmn": line("zes", {"start": "start", **dict.fromkeys(SIX, "stap")}),
        "veel.bpmn": line("veel", {"start": "start", "vullen": "groot"}),
        "forms/start.form": _form("start", _start_fields()),
        "forms/stap.form": _form("stap", _step_fields()),
        "forms/groot.form": _form("groot", _many_fields()),
    }
    return make_bundle(name, files)


def _form(name: str, fields: list[dict[str, object]]) -> bytes:
    return json.dumps({"type": "default", "id": name, "schemaVersion": 17, "components": fields}).encode()


def _start_fields() -> list[dict[str, object]]:
    texts: list[dict[str, object]] = [
        {"type": "textarea", "key": f"tekst_{n}", "label": f"Tekst {n}"} for n in range(TEXTS)
    ]
    required = {"required": True}
    return [
        {
            "type": "textfield",
            "key": "leerling",
            "label": "Naam",
            "validate": required,
            "properties": {"leerling": "naam"},
        },
        {
            "type": "number",
            "key": "bedrag",
            "label": "Bedrag",
            "validate": required,
            "properties": {"soort": "bedrag"},
        },
        {"type": "number", "key": "rondes", "label": "Rondes", "validate": required},
        {"type": "number", "key": "ronde", "label": "Ronde", "validate": required},
        *texts,
    ]


def _step_fields() -> list[dict[str, object]]:
    choice = [{"label": "Ja", "value": "ja"}, {"label": "Nee", "value": "nee"}]
    texts: list[dict[str, object]] = [
        {"type": "textfield", "key": f"veld_{n}", "label": f"Veld {n}"} for n in range(5)
    ]
    return [
        {
            "type": "radio",
            "key": "akkoord",
            "label": "Akkoord",
            "values": choice,
            "validate": {"required": True},
        },
        {"type": "datetime", "subtype": "date", "key": "datum", "dateLabel": "Datum"},
        {"type": "number", "key": "ronde", "label": "Ronde"},
        {"type": "textarea", "key": "verslag", "label": "Verslag"},
        {"type": "checkbox", "key": "besproken", "label": "Besproken met ouders"},
        *texts,
    ]


def _many_fields() -> list[dict[str, object]]:
    """Two hundred, of which fifty are asked on a condition."""
    fields: list[dict[str, object]] = []
    for n in range(200):
        field: dict[str, object] = {"type": "textfield", "key": f"veld_{n}", "label": f"Veld {n}"}
        if n % 4 == 3:
            field["conditional"] = {"hide": f'=veld_{n - 1} != "ja"'}
        fields.append(field)
    return fields


ANSWERS = 5_000  # bytes of answers of an ordinary case
STEP = {"akkoord": "ja", "datum": None, "verslag": "Kort verslag (synthetisch).", "besproken": True}


class Site:
    """A database with two regions in it and two people who work in both."""

    def __init__(self, database: Database) -> None:
        self.database = database
        upgrade(database)
        for name in (NAME, OTHER):
            publish(Desk(database, SYSTEM, SETTINGS), bundle(name), "om te meten", try_out=True)
        school = Organisation("99AA00", "school", "De Voorbeeldlinde (voorbeeld)", "99AA00", "BaO")
        office = Organisation("PO9901", "samenwerkingsverband", "Meten (voorbeeld)")
        with database.transaction() as tx:
            people.put_organisations(tx, [school, office])
            for login, role, place in (("ib", "ib", school), ("medewerker", "medewerker", office)):
                person = people.put_person(tx, login, login.capitalize(), f"{login}@voorbeeldlinde.example")
                for name in (NAME, OTHER):
                    memberships.begin(tx, person.id, Membership(name, role, place))
        self.school, self.worker = self._desk("ib"), self._desk("medewerker")

    def _desk(self, login: str) -> Desk:
        with self.database.transaction(writes=False) as tx:
            person = people.person_by_login(tx, login)
            assert person is not None
            roles = people.memberships_of(tx, person.id, day(tx.now))
        return Desk(self.database, Actor(person.name, person, roles), SETTINGS)

    def begin(
        self, size: int = ANSWERS, rounds: int = 0, *, region: str = NAME, route: str = "meetroute"
    ) -> Case:
        """A new case with `size` bytes of answers, that will go round `rounds` times."""
        answers = {"leerling": "Noor Voorbeeld", "bedrag": 2000, "rondes": rounds, "ronde": 0}
        return cases.start_case(self.school, region, route, answers | texts(size))

    def open(self, case: Case) -> list[tuple[str, str]]:
        """(id, element) of the open tasks."""
        with self.database.transaction(writes=False) as tx:
            return [(task.id, task.node) for task in tasks.open_of_case(tx, case.id)]

    def walk_to(self, case: Case, node: str) -> str:
        """Do steps until only `node` is open; its task id."""
        while True:
            open_now = self.open(case)
            task, where = next((one for one in open_now if one[1] != node), open_now[0])
            if where == node:
                return task
            self.do(task)

    def do(self, task: str, ronde: int = 0) -> None:
        """Complete a task whose form is "stap"."""
        cases.complete_task(self.worker, task, STEP | {"ronde": ronde})


def texts(size: int) -> dict[str, object]:
    """`size` bytes of answers."""
    return {f"tekst_{n}": "x" * (size // TEXTS) for n in range(TEXTS)}
