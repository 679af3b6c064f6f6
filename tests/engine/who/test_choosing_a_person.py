"""A person chosen in a form gets the step that names them, is read by name, and must still be of the region."""

import pytest

from config.errors import ConfigError
from engine.casework import file, form_pages, lists
from engine.definitions import loading
from engine.definitions.bundle import make_bundle
from engine.definitions.checking import check
from engine.definitions.definition import Definition
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.taking_out import take_out
from engine.errors import AnswersRejected
from engine.model import Case
from engine.store import people
from forms.filling import Submitted
from tests.engine.counting import counted
from tests.engine.who.conftest import BUNDLE, Teams

CHOSEN = {
    "beeld": "Onrust in de klas.",
    "meedenken": "ja",
    "expertise": "gedrag",
    "deskundige": "desk.gedrag",
}


def chosen(teams: Teams, **other: object) -> Case:
    return teams.do("bpo.els", teams.asked(), "bekijken", **{**CHOSEN, **other})


def in_inbox(teams: Teams, login: str) -> list[str]:
    return [line.task.node for line in lists.my_tasks(teams.desk(login)).items]


def test_the_step_is_for_who_was_chosen_alone(teams: Teams) -> None:
    case = chosen(teams)

    assert in_inbox(teams, "desk.gedrag") == ["adviseren"]
    assert in_inbox(teams, "desk.lezen") == []
    assert "desk.gedrag" not in str(case.facts)


@pytest.mark.parametrize("login", ["desk.lezen", "desk.weg", "bpo.els", "beheerder", "Gerda Smit", "weg"])
def test_who_does_not_fit_is_refused_and_nothing_is_done(teams: Teams, login: str) -> None:
    case = teams.asked()
    with pytest.raises(AnswersRejected) as caught:
        teams.do("bpo.els", case, "bekijken", **{**CHOSEN, "deskundige": login})

    assert [error.field for error in caught.value.filled.errors] == ["deskundige"]
    assert teams.open_steps(case) == ["bekijken"]


def test_the_answer_is_read_by_name(teams: Teams) -> None:
    case = chosen(teams)
    (visit,) = [
        one
        for one in file.case_file(teams.desk("ib.eikel"), case.reference).visits
        if one.step == "Vraag bekijken"
    ]

    assert visit.form is not None
    (asked,) = [one for one in visit.form.fields if one.key == "deskundige"]
    assert {option.value: option.label for option in asked.options}["desk.gedrag"] == "Gerda Smit"


def test_reading_more_visits_costs_no_more_statements(teams_sqlite: Teams) -> None:
    teams, counts = teams_sqlite, []
    first, second = teams.asked(), chosen(teams_sqlite)
    teams.do(
        "bpo.els", first, "bekijken", **{**CHOSEN, "meedenken": "nee", "expertise": None, "deskundige": None}
    )
    for case in (first, second, second):
        desk = teams.desk("ib.eikel")
        with counted(teams.database) as counter:
            file.case_file(desk, case.reference)
        counts.append(len(counter))
    assert counts[1] == counts[2]


def test_a_form_without_a_person_asks_nothing_more(teams_sqlite: Teams) -> None:
    teams = teams_sqlite
    desk, key = teams.desk("bpo.els"), form_pages.task_key(teams.task(teams.asked(), "bekijken").id)
    form_pages.open_form(desk, key)
    with counted(teams.database) as hidden:
        form_pages.open_form(desk, key, Submitted({"meedenken": ("nee",)}))
    with counted(teams.database) as offered:
        form_pages.open_form(desk, key, Submitted({"meedenken": ("ja",), "expertise": ("gedrag",)}))

    assert len(offered) == len(hidden) + 2  # who holds the role, and their traits


def test_a_task_for_who_lost_the_role_is_for_the_role_again(teams: Teams) -> None:
    case = chosen(teams)
    teams.change(
        "people.toml",
        'rol = "deskundige"\norganisatie = "PO0000"\n\n[[persoon]]\naanmeldnaam = "desk.lezen"',
        'rol = "ib"\norganisatie = "99BB00"\n\n[[persoon]]\naanmeldnaam = "desk.lezen"',
    )

    assert in_inbox(teams, "desk.gedrag") == []
    assert in_inbox(teams, "desk.lezen") == ["adviseren"]
    assert teams.task(case, "adviseren").named is None


def test_traits_are_loaded_as_a_whole_and_told_without_what_they_say(teams: Teams) -> None:
    old, new = 'expertise = ["lezen"]\nbeschikbaar = true', 'expertise = ["gedrag"]\nbeschikbaar = true'
    path = teams.today / "people.toml"
    path.write_text(path.read_text().replace(old, new))
    changes = loading.load(teams.system, teams.today)

    assert [(one.kind, one.what, one.text) for one in changes] == [
        ("gewijzigd", "kenmerken", "desk.lezen: beschikbaar, expertise")
    ]
    assert loading.load(teams.system, teams.today) == ()
    chosen(teams, deskundige="desk.lezen")


@pytest.mark.parametrize(
    "trait", ["expertise = { a = 1 }", "expertise = [[1]]", "Expertise = 1", "expertise = 2026-01-01"]
)
def test_a_trait_of_another_kind_is_refused(teams: Teams, trait: str) -> None:
    with pytest.raises(ConfigError):
        teams.change("people.toml", 'expertise = ["lezen"]', trait)


def edited(old: str, new: str) -> Definition:
    files = {name: data.replace(old.encode(), new.encode()) for name, data in BUNDLE.files.items()}
    assert files != dict(BUNDLE.files)
    return read_definition(make_bundle("wie", files, BUNDLE.today))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"personen": "deskundige"', '"personen": "deskundigen"', 'Bedoelt u "deskundige"'),
        ('"personen": "deskundige", ', "", "uit welke rol"),
        ('"personen_toont": "expertise"', '"personen_toont": "ervaring"', 'kenmerk "ervaring"'),
        ("persoon.kenmerken.expertise, expertise", "persoon.kenmerken.expertise, expertize", "expertize"),
    ],
)
def test_a_field_for_nobody_is_found(old: str, new: str, words: str) -> None:
    found = check(edited(old, new).bundle)

    assert any(words in one.message for one in found), found


def test_the_small_region_has_no_findings() -> None:
    assert [str(one) for one in check(BUNDLE) if one.level == "fout"] == []


def test_a_rule_can_hang_on_who_may_be_chosen() -> None:
    definition = read_definition(BUNDLE)
    without = read_definition(take_out(read_carrier("personen:w_bekijken.deskundige"), definition))
    (asked,) = [one for one in without.forms["w_bekijken"].fields if one.key == "deskundige"]

    assert asked.persons is not None
    assert asked.persons.where is None


def test_a_name_stays_known_after_the_role_ended(teams: Teams) -> None:
    chosen(teams)
    with teams.database.transaction(writes=False) as tx:
        assert people.names_by_login(tx, "wie")["desk.gedrag"] == "Gerda Smit"


def test_a_rule_can_hang_on_the_relation_of_a_role() -> None:
    without = read_definition(take_out(read_carrier("rolrecht:teamlid.van"), read_definition(BUNDLE)))

    assert read_definition(BUNDLE).region.roles["teamlid"].tied
    assert without.region.roles["teamlid"].of == "samenwerkingsverband"
