"""Every page, wide and narrow: nothing that axe finds, no breach of the content policy, nothing that sticks out."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser.conftest import WATCH, become, cells_that_run_over, faults_found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (1200, 400)
ADDRESSES = {
    "ib.eikel": ["/", "/taken", "/aanvragen", "/aanvragen/klein/hulp", "/regio/klein", "/regio/klein/formulieren", "/regio/klein/documenten/criteria"],
    "commissie.een": ["/", "/taken", "/vervanging", "/zaken", "/zaken?zoek=niets", "/bestaat-niet", "/toegankelijkheid", "/privacy"],
    "ontwerper": ["/ontwerpen", "/ontwerpen/klein", "/ontwerpen/klein/repetities"],
    "beheerder": ["/regio/klein/stand", "/beheer/storingen", "/beheer/taken", "/demo/klok", "/demo/post", "/demo/koppeling"],
}  # fmt: skip


@pytest.fixture(scope="module")
def handed_in(browser: Browser, address: str) -> dict[str, list[str]]:
    """A case half-way, so that there is something to see: more addresses by login."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    become(page, "ib.eikel")
    page.goto("/aanvragen/klein/hulp")
    page.get_by_label("Naam van de leerling").fill("Noor Voorbeeld")
    page.get_by_label("Domein").select_option("leren")
    page.get_by_label("Uren").check()
    page.get_by_label("Wat is er al gedaan?").fill("Gepraat met thuis.")
    page.get_by_label("Naam van wie meedoet").fill("Bo Voorbeeld")
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_url("**/volgen/*")
    reference = page.url.rsplit("/", 1)[1]
    page.goto(f"/zaken/{reference}")
    act = page.get_by_role("link", name="Intrekken").get_attribute("href") or ""
    answers = page.locator('a[href*="/antwoorden/"]').first.get_attribute("href") or ""
    become(page, "commissie.een")
    page.goto("/taken")
    task = page.locator(".rij__naam a").first.get_attribute("href") or ""
    context.close()
    tabs = [f"/zaken/{reference}/{tab}" for tab in ("betrokkenen", "logboek", "documenten")]
    return {
        "ib.eikel": [f"/volgen/{reference}", f"/zaken/{reference}", act, answers, *tabs],
        "commissie.een": [f"/volgen/{reference}", f"/zaken/{reference}", task],
        "beheerder": [f"{task}/toewijzen"],
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("login", ADDRESSES)
def test_every_page_can_be_used_by_everybody(
    browser: Browser, address: str, handed_in: dict[str, list[str]], axe: str, login: str, width: int
) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800}, locale="nl-NL")
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("/aanmelden")
    check(page, axe, width)
    become(page, login)
    for place in [*ADDRESSES[login], *handed_in.get(login, [])]:
        page.goto(place)
        page.wait_for_selector("html[data-ready]")
        page.wait_for_load_state("networkidle")
        check(page, axe, width)
    context.close()


def check(page: Page, axe: str, width: int) -> None:
    assert faults_found_by_axe(page, axe) == [], page.url
    assert page.evaluate("window.breaches") == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert cells_that_run_over(page) == [], page.url
    assert page.locator("h1").count() == 1, page.url
    assert " – Leidraad" in page.title(), page.url


def test_the_form_with_mistakes_is_as_good_as_the_form_without(page: Page, axe: str) -> None:
    become(page, "ib.eikel")
    page.goto("/aanvragen/klein/hulp")
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_selector("#fouten")
    assert page.evaluate("document.activeElement.id") == "fouten"
    assert faults_found_by_axe(page, axe) == []
    page.locator("#fouten a").first.click()
    assert page.evaluate("document.activeElement.id") == "leerling"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_try_out_is_as_good_as_the_real_thing(browser: Browser, address: str, axe: str, width: int) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800}, locale="nl-NL")
    context.add_init_script(WATCH)
    page = context.new_page()
    become(page, "ontwerper")
    page.goto("/ontwerpen/klein")
    page.get_by_role("button", name="Proef beginnen").click()
    page.wait_for_url("**/proef/**")
    check(page, axe, width)
    page.locator('button[name="wie"][value="ib.eikel"]').click()
    page.wait_for_load_state()
    check(page, axe, width)
    context.close()
