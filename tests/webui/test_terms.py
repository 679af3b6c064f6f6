"""The terms of a case in the browser: seen on the case and the follow page, and moved with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine import people
from engine.casework import cases
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import SYSTEM
from engine.store import people as register
from tests.webui.conftest import Visitor
from tests.webui.installation import REGIONS, Made, make_installation
from webui.app import create_app
from webui.sessions import COOKIE


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path)
    desk = Desk(installation.database, SYSTEM, installation.settings)
    publish(desk, read_folder(REGIONS / "termijnen"), "Eerste versie", try_out=True)
    load(desk, REGIONS / "termijnen")
    yield installation
    installation.database.close()


@pytest.fixture
def app(made: Made) -> Flask:
    return create_app(made.settings, made.database)


@pytest.fixture
def reference(made: Made) -> str:
    with made.database.transaction(writes=False) as tx:
        person = register.person_by_login(tx, "ib.eikel")
        assert person
        actor = people.actor_of(tx, person)
    desk = Desk(made.database, actor, made.settings)
    answers = {"leerling": "Noor Voorbeeld", "hulp": "Rekenen"}
    return cases.start_case(desk, "termijnen", "toekenning", answers).reference


def signed_in(app: Flask, made: Made, login: str) -> Visitor:
    client = app.test_client()
    with made.database.transaction() as tx:
        person = register.person_by_login(tx, login)
        assert person
        client.set_cookie(COOKIE, people.begin_session(tx, person))
    return Visitor(client)


def test_the_school_sees_the_term_and_cannot_move_it(app: Flask, made: Made, reference: str) -> None:
    school = signed_in(app, made, "ib.eikel")
    for page in (f"/zaken/{reference}", f"/volgen/{reference}"):
        text = school.get(page).text
        assert "Beslissen" in text
        assert "Uiterlijk" in text
        assert "Eerste keer bekijken" not in text
        assert "Stilzetten" not in text
    address = f"/zaken/{reference}/termijnen/beslistermijn/pauzeren"
    assert school.post(address, "/privacy", reden="x").status_code == 404


def test_who_manages_it_lets_it_stand_still_and_go_on(app: Flask, made: Made, reference: str) -> None:
    judge = signed_in(app, made, "beoordelaar")
    page = f"/zaken/{reference}"
    assert "Stilzetten" in judge.get(page).text
    address = f"{page}/termijnen/beslistermijn"
    assert judge.post(f"{address}/pauzeren", page, reden=" ").status_code == 403
    sent = judge.post(f"{address}/pauzeren", page, reden="<b>De ouders</b> zijn op reis.")
    assert (sent.status_code, sent.headers["Location"]) == (303, page)
    text = judge.get(page).text
    assert "omdat: &lt;b&gt;De ouders&lt;/b&gt; zijn op reis." in text
    assert "Hervatten" in text
    assert "Eerste keer bekijken" in judge.get("/taken").text
    assert judge.post(f"{address}/pauzeren", page, reden="nog eens").status_code == 409
    assert judge.post(f"{address}/hervatten", page, reden="Terug.").status_code == 303
    assert judge.post(f"{address}/weggooien", page, reden="x").status_code == 404
    assert judge.client.post(f"{address}/pauzeren", data={"reden": "zonder teken"}).status_code == 400


def test_nobody_moves_a_term_of_a_case_that_is_not_theirs(app: Flask, made: Made, reference: str) -> None:
    stranger = signed_in(app, made, "commissie.een")
    address = f"/zaken/{reference}/termijnen/beslistermijn/pauzeren"
    assert stranger.post(address, "/privacy", reden="x").status_code == 404
