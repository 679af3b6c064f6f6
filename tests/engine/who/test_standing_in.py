"""Who is away is stood in for: with their roles, under both names, under four eyes, and no day longer."""

from datetime import date, timedelta

import pytest

from config.errors import ConfigError
from engine.casework import file, lists, tasks
from engine.casework.standing_in import hand_back_all
from engine.casework.substituting import arrange, arrangements, stop
from engine.definitions import loading
from engine.definitions.bundle import make_bundle
from engine.errors import NotAllowed, NotFound
from engine.jobs.working import work_once
from engine.model import Case, Task
from engine.store import definitions, outbox, people
from tests.engine.counting import counted
from tests.engine.who.conftest import BUNDLE, Teams

TODAY = date(2026, 11, 21)  # of the clock of the tests
AWAY = '[[vervanging]]\nvan = "bpo.els"\ndoor = "bpo.tom"\nvanaf = 2026-11-20\ntot = 2026-11-28\n'
LOOKED = {"beeld": "Het gaat langzaam.", "meedenken": "nee"}


def away(teams: Teams, text: str = AWAY) -> None:
    path = teams.today / "people.toml"
    path.write_text(text + path.read_text())
    loading.load(teams.system, teams.today)


def number(teams: Teams, login: str) -> int:
    return teams.desk(login).actor.id or 0


def in_inbox(teams: Teams, login: str) -> list[str]:
    return [line.task.node for line in lists.my_tasks(teams.desk(login)).items]


def task_of(teams: Teams, case: Case, node: str) -> Task:
    return teams.task(case, node)


def names(teams: Teams, case: Case) -> set[str]:
    return {line.who for line in file.case_file(teams.desk("ib.eikel"), case.reference).story}


def test_the_substitute_does_the_task_and_the_case_names_both(teams: Teams) -> None:
    case = teams.asked()
    assert in_inbox(teams, "bpo.tom") == []
    away(teams)

    assert in_inbox(teams, "bpo.tom") == in_inbox(teams, "bpo.els") == ["bekijken"]
    teams.do("bpo.tom", case, "bekijken", **LOOKED)
    assert "Tom Dijk, voor Els Visser" in names(teams, case)
    (visit,) = [
        one
        for one in file.case_file(teams.desk("ib.eikel"), case.reference).visits
        if one.answer.node == "bekijken"
    ]
    assert visit.answer.person is not None
    assert visit.answer.person.name == "Tom Dijk, voor Els Visser"
    assert visit.answer.person.id == number(teams, "bpo.tom")


def test_what_one_may_do_oneself_is_done_for_nobody_else(teams: Teams) -> None:
    away(teams)
    case = teams.asked("ib.beuk")
    teams.do("bpo.tom", case, "bekijken", **LOOKED)
    told = {line.who for line in file.case_file(teams.desk("ib.beuk"), case.reference).story}

    assert "Tom Dijk" in told
    assert not any("voor" in name for name in told)


def test_a_case_that_is_begun_for_somebody_names_both(teams: Teams) -> None:
    away(teams)
    case = teams.asked("bpo.tom", school="99AA00")

    assert "Tom Dijk, voor Els Visser" in names(teams, case)


def test_letters_go_to_both(teams: Teams) -> None:
    away(teams)
    case = teams.asked()
    with teams.database.transaction(writes=False) as tx:
        ids = [int(str(row.detail["to"])) for row in outbox.of_case(tx, case.id)]
        assert sorted(people.names_of(tx, ids).values()) == ["Els Visser", "Nadia Mulder", "Tom Dijk"]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("moment", [timedelta(days=-2), timedelta(days=7)])
def test_before_the_first_and_after_the_last_day_it_does_not_hold(teams: Teams, moment: timedelta) -> None:
    case = teams.asked()
    away(teams)
    task = task_of(teams, case, "bekijken")
    teams.database.clock.move(moment)

    assert in_inbox(teams, "bpo.tom") == []
    with pytest.raises(NotFound):
        teams.done("bpo.tom", task, **LOOKED)


def test_what_was_picked_up_for_somebody_is_put_back_by_itself(teams: Teams) -> None:
    case = teams.asked()
    away(teams)
    tasks.claim(teams.desk("bpo.tom"), task_of(teams, case, "bekijken").id)
    work_once(teams.system)
    assert task_of(teams, case, "bekijken").assignee == number(teams, "bpo.tom")
    teams.database.clock.move(timedelta(days=7))
    work_once(teams.system)

    assert task_of(teams, case, "bekijken").assignee is None
    assert in_inbox(teams, "bpo.els") == ["bekijken"]
    assert hand_back_all(teams.system) == 0
    teams.do("bpo.els", case, "bekijken", **LOOKED)
    assert "Els Visser" in names(teams, case)


def test_what_was_picked_up_stays_while_another_arrangement_holds(teams: Teams) -> None:
    case = teams.asked()
    away(teams)
    arrange(
        teams.desk("bpo.els"),
        "wie",
        number(teams, "bpo.tom"),
        TODAY + timedelta(days=7),
        TODAY + timedelta(days=8),
    )
    tasks.claim(teams.desk("bpo.tom"), task_of(teams, case, "bekijken").id)
    teams.database.clock.move(timedelta(days=7))
    work_once(teams.system)
    assert task_of(teams, case, "bekijken").assignee == number(teams, "bpo.tom")
    teams.database.clock.move(timedelta(days=2))
    work_once(teams.system)
    assert task_of(teams, case, "bekijken").assignee is None


def test_what_was_picked_up_for_oneself_stays(teams: Teams) -> None:
    away(teams)
    case = teams.asked("ib.beuk")
    tasks.claim(teams.desk("bpo.tom"), task_of(teams, case, "bekijken").id)
    teams.database.clock.move(timedelta(days=7))
    hand_back_all(teams.system)

    assert task_of(teams, case, "bekijken").assignee == number(teams, "bpo.tom")


def test_the_substitute_goes_on_with_what_the_absent_had_picked_up_or_was_named_for(teams: Teams) -> None:
    case = teams.asked()
    tasks.claim(teams.desk("bpo.els"), task_of(teams, case, "bekijken").id)
    away(teams, AWAY + AWAY.replace("bpo.els", "desk.gedrag").replace("bpo.tom", "desk.lezen"))

    assert in_inbox(teams, "bpo.tom") == ["bekijken"]
    chosen = {"meedenken": "ja", "expertise": "gedrag", "deskundige": "desk.gedrag"}
    teams.do("bpo.tom", case, "bekijken", **{**LOOKED, **chosen})
    assert in_inbox(teams, "desk.lezen") == ["adviseren"]
    teams.do("desk.lezen", case, "adviseren", advies="Begin klein.")
    assert "Leo Prins, voor Gerda Smit" in names(teams, case)


def _four_eyes(teams: Teams) -> None:
    """The advice is given by another of the bpo's than who looked first."""
    diagram = BUNDLE.files["steun.bpmn"].replace(
        b'<zeebe:property name="relatie" value="genoemd_in:deskundige" />', b'<zeebe:property name="niet_door" value="bekijken" />'
    ).replace(b'candidateGroups="deskundige"', b'candidateGroups="bpo"')  # fmt: skip
    bundle = make_bundle("wie", {**BUNDLE.files, "steun.bpmn": diagram})
    with teams.database.transaction() as tx:
        definitions.add(tx, "wie", bundle.files, bundle.checksum, reason="vier ogen", by=None)


ADVICE = {**LOOKED, "meedenken": "ja", "expertise": "gedrag", "deskundige": "desk.gedrag"}


def test_four_eyes_look_at_who_did_it_and_at_for_whom(teams: Teams) -> None:
    _four_eyes(teams)
    away(teams)
    case = teams.asked()
    teams.do("bpo.tom", case, "bekijken", **ADVICE)
    task = task_of(teams, case, "adviseren")

    assert set(task.barred) == {number(teams, "bpo.tom"), number(teams, "bpo.els")}
    for login in ("bpo.tom", "bpo.els"):
        with pytest.raises(NotAllowed):
            teams.done(login, task, advies="x")
        assert in_inbox(teams, login) == []


def test_nobody_does_for_another_what_that_other_may_not_do(teams: Teams) -> None:
    _four_eyes(teams)
    case = teams.asked()
    teams.do("bpo.els", case, "bekijken", **ADVICE)
    away(teams)

    with pytest.raises(NotAllowed, match="Els Visser"):
        teams.do("bpo.tom", case, "adviseren", advies="x")
    assert in_inbox(teams, "bpo.tom") == []


def test_a_person_arranges_it_for_roles_that_both_hold(teams: Teams) -> None:
    case = teams.asked()
    (choice,) = arrangements(teams.desk("bpo.els")).choices
    assert [one.name for one in choice.people] == ["Tom Dijk"]
    arrange(teams.desk("bpo.els"), "wie", number(teams, "bpo.tom"), TODAY, TODAY)

    assert in_inbox(teams, "bpo.tom") == ["bekijken"]
    assert [one.by.name for one in arrangements(teams.desk("bpo.els")).mine] == ["Tom Dijk"]
    (theirs,) = arrangements(teams.desk("bpo.tom")).theirs
    with pytest.raises(NotFound):  # only who is away ends it
        stop(teams.desk("bpo.tom"), theirs.id)
    tasks.claim(teams.desk("bpo.tom"), task_of(teams, case, "bekijken").id)
    stop(teams.desk("bpo.els"), theirs.id)
    assert in_inbox(teams, "bpo.tom") == []
    assert task_of(teams, case, "bekijken").assignee is None
    with pytest.raises(NotFound):
        stop(teams.desk("bpo.els"), theirs.id)


def test_rights_that_the_substitute_does_not_have_are_not_passed_on_by_oneself(teams: Teams) -> None:
    teams.change(
        "people.toml",
        'rol = "beheerder"',
        'rol = "bpo"\norganisatie = "PO0000"\n[[persoon.rol]]\nrol = "beheerder"',
    )
    arrange(teams.desk("beheerder"), "wie", number(teams, "bpo.tom"), TODAY, TODAY)

    assert {one.role for one in teams.desk("bpo.tom").actor.memberships} == {"bpo"}


@pytest.mark.parametrize(
    ("login", "by", "first", "last", "error"),
    [
        ("bpo.els", "ib.eikel", 0, 1, NotAllowed),  # has no such role
        ("bpo.els", "bpo.els", 0, 1, NotAllowed),
        ("bpo.els", "bpo.tom", -1, 1, NotAllowed),
        ("bpo.els", "bpo.tom", 2, 1, NotAllowed),
        ("bpo.els", "bpo.tom", 0, 5000, NotAllowed),
        ("ib.eikel", "ib.beuk", 0, 1, NotFound),  # of another school: nobody can stand in
    ],
)
def test_what_cannot_be_arranged_is_refused(
    teams: Teams, login: str, by: str, first: int, last: int, error: type[Exception]
) -> None:
    days = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    with pytest.raises(error):
        arrange(teams.desk(login), "wie", number(teams, by), *days)
    assert arrangements(teams.desk(login)).mine == ()


def test_two_substitutes_on_one_day_are_refused(teams: Teams) -> None:
    desk, tom = teams.desk("bpo.els"), number(teams, "bpo.tom")
    arrange(desk, "wie", tom, TODAY, TODAY + timedelta(days=5))
    with pytest.raises(NotAllowed, match="al een vervanger"):
        arrange(desk, "wie", tom, TODAY + timedelta(days=5), TODAY + timedelta(days=9))
    arrange(desk, "wie", tom, TODAY + timedelta(days=6), TODAY + timedelta(days=9))


def test_standing_in_does_not_go_on_to_a_third(teams: Teams) -> None:
    teams.asked()
    third = AWAY.replace("bpo.els", "desk.lezen").replace('door = "bpo.tom"', 'door = "desk.gedrag"')
    away(teams, AWAY + third.replace("desk.lezen", "bpo.tom"))

    assert in_inbox(teams, "bpo.tom") == ["bekijken"]
    assert in_inbox(teams, "desk.gedrag") == []


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('door = "bpo.tom"', 'door = "bpo.tam"', "vervanging[1].door"),
        ('door = "bpo.tom"', 'door = "bpo.els"', "vervanging[1].door"),
        ("tot = 2026-11-28", "tot = 2026-11-20", "vervanging[1].tot"),
        ("tot = 2026-11-28", 'tot = "kerst"', "vervanging[1].tot"),
        ("tot = 2026-11-28", "", "vervanging[1].tot"),
    ],
)
def test_a_mistake_in_the_file_is_refused(teams: Teams, old: str, new: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        away(teams, AWAY.replace(old, new))
    assert caught.value.key == key


def test_loading_tells_what_changes_once_and_leaves_what_people_arranged(teams: Teams) -> None:
    arrange(teams.desk("bpo.tom"), "wie", number(teams, "bpo.els"), TODAY, TODAY)
    path = teams.today / "people.toml"
    path.write_text(AWAY + path.read_text())
    changes = loading.load(teams.system, teams.today)

    assert [(one.kind, one.what, one.text) for one in changes] == [
        ("nieuw", "vervanging", "bpo.tom voor bpo.els, van 2026-11-20 tot 2026-11-28")
    ]
    assert loading.load(teams.system, teams.today) == ()
    path.write_text(path.read_text().removeprefix(AWAY))
    assert [one.kind for one in loading.load(teams.system, teams.today)] == ["weg"]
    assert len(arrangements(teams.desk("bpo.tom")).mine) == 1


def test_the_inbox_of_a_substitute_costs_as_many_statements_for_many_tasks(teams_sqlite: Teams) -> None:
    teams, counts = teams_sqlite, []
    away(teams)
    for more in (1, 5):
        for _ in range(more):
            teams.asked()
        with counted(teams.database) as counter:
            assert in_inbox(teams, "bpo.tom")
        counts.append(len(counter))
    assert counts[0] == counts[1]
