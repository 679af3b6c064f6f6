"""S1 to S5: extra support in the region of DigiDoor-zorg."""

from datetime import timedelta

import pytest

from tests.journeys.scenarios.conftest import Settle
from tests.journeys.scenarios.story import Story
from tests.journeys.scenarios.town import Town

pytestmark = pytest.mark.slow

IRIS, ANNA, SOFIE, LOTTE = "ib.digi.voorbeeldlinde", "begeleider.a", "specialist.a1", "specialist.a3"
TO_IRIS, TO_ANNA = f"{IRIS}@voorbeeld.example", f"{ANNA}@voorbeeld.example"
ROUNDED_OFF = "Afgerond: het dossier is gesloten"
BSN = "999990019"


@pytest.fixture
def town(settle: Settle) -> Town:
    return settle("digidoor")


def test_s01_a_check_that_needs_no_partnership_ends_without_a_request_and_without_a_message(
    town: Town,
) -> None:
    story = Story(town, "geen_aanvraag").to_the_end()
    assert story.person(IRIS).follows(story.reference) == "Geen aanvraag: school gaat zelf verder"
    assert town.mails() == []
    assert town.person(ANNA).tasks() == []
    assert story.reference not in town.anybody().reads("/demo/koppeling")


def test_s02_a_plan_on_day_12_after_one_clarification_is_carried_out_by_another_and_agreed_and_the_file_is_closed(
    town: Town,
) -> None:
    story = Story(town, "van_check_tot_nazorg").until("uitvoeren")
    sofie, lotte = town.person(SOFIE), town.person(LOTTE)
    task = lotte.task(story.reference, "uitvoeren")
    assert sofie.task_names(story.reference) == []
    assert "Alleen de persoon die is aangewezen" in sofie.kept_from(task)
    story.to_the_end()
    iris = story.person(IRIS)
    assert iris.follows(story.reference) == ROUNDED_OFF
    case = iris.reads(f"/zaken/{story.reference}")
    assert "Vraag verduidelijken – Iris de Boer" in case
    assert "Is er ook telefonisch contact geweest? Ja" in case
    assert "is te laat" not in case
    assert len(town.mails(TO_IRIS, "wordt afgerond")) == 1
    assert not [mail for mail in town.mails() if "Noor" in mail.text + mail.subject or BSN in mail.text]
    for login in (IRIS, ANNA, SOFIE, LOTTE):
        assert town.person(login).task_names(story.reference) == []
        assert town.person(login).buttons(story.reference) == []
    assert "al gedaan" in lotte.kept_from(task)


def test_s03_a_plan_that_is_not_ready_on_day_15_is_too_late_and_the_case_goes_on(town: Town) -> None:
    story = Story(town, "te_laat").past("aanvragen")
    town.pass_time(timedelta(days=14))
    assert town.mails(about="voorbij") == []
    town.pass_time(timedelta(days=1))
    assert len(town.mails(TO_ANNA, "voorbij")) == len(town.mails(TO_IRIS, "voorbij")) == 1
    anna = town.person(ANNA)
    assert story.reference in anna.reads("/taken?wanneer=te-laat")
    assert "te laat" in anna.reads(f"/zaken/{story.reference}").casefold()
    story.left = [scene for scene in story.left if "klok" not in scene]
    story.past("doorverwijzen")
    assert town.person(SOFIE).task_names(story.reference) == ["Gesprek met aanvrager, ouders en betrokkenen"]


def test_s04_an_applicant_who_agrees_the_third_time_has_had_three_messages(town: Town) -> None:
    story = Story(town, "niet_akkoord").past("akkoord_geven")
    assert story.person(IRIS).follows(story.reference) != ROUNDED_OFF
    story.past("akkoord_geven")
    assert story.person(IRIS).follows(story.reference) != ROUNDED_OFF
    story.to_the_end()
    assert story.person(IRIS).follows(story.reference) == ROUNDED_OFF
    assert len(town.mails(TO_IRIS, "wordt afgerond")) == 3


def test_s05_a_citizen_service_number_that_cannot_be_is_refused_and_a_good_one_is_taken(town: Town) -> None:
    story = Story(town, "niet_akkoord").until("aanvragen")
    iris, answers = story.person(IRIS), story.answers("aanvragen")
    task = iris.task(story.reference, "aanvragen")
    assert "burgerservicenummer" in iris.is_refused(task, {**answers, "bsn": "123456789"}).casefold()
    assert town.mails() == []
    iris.does(story.reference, "aanvragen", {**answers, "bsn": BSN})
    assert len(town.mails(TO_IRIS, "ontvangen")) == 1
    assert BSN not in iris.page(f"/zaken/{story.reference}").text
