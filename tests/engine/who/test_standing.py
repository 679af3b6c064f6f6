"""What nobody can do today is told, with the step, the school and what to do."""

import pytest

from engine.casework.standing import standing_of
from engine.definitions.bundle import make_bundle
from engine.definitions.checking import check
from engine.definitions.publishing import publish
from engine.definitions.standing import findings_now
from engine.errors import NotFound
from tests.engine.counting import counted
from tests.engine.who.conftest import BUNDLE, Teams


def told(**files: tuple[str, str]) -> list[str]:
    """The warnings of the check when something in today/ is otherwise."""
    today = {
        name: data.replace(
            *(text.encode() for text in files[name.removeprefix("today/").removesuffix(".toml")])
        )
        if name.removeprefix("today/").removesuffix(".toml") in files
        else data
        for name, data in BUNDLE.today.items()
    }
    assert not files or today != dict(BUNDLE.today)
    findings = check(make_bundle("wie", dict(BUNDLE.files), today))
    return [
        f"{one.message} {one.advice}"
        for one in findings
        if one.rule in ("niemand-vandaag", "relatie-bestaat")
    ]


def test_a_region_where_everything_can_be_done_says_nothing(teams: Teams) -> None:
    assert told() == []
    standing = standing_of(teams.desk("beheerder"), "wie")

    assert (standing.gaps, standing.lost, standing.schools) == ((), (), 3)
    assert {one.name: one.people for one in standing.roles}["Deskundige"] == 3


def test_a_school_without_a_tie_is_named_with_the_steps_and_what_to_do() -> None:
    (found,) = told(relations=('soort = "bpo"\nvan = "99BB00"', 'soort = "coach"\nvan = "99BB00"'))

    assert "De Beuk (voorbeeld)" in found
    assert '"Vraag bekijken"' in found
    assert 'soort = "bpo" en van = "99BB00"' in found


def test_a_role_that_nobody_has_is_named_once() -> None:
    (found,) = told(people=('rol = "deskundige"', 'rol = "beheerder"'))

    assert 'Niemand heeft vandaag de rol "Deskundige"' in found
    assert '"Meedenken"' in found


def test_a_team_without_people_is_named_for_its_schools() -> None:
    found = told(people=('organisatie = "team-oost"', 'organisatie = "team-noord"'))

    assert found == []  # the school itself may do the last step too
    (gap,) = told(people=('rol = "bpo"\norganisatie = "PO0000"\n\n[[persoon]]\naanmeldnaam = "noord.1"',
                          'rol = "deskundige"\norganisatie = "PO0000"\n\n[[persoon]]\naanmeldnaam = "noord.1"'))  # fmt: skip
    assert 'Voor "De Beuk (voorbeeld)"' in gap


def test_a_role_that_ended_counts_no_more() -> None:
    ended = 'rol = "deskundige"\ntot = 2020-01-01'

    assert any("Deskundige" in one for one in told(people=('rol = "deskundige"', ended)))


def test_a_relation_to_nobody_is_a_fault_of_the_check() -> None:
    found = told(relations=('naar = "bpo.els"', 'naar = "bpo.elsje"'))

    assert any('"bpo.elsje"' in one and 'Bedoelt u "bpo.els"' in one for one in found)


def test_one_person_for_two_steps_that_two_must_do_is_told() -> None:
    diagram = BUNDLE.files["steun.bpmn"].replace(
        b'value="genoemd_in:deskundige" />', b'value="genoemd_in:deskundige" /><zeebe:property name="niet_door" value="bekijken" />'
    ).replace(b'candidateGroups="deskundige"', b'candidateGroups="bpo"')  # fmt: skip
    found = check(make_bundle("wie", {**BUNDLE.files, "steun.bpmn": diagram}, BUNDLE.today))

    assert any("Alleen Els Visser kan dit doen" in one.message for one in found)


def test_who_manages_sees_the_tasks_that_lie_with_nobody(teams: Teams) -> None:
    teams.asked("ib.beuk")
    teams.change("relations.toml", 'soort = "bpo"\nvan = "99BB00"', 'soort = "coach"\nvan = "99BB00"')
    standing = standing_of(teams.desk("beheerder"), "wie")

    assert [(one.step, one.school, one.count) for one in standing.lost] == [
        ("Vraag bekijken", "De Beuk (voorbeeld)", 1)
    ]
    assert any("De Beuk" in one.what for one in standing.gaps)


@pytest.mark.parametrize("login", ["ib.eikel", "bpo.els", "noord.1"])
def test_for_others_the_page_is_not_there(teams: Teams, login: str) -> None:
    with pytest.raises(NotFound):
        standing_of(teams.desk(login), "wie")
    with pytest.raises(NotFound):
        standing_of(teams.desk(login), "elders")


def test_more_schools_and_people_cost_no_more_statements(teams_sqlite: Teams) -> None:
    teams, desk = teams_sqlite, teams_sqlite.desk("beheerder")
    standing_of(desk, "wie")
    with counted(teams.database) as before:
        standing_of(desk, "wie")
    for _ in range(3):
        teams.asked()
    with counted(teams.database) as after:
        standing_of(desk, "wie")
    assert len(after) == len(before)


def test_at_publishing_the_people_of_the_database_count(teams: Teams) -> None:
    teams.change("people.toml", 'rol = "deskundige"', 'rol = "beheerder"')
    changed = {**BUNDLE.files, "letters/gevraagd.md": BUNDLE.files["letters/gevraagd.md"] + b"\nGroet"}
    published = publish(teams.system, make_bundle("wie", changed, BUNDLE.today), "groet")

    assert any("Deskundige" in one.message for one in findings_now(teams.system, published.definition))
