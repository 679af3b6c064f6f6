"""The register, the budget and the numbers, wide and narrow: nothing that axe finds, nothing that sticks out."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser

from engine.casework import cases
from engine.desk import Desk
from engine.people import actor_of
from engine.store import people, tasks
from tests.journeys.browser.conftest import WATCH, become
from tests.journeys.browser.serving import served
from tests.journeys.browser.test_pages import check
from tests.webui.installation import Made, make_installation
from webui.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADDRESSES = {
    "ib.eikel": ["/register", "/register?stand=verlopen", "/register/1", "/register/3", "/register/budget?jaar=2026"],
    "commissie": ["/register", "/register/1", "/register/2", "/register/budget?jaar=2026"],
    "directeur": ["/overzicht", "/overzicht?jaar=2025"],
}  # fmt: skip


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = make_installation(tmp_path_factory.mktemp("register"), demo=True, region="register")
    for pupil in ("Noor Voorbeeld", "Sem Testers"):
        _grant(made, pupil)
    moved = {"nieuwe_school": "99AB00", "ingang": "2027-01-01", "reden": "Verhuisd"}
    cases.start_case(_desk(made, "commissie"), "register", "overstap", moved, about=2)
    back = {"nieuwe_school": "99AA00", "ingang": "2027-02-01", "reden": "Terug"}
    cases.start_case(_desk(made, "commissie"), "register", "overstap", back, about=3)
    with served(create_app(made.settings, made.database)) as address:
        yield address
    made.database.close()


def _desk(made: Made, login: str) -> Desk:
    with made.database.transaction(writes=False) as tx:
        person = people.person_by_login(tx, login)
        assert person
        return Desk(made.database, actor_of(tx, person), made.settings)


def _grant(made: Made, pupil: str) -> None:
    case = cases.start_case(_desk(made, "ib.eikel"), "register", "aanvragen", {"leerling_naam": pupil})
    with made.database.transaction(writes=False) as tx:
        (task,) = tasks.open_of_case(tx, case.id)
    answers = {
        "besluit": "toegekend", "vorm": "geld", "geldig_van": "2026-08-01", "geldig_tot": "2090-07-31",
        "bedrag": Decimal("1234.56"), "uren": Decimal(10),
    }  # fmt: skip
    cases.complete_task(_desk(made, "commissie"), task.id, answers)


@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("login", ADDRESSES)
def test_every_page_of_the_register_can_be_used_by_everybody(
    browser: Browser, at: str, axe: str, login: str, width: int
) -> None:
    context = browser.new_context(base_url=at, viewport={"width": width, "height": 800}, locale="nl-NL")
    context.add_init_script(WATCH)
    page = context.new_page()
    become(page, login)
    for place in ADDRESSES[login]:
        answer = page.goto(place)
        if answer is not None and answer.status == 404:
            continue  # a row of another school
        page.wait_for_selector("html[data-ready]")
        page.wait_for_load_state("networkidle")
        check(page, axe, width)
    context.close()


def test_a_school_renews_at_a_row_without_a_mouse_and_finds_what_was_written_then(
    browser: Browser, at: str
) -> None:
    context = browser.new_context(base_url=at, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    become(page, "ib.eikel")
    page.goto("/register/1")
    page.get_by_role("button", name="Verlengen").press("Enter")
    page.wait_for_url("**/aanvragen/register/aanvragen?register=1")
    assert page.get_by_label("Naam van de leerling").input_value() == "Noor Voorbeeld"
    page.get_by_role("button", name="Versturen").press("Enter")
    page.wait_for_url("**/volgen/*")
    context.close()
