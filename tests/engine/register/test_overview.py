"""The numbers of a region: right on both databases, and for nobody else."""

from datetime import timedelta

import pytest

from engine.casework import cases
from engine.casework.overview import overview
from engine.errors import NotFound
from tests.engine.counting import counted
from tests.engine.register.conftest import Town


def test_what_was_begun_stands_and_ended_is_counted(town: Town) -> None:
    first, second = town.asked(), town.asked(pupil="Sem Testers")
    town.database.clock.move(timedelta(days=3))
    town.granted()
    answers = {"besluit": "afgewezen"}
    cases.complete_task(town.desk("commissie"), town.task(first).id, answers)
    found = overview(town.desk("directeur"), "register", None)
    (route,) = found.routes
    assert (route.count.begun, route.count.open, route.count.finished, route.count.late) == (3, 1, 2, 0)
    assert route.count.days == pytest.approx(1.5)
    assert [(one.step, one.number) for one in route.places] == [("Besluiten", 1)]
    assert {(one.name, one.number) for one in route.outcomes} == {("Toegekend", 1), ("Afgewezen", 1)}
    (kind,) = found.kinds
    assert (kind.valid, kind.quarter, kind.year, kind.ended) == (1, 0, 0, 0)
    assert second.reference not in str(found)


def test_answers_that_the_region_counts_are_counted_in_the_order_of_the_form(town: Town) -> None:
    town.granted()
    town.granted()
    town.asked()
    (route,) = overview(town.desk("directeur"), "register", None).routes
    (asked,) = route.answers
    assert asked.name == "Wat de commissie besloot"
    assert asked.answers == (("Toegekend", 2), ("Afgewezen", 0))


def test_a_year_in_which_nothing_was_begun_is_empty(town: Town) -> None:
    town.granted()
    assert overview(town.desk("directeur"), "register", 2020).routes == ()
    assert len(overview(town.desk("directeur"), "register", 2026).routes) == 1


def test_a_school_and_who_decides_have_no_numbers_of_all(town: Town) -> None:
    for login in ("ib.eikel", "commissie", "beheerder"):
        with pytest.raises(NotFound):
            overview(town.desk(login), "register", None)
    with pytest.raises(NotFound):
        overview(town.desk("directeur"), "elders", None)


def test_more_cases_ask_no_more_of_the_database(town: Town) -> None:
    asked = []
    for number in (1, 8):
        for _ in range(number):
            town.granted()
        desk = town.desk("directeur")
        with counted(town.database) as counter:
            overview(desk, "register", None)
        asked.append(len(counter))
    assert asked[0] == asked[1] <= 7
