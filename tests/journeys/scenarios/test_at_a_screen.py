"""S2, S13 and S18 once more, with the school in Chromium: everybody can use every page that the school comes to."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.scenarios.at_a_screen import AtAScreen
from tests.journeys.scenarios.conftest import Settle
from tests.journeys.scenarios.story import Story
from tests.journeys.scenarios.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Sit = Callable[[Town, str], AtAScreen]


@pytest.fixture
def sit(browser: Browser, axe: str) -> Iterator[Sit]:
    """Somebody of a town behind a screen, by the name they sign in with."""
    people: list[AtAScreen] = []

    def down(town: Town, login: str) -> AtAScreen:
        people.append(AtAScreen(browser, town, axe).signed_in(login))
        return people[-1]

    yield down
    for one in people:
        one.close()


def test_s02_a_school_asks_and_agrees_and_then_only_reads(settle: Settle, sit: Sit) -> None:
    town = settle("digidoor")
    iris, story = sit(town, "ib.digi.voorbeeldlinde"), Story(town, "van_check_tot_nazorg")
    asking = {"ib.digi.voorbeeldlinde": iris}
    story.past("aanvragen", asking).until("akkoord_geven").past("akkoord_geven", asking)
    iris.go(f"/volgen/{story.reference}")
    expect(iris.page.locator(".nu__tekst")).to_have_text("Afgerond: het dossier is gesloten")
    iris.go(f"/zaken/{story.reference}")
    iris.look_hard()
    expect(iris.page.locator("main").get_by_role("button")).to_have_count(0)


def test_s13_money_for_behaviour_is_refused_at_the_field_and_guidance_is_offered(
    settle: Settle, sit: Sit
) -> None:
    town = settle("berseba")
    iris, story = sit(town, "ib.voorbeeldlinde"), Story(town, "geld_bij_beperking")
    iris.go("/aanvragen/berseba/loket_arrangement")
    iris.hands_in({**story.answers("loket_arrangement"), "domein": ["gedrag_seo"]})
    at_the_field = iris.page.locator("#vorm_arrangement-fout")
    expect(at_the_field).to_contain_text("geen arrangementen in geld worden toegekend bij gedrag")
    expect(at_the_field).to_contain_text("vraagt u zelf ambulante begeleiding aan")
    iris.look_hard()
    assert town.mails() == []


def test_s18_a_school_asks_the_desk_and_registers_long_use(settle: Settle, sit: Sit) -> None:
    town = settle("paraat")
    ilse, story = sit(town, "ib.e"), Story(town, "loketaanvraag").until("r3_hgw")
    ilse.opens(story.reference, "loket_aanvragen")
    ilse.hands_in(story.answers("loket_aanvragen"))
    expect(ilse.page.locator("#fouten")).to_contain_text("nog geen HGW-formulier")
    ilse.look_hard()
    long_use = {**story.until("r4_team").answers("r4_team"), "langdurig_gebruik": "loket"}
    ilse.does(story.reference, "r4_team", long_use)
    ilse.does(story.reference, "r4_rod", Story(town, "route4").answers("r4_rod"))
    ilse.opens(story.reference, "r4_besluit")
