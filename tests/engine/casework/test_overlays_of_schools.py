"""A school with an overlay: its forms and pages, and the case that keeps what the school had when it began."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework.cases import complete_task, start_case
from engine.casework.file import case_file
from engine.casework.form_pages import open_form
from engine.clock import day
from engine.definitions import catalogue, loading, publishing
from engine.definitions.bundle import checksum_of, make_bundle, read_folder
from engine.definitions.readdressing import readdress
from engine.desk import Desk
from engine.errors import AnswersRejected, NothingPublished
from engine.model import SYSTEM, Actor, Case
from engine.store import cases, people, tasks
from engine.store import definitions as rows
from engine.store.database import Database
from tests.engine.counting import counted
from tests.engine.definitions.conftest import changed

FOLDER = Path(__file__).parents[2] / "regions" / "plaatsen"
BUNDLE = read_folder(FOLDER)
ASKED: Mapping[str, object] = {"leerling": "Daan Demo", "vraag": "Mag het?"}


@dataclass(frozen=True)
class Places:
    """The region of tests/regions/plaatsen in a database."""

    database: Database
    settings: Settings

    def desk(self, login: str) -> Desk:
        with self.database.transaction(writes=False) as tx:
            person = people.person_by_login(tx, login)
            assert person is not None
            roles = people.memberships_of(tx, person.id, day(tx.now))
        return Desk(self.database, Actor(person.name, person, roles), self.settings)

    @property
    def system(self) -> Desk:
        return Desk(self.database, SYSTEM, self.settings)

    def begun(self, login: str, **more: object) -> Case:
        return start_case(self.desk(login), "plaatsen", "vraag", {**ASKED, **more})

    def do(self, login: str, case: Case, node: str, **answers: object) -> Case:
        with self.database.transaction(writes=False) as tx:
            task = next(one for one in tasks.open_of_case(tx, case.id) if one.node == node)
        return complete_task(self.desk(login), task.id, answers)


@pytest.fixture
def places(database: Database, settings: Settings) -> Places:
    town = Places(database, settings)
    loading.load(town.system, FOLDER)
    publishing.publish(town.system, BUNDLE, "begin")
    return town


@pytest.mark.parametrize(
    ("login", "overlay"),
    [("ib.noord", "noord"), ("ib.stad", "stad"), ("ib.school", "een_school"), ("ib.gewoon", "")],
)
def test_a_case_has_the_overlay_of_the_school_that_began_it(places: Places, login: str, overlay: str):
    more = {"wijk": "Noorderwijk"} if login == "ib.noord" else {}
    case = places.begun(login, **more)
    with places.database.transaction(writes=False) as tx:
        kept = cases.find(tx, case.id)
    assert kept is not None
    assert case.overlay == kept.overlay == overlay


def test_a_start_form_asks_what_the_overlay_adds_and_another_school_cannot_answer_it(places: Places):
    form = open_form(places.desk("ib.noord"), "start/plaatsen/vraag").filled
    assert form is not None
    assert "wijk" in [drawn.field.key for drawn in form.fields]
    with pytest.raises(AnswersRejected):
        places.begun("ib.noord")
    with pytest.raises(AnswersRejected):
        places.begun("ib.gewoon", wijk="Noorderwijk")


def test_a_route_that_only_an_overlay_has_begins_there_alone(places: Places):
    assert start_case(places.desk("ib.noord"), "plaatsen", "melding", {"melding": "x"}).overlay == "noord"
    for login in ("ib.gewoon", "ib.stad"):
        with pytest.raises(NothingPublished):
            start_case(places.desk(login), "plaatsen", "melding", {"melding": "x"})


def test_a_case_keeps_its_overlay_when_the_school_gets_another_team(places: Places):
    case = places.begun("ib.noord", wijk="Noorderwijk")
    with places.database.transaction() as tx:
        people.replace_relations(tx, "plaatsen", [])
    places.do("adviseur.1", case, "kijken", gezien="Rust.")
    shown = case_file(places.desk("adviseur.1"), case.reference)
    assert shown.case.step == "Antwoord van Noord"
    assert "wijk" in shown.visits[0].answer.values
    assert places.begun("ib.noord").overlay == ""


def test_a_case_keeps_the_overlay_of_the_version_it_began_on(places: Places):
    case = places.begun("ib.noord", wijk="Noorderwijk")
    places.database.clock.move(timedelta(days=1))
    files = {name: data for name, data in BUNDLE.files.items() if not name.startswith("overlays/")}
    left = {name: data for name, data in files.items() if not name.startswith("rehearsals/noord")}
    publishing.publish(places.system, make_bundle("plaatsen", left), "zonder overlays", try_out=True)
    places.do("adviseur.1", case, "kijken", gezien="Rust.")
    assert case_file(places.desk("adviseur.1"), case.reference).case.step == "Antwoord van Noord"
    assert places.begun("ib.noord").overlay == ""


def test_the_pages_of_a_person_have_the_overlay_of_their_schools_when_these_agree(places: Places):
    north, town, plain = (places.desk(login).actor for login in ("ib.noord", "ib.stad", "adviseur.1"))
    both = Actor("x", north.person, (*north.memberships, *town.memberships))
    with places.database.transaction(writes=False) as tx:
        published = catalogue.current(tx, "plaatsen")
        titles = [
            catalogue.for_actor(tx, published, actor).definition.region.documents["criteria"].title
            for actor in (north, town, plain, both)
        ]
    assert titles == [
        "Wanneer helpt het team van Noord?",
        "Wanneer helpt de Kindkans?",
        "Wanneer helpt het loket?",
        "Wanneer helpt het loket?",
    ]


def test_who_has_two_schools_begins_with_the_overlay_of_the_one_they_choose(places: Places):
    north, plain = places.desk("ib.noord").actor, places.desk("ib.gewoon").actor
    desk = Desk(
        places.database, Actor("x", north.person, (*north.memberships, *plain.memberships)), places.settings
    )
    first = start_case(desk, "plaatsen", "vraag", {**ASKED, "wijk": "x"}, organisation="99AA00")
    second = start_case(desk, "plaatsen", "vraag", ASKED, organisation="99AD00")
    assert (first.overlay, second.overlay) == ("noord", "")
    shown = open_form(desk, "start/plaatsen/vraag", organisation="99AD00").filled
    assert shown is not None
    assert "wijk" not in [drawn.field.key for drawn in shown.fields]


def test_the_definition_with_an_overlay_is_built_once(places: Places):
    with places.database.transaction(writes=False) as tx:
        published = catalogue.current(tx, "plaatsen")
        again = catalogue.current(tx, "plaatsen")
    first = catalogue.with_overlay(published, "noord").definition
    assert catalogue.with_overlay(again, "noord").definition is first
    assert first is not published.definition
    with pytest.raises(NothingPublished):
        catalogue.with_overlay(published, "zuid")


def test_a_task_of_a_case_with_an_overlay_costs_as_many_statements_as_without(places: Places):
    counts = []
    for login, more in (("ib.gewoon", {}), ("ib.noord", {"wijk": "x"})) * 2:
        case = places.begun(login, **more)
        with places.database.transaction(writes=False) as tx:
            task = next(one for one in tasks.open_of_case(tx, case.id) if one.node == "kijken")
        desk = places.desk("adviseur.1")
        with counted(places.database) as counter:
            complete_task(desk, task.id, {"gezien": "x"})
        counts.append(len(counter))
    assert counts[2] == counts[3]


def test_a_region_that_needs_no_relations_reads_none(places: Places, settings: Settings):
    plain = changed(
        BUNDLE, "overlays/noord.toml", 'soort = "team", is = ["team-noord"]', 'soort = "gemeente", is = ["x"]'
    )
    publishing.publish(places.system, plain, "zonder team", try_out=True)
    places.begun("ib.gewoon")
    desk = places.desk("ib.gewoon")
    with counted(places.database) as counter:
        start_case(desk, "plaatsen", "vraag", ASKED)
    assert not [one for one in counter.statements if "FROM relation" in one]


def test_a_case_that_somebody_of_the_region_begins_has_the_overlay_of_the_school_they_choose(places: Places):
    begins = '<zeebe:property name="rol" value="ib" /><zeebe:property name="uitleg"'
    chosen = begins.replace('"ib"', '"adviseur" /><zeebe:property name="school_uit" value="welke"', 1)
    field = '{"type": "select", "id": "welke", "key": "welke", "label": "Welke school?", "properties": {"soort": "school"}},'
    drawn = changed(BUNDLE, "vraag.bpmn", begins, chosen)
    bundle = changed(drawn, "forms/p_vraag.form", '"components": [', f'"components": [{field}')
    publishing.publish(places.system, bundle, "kiezen", try_out=True)

    north = places.begun("adviseur.1", welke="99AA00")
    nobody = places.begun("adviseur.1")
    assert north.organisation is not None
    assert (north.organisation.id, north.overlay) == ("99AA00", "noord")
    assert (nobody.organisation, nobody.overlay) == (None, "")
    places.do("adviseur.1", north, "kijken", gezien="Rust.")
    assert case_file(places.desk("adviseur.1"), north.reference).case.step == "Antwoord van Noord"


def test_a_school_with_a_unit_and_a_municipality_has_both_and_the_case_keeps_them(places: Places):
    village = (
        b'naam = "Dorp"\nvoor = { soort = "gemeente", is = ["Voorbeelddorp"] }\n'
        b'[labels]\n"p_vraag.leerling" = "Naam van het kind uit het dorp"\n'
    )
    files = {**BUNDLE.files, "overlays/dorp.toml": village}
    with places.database.transaction() as tx:
        rows.add(tx, "plaatsen", files, checksum_of(files), reason="tweede", by=None)
    case = places.begun("ib.noord", wijk="Noorderwijk")
    assert case.overlay == "dorp+noord"
    with places.database.transaction() as tx:
        people.replace_relations(tx, "plaatsen", [])
    shown = case_file(places.desk("adviseur.1"), case.reference).visits[0]
    assert shown.form
    assert shown.answer.values["wijk"] == "Noorderwijk"
    assert "Naam van het kind uit het dorp" in [one.label for one in shown.form.fields]
    assert places.begun("ib.noord").overlay == "dorp"


def test_a_task_of_a_step_that_only_the_overlay_has_moves_with_the_relation_too(places: Places):
    """Without the overlay the route is not there: its open tasks would stay in the inbox of the team before."""
    region = BUNDLE.files["region.toml"].replace(b'van = "samenwerkingsverband"', b'van = "team"', 1)
    files = {**BUNDLE.files, "region.toml": region}
    with places.database.transaction() as tx:
        rows.add(tx, "plaatsen", files, checksum_of(files), reason="tweede", by=None)
    case = start_case(places.desk("ib.noord"), "plaatsen", "melding", {"melding": "x"})

    def inbox() -> list[str]:
        with places.database.transaction(writes=False) as tx:
            return [one.audience for one in tasks.open_of_case(tx, case.id)]

    assert all("team-noord" in one for one in inbox())
    with places.database.transaction() as tx:
        people.replace_relations(tx, "plaatsen", [("team", "99AA00", "team-zuid")])
        readdress(tx, places.system, "plaatsen")
    assert inbox()
    assert all("team-zuid" in one for one in inbox())
