"""S12 to S17: Het Loket of Berséba."""

from datetime import datetime, timedelta

import pytest
from lxml import html

from bpmn.drawing import NOW
from engine.clock import AMSTERDAM
from tests.journeys.scenarios.conftest import Settle
from tests.journeys.scenarios.story import Story
from tests.journeys.scenarios.town import Town

pytestmark = pytest.mark.slow

IRIS, DAAN = "ib.voorbeeldlinde", "directeur.voorbeeldlinde"
CORA, CHRIS, ROB, ZOE = "commissie.d1", "commissie.d2", "regiomanager.d", "zorgmakelaar.d"
OTHER_SCHOOL = "ib.proefballon"
TO_IRIS = "iris.de.boer@voorbeeldlinde.example"


@pytest.fixture
def town(settle: Settle) -> Town:
    return settle("berseba")


def test_s12_a_parent_who_stays_anonymous_is_nowhere_for_the_school(town: Town) -> None:
    story = Story(town, "ouder_anoniem").until("school_informeren")
    assert town.mails() == []
    story.past("school_informeren")
    (mail,) = town.mails(TO_IRIS)
    assert "De ouder wil anoniem blijven" in mail.text
    assert not [
        word for word in ("Noor", "Petra", story.reference, "http") if word in mail.subject + mail.text
    ]
    story.to_the_end()
    assert len(town.mails(TO_IRIS)) == 1
    assert story.person(ZOE).finds("Noor Voorbeeld")[0].name == "Vraag van een ouder – Noor Voorbeeld"
    for login in (IRIS, DAAN):
        school = town.person(login)
        for sought in ("Noor Voorbeeld", "Noor", "Petra", story.reference):
            assert school.finds(sought, "/taken") == []
        for page in ("/", "/taken", "/aanvragen", "/aanvragen?toon=klaar", "/register"):
            assert story.reference not in school.reads(page)
            assert "Noor" not in school.reads(page)
        for part in ("zaken", "volgen"):
            assert school.page(f"/{part}/{story.reference}").status_code == 404


def test_a_question_that_others_advise_on_is_told_and_drawn_as_part_of_preparing_the_answer(
    town: Town,
) -> None:
    story = Story(town, "advies_van_anderen").until("loketlid_adviseert")
    zoe = story.person(ZOE)
    told = zoe.reads(f"/zaken/{story.reference}")
    assert "“Zeker van de juiste reactie?”: nee." in told
    assert "omdat “Aan wie vraagt u advies?” bevat “Een ander lid van Het Loket”" in told
    drawing = html.fromstring(zoe.page(f"/volgen/{story.reference}/tekening").data)
    (now,) = drawing.xpath("//*[@id=$now]/@data-mark", now=NOW)
    assert town.steps[now] == "Antwoord voorbereiden"


def test_why_a_way_was_taken_tells_the_school_no_answer_that_it_does_not_read(town: Town) -> None:
    story = Story(town, "advies_van_anderen").until("loketlid_adviseert")
    told = story.person(IRIS).reads(f"/zaken/{story.reference}")
    assert "“Zeker van de juiste reactie?”: nee." in told
    assert "Bent u zeker" not in told
    assert "Een ander lid" not in told


def test_s13_money_for_behaviour_is_refused_and_guidance_is_offered(town: Town) -> None:
    iris, story = town.person(IRIS), Story(town, "geld_bij_beperking")
    asked = {**story.answers("loket_arrangement"), "domein": ["gedrag_seo"]}
    refused = iris.is_refused("/aanvragen/berseba/loket_arrangement", asked)
    assert "geen arrangementen in geld worden toegekend bij gedrag" in refused
    assert "vraagt u zelf ambulante begeleiding aan" in refused
    assert "Er zijn nog geen" in town.person(CORA).reads("/zaken")
    assert town.mails() == []


def test_s14_money_for_a_body_awarded_on_21_november_can_be_used_from_1_december_and_the_school_finds_staff(
    town: Town,
) -> None:
    story = Story(town, "geld_bij_beperking").until("personeel")
    iris = story.person(IRIS)
    assert iris.task_names(story.reference) == [town.steps["personeel"]]
    assert "U kunt het geld gebruiken vanaf 1 december 2026" in iris.reads(
        iris.task(story.reference, "personeel")
    )
    assert town.person(CORA).task_names(story.reference) == []
    assert len(town.mails(TO_IRIS, "het arrangement is toegekend")) == 1
    assert not [mail for mail in town.mails() if "Noor" in mail.text or "2.500" in mail.text]
    story.to_the_end()
    assert iris.follows(story.reference) == town.steps["toegekend_einde"]
    followed = html.fromstring(iris.page(f"/volgen/{story.reference}").text)
    assert len(followed.xpath('//li[contains(@class, "fase--done")]')) == 4


def test_s15_a_file_that_is_completed_is_judged_to_be_basic_support_and_no_declaration_is_given(
    town: Town,
) -> None:
    story = Story(town, "tlv_afgegeven").past("dossier_controleren")
    iris, cora = story.person(IRIS), story.person(CORA)
    assert iris.task_names(story.reference) == [town.steps["dossier_aanvullen"]]
    assert cora.task_names(story.reference) == []
    story.until("afweging")
    for member in (CORA, CHRIS):
        town.person(member).votes("toekenning", story.reference, "afweging", "tegen", "Het kan in de klas.")
    judged = Story(town, "tlv_basisondersteuning")
    for login, step in ((CORA, "afweging"), (ROB, "ondertekenen")):
        town.person(login).does(story.reference, step, judged.answers(step))
    assert iris.follows(story.reference) == town.steps["niet_afgegeven_einde"]
    assert "Toelaatbaarheidsverklaring" not in [row.name for row in iris.documents(story.reference)]
    (decision,) = [row for row in iris.documents(story.reference) if row.name.startswith("Besluit")]
    assert "binnen de basisondersteuning die de school behoort te bieden" in iris.reads(decision.address)
    assert len(town.mails(TO_IRIS, "er is een besluit")) == 1
    assert "Hoe zaken eindigden: TLV niet afgegeven – 1" in town.person(ROB).reads("/overzicht")
    assert "PO9903-" not in town.person(ROB).reads("/register")


def test_s16_a_regional_manager_who_signs_against_the_advice_says_why(town: Town) -> None:
    story = Story(town, "negatief_wel_ondertekend").until("ondertekenen")
    rob, signed = story.person(ROB), dict(story.answers("ondertekenen"))
    task = rob.task(story.reference, "ondertekenen")
    why = signed.pop("motivering_afwijking")
    assert "Waarom wijkt u af van het advies? Vul dit veld in." in rob.is_refused(task, signed)
    assert story.person(IRIS).follows(story.reference) != town.steps["afgegeven_einde"]
    rob.does(story.reference, "ondertekenen", {**signed, "motivering_afwijking": why})
    story.skip("ondertekenen").to_the_end()
    assert story.person(IRIS).follows(story.reference) == town.steps["afgegeven_einde"]
    assert str(why) in story.person(IRIS).reads(f"/zaken/{story.reference}")


def test_a_declaration_that_is_still_to_come_is_counted_in_the_overview(town: Town) -> None:
    Story(town, "tlv_afgegeven").past("tlv_ondertekenen")
    numbers = town.person(ROB).reads("/overzicht")
    assert "Soort Geldig Gaat nog in" in numbers
    assert "Toelaatbaarheidsverklaring 0 1 0 0 0" in numbers


def test_a_designer_sees_the_drawing_of_a_called_process_too(town: Town) -> None:
    page = town.person("ontwerper").reads("/ontwerpen/berseba")
    assert "Antwoord voorbereiden loket_overleg.bpmn" in page


def test_s17_a_declaration_that_ends_on_31_july_2027_is_told_to_the_school_12_6_and_3_months_before(
    settle: Settle,
) -> None:
    town = settle("berseba", datetime(2026, 7, 20, 10, tzinfo=AMSTERDAM))
    story = Story(town, "tlv_afgegeven", today="2026-07-20")
    story.past("ondertekenen", geldig_van="2026-07-20", geldig_tot="2027-07-31").past("tlv_ondertekenen")
    iris = story.person(IRIS)
    assert "31 juli 2027" in iris.reads("/register")
    for days, warnings in ((10, 0), (1, 1), (183, 1), (1, 2), (88, 2), (1, 3), (100, 3)):
        town.pass_time(timedelta(days=days))
        assert len(town.mails(TO_IRIS, "loopt af")) == warnings, days
    assert [task.name for task in iris.tasks()] == [town.steps["afloop_kiezen"]]
    assert "Noor" not in "".join(mail.text + mail.subject for mail in town.mails())
    other = town.person(OTHER_SCHOOL)
    assert other.tasks() == []
    assert "31 juli 2027" not in other.reads("/register")
