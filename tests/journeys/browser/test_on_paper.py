"""What a parent says on paper, recorded by the school in a browser: every page on the way can be used by everybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload

from engine.casework.cases import complete_task, start_case
from engine.desk import Desk
from engine.people import actor_of
from engine.store import people, tasks
from tests.journeys.browser.serving import served
from tests.journeys.browser.visiting import Visitor
from tests.webui.installation import Made, make_installation
from webui.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAUL = {"naam": "Paul Voorbeeld", "gezag": True, "op_papier": True}
PLAN = {"beschrijving": "Leest.", "doelen": "M4", "aanpak": "Oefenen", "uren": 2, "verslag": "Kort."}
LETTER = FilePayload(name="brief.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n% brief\n")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, demo=True, region="samen")
    yield installation
    installation.database.close()


@pytest.fixture
def address(made: Made) -> Iterator[str]:
    with served(create_app(made.settings, made.database)) as address:
        yield address


def asked(made: Made) -> str:
    """A case in which a parent who does not use the system is asked about a plan."""
    with made.database.transaction() as tx:
        school = people.person_by_login(tx, "ib.eikel")
        assert school
        desk = Desk(made.database, actor_of(tx, school), made.settings)
    answers = {"leerling_naam": "Noor Voorbeeld", "vraag": "Rekenen.", "ouders": [PAUL]}
    case = start_case(desk, "samen", "samen_plan", answers)
    with made.database.transaction(writes=False) as tx:
        (task,) = tasks.open_of_case(tx, case.id)
    return complete_task(desk, task.id, PLAN).reference


def test_the_school_records_what_a_parent_said_on_paper(
    browser: Browser, made: Made, address: str, axe: str
) -> None:
    ib = Visitor(browser, address, axe).signed_in("ib.eikel")
    reference = asked(made)
    ib.go(f"/zaken/{reference}")
    ib.page.locator('a[href^="/op-papier/"]').click()
    ib.look()
    ib.press("Vastleggen")
    assert "niet goed" in ib.page.locator("#fouten").inner_text()
    ib.fill_in({"instemming": "ja", "datum": "2026-10-01"})
    ib.page.locator('[name="bewijs-nieuw"]').set_input_files([LETTER])
    ib.press("Vastleggen")
    ib.go(f"/zaken/{reference}")
    assert "op papier" in ib.text()
    ib.close()
