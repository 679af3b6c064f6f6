"""What taking part costs: nothing for who does not use it, and no more for many than for few."""

import pytest

from engine.casework import lists
from engine.casework.case_documents import documents_page
from engine.casework.logbook import logbook_page
from engine.casework.parties import parties_page
from engine.model import Case
from engine.store import case_lists
from engine.store.case_lists import CaseFilters, Scope
from tests.engine.around.conftest import Around
from tests.engine.counting import counted


def pages(around: Around, case: Case) -> tuple[int, ...]:
    """The statements of each tab."""
    desk, costs = around.desk("ib.eikel"), []
    for page in (parties_page, logbook_page, documents_page):
        page(desk, case.reference)
        with counted(around.database) as counter:
            page(desk, case.reference)
        costs.append(len(counter))
    return tuple(costs)


def test_a_tab_costs_as_many_statements_for_a_full_case_as_for_an_empty_one(around_sqlite: Around) -> None:
    around = around_sqlite
    person = {"naam": "Bo Fysio", "rol": "Fysiotherapeut"}
    few, many = around.asked(betrokkenen=[person]), around.asked(betrokkenen=[person] * 30)
    around.begin("ib.eikel", many, "coach_start")
    for number in range(10):
        for login in ("ib.eikel", "coach.een", "commissie.een"):
            around.begin(login, many, "opmerking_start", opmerking=f"Opmerking {number}")
    assert pages(around, few) == pages(around, many)


def test_an_answer_that_names_nobody_costs_nothing_more(around_sqlite: Around) -> None:
    around = around_sqlite
    around.asked()
    with counted(around.database) as alone:
        around.begin("ib.eikel", around.asked(), "opmerking_start", opmerking="Niemand.")
    assert not [one for one in alone.statements if "party" in one and "DO UPDATE" in one]


def test_the_list_of_who_was_brought_in_costs_as_many_statements_for_many_cases(
    around_sqlite: Around,
) -> None:
    around = around_sqlite
    costs = set()
    for _ in range(2):
        for _ in range(8):
            around.with_coach()
        coach = around.desk("coach.een")
        lists.cases(coach)
        with counted(around.database) as counter:
            found = lists.cases(coach)
        assert all(one.pupil for one in found.items)
        costs.add(len(counter))
    assert len(costs) == 1


def test_the_cases_of_a_party_are_found_along_an_index(around_sqlite: Around) -> None:
    around = around_sqlite
    around.with_coach()
    with around.database.transaction() as tx:
        who = "person/1"
        plan = tx.connection.exec_driver_sql(
            'explain query plan select "case" from party where party.access and party.until is null and who = ?',
            (who,),
        ).fetchall()
    assert "ix_party_access" in str(plan)


def test_of_very_many_cases_the_list_still_walks_along(
    around_sqlite: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than are looked up by their ids: the list asks each case whether it was opened."""
    case, hidden = around_sqlite.with_coach(), around_sqlite.asked()
    coach = around_sqlite.desk("coach.een").actor.id
    assert coach is not None
    scope = Scope("erbij", person=coach, audiences=(f"persoon/{coach}",), brought_in=(coach,))
    for few in (case_lists.FEW, 0):
        monkeypatch.setattr(case_lists, "FEW", few)
        with around_sqlite.database.transaction(writes=False) as tx:
            found = [one.id for one in case_lists.page(tx, [scope], CaseFilters()).items]
        assert found == [case.id]
        assert hidden.id not in found
