"""A form made of blocks in a browser: rows, a second case for the same pupil, and the citizen service number in full."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import SYSTEM
from tests.engine.casework.with_blocks import BSN, FOLDER
from tests.journeys.browser.conftest import WATCH, become, faults_found_by_axe
from tests.journeys.browser.serving import served
from tests.webui.installation import make_installation
from webui.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration with the region whose forms are made of blocks."""
    made = make_installation(tmp_path_factory.mktemp("var"), demo=True)
    desk = Desk(made.database, SYSTEM, made.settings)
    publish(desk, read_folder(FOLDER), "Eerste versie", try_out=True)
    load(desk, FOLDER)
    with served(create_app(made.settings, made.database)) as address:
        yield address
    made.database.close()


@pytest.fixture
def narrow(browser: Browser, blocks: str) -> Iterator[Page]:
    context = browser.new_context(base_url=blocks, viewport={"width": 400, "height": 800}, locale="nl-NL")
    context.add_init_script(WATCH)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def check(page: Page, axe: str) -> None:
    page.wait_for_selector("html[data-ready]")
    assert faults_found_by_axe(page, axe) == [], page.url
    assert page.evaluate("window.breaches") == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 400, page.url


def fill_in(page: Page, vraag: str) -> None:
    page.goto("/aanvragen/blokken/plan")
    page.get_by_label("Roepnaam").fill("Noor")
    page.get_by_label("Achternaam").fill("Voorbeeld")
    page.get_by_label("Geboortedatum").fill("2017-03-01")
    page.get_by_label("Burgerservicenummer").fill(BSN)
    page.get_by_label("De ouders hebben de aanvraag gezien").check()
    page.get_by_label("Wat zeggen de ouders?").fill("Zij twijfelen.")
    page.get_by_label("Wat is uw vraag?").fill(vraag)
    page.get_by_role("button", name="Versturen").click()


def test_a_second_case_is_asked_about_and_the_number_is_shown_to_who_may(narrow: Page, axe: str) -> None:
    become(narrow, "ib2.eikel")
    fill_in(narrow, "Hulp bij lezen")
    narrow.wait_for_url("**/volgen/*")
    reference = narrow.url.rsplit("/", 1)[1]

    fill_in(narrow, "Hulp bij rekenen")
    narrow.get_by_label("Toch indienen").wait_for()
    check(narrow, axe)
    assert narrow.get_by_role("link", name=reference).first.get_attribute("href") == f"/volgen/{reference}"
    narrow.get_by_label("Toch indienen").check()
    narrow.get_by_role("button", name="Versturen").click()
    narrow.wait_for_url("**/volgen/*")

    become(narrow, "begeleider")
    narrow.goto(f"/zaken/{reference}")
    narrow.get_by_text("Plan aanvragen –").first.click()
    check(narrow, axe)
    assert BSN not in narrow.content()
    narrow.get_by_role("button", name="Burgerservicenummer tonen").first.click()
    narrow.get_by_text(BSN).wait_for()
    check(narrow, axe)
    assert BSN not in narrow.url
