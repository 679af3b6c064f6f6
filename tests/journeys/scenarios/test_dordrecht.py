"""S6 to S8: support for one pupil, a group and a school in Dordrecht."""

import pytest

from tests.journeys.scenarios.conftest import Settle
from tests.journeys.scenarios.story import Story
from tests.journeys.scenarios.town import Row, Town

pytestmark = pytest.mark.slow

IRIS, BIANCA, OTTO, CARLA = "ib.b.voorbeeldlinde", "bpo.b", "orthopedagoog.b", "coordinator.b"
PETRA = "ouder:petra.voorbeeld@voorbeeld.example"
TO_PETRA = "petra.voorbeeld@voorbeeld.example"
OF_A_PUPIL = {"roepnaam", "voorvoegsel", "achternaam", "geboortedatum", "groep", "bsn", "leerling"}


@pytest.fixture
def town(settle: Settle) -> Town:
    return settle("dordrecht")


def test_s06_a_parent_who_comes_in_with_a_mobile_number_has_three_rights_and_the_logbook_is_complete(
    town: Town,
) -> None:
    story = Story(town, "dossier_met_ouder_en_jeugdteam").until("ouders_uitnodigen_start")
    iris, invited = story.person(IRIS), story.answers("ouders_uitnodigen_start")
    invite = iris.act(story.reference, "ouders_uitnodigen_start")
    assert "06-nummer van de ouder: Vul dit veld in." in iris.is_refused(
        invite, {**invited, "ouder_mobiel": ""}
    )
    assert town.mails(TO_PETRA) == []
    story.until("mening_start")
    assert "Noor" not in town.mails(TO_PETRA)[0].text
    petra = story.person(PETRA)
    assert names(petra.buttons(story.reference)) == ["Mening geven", "Bijlage toevoegen"]
    assert petra.tasks() == []
    assert "Noor" in petra.reads("/ouder")
    others = [
        f"/zaken/{story.reference}",
        f"/volgen/{story.reference}",
        "/taken",
        "/zaken",
        "/aanvragen",
        "/register",
    ]
    others += [iris.task(story.reference, "aanvraag_opstellen"), invite]
    assert {petra.page(address).status_code for address in others} <= {303, 403, 404}
    story.until("aanvraag_opstellen")
    town.person(BIANCA).acts(story.reference, "opmerking_start", {"opmerking": "Noor werkt graag in de hal."})
    story.to_the_end()
    for who, logbook in ((iris, f"/zaken/{story.reference}/logboek"), (petra, "/ouder/logboek")):
        remarks = who.reads(logbook)
        for remark in ("een goed plan", "belt de ouders", "graag in de hal"):
            assert remark in remarks, (who.login, remark)
    parties = iris.reads(f"/zaken/{story.reference}/betrokkenen")
    for name in ("Bianca Begeleider", "Otto Pedagoog", "Petra Voorbeeld", "Jan Jong"):
        assert name in parties
    assert "brief-thuis.pdf" in iris.reads(f"/zaken/{story.reference}/documenten")
    assert petra.buttons(story.reference) == []


def test_s07_a_group_of_six_with_fear_of_failure_gets_2400_euros_and_no_name_is_stored(town: Town) -> None:
    asked = town.person(IRIS).form("/aanvragen/dordrecht/dordrecht_groepsarrangement")
    assert asked.questions().isdisjoint(OF_A_PUPIL)
    story = Story(town, "groepsarrangement").to_the_end()
    case = town.person(IRIS).reads(f"/zaken/{story.reference}")
    for answer in ("Begeleiding bij faalangst", "Hoeveel kinderen zijn het? 6", "€ 2.400,00"):
        assert answer in case
    assert town.person(IRIS).follows(story.reference) == town.steps["toegekend_groep"]
    (row,) = [row for row in town.person(CARLA).finds("") if story.reference in row.text]
    assert row.name == "Groepsarrangement"
    no_tabs_and_no_parents(town, story.reference)


def test_s08_a_school_asks_for_itself_without_a_pupil_and_without_a_tab_for_parents(town: Town) -> None:
    asked = town.person(IRIS).form("/aanvragen/dordrecht/dordrecht_schoolarrangement")
    assert asked.questions().isdisjoint(OF_A_PUPIL)
    story = Story(town, "schoolarrangement").to_the_end()
    assert "Training voor het hele team" in town.person(IRIS).reads(f"/zaken/{story.reference}")
    assert town.person(IRIS).follows(story.reference) == town.steps["toegekend_school"]
    no_tabs_and_no_parents(town, story.reference)


def no_tabs_and_no_parents(town: Town, reference: str) -> None:
    iris = town.person(IRIS)
    for tab in ("betrokkenen", "logboek", "documenten"):
        assert iris.page(f"/zaken/{reference}/{tab}").status_code == 404
    assert "Ouders uitnodigen" not in names(iris.buttons(reference))
    assert "uitnodiging" not in "".join(mail.text for mail in town.mails())
    for login in (BIANCA, OTTO):
        assert town.person(login).page(f"/zaken/{reference}").status_code == 404


def names(rows: list[Row]) -> list[str]:
    return [row.name for row in rows]
