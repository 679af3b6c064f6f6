"""Filling in a form in a browser: with scripts, without them, and with the keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser.conftest import TICKED, become

pytestmark = [pytest.mark.browser, pytest.mark.slow]

START = "/aanvragen/klein/hulp"


def fill_in(page: Page, name: str) -> None:
    page.get_by_label("Naam van de leerling").fill(name)
    page.get_by_label("Domein").select_option("leren")
    page.get_by_label("Uren").check()


def test_without_scripts_a_form_is_handed_in_corrected_and_followed(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    become(page, "ib.eikel")
    page.goto(START)
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator("#fouten")).to_contain_text("niet goed")
    fill_in(page, "Zonder Script")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zonder Script")
    expect(page.locator(".vel svg")).to_be_visible()
    context.close()


def test_what_is_typed_is_kept_and_stays_under_the_fingers(page: Page) -> None:
    become(page, "ib.eikel")
    page.goto(START)
    page.wait_for_selector("html[data-ready]")
    page.get_by_label("Naam van de leerling").fill("Half Getypt")
    page.keyboard.press("Tab")
    expect(page.locator("#bewaard")).to_contain_text("Concept bewaard om")
    assert page.evaluate("document.activeElement.id") == "domein"
    page.goto(START)
    expect(page.get_by_label("Naam van de leerling")).to_have_value("Half Getypt")


def test_who_is_signed_out_meanwhile_is_told_that_nothing_is_kept(page: Page) -> None:
    become(page, "ib.eikel")
    page.goto(START)
    page.wait_for_selector("html[data-ready]")
    page.context.clear_cookies(name="leidraad_aanmelding")
    page.get_by_label("Naam van de leerling").fill("Te Laat")
    page.keyboard.press("Tab")
    expect(page.locator("#bewaard")).to_contain_text("Bewaren lukte niet")
    expect(page.get_by_label("Naam van de leerling")).to_have_value("Te Laat")


def test_with_the_keyboard_alone_one_signs_in_skips_to_the_content_and_hands_in(page: Page) -> None:
    page.goto("/aanmelden")
    page.locator('button[value="ib.beuk"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.goto(START)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.get_by_label("Naam van de leerling").focus()
    page.keyboard.type("Toets Enbord")
    page.keyboard.press("Tab")
    page.keyboard.type("L")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Versturen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Toets Enbord")


def test_pressing_twice_begins_one_case(page: Page) -> None:
    become(page, "ib.eikel")
    page.goto(START)
    fill_in(page, "Dubbel Geklikt")
    page.get_by_role("button", name="Versturen").dblclick()
    page.wait_for_url("**/volgen/*")
    page.goto("/aanvragen")
    expect(page.get_by_role("link", name="Dubbel Geklikt")).to_have_count(1)


def test_an_answer_that_asks_for_more_brings_the_field_and_leaves_the_focus(page: Page) -> None:
    become(page, "ib.eikel")
    page.goto(START)
    page.wait_for_selector("html[data-ready]")
    page.get_by_label("Naam van de leerling").fill("Meer Vragen")
    page.get_by_label("Domein").select_option("leren")
    expect(page.get_by_label("Welk vak?")).to_have_count(0)
    page.get_by_label("Uren").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Welk vak?")).to_be_visible()
    assert page.evaluate("document.activeElement.value") == "uren"
    expect(page.get_by_label("Naam van de leerling")).to_have_value("Meer Vragen")
    page.get_by_label("Geld").check()
    expect(page.get_by_label("Welk vak?")).to_have_count(0)


def test_the_words_beside_a_box_to_tick_stand_on_one_line(page: Page) -> None:
    become(page, "ib.eikel")
    page.goto(START)
    words = page.get_by_text(TICKED).bounding_box()
    assert words is not None
    assert words["height"] < 40
