"""For who manages: incidents and giving tasks away. And the two pages of a demonstration."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine.definitions.bundle import read_folder
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.jobs.working import work_once
from engine.model import SYSTEM
from engine.store import cases, incidents, people, schema
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from tests.webui.test_handing_in import begun, first_task, hand_in, hidden
from webui.app import create_app

SignIn = Callable[[str], Visitor]

LEFT = "/beheer/taken"


def _manager_sees_cases(folder: Path) -> None:
    path = folder / "region.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("beheert = true", 'beheert = true\nziet = "zaken"'), encoding="utf-8")


def break_down(made: Made, reference: str, what: str) -> int:
    with made.database.transaction() as tx:
        case = cases.find_by_reference(tx, reference)
        assert case
        return incidents.add(tx, "step", what, case_id=case.id, region="klein", node="beoordelen")


def test_an_incident_stands_in_the_list_until_it_is_tried_again(made: Made, visitor: SignIn) -> None:
    number = break_down(made, begun(visitor), "De tabel gaf <b>niets</b>.")
    manager = visitor("beheerder")
    page = manager.get("/beheer/storingen")
    assert "De tabel gaf &lt;b&gt;niets&lt;/b&gt;." in page.text
    assert ">Aanvraag beoordelen</" in page.text, "the name of the step, not its id"
    assert ">beoordelen<" not in page.text
    assert manager.post(f"/beheer/storingen/{number}", page="/beheer/storingen").status_code == 303
    assert "Er zijn geen storingen" in manager.get("/beheer/storingen").text
    assert manager.post(f"/beheer/storingen/{number + 99}", page="/privacy").status_code == 404


def give(manager: Visitor, task: str, name: str) -> TestResponse:
    page = manager.get(f"{task}/toewijzen")
    assert "Aanvraag beoordelen" in page.text, "which task it is"
    person = page.text.split(f">{name}")[0].rsplit('value="', 1)[1].split('"')[0]
    data = {"csrf_token": hidden(page, "csrf_token"), "wie": person}
    return manager.client.post(f"{task}/toewijzen", data=data)


def test_who_manages_gives_away_what_nobody_took_without_seeing_the_case(visitor: SignIn) -> None:
    reference = begun(visitor)
    task = first_task(visitor("commissie.een"))
    manager = visitor("beheerder")
    assert manager.get("/beheer").headers["Location"] == LEFT
    page = manager.get(LEFT).text
    assert f"{task}/toewijzen" in page
    assert reference in page
    assert "voor: Lid van de commissie" in page
    for secret in ("Noor", "Eikel"):
        assert secret not in page
    assert give(manager, task, "Theo Mulder").headers["Location"] == LEFT
    assert "heeft deze stap opgepakt" in visitor("commissie.een").get(task).text
    assert task not in manager.get(LEFT).text, "somebody has it now"
    for closed in (task, f"/zaken/{reference}", f"/volgen/{reference}"):
        assert manager.get(closed).status_code == 404


def test_a_task_that_somebody_took_and_left_comes_back_when_it_is_late(made: Made, visitor: SignIn) -> None:
    begun(visitor)
    member = visitor("commissie.een")
    task = first_task(member)
    member.post(f"{task}/oppakken", page="/taken")
    assert task not in visitor("beheerder").get(LEFT).text
    with made.database.transaction() as tx:
        tx.run(schema.task.update().values(due=tx.now - timedelta(days=1)))
    page = visitor("beheerder").get(LEFT).text
    assert f"{task}/toewijzen" in page
    assert "Opgepakt door Carla Smit" in page
    assert "Te laat" in page


@pytest.mark.parametrize("login", ["commissie.een", "ib.eikel", "ontwerper"])
def test_who_does_not_manage_gives_nothing_away(visitor: SignIn, login: str) -> None:
    begun(visitor)
    task = first_task(visitor("commissie.een"))
    assert visitor(login).get(LEFT).status_code == 404
    assert visitor(login).get(f"{task}/toewijzen").status_code == 404
    assert visitor(login).post(f"{task}/toewijzen", wie="1").status_code == 404


def test_who_manages_another_region_gives_nothing_away_here(made: Made, visitor: SignIn) -> None:
    begun(visitor)
    task = first_task(visitor("commissie.een"))
    _move_to_another_region(made, "beheerder")
    assert task not in visitor("beheerder").get(LEFT).text
    assert visitor("beheerder").get(f"{task}/toewijzen").status_code == 404
    assert visitor("beheerder").post(f"{task}/toewijzen", wie="1").status_code == 404


def _move_to_another_region(made: Made, login: str) -> None:
    shutil.copytree(made.processes / "klein", made.processes / "ander")
    path = made.processes / "ander" / "region.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("klein", "ander"), encoding="utf-8")
    desk = Desk(made.database, SYSTEM, made.settings)
    publish(desk, read_folder(path.parent), "Eerste versie", try_out=True)
    with made.database.transaction() as tx:
        person = people.person_by_login(tx, login)
        assert person
        own = schema.membership.c.person == person.id
        tx.run(schema.membership.update().where(own).values(region="ander"))


@pytest.mark.parametrize("made", [_manager_sees_cases], indirect=True)
def test_a_task_is_given_to_somebody_who_may_do_it(visitor: SignIn) -> None:
    reference = begun(visitor)
    task = first_task(visitor("commissie.een"))
    manager = visitor("beheerder")
    assert f"{task}/toewijzen" in manager.get(f"/zaken/{reference}").text
    answer = manager.get(f"{task}/toewijzen")
    assert "Iris de Boer" not in answer.text
    assert give(manager, task, "Theo Mulder").status_code == 303
    assert "heeft deze stap opgepakt" in visitor("commissie.een").get(task).text
    data = {"csrf_token": hidden(answer, "csrf_token")}
    assert (
        manager.client.post(f"{task}/toewijzen", data={**data, "wie": "1"})
        .headers["Location"]
        .endswith("toewijzen")
    )


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[tuple[Made, Flask]]:
    installation = make_installation(tmp_path, demo=True)
    yield installation, create_app(installation.settings, installation.database)
    installation.database.close()


def become(app: Flask, login: str) -> Visitor:
    person = Visitor(app.test_client())
    person.post("/aanmelden/als", wie=login)
    return person


def test_the_clock_goes_forward_and_what_was_waiting_becomes_mail(demonstration: tuple[Made, Flask]) -> None:
    made, app = demonstration
    school = become(app, "ib.eikel")
    assert hand_in(school, leerling="Noor", domein="leren", vorm="uren").status_code == 303
    before = school.get("/demo/klok").text
    assert school.post("/demo/klok", page="/demo/klok", stap="week").status_code == 303
    assert school.post("/demo/klok", page="/demo/klok", stap="dag").status_code == 303
    assert school.get("/demo/klok").text != before
    assert "nog geen mail" in school.get("/demo/post").text
    work_once(Desk(made.database, SYSTEM, made.settings))
    post = school.get("/demo/post").text
    assert "carla@klein.example" in post
    assert "Noor" not in post
    assert school.post("/demo/klok", page="/demo/klok", stap="jaar").status_code == 404


def test_who_can_ask_for_nothing_has_no_requests_in_the_menu(visitor: SignIn) -> None:
    assert "Mijn aanvragen" in visitor("ib.eikel").get("/taken").text
    assert "Mijn aanvragen" not in visitor("commissie.een").get("/taken").text


def test_where_nothing_waits_there_is_nothing_to_choose_from(visitor: SignIn) -> None:
    member = visitor("commissie.een")
    assert 'role="search"' not in member.get("/taken").text
    assert 'role="search"' in member.get("/taken?zoek=x").text, "else one cannot search for something else"
    begun(visitor)
    assert 'role="search"' in member.get("/taken").text
