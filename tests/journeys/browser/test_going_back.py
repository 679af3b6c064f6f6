"""Back, with the button of the browser, after a form was handed in."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browser.conftest import become

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_who_goes_back_after_handing_in_does_not_find_the_same_answers_to_hand_in_again(page: Page) -> None:
    """A browser that fills them in again would begin a second request at the next press."""
    become(page, "ib.eikel")
    page.goto("/aanvragen/klein/hulp")
    page.get_by_label("Naam van de leerling").fill("Sem Testers")
    page.get_by_label("Domein").select_option("leren")
    page.get_by_label("Uren").check()
    page.get_by_label("Wat is er al gedaan?").fill("Gepraat met thuis.")
    page.get_by_label("Naam van wie meedoet").fill("Bo Voorbeeld")
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_url("**/volgen/*")
    page.go_back()
    page.wait_for_selector("html[data-ready]")
    assert page.get_by_label("Wat is er al gedaan?").input_value() == ""
    assert page.get_by_label("Naam van de leerling").input_value() == ""
    assert page.get_by_label("Domein").input_value() == ""
    assert not page.get_by_label("Uren").is_checked()
