"""Who may what, as pure functions: no unless a line says yes."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from config.regions import Region, Role
from engine import access
from engine.model import SYSTEM, Actor, Case, Membership, Organisation, Person, Task

REGION = Region(
    id="r",
    name="R",
    roles={
        "ib": Role("ib", "IB", "school"),
        "commissie": Role("commissie", "Commissie", "samenwerkingsverband", "zaken"),
        "expert": Role("expert", "Deskundige", "samenwerkingsverband", "taken", pupil=False),
        "ontwerper": Role("ontwerper", "Ontwerper", "samenwerkingsverband", "zaken", designs=True),
    },
)
A = Organisation("A", "school", "School A", school_type="BaO")
B = Organisation("B", "school", "School B", school_type="VO")
SWV = Organisation("S", "samenwerkingsverband", "Verband")
CASE = Case(1, "R-1", "r", "x", "X", 1, A, None, datetime(2026, 1, 1, tzinfo=UTC))


def actor(role: str, place: Organisation, region: str = "r", number: int = 7) -> Actor:
    return Actor("P", Person(number, "p", "P"), (Membership(region, role, place),))


def task(**other: object) -> Task:
    return Task(**{"id": "1-a", "case": 1, "region": "r", "route": "x", "node": "n", "name": "N",
                   "audience": "r//commissie", "roles": ("commissie",), **other})  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "had_task", "sees"),
    [
        (actor("ib", A), False, True),
        (actor("ib", B), False, False),
        (actor("ib", B), True, False),
        (actor("commissie", SWV), False, True),
        (actor("expert", SWV), False, False),
        (actor("expert", SWV), True, True),
        (actor("ontwerper", SWV), True, False),
        (actor("commissie", SWV, "elders"), True, False),
        (actor("onbekend", SWV), True, False),
        (Actor("niemand"), True, True),  # the system
        (Actor("kaal", Person(9, "k", "K")), True, False),
    ],
)
def test_a_case_exists_only_for_who_may_see_it(who: Actor, had_task: bool, sees: bool) -> None:
    assert access.may_see_case(who, REGION, CASE, had_task) is sees


def test_a_case_of_no_school_is_of_no_school() -> None:
    nowhere = Case(**{**vars(CASE), "organisation": None})
    assert not access.may_see_case(actor("ib", A), REGION, nowhere, True)


def test_the_pupil_is_known_through_a_role_that_may_know_and_opens_the_case() -> None:
    assert access.may_see_pupil(actor("ib", A), REGION, CASE, False)
    assert not access.may_see_pupil(actor("expert", SWV), REGION, CASE, True)
    both = Actor("P", Person(7, "p", "P"), (Membership("r", "expert", SWV), Membership("r", "ib", B)))
    assert not access.may_see_pupil(both, REGION, CASE, True)


def test_beginning_takes_a_role_of_the_start_and_a_fitting_school() -> None:
    assert access.may_start(actor("ib", A), REGION, ["ib"], ["BaO"])
    assert not access.may_start(actor("ib", B), REGION, ["ib"], ["BaO"])
    assert access.may_start(actor("ib", B), REGION, ["ib"], [])
    assert not access.may_start(actor("ib", A), REGION, [], [])
    assert not access.may_start(actor("ontwerper", SWV), REGION, ["ontwerper"], [])


def test_a_task_for_the_school_lies_in_the_inbox_of_that_school_alone() -> None:
    key = access.audience(REGION, ["ib"], "", "A")
    assert access.belongs(actor("ib", A), key)
    assert not access.belongs(actor("ib", B), key)
    assert not access.belongs(actor("commissie", SWV), key)
    assert any(key.startswith(prefix) for prefix in access.inbox_prefixes(actor("ib", A)))
    assert not any(key.startswith(prefix) for prefix in access.inbox_prefixes(actor("ib", B)))


def test_a_task_for_school_or_region_lies_in_both_inboxes() -> None:
    key = access.audience(REGION, ["ib", "commissie"], "", "A")
    assert access.belongs(actor("ib", A), key)
    assert not access.belongs(actor("ib", B), key)
    assert access.belongs(actor("commissie", SWV), key)
    assert not access.belongs(actor("commissie", SWV, "elders"), key)


def test_a_relation_to_the_school_of_the_case_narrows_a_role_of_the_region() -> None:
    key = access.audience(REGION, ["commissie"], "school_van_de_zaak", "A")
    assert access.belongs(actor("commissie", A), key)
    assert not access.belongs(actor("commissie", SWV), key)


@pytest.mark.parametrize("key", ["", "r", "r/", "r//", "//", "r/A", "r/A/", "persoon/7", "////"])
def test_an_odd_audience_belongs_to_nobody(key: str) -> None:
    for role, place in product(REGION.roles, (A, SWV)):
        assert not access.belongs(actor(role, place), key)


def test_why_a_task_may_not_be_done() -> None:
    member = actor("commissie", SWV)
    assert access.why_not_do(member, task(), {}) == ""
    assert access.why_not_do(SYSTEM, task(), {}) == ""
    assert "rol" in access.why_not_do(actor("ib", A), task(), {})
    assert "aangewezen" in access.why_not_do(member, task(named=8), {})
    assert access.why_not_do(member, task(named=7, audience="persoon/7"), {}) == ""
    assert "Nakijken" in access.why_not_do(member, task(barred=(7,)), {"nakijken": "Nakijken"})
    assert "hoort bij de school" in access.why_not_do(actor("commissie", A), task(barred_school="A"), {})
    assert "opgepakt" in access.why_not_do(member, task(assignee=8), {})
    assert "rol" in access.why_not_do(actor("expert", SWV), task(assignee=7), {})


def test_a_membership_holds_from_its_first_day_to_before_its_last() -> None:
    one = Membership("r", "ib", A, since=date(2026, 8, 1), until=date(2027, 8, 1))
    days = [date(2026, 7, 31), date(2026, 8, 1), date(2027, 7, 31), date(2027, 8, 1)]
    assert [one.holds(each) for each in days] == [False, True, True, False]
