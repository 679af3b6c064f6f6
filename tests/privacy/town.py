"""Two regions on one database with cases in which every free text, name and file carries a word of its own.

A word that turns up where it should not says by itself of which case it is and what it was: "Zandkorrel3" is the name of
the pupil of case 3, "Vertrouwelijk3" a free text in it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from config.settings import Settings
from config.tabs import TABS
from engine.casework.cases import start_key, task_key
from engine.casework.form_pages import save_draft
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.definitions.reading import read_definition
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.scripts import Deed, Meets, Votes
from engine.desk import Desk
from engine.model import SYSTEM, Task
from engine.people import actor_of
from engine.rehearsal.acting import do
from engine.rehearsal.committees import meets, votes
from engine.rehearsal.stage import Stage
from engine.store import people, tasks
from engine.store.database import Database
from forms.model import Field, Form, every_field
from forms.submitted import Submitted

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
REGIONS = ("berseba", "voorbeeld")
PLAYED = (
    ("berseba", "tlv_afgegeven"), ("berseba", "natura_en_geld"), ("berseba", "tlv_intrekken"),
    ("berseba", "deskundige_van_de_school"), ("voorbeeld", "gedrag_afgewezen"), ("voorbeeld", "toegekend"),
)  # fmt: skip
NAME, TEXT, DRAFT = "Zandkorrel", "Vertrouwelijk", "Kladversie"
WORDS = (NAME, TEXT, DRAFT)


@dataclass(frozen=True)
class Told:
    """A case with the words that stand in it."""

    id: int
    reference: str
    region: str
    school: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Town:
    settings: Settings
    database: Database
    cases: tuple[Told, ...]

    @property
    def system(self) -> Desk:
        return Desk(self.database, SYSTEM, self.settings)

    def desk(self, login: str) -> Desk:
        with self.database.transaction(writes=False) as tx:
            person = people.person_by_login(tx, login)
            assert person, login
            return replace(self.system, actor=actor_of(tx, person))

    def tasks(self, case: Told) -> list[Task]:
        with self.database.transaction(writes=False) as tx:
            return tasks.of_case(tx, case.id)


def build(database: Database, settings: Settings) -> Town:
    """Publish and load both regions, play the rehearsals, and leave a draft of a start form and of a task."""
    settings = replace(settings, processes=PROCESSES)
    system = Desk(database, SYSTEM, settings)
    bundles = {region: _with_tabs(read_folder(PROCESSES / region)) for region in REGIONS}
    stages = {}
    for region, bundle in bundles.items():
        published = publish(system, bundle, "eerste", try_out=True)
        load(system, PROCESSES / region)
        stages[region] = Stage(database, database.clock, published)
    told: list[Told] = []
    for region, script in PLAYED:
        told += _played(stages[region], bundles[region], script, first=len(told) + 1)
    town = Town(settings, database, tuple(told))
    _leave_drafts(town)
    return town


def _with_tabs(bundle: Bundle) -> Bundle:
    """Every case has every tab, for everybody who opens it."""
    written = bundle.files["region.toml"]
    missing = "".join(f"\n[tabs.{tab}]\n" for tab in TABS if f"[tabs.{tab}]".encode() not in written)
    return make_bundle(
        bundle.region, {**bundle.files, "region.toml": written + missing.encode()}, bundle.today
    )


def _played(stage: Stage, bundle: Bundle, name: str, first: int) -> Iterable[Told]:
    scripts, _ = scripts_of(read_definition(bundle))
    script = next(one for one in scripts if one.id == name)
    numbers: dict[str, int] = {}
    stage.cases.clear()
    for scene in script.scenes:
        if isinstance(scene.action, Meets):
            meets(stage, scene, scene.action)
        elif isinstance(scene.action, Votes):
            votes(stage, scene, scene.action)
        if not isinstance(scene.action, Deed):
            continue
        number = numbers.setdefault(scene.case, first + len(numbers))
        form = _form_of(stage, scene.case, scene.action)
        answers = _marked(form, scene.action.answers, number) if form else scene.action.answers
        do(stage, scene, replace(scene.action, answers=answers))
    for name, number in numbers.items():
        case = stage.case(name)
        assert case.organisation is not None
        words = (f"{NAME}{number}", f"{TEXT}{number}")
        yield Told(case.id, case.reference, case.region, case.organisation.id, words)


def _form_of(stage: Stage, case: str, deed: Deed) -> Form | None:
    if deed.verb == "start":
        return stage.definition.routes[deed.target].start_form
    route = stage.definition.routes[stage.case(case).route]
    step = route.steps.get(deed.target)
    return step.form if step else None


def _marked(form: Form, answers: Mapping[str, object], number: int) -> dict[str, object]:
    fields = {field.key: field for field in every_field(form.fields) if field.key}
    return {key: _with_word(fields.get(key), value, number, fields) for key, value in answers.items()}


def _with_word(field: Field | None, value: object, number: int, fields: Mapping[str, Field]) -> object:
    if isinstance(value, list):
        return [_with_word(field, one, number, fields) for one in value]
    if isinstance(value, Mapping):
        return {key: _with_word(fields.get(key), one, number, fields) for key, one in value.items()}
    if field is None or not isinstance(value, str) or field.pattern:
        return value
    if field.kind == "file":
        return f"{NAME}{number} {value}"
    if field.kind not in ("text", "textarea", "name"):
        return value
    return f"{value} {NAME if field.pupil else TEXT}{number}"


def _leave_drafts(town: Town) -> None:
    typed = Submitted({"naam_leerling": (f"{DRAFT} van de school",)})
    save_draft(town.desk("ib.voorbeeldlinde"), start_key("berseba", "loket_tlv"), typed)
    open_ones = [one for case in town.cases for one in town.tasks(case) if one.status == "open"]
    mine = next(one for one in open_ones if "deskundige" in one.roles)
    save_draft(
        town.desk("deskundige.d1"), task_key(mine.id), Submitted({"motivering": (f"{DRAFT} van een taak",)})
    )


@dataclass(frozen=True)
class Role:
    """What region.toml says of a role, read here apart from the code that is tested."""

    at_school: bool
    sees_cases: bool
    knows_pupil: bool
    designs: bool
    manages: bool


@dataclass(frozen=True)
class Held:
    region: str
    role_id: str
    role: Role
    organisation: str


def everybody() -> dict[str, tuple[Held, ...]]:
    """Every person of the today/ folders with what they hold, by login."""
    found: dict[str, tuple[Held, ...]] = {}
    for region in REGIONS:
        roles = tomllib.loads((PROCESSES / region / "region.toml").read_text(encoding="utf-8"))["rollen"]
        listed = tomllib.loads((PROCESSES / region / "today" / "people.toml").read_text(encoding="utf-8"))
        for person in listed["persoon"]:
            held = [
                Held(region, one["rol"], _role(roles[one["rol"]]), one["organisatie"])
                for one in person["rol"]
            ]
            found[person["aanmeldnaam"]] = (*found.get(person["aanmeldnaam"], ()), *held)
    return found


def _role(row: Mapping[str, object]) -> Role:
    return Role(
        row["van"] == "school",
        row.get("ziet") == "zaken",
        row.get("leerling", True) is True,
        row.get("ontwerpt", False) is True,
        row.get("beheert", False) is True,
    )


def may_know(town: Town, login: str, held: Iterable[Held], case: Told) -> bool:
    """Whether this person may read about the pupil of a case: by region.toml, and by the tasks of the case."""
    return any(_knows(town, login, one, case) for one in held if one.region == case.region)


def _knows(town: Town, login: str, one: Held, case: Told) -> bool:
    role = one.role
    if role.designs or not role.knows_pupil:
        return False
    if role.at_school:
        return one.organisation == case.school
    return role.sees_cases or _has_task(town, login, one, case)


def _has_task(town: Town, login: str, one: Held, case: Told) -> bool:
    me = town.desk(login).actor.id
    return any(
        task.done_by == me or (task.status == "open" and one.role_id in task.roles)
        for task in town.tasks(case)
    )
