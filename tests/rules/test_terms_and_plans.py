"""How long something may take, and a plan that is only in force with what the law asks for."""

from datetime import date, timedelta

import pytest

from engine.casework import cases
from engine.casework.form_pages import open_form, task_key
from engine.casework.signing import Sealed
from engine.definitions.bundle import Bundle
from engine.definitions.checking import check
from engine.definitions.reading import read_definition
from engine.errors import CaseStuck
from engine.rehearsal.as_parent import tasks_of
from engine.store import pieces
from forms.model import every_field
from tests.rules.conftest import PROCESSES, Bundles, Settle
from tests.rules.place import Place, changed

ONE, TWO, HEAD = "ouder.een", "ouder.twee", "directeur.linde"
PETRA, PAUL = "petra@voorbeeld.example", "paul@voorbeeld.example"


# ----------------------------------------------------------------


@pytest.fixture
def judged(settle: Settle) -> Place:
    place = settle("termijnen")
    place.begins("ib.eikel", "toekenning", {"leerling": "Noor Voorbeeld", "hulp": "Rekenen"})
    return place


def test_x08_a_decision_is_due_in_eight_weeks(judged: Place) -> None:
    assert judged.term("beslistermijn").end == date(2026, 11, 21) + timedelta(weeks=8)


@pytest.mark.parametrize("days", [1, 10, 200])
def test_x08_a_term_that_was_paused_ten_days_ends_ten_days_later(judged: Place, days: int) -> None:
    first = judged.term("beslistermijn").end
    assert first
    judged.does("beoordelaar", "beoordelen", oordeel="onvolledig")
    judged.pass_days(days)
    judged.does("ib.eikel", "aanvullen")
    assert judged.term("beslistermijn").end == first + timedelta(days=days)
    (pause,) = judged.term("beslistermijn").pauses
    assert pause.until
    assert pause.until - pause.since == timedelta(days=days)


def test_x08_each_pause_is_kept_with_its_reason(judged: Place) -> None:
    for _ in range(2):
        judged.does("beoordelaar", "beoordelen", oordeel="onvolledig")
        judged.pass_days(5)
        judged.does("ib.eikel", "aanvullen")
    term = judged.term("beslistermijn")
    assert [one.node for one in term.pauses] == ["aanvullen", "aanvullen"]
    assert term.end == date(2027, 1, 16) + timedelta(days=10)


def test_x08_a_region_says_how_long_it_takes(settle: Settle, bundles: Bundles) -> None:
    shorter = changed(bundles("termijnen"), "region.toml", 'duur = "P8W"', 'duur = "P6W"')
    place = settle("termijnen", shorter)
    place.begins("ib.eikel", "toekenning", {"leerling": "Noor Voorbeeld", "hulp": "Rekenen"})
    assert place.term("beslistermijn").end == date(2026, 11, 21) + timedelta(weeks=6)


# ----------------------------------------------------------------


def with_terms(bundle: Bundle) -> Bundle:
    """The plan of tests/regions/stukken with the two terms of the law, in its files alone."""
    terms = '\n[termijnen.opp]\nnaam = "OPP vaststellen"\nduur = "P6W"\n\n[termijnen.evaluatie]\nnaam = "OPP evalueren"\nduur = "P1Y"\n'
    begin = '<zeebe:property name="rol" value="ib" /></zeebe:properties></bpmn:extensionElements>\n      <bpmn:outgoing>naar_opstellen'
    within = begin.replace(
        "</zeebe:properties>", '<zeebe:property name="termijn_start" value="opp" /></zeebe:properties>'
    )
    laid = '<zeebe:header key="vereist" value="handelingsdeel" /></zeebe:taskHeaders>'
    both = '<zeebe:properties><zeebe:property name="termijn_stop" value="opp" /><zeebe:property name="termijn_start" value="evaluatie" /></zeebe:properties>'
    region = changed(bundle, "region.toml", "[stukken.opp]\nnaam", f"{terms}\n[stukken.opp]\nnaam")
    return changed(changed(region, "plan.bpmn", begin, within), "plan.bpmn", laid, laid + both)


def test_x12_a_plan_is_there_within_six_weeks_and_is_evaluated_within_a_year(
    settle: Settle, bundles: Bundles
) -> None:
    bundle = with_terms(bundles("stukken"))
    assert [str(one) for one in check(bundle) if one.level == "fout"] == []
    place = settle("stukken", bundle).plays("instemmen").until("opstellen")
    assert place.term("opp").end == date(2026, 11, 21) + timedelta(weeks=6)
    place.pass_days(42)
    assert "te_laat" not in place.term("opp").told
    place.pass_days(1)
    assert "te_laat" in place.term("opp").told
    place.until("tekenen").past("tekenen")
    assert place.term("opp").stopped
    assert place.term("evaluatie").end == date(2028, 1, 3)
    place.pass_days(365)
    assert "te_laat" not in place.term("evaluatie").told
    place.pass_days(1)
    assert "te_laat" in place.term("evaluatie").told


# ----------------------------------------------------------------


def planned(settle: Settle, bundle: Bundle | None = None) -> Place:
    """A plan of which both parents are asked for the part about guidance."""
    return settle("stukken", bundle, played="instemmen", until="instemmen")


def in_force(place: Place) -> list[int]:
    with place.stage.system.reading() as tx:
        return [one.number for one in pieces.of_case(tx, place.case.id) if one.in_force]


def sign(place: Place) -> None:
    task = place.task("tekenen")
    page = open_form(place.desk(HEAD), task_key(task.id))
    assert page.signing
    cases.complete_task(place.desk(HEAD), task.id, {}, Sealed(True, page.signing.to_sign.digest))
    place.stage.work()


def test_x13_a_plan_without_the_agreement_of_the_parents_is_not_in_force(settle: Settle) -> None:
    place = planned(settle)
    place.does(ONE, "instemmen", instemming="ja")
    place.does(TWO, "instemmen", instemming="nee")
    assert place.open_steps() == ["opstellen"]
    assert in_force(place) == []


def test_x13_agreement_counts_for_the_version_that_was_read(settle: Settle) -> None:
    place = planned(settle)
    place.does(ONE, "instemmen", instemming="ja")
    place.does(TWO, "instemmen", instemming="nee")
    place.does("ib.linde", "opstellen", beschrijving="Leest.", doelen="M5", aanpak="Lezen", uren=4)
    place.does(TWO, "instemmen", instemming="ja")
    assert place.open_steps() == ["instemmen"]
    place.does(ONE, "instemmen", instemming="ja")
    sign(place)
    assert in_force(place) == [2]


def test_x13_a_drawing_that_forgets_to_ask_puts_nothing_in_force(settle: Settle, bundles: Bundles) -> None:
    """The job itself looks whether the parents agreed."""
    asked = '=stukken.opp.handelingsdeel = "gegeven"'
    careless = changed(bundles("stukken"), "plan.bpmn", asked, "=true")
    careless = changed(careless, "plan.bpmn", f"=getekend.tekenen and {asked[1:]}", "=true")
    place = planned(settle, careless)
    for login in (ONE, TWO):
        place.does(login, "instemmen", instemming="nee")
    with pytest.raises(CaseStuck):
        sign(place)
    assert in_force(place) == []


def test_x13_consent_that_is_withdrawn_in_time_stops_the_plan(settle: Settle) -> None:
    place = planned(settle)
    for login in (ONE, TWO):
        place.does(login, "instemmen", instemming="ja")
    place.acts(TWO, "intrekken_start", reden="Ik wil er nog eens over praten.")
    sign(place)
    assert place.open_steps() == ["opstellen"]
    assert in_force(place) == []


def test_x23_where_all_must_agree_one_of_two_is_not_enough(settle: Settle) -> None:
    place = planned(settle)
    place.does(ONE, "instemmen", instemming="ja")
    assert place.open_steps() == ["instemmen"]
    place.does(TWO, "instemmen", instemming="ja")
    assert place.open_steps() == ["tekenen"]


def test_x23_where_one_is_enough_one_of_two_is(settle: Settle, bundles: Bundles) -> None:
    one = changed(bundles("stukken"), "region.toml", 'instemming = "allen"', 'instemming = "een"')
    place = planned(settle, one)
    place.does(ONE, "instemmen", instemming="ja")
    place.does(TWO, "instemmen", instemming="nee")
    assert place.open_steps() == ["tekenen"]


def family(settle: Settle, *authority: bool) -> Place:
    """A plan of a pupil whose two parents have authority or not."""
    place = settle("samen").plays("ouders")
    asked = place.answers("samen_plan")
    rows = [dict(row, gezag=has) for row, has in zip(asked["ouders"], authority, strict=True)]  # type: ignore[call-overload]
    return place.past("samen_plan", ouders=rows).past("opstellen")


@pytest.mark.parametrize("authority", [(True, True), (True, False), (False, True)])
def test_x23_consent_is_asked_of_every_parent_with_authority_and_of_no_other(
    settle: Settle, authority: tuple[bool, bool]
) -> None:
    place = family(settle, *authority)
    asked = [
        email
        for email in (PETRA, PAUL)
        if [one.task.node for one in tasks_of(place.parent(email))] == ["instemmen"]
    ]
    assert asked == [email for email, has in zip((PETRA, PAUL), authority, strict=True) if has]


# ----------------------------------------------------------------

HEARD = {
    "leerling_gehoord": "ja", "leerling_gehoord_hoe": "In een gesprek", "leerling_mening": "Ik wil meer tijd.",
    "leerling_mening_gevolg": "Zij krijgt meer tijd.",
}  # fmt: skip
NOT_HEARD = {"leerling_gehoord": "nee", "leerling_niet_gehoord_reden": "De leerling is ziek."}


@pytest.fixture
def asked(settle: Settle) -> Place:
    return settle("blokken", played="gewoon", until="plan_maken")


@pytest.mark.parametrize("said", [HEARD, NOT_HEARD], ids=["heard", "not heard"])
def test_x14_without_the_opinion_of_the_pupil_there_is_no_plan(asked: Place, said: dict[str, str]) -> None:
    plan = {"doelen": [{"doel": "Lezen"}]}
    for left_out in said:
        rest = {name: value for name, value in said.items() if name != left_out}
        assert set(asked.refused("ib.eikel", "plan_maken", **plan, **rest)) == {left_out}
    asked.does("ib.eikel", "plan_maken", **plan, **said)
    assert asked.answered("plan_maken").values.items() >= said.items()


def test_x14_who_reads_the_plan_reads_what_the_pupil_says(asked: Place) -> None:
    asked.does("ib.eikel", "plan_maken", doelen=[{"doel": "Lezen"}], **HEARD)
    page = asked.person("begeleider").reads(f"/zaken/{asked.case.reference}")
    assert "Ik wil meer tijd." in page
    assert "Zij krijgt meer tijd." in page


# ---------------------------------------------------------------- the region with area teams


@pytest.fixture
def area(settle: Settle) -> Place:
    """A plan for Noor is to be written; both parents have authority."""
    return settle("gebiedsteams", played="een_ouder_is_niet_genoeg", until="opp_opstellen")


def test_x12_in_the_area_teams_a_plan_is_late_after_six_weeks(area: Place) -> None:
    assert area.term("opp_zes_weken").end == date(2026, 11, 21) + timedelta(weeks=6)
    area.pass_days(42)
    assert "te_laat" not in area.term("opp_zes_weken").told
    area.pass_days(1)
    assert "te_laat" in area.term("opp_zes_weken").told


def test_x13_x23_in_the_area_teams_a_plan_is_in_force_when_both_parents_agreed(area: Place) -> None:
    area.past("opp_opstellen").past("instemmen")
    assert in_force(area) == []
    assert "instemmen" in area.open_steps()
    area.past("instemmen", instemming="ja")
    assert in_force(area) == [1]
    assert area.term("opp_zes_weken").stopped
    assert area.term("jaarlijks").end == date(2027, 11, 21)


def test_x14_in_the_area_teams_a_plan_says_what_the_pupil_says(area: Place) -> None:
    given = area.answers("opp_opstellen")
    silent = {name: value for name, value in given.items() if not name.startswith("leerling_")}
    assert set(area.refused("ib.c1", "opp_opstellen", **silent)) == {"leerling_gehoord"}
    unheard = {**silent, "leerling_gehoord": "nee"}
    assert set(area.refused("ib.c1", "opp_opstellen", **unheard)) == {"leerling_niet_gehoord_reden"}


@pytest.mark.parametrize("region", PROCESSES)
def test_x14_every_step_that_writes_a_plan_for_a_pupil_asks_the_pupil(bundles: Bundles, region: str) -> None:
    definition = read_definition(bundles(region))
    for route in definition.routes.values():
        for step in route.steps.values():
            if step.node.properties.get("stuk") == "opp":
                assert step.form
                keys = {field.key: field for field in every_field(step.form.fields)}
                assert keys["leerling_gehoord"].required, (region, step.id)
                assert keys["leerling_niet_gehoord_reden"].required, (region, step.id)
