"""A role on a relation works for the schools that are tied to it today: nowhere else, and not a day longer."""

import pytest

from config.errors import ConfigError
from engine.casework import file, lists, tasks
from engine.casework.lists import CaseFilters, TaskFilters
from engine.definitions import loading
from engine.errors import NotAllowed, NotFound
from engine.model import Case, Membership, Organisation
from engine.store import addressing, memberships, outbox, people
from tests.engine.counting import counted
from tests.engine.who.conftest import Teams

TO_NOORD = 'van = "99AA00"\nnaar = "team-noord"'
TO_OOST = 'van = "99AA00"\nnaar = "team-oost"'


def in_inbox(teams: Teams, login: str) -> list[str]:
    return [line.task.node for line in lists.my_tasks(teams.desk(login)).items]


def seen_cases(teams: Teams, login: str, text: str = "") -> set[str]:
    return {line.case.reference for line in lists.cases(teams.desk(login), CaseFilters(text=text)).items}


def mailed(teams: Teams, case: Case) -> set[str]:
    with teams.database.transaction(writes=False) as tx:
        ids = {int(str(row.detail["to"])) for row in outbox.of_case(tx, case.id) if row.kind == "mail"}
        return set(people.names_of(tx, ids).values())


def at_the_team(teams: Teams, school: str = "ib.eikel") -> Case:
    case = teams.asked(school)
    return teams.do("bpo.els", case, "bekijken", beeld="Het gaat langzaam.", meedenken="nee")


def test_a_task_lies_with_who_is_tied_to_the_school_of_the_case(teams: Teams) -> None:
    teams.asked("ib.eikel")

    assert in_inbox(teams, "bpo.els") == ["bekijken"]
    assert in_inbox(teams, "bpo.tom") == []
    assert in_inbox(teams, "noord.1") == []


def test_a_letter_goes_to_who_is_tied_to_the_school(teams: Teams) -> None:
    case = teams.asked("ib.eikel")

    assert mailed(teams, case) == {"Els Visser", "Nadia Mulder"}


def test_who_is_not_tied_finds_the_case_nowhere(teams: Teams) -> None:
    case = teams.asked("ib.eikel")
    task = teams.task(case, "bekijken")

    for text in ("", "Noor", case.reference.lower()[-6:], "eikel"):
        assert seen_cases(teams, "bpo.tom", text) == set()
        assert lists.my_tasks(teams.desk("bpo.tom"), TaskFilters(text=text)).items == ()
    with pytest.raises(NotFound):
        file.case_file(teams.desk("bpo.tom"), case.reference)
    with pytest.raises(NotFound):
        teams.done("bpo.tom", task, beeld="x")
    with pytest.raises(NotFound):
        tasks.claim(teams.desk("bpo.tom"), task.id)


def test_who_sees_the_cases_of_their_schools_finds_them_by_the_pupil(teams: Teams) -> None:
    case = teams.asked("ib.eikel")
    other = teams.asked("ib.beuk", leerling="Sem Testers")

    assert seen_cases(teams, "bpo.els") == seen_cases(teams, "bpo.els", "Noor") == {case.reference}
    assert seen_cases(teams, "bpo.tom") == {other.reference}
    assert seen_cases(teams, "bpo.tom", "Noor") == set()


def test_a_team_sees_a_case_only_while_it_has_or_had_a_task(teams: Teams) -> None:
    case = teams.asked("ib.eikel")
    assert seen_cases(teams, "noord.1") == set()
    teams.do("bpo.els", case, "bekijken", beeld="Het gaat langzaam.", meedenken="nee")

    assert seen_cases(teams, "noord.1") == {case.reference}
    assert seen_cases(teams, "oost.1") == set()
    teams.do("noord.1", case, "afronden", afspraak="Samen lezen.")
    assert seen_cases(teams, "noord.1") == {case.reference}
    assert file.case_file(teams.desk("noord.1"), case.reference).pupil == "Noor Voorbeeld"


def test_a_school_with_two_teams_has_its_task_in_both_inboxes(teams: Teams) -> None:
    case = at_the_team(teams, "ib.wilg")

    assert (
        in_inbox(teams, "noord.1") == in_inbox(teams, "oost.1") == in_inbox(teams, "ib.wilg") == ["afronden"]
    )
    teams.do("oost.1", case, "afronden", afspraak="Klaar.")
    assert in_inbox(teams, "noord.1") == []


def test_a_school_tied_to_nobody_has_a_task_that_lies_with_nobody(teams: Teams) -> None:
    teams.change("relations.toml", 'soort = "bpo"\nvan = "99BB00"', 'soort = "anders"\nvan = "99BB00"')
    case = teams.asked("ib.beuk")

    assert teams.open_steps(case) == ["bekijken"]
    for login in ("bpo.els", "bpo.tom", "noord.1", "ib.beuk"):
        assert in_inbox(teams, login) == []


def test_a_relation_that_changes_moves_the_open_task_at_once(teams: Teams) -> None:
    case = at_the_team(teams)
    tasks.claim(teams.desk("noord.1"), teams.task(case, "afronden").id)
    teams.change("relations.toml", TO_NOORD, TO_OOST)

    assert in_inbox(teams, "noord.1") == []
    assert seen_cases(teams, "noord.1") == set()
    assert in_inbox(teams, "oost.1") == ["afronden"]
    assert [
        line.task.node for line in lists.my_tasks(teams.desk("oost.1"), TaskFilters(text="afronden")).items
    ]
    assert teams.task(case, "afronden").assignee is None
    told = file.case_file(teams.desk("oost.1"), case.reference).story
    assert any("legde" in line.text or "terug" in line.text for line in told)
    with pytest.raises(NotFound):
        teams.done("noord.1", teams.task(case, "afronden"), afspraak="te laat")
    teams.done("oost.1", teams.task(case, "afronden"), afspraak="Samen lezen.")


def test_a_relation_that_stays_leaves_the_task_with_who_took_it(teams: Teams) -> None:
    case = at_the_team(teams)
    tasks.claim(teams.desk("noord.1"), teams.task(case, "afronden").id)
    loading.load(teams.system, teams.today)

    assert teams.task(case, "afronden").assignee == teams.desk("noord.1").actor.id


def test_who_is_tied_begins_for_one_of_their_schools_only(teams: Teams) -> None:
    case = teams.asked("bpo.els", school="99CC00")

    assert case.organisation is not None
    assert case.organisation.id == "99CC00"
    assert [line.case.reference for line in lists.my_requests(teams.desk("bpo.els")).page.items] == [
        case.reference
    ]
    assert seen_cases(teams, "ib.wilg") == {case.reference}
    with pytest.raises(NotAllowed):
        teams.asked("bpo.els", school="99BB00")


def test_a_person_of_two_teams_works_for_the_schools_of_both(teams: Teams) -> None:
    with teams.database.transaction() as tx:
        person = people.person_by_login(tx, "noord.1")
        assert person is not None
        memberships.begin(tx, person.id, Membership("wie", "teamlid", Organisation("team-oost", "team", "")))
    at_the_team(teams)
    beuk = teams.asked("ib.beuk")
    teams.do("bpo.tom", beuk, "bekijken", beeld="Het gaat.", meedenken="nee")

    assert in_inbox(teams, "noord.1") == ["afronden", "afronden"]
    assert in_inbox(teams, "oost.1") == ["afronden"]


def test_another_role_at_the_team_does_not_come_with_the_relation(teams: Teams) -> None:
    teams.change(
        "people.toml",
        'rol = "teamlid"\norganisatie = "team-oost"',
        'rol = "deskundige"\norganisatie = "team-oost"',
    )
    case = at_the_team(teams, "ib.wilg")

    assert in_inbox(teams, "oost.1") == []
    assert seen_cases(teams, "oost.1") == set()
    with pytest.raises(NotFound):
        file.case_file(teams.desk("oost.1"), case.reference)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('naar = "bpo.els"', 'naar = "bpo.elsje"', "relatie[5].naar"),
        ('van = "99BB00"', 'van = "99XX00"', "relatie[2].van"),
        ('soort = "bpo"', 'soort = "B P O"', "relatie[5].soort"),
    ],
)
def test_a_relation_of_or_to_nobody_is_refused(teams: Teams, old: str, new: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        teams.change("relations.toml", old, new)

    assert caught.value.key == key
    with teams.database.transaction(writes=False) as tx:
        assert len(people.relations(tx, "wie")) == 7


def test_the_inbox_of_who_serves_two_hundred_schools_costs_as_many_statements(teams_sqlite: Teams) -> None:
    teams = teams_sqlite
    teams.asked("ib.eikel")
    desk = teams.desk("bpo.els")
    with counted(teams.database) as few:
        lists.my_tasks(desk)
        lists.cases(desk, CaseFilters(text="Noor"))
    with teams.database.transaction() as tx:
        schools = [Organisation(f"98{number:04}", "school", f"School {number}") for number in range(200)]
        people.put_organisations(tx, schools)
        rows = [("bpo", one.id, "~bpo.els") for one in schools]
        people.replace_relations(tx, "wie", [*people.relations(tx, "wie"), *rows])
    desk = teams.desk("bpo.els")
    with counted(teams.database) as many:
        lists.my_tasks(desk)
        assert lists.cases(desk, CaseFilters(text="Noor")).items

    assert len(many) == len(few)


def test_a_task_moves_once_and_only_when_it_must(teams: Teams) -> None:
    at_the_team(teams)
    with teams.database.transaction(writes=False) as tx:
        before = addressing.open_of_region(tx, "wie")
    loading.load(teams.system, teams.today)
    with teams.database.transaction(writes=False) as tx:
        assert addressing.open_of_region(tx, "wie") == before
