"""What the pages do with who a pupil is: the citizen service number, and a second case for the same pupil."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.casework.cases import start_case
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import SYSTEM, Case
from engine.people import actor_of
from engine.store import people as register
from tests.engine.casework.with_blocks import BSN, FOLDER, REQUEST
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation

START = "/aanvragen/blokken/plan"
SENT = {**REQUEST, "actie": "versturen", "ouders-aantal": "0", "bijlagen-aantal": "0"}
BUTTON = "Burgerservicenummer tonen"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path)
    desk = Desk(installation.database, SYSTEM, installation.settings)
    publish(desk, read_folder(FOLDER), "Eerste versie", try_out=True)
    load(desk, FOLDER)
    yield installation
    installation.database.close()


@pytest.fixture
def case(made: Made) -> Case:
    with made.database.transaction(writes=False) as tx:
        person = register.person_by_login(tx, "ib.eikel")
        assert person
        actor = actor_of(tx, person)
    return start_case(Desk(made.database, actor, made.settings), "blokken", "plan", dict(REQUEST))


def test_who_may_asks_for_the_number_with_a_button(case: Case, visitor: Callable[[str], Visitor]) -> None:
    at = visitor("begeleider")
    page = at.get(f"/zaken/{case.reference}")
    assert BUTTON in page.text
    assert BSN not in page.text
    action = page.text.partition('/bsn"')[0].rpartition('"')[2] + "/bsn"

    shown = at.post(action, f"/zaken/{case.reference}")
    assert shown.status_code == 200
    assert BSN in shown.text
    assert BSN not in action
    assert "burgerservicenummer bekeken" in at.get(f"/zaken/{case.reference}").text
    assert at.get(action).status_code == 405


def test_who_may_not_sees_no_button_and_no_number(case: Case, visitor: Callable[[str], Visitor]) -> None:
    action = (
        visitor("begeleider").get(f"/zaken/{case.reference}").text.partition('/bsn"')[0].rpartition('"')[2]
        + "/bsn"
    )
    for login in ("ib.eikel", "ib.beuk"):
        at = visitor(login)
        page = at.get(f"/zaken/{case.reference}").text + at.get(f"/volgen/{case.reference}").text
        assert BUTTON not in page
        assert BSN not in page
        refused = at.post(action, "/")
        assert refused.status_code == 404
        assert BSN not in refused.text


def test_a_second_time_asks_and_goes_on_when_that_is_meant(
    case: Case, visitor: Callable[[str], Visitor]
) -> None:
    at = visitor("ib2.eikel")
    asked = at.post(START, START, **SENT)
    assert asked.status_code == 422
    assert f'href="/volgen/{case.reference}"' in asked.text
    assert 'name="toch"' in asked.text
    assert 'value="Noor"' in asked.text

    assert at.post(START, START, **SENT, toch="ja").status_code == 303


def test_another_school_hears_nothing(case: Case, visitor: Callable[[str], Visitor]) -> None:
    sent = visitor("ib.beuk").post(START, START, **SENT)

    assert sent.status_code == 303
    assert case.reference not in sent.text
