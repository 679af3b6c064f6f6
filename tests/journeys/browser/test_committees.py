"""A committee meets in a browser, wide and narrow: the agenda, a vote, a refusal, and the decision with its votes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser.conftest import faults_found_by_axe
from tests.journeys.browser.serving import served
from tests.journeys.browser.visiting import NARROW, Visitor
from tests.webui.installation import make_installation
from webui.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEMBERS = ("Vera Maas", "Anna Prins", "Bert Kok")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[str]:
    made = make_installation(tmp_path, demo=True, region="commissie")
    with served(create_app(made.settings, made.database)) as address:
        yield address
    made.database.close()


def look_narrow(visitor: Visitor, axe: str) -> None:
    """What axe finds on the page as a telephone shows it."""
    visitor.page.set_viewport_size(NARROW)
    assert faults_found_by_axe(visitor.page, axe) == [], visitor.page.url


def test_a_committee_meets_and_decides(browser: Browser, at: str, axe: str) -> None:
    school = Visitor(browser, at, "").signed_in("ib.linde")
    school.go("/aanvragen/commissie/aanvraag")
    school.send({"leerling": "Noor Voorbeeld", "vraag": "Meer hulp in de klas."}, "Versturen")
    reference = school.page.url.rsplit("/", 1)[1]
    prepares = Visitor(browser, at, "").signed_in("lid.vier")
    prepares.go("/taken")
    prepares.press("Advies voorbereiden – Noor Voorbeeld")
    prepares.send({"advies": "Ken dit toe."}, "Klaar")
    prepares.close()
    chair = Visitor(browser, at, axe).signed_in("voorzitter")
    chair.go("/taken")
    chair.press("Commissie van toekenning")
    chair.press("Beginnen")
    assert "Kies wie er aanwezig zijn" in chair.text()
    look_narrow(chair, axe)
    for name in MEMBERS:
        chair.page.get_by_label(name, exact=True).check()
    chair.press("Beginnen")
    for login, choice in (("lid.een", "tegen"), ("lid.twee", "voor")):
        member = Visitor(browser, at, axe).signed_in(login)
        member.go("/commissies/toekenning")
        member.press("Beoordelen in de commissie – Noor Voorbeeld")
        if choice == "tegen":
            member.send({"stem": choice}, "Stemmen")
            assert "waarom u tegen bent" in member.text()
        member.send({"stem": choice, "reden": "Zo zie ik het."}, "Stemmen")
        assert f"U stemde: {choice}" in member.text()
        look_narrow(member, axe)
        member.close()
    chair.go("/commissies/toekenning")
    chair.press("Beoordelen in de commissie – Noor Voorbeeld")
    chair.send({"stem": "voor"}, "Stemmen")
    chair.press("Besluit vastleggen")
    chair.send({"besluit": "afgewezen", "motivering": "Het is nodig."}, "Klaar")
    assert "De commissie stemde voor" in chair.text()
    chair.send({"besluit": "toegekend"}, "Klaar")
    chair.go(f"/zaken/{reference}")
    assert "2 voor, 1 tegen, 0 onthouden: voor" in chair.text()
    assert "Anna Prins: tegen" in chair.text()
    look_narrow(chair, axe)
    chair.close()
    school.go(f"/zaken/{reference}")
    assert "Zo zie ik het" not in school.text()
    assert "Commissie van toekenning heeft hierover gestemd" in school.text()
    school.close()
