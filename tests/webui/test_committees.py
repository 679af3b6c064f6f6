"""A committee in the browser: its agenda, a meeting, the votes, and the decision that its chair lays down."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine import people
from engine.casework import cases, lists
from engine.desk import Desk
from engine.store import people as register
from engine.store import tasks
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from webui.app import create_app
from webui.sessions import COOKIE

AGENDA = "/commissies/toekenning"
SECRET = "Hoort bij de basisondersteuning"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, region="commissie")
    yield installation
    installation.database.close()


@pytest.fixture
def app(made: Made) -> Flask:
    return create_app(made.settings, made.database)


def desk(made: Made, login: str) -> Desk:
    with made.database.transaction(writes=False) as tx:
        person = register.person_by_login(tx, login)
        assert person
        return Desk(made.database, people.actor_of(tx, person), made.settings)


def signed_in(app: Flask, made: Made, login: str) -> Visitor:
    client = app.test_client()
    with made.database.transaction() as tx:
        person = register.person_by_login(tx, login)
        assert person
        client.set_cookie(COOKIE, people.begin_session(tx, person))
    return Visitor(client)


@pytest.fixture
def item(made: Made) -> str:
    """The address of a request on the agenda."""
    answers = {"leerling": "Noor Voorbeeld", "vraag": "Meer hulp in de klas."}
    case = cases.start_case(desk(made, "ib.linde"), "commissie", "aanvraag", answers)
    (line,) = lists.my_tasks(desk(made, "lid.vier")).items
    cases.complete_task(desk(made, "lid.vier"), line.task.id, {"advies": "Ken dit toe."})
    with made.database.transaction(writes=False) as tx:
        (task,) = tasks.open_of_case(tx, case.id)
    return f"{AGENDA}/{task.id}"


def begin(made: Made, chair: Visitor, *logins: str) -> int:
    """Begin a meeting from the page, or change it; the status of the answer."""
    numbers = [str(desk(made, login).actor.id) for login in logins]
    token = re.search(r'name="csrf_token" value="([^"]+)"', chair.get(AGENDA).text)
    day = re.search(r'name="dag" value="([^"]+)"', chair.get(AGENDA).text)
    assert token
    assert day
    sent = {"csrf_token": token[1], "dag": day[1], "aanwezig": numbers, "regio": "commissie"}
    return chair.client.post(f"{AGENDA}/vergadering", data=sent).status_code


def test_a_committee_meets_votes_and_decides(app: Flask, made: Made, item: str) -> None:
    chair, member = signed_in(app, made, "voorzitter"), signed_in(app, made, "lid.een")
    assert "Commissie van toekenning" in member.get("/taken").text
    agenda = member.get(AGENDA).text
    assert "Noor Voorbeeld" in agenda
    assert "Vergadering beginnen" not in agenda
    assert "geen vergadering" in member.get(item).text
    assert re.search(r'<p class="ondertitel">.*Noor Voorbeeld', member.get(item).text)
    assert begin(made, chair) == 422
    assert begin(made, chair, "voorzitter", "lid.een", "lid.twee") == 303
    assert "Vergadering sluiten" in chair.get(AGENDA).text
    wrong = member.post(item, stem="tegen")
    assert wrong.status_code == 422
    assert "waarom u tegen bent" in wrong.text
    for who, choice in (("lid.een", "tegen"), ("lid.twee", "voor"), ("voorzitter", "voor")):
        sent = signed_in(app, made, who).post(item, stem=choice, reden=f"<b>{SECRET}</b>")
        assert (sent.status_code, sent.headers["Location"]) == (303, item)
    page = member.get(item).text
    assert f"&lt;b&gt;{SECRET}&lt;/b&gt;" in page
    assert "2 voor, 1 tegen" in page
    assert "Besluit vastleggen" not in page
    address = item.replace(AGENDA, "/taken")
    assert "De voorzitter legt het besluit vast" in member.get(address).text
    assert SECRET in chair.get(address).text
    refused = chair.post(address, besluit="afgewezen", motivering="Nee.", actie="versturen")
    assert refused.status_code == 422
    assert "De commissie stemde voor" in refused.text
    assert chair.post(address, besluit="toegekend", motivering="Ja.", actie="versturen").status_code == 303
    late = member.post(item, AGENDA, stem="voor")
    assert late.status_code == 409
    assert "Er wacht niets op deze commissie" in member.get(AGENDA).text


def test_for_everybody_else_there_is_no_agenda(app: Flask, made: Made, item: str) -> None:
    chair = signed_in(app, made, "voorzitter")
    assert begin(made, chair, "voorzitter", "lid.een", "lid.twee") == 303
    signed_in(app, made, "lid.een").post(item, stem="tegen", reden=SECRET)
    for login in ("ib.linde", "ib.eikel", "toezicht", "ontwerper", "beheerder"):
        other = signed_in(app, made, login)
        absent = other.get("/commissies/bestaat-niet").text
        for address in (AGENDA, item):
            answer = other.get(address)
            assert answer.status_code == 404
            assert answer.text.partition("<main")[2] == absent.partition("<main")[2]
        assert other.post(item, "/privacy", stem="voor").status_code == 404
        for end in ("vergadering", "sluiten"):
            assert other.post(f"{AGENDA}/{end}", "/privacy", dag="2026-11-21").status_code == 404
        assert "/commissies/" not in other.get("/taken").text


def test_who_does_not_convene_cannot_and_a_wrong_committee_has_no_such_item(
    app: Flask, made: Made, item: str
) -> None:
    member = signed_in(app, made, "lid.een")
    sent = member.post(f"{AGENDA}/vergadering", "/privacy", dag="2026-11-21", aanwezig="1")
    assert sent.status_code == 422
    assert "De voorzitter maakt de vergadering" in sent.text
    assert member.post(f"{AGENDA}/sluiten", "/privacy").status_code == 403
    assert member.get(item.replace("toekenning", "bezwaar")).status_code == 404
    assert member.get(f"{AGENDA}/1-onzin").status_code == 404
    assert member.get(f"{AGENDA}?na=onzin&regio=elders").status_code == 200


@pytest.mark.parametrize("day", ["", "morgen", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused(app: Flask, made: Made, day: str) -> None:
    chair = signed_in(app, made, "secretaris")
    number = str(desk(made, "lid.een").actor.id)
    sent = chair.post(f"{AGENDA}/vergadering", AGENDA, dag=day, aanwezig=number)
    assert sent.status_code == 422
