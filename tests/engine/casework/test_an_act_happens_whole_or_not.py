from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.audit import verify
from engine.casework.cases import begin_act, complete_task, start_case
from engine.store.database import Database
from engine.store.schema import metadata
from tests.engine.counting import Fault, counted
from tests.engine.mini import REQUEST, Mini


def everything(database: Database) -> dict[str, list[object]]:
    """Every row of every table."""
    with database.transaction(writes=False) as tx:
        return {
            table.name: sorted((tuple(row) for row in tx.rows(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def fails_at_every_statement(mini: Mini, act: Callable[[], object]) -> int:
    """Let the act fail at its first statement, its second, … and look each time whether all is as it was."""
    before = everything(mini.database)
    for number in range(1, 60):
        try:
            with counted(mini.database, fail_at=number):
                act()
        except Fault:
            assert everything(mini.database) == before, f"statement {number} left something behind"
            continue
        return number - 1
    raise AssertionError("the act has no end")


def test_a_task_that_fails_anywhere_leaves_the_case_as_it_was(mini: Mini) -> None:
    case = mini.begun()
    desk, task = mini.desk("commissie.1"), mini.task(case, "beoordelen")
    answers = {"besluit": "toegekend", "toelichting": None}
    assert fails_at_every_statement(mini, lambda: complete_task(desk, task.id, answers)) >= 10
    assert mini.open_steps(case) == []
    with mini.database.transaction(writes=False) as tx:
        assert verify(tx, desk, case.id) == []


def test_a_start_that_fails_anywhere_begins_nothing(mini_sqlite: Mini) -> None:
    desk = mini_sqlite.desk("ib.linde")
    start_case(desk, "mini", "aanvraag", REQUEST)  # so that the definition is read
    assert fails_at_every_statement(mini_sqlite, lambda: start_case(desk, "mini", "aanvraag", REQUEST)) >= 8


def test_an_act_that_fails_anywhere_leaves_the_case_as_it_was(mini_sqlite: Mini) -> None:
    case = mini_sqlite.begun()
    desk, wait = mini_sqlite.desk("ib.linde"), mini_sqlite.act(case, "intrekken_start")
    assert fails_at_every_statement(mini_sqlite, lambda: begin_act(desk, case.id, wait, {"reden": "x"})) >= 6


def test_a_number_of_an_act_that_failed_is_given_to_the_next(mini: Mini) -> None:
    case = mini.begun()
    desk, task = mini.desk("commissie.1"), mini.task(case, "beoordelen")
    with counted(mini.database) as counter, pytest.raises(Fault), counted(mini.database, fail_at=10):
        complete_task(desk, task.id, {"besluit": "toegekend", "toelichting": None})
    assert any("number_series" in one for one in counter.statements)
    done = complete_task(desk, task.id, {"besluit": "toegekend", "toelichting": None})
    assert done.status == "finished"
