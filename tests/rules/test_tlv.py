"""The statement that a pupil may go to special education (TLV): who asks, who advises, its number, its time."""

from datetime import date, timedelta

import pytest

from engine.casework import cases
from engine.casework.erasing import erase
from engine.casework.file import case_file
from engine.casework.form_pages import open_form, task_key
from engine.casework.piece_panel import PiecePanel
from engine.errors import AnswersRejected, EngineError, NotAllowed, NotFound
from engine.store import people as register
from forms.submitted import Submitted
from tests.rules.conftest import PLACES, Bundles, Settle
from tests.rules.place import Place, changed

IRIS, OLGA, KARIM, PETRA = "ib.voorbeeldlinde", "deskundige.d1", "deskundige.d2", "deskundige.d3"
CORA, CARMEN, ROB, ROB_TOO = "commissie.d1", "commissie.d3", "regiomanager.d", "regiomanager.d2"
FIRST, SECOND, WEIGHED, DECIDED = "deskundige_1", "deskundige_2", "afweging", "ondertekenen"
PSYCHOLOGISTS = ("orthopedagoog", "psycholoog")
SECONDS = ("kinder_jeugdpsycholoog", "pedagoog", "kinderpsychiater", "maatschappelijk_werker", "arts")
NUMBER = "tlv_nummer"


@pytest.fixture
def asked(settle: Settle) -> Place:
    """Before anything is asked."""
    return settle("berseba").plays("tlv_afgegeven")


@pytest.fixture
def loket(settle: Settle) -> Place:
    """Both experts are to advise."""
    return settle("berseba", played="tlv_afgegeven", until=FIRST)


@pytest.fixture
def weighed(settle: Settle) -> Place:
    """The committee advised; the regional manager is to decide."""
    return settle("berseba", played="tlv_afgegeven", until=DECIDED)


def reason_not(place: Place, login: str, step: str, **given: object) -> str:
    """Why somebody may not do a step; empty when they may and did."""
    try:
        place.does(login, step, **given)
    except (NotAllowed, NotFound) as error:
        return error.message
    return ""


def test_x04_only_people_of_schools_begin_a_tlv(asked: Place) -> None:
    given = asked.answers("loket_tlv")
    with asked.stage.system.reading() as tx:
        logins = [person.login for person in register.persons(tx)]
    began = set()
    for login in logins:
        desk = asked.desk(login)
        try:
            cases.start_case(desk, "berseba", "loket_tlv", given, anyway=True)
        except EngineError:
            continue
        began.add(login)
        assert "school" in {one.organisation.kind for one in desk.actor.memberships}, login
    assert IRIS in began
    assert not began & {CORA, ROB, OLGA, "askedcoordinator.d", "ontwerper", "beheerder"}


def test_x04_a_parent_who_was_let_in_to_a_case_begins_no_tlv(asked: Place, settle: Settle) -> None:
    together = settle("samen", played="ouders", until="instemmen")
    together.also(PLACES["berseba"])
    parent = together.parent("petra@voorbeeld.example")
    assert parent.actor.case is not None
    with pytest.raises((NotFound, NotAllowed)):
        cases.start_case(parent, "berseba", "loket_tlv", asked.answers("loket_tlv"))


def test_x04_who_did_not_sign_in_is_sent_to_sign_in(asked: Place) -> None:
    answer = asked.app.test_client().get("/aanvragen/berseba/loket_tlv")
    assert answer.status_code == 303
    assert "/aanmelden" in answer.headers["Location"]


@pytest.mark.parametrize("discipline", PSYCHOLOGISTS)
def test_x05_the_first_expert_is_a_remedial_educationalist_or_psychologist(
    loket: Place, discipline: str
) -> None:
    given = loket.until(FIRST).answers(FIRST)
    for other in (*SECONDS, "leerkracht", "", None):
        refused = loket.refused(OLGA, FIRST, **{**given, "discipline": other})
        assert set(refused) == {"discipline"}, other
    loket.does(OLGA, FIRST, **{**given, "discipline": discipline})


@pytest.mark.parametrize("discipline", SECONDS)
def test_x05_the_second_expert_is_of_another_discipline(loket: Place, discipline: str) -> None:
    given = loket.until(SECOND).answers(SECOND)
    for other in (*PSYCHOLOGISTS, "leerkracht", "", None):
        assert set(loket.refused(KARIM, SECOND, **{**given, "discipline": other})) == {"discipline"}, other
    loket.does(KARIM, SECOND, **{**given, "discipline": discipline})


@pytest.mark.parametrize(("spoken", "missing"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_x05_with_one_advice_there_is_nothing_to_decide(loket: Place, spoken: str, missing: str) -> None:
    given = {step: loket.until(FIRST).answers(step) for step in (FIRST, SECOND)}
    loket.does(OLGA if spoken == FIRST else KARIM, spoken, **given[spoken])
    assert loket.open_steps() == [missing]
    loket.does(KARIM if missing == SECOND else OLGA, missing, **given[missing])
    assert loket.open_steps() == [WEIGHED]


def test_x06_an_expert_of_the_school_that_asks_does_not_advise(settle: Settle) -> None:
    loket = settle("berseba", played="deskundige_van_de_school", until=FIRST)
    given = loket.answers(FIRST)
    assert "school" in reason_not(loket, PETRA, FIRST, **given)
    assert "school" in reason_not(loket, PETRA, SECOND, **{**given, "discipline": "pedagoog"})
    assert sorted(loket.open_steps()) == [FIRST, SECOND]


def test_x06_nobody_advises_twice_and_the_message_says_what_they_did(loket: Place) -> None:
    given = loket.until(SECOND).answers(SECOND)
    assert "Eerste deskundige adviseert" in reason_not(loket, OLGA, SECOND, **given)
    loket.does(CARMEN, SECOND, **given)
    assert "Tweede deskundige adviseert" in reason_not(loket, CARMEN, WEIGHED, **loket.answers(WEIGHED))


def test_x06_who_weighed_the_request_does_not_decide(settle: Settle) -> None:
    """Whoever voted on it weighed it."""
    loket = settle("berseba", played="commissielid_tekent_niet", until=DECIDED)
    told = reason_not(loket, ROB_TOO, DECIDED, **loket.answers(DECIDED))
    assert "Aanvraag afwegen en adviseren" in told


def test_x06_who_guided_the_pupil_or_helped_with_the_request_cannot_say_otherwise(loket: Place) -> None:
    given = loket.until(FIRST).answers(FIRST)
    for step in (FIRST, SECOND):
        refused = loket.refused(OLGA, step, **{**given, "discipline": "arts", "onafhankelijk": False})
        assert "onafhankelijk" in refused


def test_x07_each_advice_stands_on_a_page_of_its_own_with_who_and_when(loket: Place) -> None:
    loket.until(WEIGHED)
    first, second = loket.answered(FIRST), loket.answered(SECOND)
    assert first.id != second.id
    pages = {
        step: loket.person(IRIS).reads(f"/zaken/{loket.case.reference}/antwoorden/{one.id}")
        for step, one in ((FIRST, first), (SECOND, second))
    }
    for step, (author, other) in {
        FIRST: ("Olga Ortho", "Karim Kinder"),
        SECOND: ("Karim Kinder", "Olga Ortho"),
    }.items():
        assert author in pages[step]
        assert other not in pages[step]
        assert "21 november 2026" in pages[step]
        assert "Waarom adviseert u dit?" in pages[step]


def test_x07_each_expert_signs_their_own_advice_and_nobody_elses(loket: Place) -> None:
    given = loket.until(FIRST).answers(FIRST)
    with pytest.raises(AnswersRejected) as told:
        cases.complete_task(loket.desk(OLGA), loket.task(FIRST).id, given)
    assert "vinkje" in told.value.filled.errors[0].message
    loket.until(WEIGHED)
    panel = case_file(loket.desk(ROB), loket.case.reference).panels["stukken"]
    assert isinstance(panel, PiecePanel)
    assert [(one.who, one.titles) for one in panel.signatures] == [
        ("Olga Ortho", ("Eerste deskundige adviseert",)),
        ("Karim Kinder", ("Tweede deskundige adviseert",)),
    ]


def test_x07_there_is_no_form_for_two_experts_at_once(loket: Place) -> None:
    steps = loket.stage.definition.routes["loket_tlv"].steps
    forms = [steps[step].form for step in (FIRST, SECOND)]
    assert all(form and [one.key for one in form.fields].count("discipline") == 1 for form in forms)
    assert all(form and not any(one.kind == "rows" for one in form.fields) for form in forms)


def test_x07_no_expert_reads_the_other_before_they_advised(loket: Place) -> None:
    loket.pass_minute()
    loket.past(FIRST)
    loket.pass_minute()
    given = loket.answers(SECOND)
    read = [one.answer.node for one in case_file(loket.desk(KARIM), loket.case.reference).visits]
    assert FIRST not in read
    loket.does(KARIM, SECOND, **given)
    read = [one.answer.node for one in case_file(loket.desk(KARIM), loket.case.reference).visits]
    assert FIRST in read


def granted(place: Place) -> str:
    """The number of a TLV, from the request to the end."""
    place.plays("tlv_afgegeven").to_the_end()
    return str(place.answered("nummer_geven").values[NUMBER])


def test_x09_no_two_tlvs_share_a_number_also_when_the_first_is_gone(settle: Settle) -> None:
    loket = settle("berseba")
    first = granted(loket)
    erase(loket.stage.system, loket.case.id)
    second = granted(loket)
    assert first != second
    assert [one.rsplit("-", 1)[1] for one in (first, second)] == ["00001", "00002"]


def test_x09_a_number_begins_again_only_with_a_year_that_stands_in_it(settle: Settle) -> None:
    loket = settle("berseba")
    numbers = [granted(loket)]
    erase(loket.stage.system, loket.case.id)
    loket.pass_days(300)
    numbers.append(granted(loket))
    assert len(set(numbers)) == 2


def test_x09_the_school_can_print_each_advice_and_is_asked_to_give_the_parents_a_copy(loket: Place) -> None:
    loket.to_the_end()
    letter = loket.mails("afschrift_ouders")[0]
    assert "Print elk advies en het besluit" in letter.text
    assert "geef de ouders van alles een afschrift" in letter.text
    school = loket.person(IRIS)
    for step in (FIRST, SECOND, WEIGHED, DECIDED):
        page = school.page(f"/zaken/{loket.case.reference}/antwoorden/{loket.answered(step).id}")
        assert page.status_code == 200, step


@pytest.mark.parametrize(("kind", "category", "good"), [
    ("SBO", "1", False), ("SBO", "2", False), ("SBO", "3", False), ("SBO", "0", True),
    ("SO", "0", False), ("SO", None, False), ("SO", "1", True), ("SO", "2", True), ("SO", "3", True),
])  # fmt: skip
def test_x10_so_has_a_category_and_sbo_has_none(
    weighed: Place, kind: str, category: str | None, good: bool
) -> None:
    given = {**weighed.answers(DECIDED), "soort": kind, "categorie": category}
    refused = weighed.refused(ROB, DECIDED, **given)
    assert set(refused) == (set() if good else {"categorie"})


@pytest.mark.parametrize(("start", "end", "good"), [
    ("2026-12-01", "2027-02-28", False), ("2026-12-01", "2027-07-31", False), ("2026-12-01", "2027-11-29", False),
    ("2026-12-01", "2027-11-30", True), ("2026-08-01", "2027-07-31", True), ("2026-12-01", "2028-07-31", True),
])  # fmt: skip
def test_x10_a_tlv_is_for_a_school_year_at_least(weighed: Place, start: str, end: str, good: bool) -> None:
    given = {**weighed.answers(DECIDED), "geldig_van": start, "geldig_tot": end}
    refused = weighed.refused(ROB, DECIDED, **given)
    assert set(refused) == (set() if good else {"geldig_tot"})


def test_x10_a_region_that_says_otherwise_grants_a_shorter_one(settle: Settle, bundles: Bundles) -> None:
    a_month = changed(bundles("berseba"), "region.toml", 'tlv_minstens = "P1Y"', 'tlv_minstens = "P1M"')
    loket = settle("berseba", a_month)
    given = loket.plays("tlv_afgegeven").until(DECIDED).answers(DECIDED)
    short = {**given, "geldig_van": "2026-12-01", "geldig_tot": "2027-02-28"}
    assert loket.refused(ROB, DECIDED, **short) == {}


def test_x10_the_last_day_is_31_july_until_somebody_says_otherwise(weighed: Place) -> None:
    typed = Submitted({"besluit": ("ondertekenen",)})
    page = open_form(weighed.desk(ROB), task_key(weighed.task(DECIDED).id), typed)
    assert page.filled
    assert page.filled.values["geldig_tot"] == date(2028, 7, 31)


# ----------------------------------------------------------------


@pytest.mark.parametrize(("rehearsal", "title"), [
    ("tlv_afgegeven", "Toelaatbaarheidsverklaring"), ("tlv_basisondersteuning", "Besluit"),
])  # fmt: skip
def test_x11_the_decision_says_until_when_one_can_object(settle: Settle, rehearsal: str, title: str) -> None:
    loket = settle("berseba", played=rehearsal, until=DECIDED)
    loket.to_the_end()
    (decision,) = [one for one in loket.documents() if one.title == title]
    assert "bezwaar" in decision.body
    assert "tot en met 4 januari 2027" in decision.body
    assert date(2027, 1, 2) - date(2026, 11, 21) == timedelta(days=42)


def test_x11_the_six_weeks_begin_on_the_day_of_the_decision(weighed: Place) -> None:
    weighed.pass_days(100)
    weighed.to_the_end()
    decided = date(2026, 11, 21) + timedelta(days=100)
    (decision,) = [one for one in weighed.documents() if one.title == "Toelaatbaarheidsverklaring"]
    assert decided + timedelta(days=42) == date(2027, 4, 12)
    assert "tot en met 12 april 2027" in decision.body
