"""A term that stands still and goes on, in a browser, wide and narrow; and a question that its school may not know."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser.serving import served
from tests.journeys.browser.visiting import Visitor
from tests.webui.installation import make_installation
from webui.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a demonstration with the region of the test."""
    made = make_installation(tmp_path, demo=True, region=request.param)
    with served(create_app(made.settings, made.database)) as address:
        yield address
    made.database.close()


@pytest.mark.parametrize("at", ["termijnen"], indirect=True)
def test_a_term_is_read_and_moved_in_a_browser(browser: Browser, at: str, axe: str) -> None:
    school = Visitor(browser, at, axe).signed_in("ib.eikel")
    school.go("/aanvragen/termijnen/toekenning")
    school.send({"leerling": "Noor Voorbeeld", "hulp": "Rekenen"}, "Versturen")
    reference = school.page.url.rsplit("/", 1)[1]
    judge = Visitor(browser, at, axe).signed_in("beoordelaar")
    judge.go("/taken")
    assert "Eerste keer bekijken" in judge.text()
    judge.go(f"/zaken/{reference}")
    judge.page.locator("summary", has_text="Stilzetten").click()
    judge.look()
    judge.page.locator("#reden-beslistermijn-pauzeren").fill("De ouders zijn op reis.")
    judge.page.locator('form[action$="/beslistermijn/pauzeren"] button').click()
    judge.look()
    assert "gepauzeerd sinds" in judge.text()
    judge.close()
    for page in ("volgen", "zaken"):
        school.go(f"/{page}/{reference}")
        assert "omdat: De ouders zijn op reis." in school.text()
    school.close()


@pytest.mark.parametrize("at", ["anoniem"], indirect=True)
def test_a_question_is_asked_for_a_school_that_may_not_know(browser: Browser, at: str, axe: str) -> None:
    asking = Visitor(browser, at, axe).signed_in("zorgmakelaar")
    asking.go("/aanvragen/anoniem/vraag")
    asking.page.get_by_label("School van de leerling").select_option(label="De Eikel (voorbeeld)")
    asking.send({"leerling": "Yara Proef", "ouder": "Olga Voorbeeld", "anoniem": "ja"}, "Versturen")
    reference = asking.page.url.rsplit("/", 1)[1]
    asking.go(f"/zaken/{reference}")
    assert "De Eikel (voorbeeld)" in asking.text()
    asking.close()
    school = Visitor(browser, at, axe).signed_in("ib.eikel")
    for page in ("/taken", "/aanvragen"):
        school.go(page)
        assert reference not in school.text()
    school.close()
