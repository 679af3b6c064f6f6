"""A plan from its first version to a signature, in a browser: every page on the way can be used by everybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from engine import people
from tests.journeys.browser.serving import served
from tests.journeys.browser.visiting import Visitor
from tests.webui.installation import make_installation
from webui.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "een lang wachtwoord"
PLAN = {"beschrijving": "Leest met moeite.", "doelen": "Niveau E4", "aanpak": "Elke dag lezen.", "uren": "2"}


@pytest.fixture(scope="module")
def stukken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration with the plan of tests/regions/stukken; the head of the school has a password."""
    made = make_installation(tmp_path_factory.mktemp("stukken"), demo=True, region="stukken")
    people.set_password(made.database, "directeur.linde", PASSWORD)
    with served(create_app(made.settings, made.database)) as address:
        yield address
    made.database.close()


def open_task(person: Visitor) -> None:
    """The first in the list of this person."""
    person.go("/taken")
    person.page.locator(".rij__naam a").first.click()
    person.look()


def test_a_plan_is_made_agreed_with_and_signed_by_everybody_in_a_browser(
    browser: Browser, stukken: str, axe: str
) -> None:
    ib = Visitor(browser, stukken, axe).signed_in("ib.linde")
    ib.go("/aanvragen/stukken/plan")
    ib.send({"leerling": "Noor Voorbeeld", "aanleiding": "Meer hulp nodig."}, "Versturen")
    reference = ib.page.url.rsplit("/", 1)[1]
    open_task(ib)
    ib.send(PLAN, "Klaar")
    for login in ("ouder.een", "ouder.twee"):
        parent = Visitor(browser, stukken, axe).signed_in(login)
        open_task(parent)
        assert "Ontwikkelingsperspectief, versie 1: handelingsdeel" in parent.text()
        assert "Leest met moeite." not in parent.text()
        parent.send({"instemming": "ja"}, "Klaar")
        parent.close()
    head = Visitor(browser, stukken, axe).signed_in("directeur.linde")
    open_task(head)
    head.press("Klaar")
    assert "Zonder vinkje is er geen handtekening" in head.text()
    head.fill_in({"ondertekening-akkoord": "ja", "ondertekening-wie": PASSWORD})
    head.press("Klaar")
    head.close()
    ib.go(f"/volgen/{reference}")
    ib.go(f"/zaken/{reference}")
    assert "Dirk Vos (Directeur)" in ib.text()
    ib.press("Ontwikkelingsperspectief versie 1")
    assert "gevraagd" in ib.text()
    ib.close()
