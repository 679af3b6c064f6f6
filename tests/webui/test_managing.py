"""For who manages: incidents and giving tasks away. And the two pages of a demonstration."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine.desk import Desk
from engine.jobs.working import work_once
from engine.model import SYSTEM
from engine.store import cases, incidents
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from tests.webui.test_handing_in import begun, first_task, hand_in, hidden
from webui.app import create_app

SignIn = Callable[[str], Visitor]


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
    assert manager.post(f"/beheer/storingen/{number}", page="/beheer/storingen").status_code == 303
    assert "Er zijn geen storingen" in manager.get("/beheer/storingen").text
    assert manager.post(f"/beheer/storingen/{number + 99}", page="/privacy").status_code == 404


def test_who_manages_but_may_not_see_cases_gives_nothing_away(visitor: SignIn) -> None:
    begun(visitor)
    task = first_task(visitor("commissie.een"))
    assert visitor("beheerder").get(f"{task}/toewijzen").status_code == 404


@pytest.mark.parametrize("made", [_manager_sees_cases], indirect=True)
def test_a_task_is_given_to_somebody_who_may_do_it(visitor: SignIn) -> None:
    reference = begun(visitor)
    task = first_task(visitor("commissie.een"))
    manager = visitor("beheerder")
    assert f"{task}/toewijzen" in manager.get(f"/zaken/{reference}").text
    answer = manager.get(f"{task}/toewijzen")
    assert "Theo Mulder" in answer.text
    assert "Iris de Boer" not in answer.text
    person = answer.text.split(">Theo Mulder")[0].rsplit('value="', 1)[1].split('"')[0]
    data = {"csrf_token": hidden(answer, "csrf_token"), "wie": person}
    assert manager.client.post(f"{task}/toewijzen", data=data).status_code == 303
    assert "heeft deze stap opgepakt" in visitor("commissie.een").get(task).text
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
