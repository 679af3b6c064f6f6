"""S18 to S20: the six routes of the schools of Paraat."""

import pytest

from tests.journeys.scenarios.conftest import Settle
from tests.journeys.scenarios.story import Story
from tests.journeys.scenarios.town import Town

pytestmark = pytest.mark.slow

ILSE, LARS, DIRK = "ib.e", "leerkracht.e", "directeur.e"
KARIN, GIJS, ZOE = "loket.e", "gw.e", "zatt.e"
BEREND, OTHER_BOARD = "bestuur.e", "bestuur.e2"


@pytest.fixture
def town(settle: Settle) -> Town:
    return settle("paraat")


def test_s18_help_of_the_desk_needs_a_card_and_long_use_in_route_4_is_registered_first(town: Town) -> None:
    story = Story(town, "loketaanvraag").until("r3_hgw")
    ilse, asked = story.person(ILSE), story.answers("loket_aanvragen")
    request = ilse.task(story.reference, "loket_aanvragen")
    assert "nog geen HGW-formulier" in ilse.is_refused(request, asked)
    assert town.mails(about="aanvraag voor het OndersteuningsLoket") == []
    story.until("loket_ondertekenen")
    assert town.person(KARIN).tasks() == []
    assert "handtekening" in town.person(DIRK).is_refused(
        town.person(DIRK).task(story.reference, "loket_ondertekenen"),
        story.answers("loket_ondertekenen"),
        signed=False,
    )
    story.past("r4_team", langdurig_gebruik="loket")
    assert ilse.task_names(story.reference) == ["Registreren in ROD"]
    register = Story(town, "route4").answers("r4_rod")
    refused = ilse.is_refused(ilse.task(story.reference, "r4_rod"), {**register, "rod_datum": ""})
    assert "geregistreerd" in refused
    ilse.does(story.reference, "r4_rod", register)
    assert ilse.task_names(story.reference) == ["Hoe verder na route 4?"]
    story.to_the_end()
    assert ilse.follows(story.reference) == town.steps["afgerond"]
    assert not [mail for mail in town.mails() if "Sem" in mail.subject + mail.text]


def test_s19_a_place_that_is_found_after_route_4_ends_in_a_move_to_another_primary_school(town: Town) -> None:
    story = Story(town, "plus_plek").until("plus_onderzoek")
    ilse, found = story.person(ILSE), story.answers("plus_onderzoek")
    task = ilse.task(story.reference, "plus_onderzoek")
    without = {key: answer for key, answer in found.items() if key != "opp"}
    assert "OPP: Voeg een bestand toe." in ilse.is_refused(task, without)
    story.to_the_end()
    assert ilse.follows(story.reference) == "Overstap naar een andere basisschool (BAO-BAO)"
    assert "5 ZATT/OZL : komt nog" in ilse.reads(f"/volgen/{story.reference}")
    for login in (ILSE, KARIN, GIJS, BEREND, ZOE):
        assert town.person(login).task_names(story.reference) == []


def test_s20_route_5_waits_for_both_and_for_the_board_and_route_6_for_the_municipality(town: Town) -> None:
    story = Story(town, "route5_volgorde").until("r5_coordinator")
    ilse, zoe = story.person(ILSE), town.person(ZOE)
    assert ilse.task_names(story.reference) == []
    story.until("r5_gedragswetenschapper")
    assert ilse.task_names(story.reference) == []
    assert "gedragswetenschapper moet nog bevestigen" in ilse.follows(story.reference)
    story.until("r5_toestemming")
    assert ilse.task_names(story.reference) == ["Toestemming ouders regelen"]
    story.until("bestuur_beslist")
    assert zoe.tasks() == []
    assert town.person(OTHER_BOARD).tasks() == []
    story.past("bestuur_beslist").until("bestuur_beslist").past("bestuur_beslist")
    berend = town.person(BEREND)
    task = berend.task(story.reference, "bestuur_ondertekent")
    assert zoe.tasks() == []
    assert "handtekening" in berend.is_refused(task, {}, signed=False)
    story.until("zatt_behandelen").past("zatt_behandelen")
    assert zoe.task_names(story.reference) == []
    last = Story(town, "zes_routes")
    ilse.does(story.reference, "r6_gemeente", last.answers("r6_gemeente"))
    zoe.does(story.reference, "r6_verwijzen", last.answers("r6_verwijzen"))
    assert ilse.follows(story.reference) == town.steps["plaatsing"]
    case = ilse.reads(f"/zaken/{story.reference}")
    assert "Toelaatbaarheidsverklaring SBO Uitkomst Ja, toegekend" in case
    assert "Ondertekend Inbrengen bij ZATT/OZL: Berend Bestuur" in case
