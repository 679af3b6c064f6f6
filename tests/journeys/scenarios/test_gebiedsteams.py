"""S9 to S11: the team of the area, the plan of the pupil and the help at home."""

import pytest

from tests.journeys.scenarios.conftest import Settle
from tests.journeys.scenarios.story import Story
from tests.journeys.scenarios.town import Town

pytestmark = pytest.mark.slow

INA, OLAF, MANAGER = "ib.c1", "ondersteuner.c1", "manager.c"
PETRA, RUUD = "ouder:petra@voorbeeld.example", "ouder:ruud@voorbeeld.example"
SOCIAL_WORK, BUURTZORG, WIJKTEAM = "smw.c1", "gemeente.c1", "gemeente.c2"
TO_INA = f"{INA}@voorbeeld.example"


@pytest.fixture
def town(settle: Settle) -> Town:
    return settle("gebiedsteams")


def test_s09_parents_who_refuse_version_1_agree_with_version_2_and_after_13_months_the_evaluation_is_overdue(
    town: Town,
) -> None:
    story = Story(town, "instemming").past("instemmen")
    ina = story.person(INA)
    assert ina.task_names(story.reference) == []
    ruud = story.person(RUUD)
    asked = ruud.reads(ruud.task(story.reference, "instemmen"))
    assert "Elke maandag samen plannen" in asked
    assert "Een grote groep" not in asked
    story.past("instemmen")
    assert "Er is nog geen versie vastgesteld" in ina.reads(f"/zaken/{story.reference}")
    story.until("instemmen").past("instemmen")
    assert ina.task_names(story.reference) == []
    story.until("beoordelen_deskundige")
    assert town.steps["toekennen"] not in town.person(MANAGER).task_names(story.reference)
    story.until("beoordelen_manager")
    assert town.steps["toekennen"] not in town.person(MANAGER).task_names(story.reference)
    story.past("toekennen")
    assert ina.task_names(story.reference) == [town.steps["volgen"]]
    story.to_the_end()
    case = ina.reads(f"/zaken/{story.reference}")
    assert "Ontwikkelingsperspectief versie 2 , vastgesteld op 21 november 2026" in case
    assert ina.task_names(story.reference) == [town.steps["jaar"]]
    assert story.reference in ina.reads("/taken?wanneer=te-laat")
    assert town.mails(TO_INA, "te laat")
    assert "Noor" not in "".join(mail.text + mail.subject for mail in town.mails())


def test_s10_help_at_home_goes_by_the_social_worker_first_and_then_to_buurtzorg_jong(town: Town) -> None:
    story = Story(town, "thuis").until("thuis_inzetten")
    assert town.person(BUURTZORG).tasks() == []
    social_work = story.person(SOCIAL_WORK)
    asked = social_work.form(social_work.task(story.reference, "thuis_inzetten"))
    assert "Buurtzorg Jong" in asked.fill_in(story.answers("thuis_inzetten")).text()
    story.until("gemeente_inschakelen")
    (mail,) = town.mails(f"{BUURTZORG}@voorbeeld.example")
    assert "Buurtzorg Jong" in mail.subject + mail.text
    assert town.person(BUURTZORG).task_names(story.reference) == [town.steps["gemeente_inschakelen"]]
    assert town.person(WIJKTEAM).page(f"/zaken/{story.reference}").status_code == 404
    followed = town.person(INA).reads(f"/volgen/{story.reference}")
    assert "Buurtzorg Jong" in followed
    assert "wijkteam" not in followed
    assert town.steps["versterking"] not in town.person(OLAF).task_names(story.reference)
    story.past("gemeente_inschakelen")
    assert town.steps["versterking"] in town.person(OLAF).task_names(story.reference)
    story.to_the_end()
    assert town.person(INA).follows(story.reference) == town.steps["afgerond"]


def test_s11_the_same_case_in_unit_2_asks_one_thing_more_and_only_files_differ(town: Town) -> None:
    first, second = Story(town, "eenheid_1").until("overleg"), Story(town, "eenheid_2").until("overleg")
    asked = [
        story.person(login).form(story.person(login).task(story.reference, "overleg")).questions()
        for story, login in ((first, "ondersteuner.c1"), (second, "ondersteuner.c2"))
    ]
    assert asked[1] - asked[0] == {"eerste_stap_in_de_wijk"}
    assert asked[0] <= asked[1]
    task = second.person("ondersteuner.c2").task(second.reference, "overleg")
    without = {**second.answers("overleg"), "eerste_stap_in_de_wijk": ""}
    assert "Wat is de eerste stap, dicht bij huis?" in second.person("ondersteuner.c2").is_refused(
        task, without
    )
    second.to_the_end()
    case = second.person("ib.c2").reads(f"/zaken/{second.reference}")
    assert "Een kop koffie in het buurthuis" in case
    assert "Het wijkteam" in case
    assert "Buurtzorg Jong" not in case
