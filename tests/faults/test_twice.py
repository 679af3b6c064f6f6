"""Two at once, and one twice: on the same page, the same task, two sides of the same case."""

import pytest
from sqlalchemy import select

from engine.casework.cases import begin_act, complete_task, start_case
from engine.desk import Desk
from engine.errors import AlreadyDone
from engine.model import Case
from engine.store.schema import answer
from tests.engine.casework.test_two_at_the_same_second import at_once
from tests.engine.mini import REQUEST, Mini
from tests.faults.whole import check_all, rows_of

SIGN = "teken-van-de-pagina"


def done(results: list[object]) -> list[object]:
    """What was done; everything else must be a kind refusal."""
    wrong = [one for one in results if isinstance(one, Exception) and not isinstance(one, AlreadyDone)]
    assert wrong == []
    return [one for one in results if not isinstance(one, AlreadyDone)]


def test_the_same_page_handed_in_four_times_at_once_begins_one_case(mini: Mini) -> None:
    for number in range(5):
        desk, sign = mini.desk("ib.linde"), f"{SIGN}-{number}"
        results = at_once([lambda: start_case(desk, "mini", "aanvraag", REQUEST, once=sign)] * 4)  # noqa: B023
        [case] = done(results)
        assert isinstance(case, Case)
        assert {one.reference for one in results if isinstance(one, AlreadyDone)} == {case.reference}
    assert check_all(mini.system) == []


def test_the_sign_of_a_page_of_somebody_else_tells_nothing(mini: Mini) -> None:
    case = start_case(mini.desk("ib.linde"), "mini", "aanvraag", REQUEST, once=SIGN)
    with pytest.raises(Exception) as refused:
        start_case(mini.desk("ib.vlieger"), "mini", "aanvraag", REQUEST, once=SIGN)
    assert case.reference not in str(refused.value)


def noted(mini: Mini, case: Case) -> list[object]:
    with mini.database.transaction(writes=False) as tx:
        rows = tx.rows(
            select(answer.c["values"]).where(answer.c.case == case.id, answer.c.node == "notitie_start")
        )
    return [row[0]["tekst"] for row in rows]


def test_an_act_that_may_be_repeated_is_begun_once_from_one_page(mini: Mini) -> None:
    case = mini.begun()
    desk, wait = mini.desk("ib.linde"), mini.act(case, "notitie_start")

    def note(desk: Desk, text: str, once: str) -> Case:
        return begin_act(desk, case.id, wait, {"tekst": text}, once=once)

    results = at_once([lambda: note(desk, "een", SIGN)] * 4)
    assert len(done(results)) == 1
    assert all("niets dubbel" in one.message for one in results if isinstance(one, AlreadyDone))
    note(desk, "twee", "teken-van-een-andere-pagina")
    note(mini.desk("commissie.1"), "drie", SIGN)
    assert noted(mini, case) == ["een", "twee", "drie"]
    assert check_all(mini.system) == []


def test_an_act_that_is_refused_may_be_sent_again_from_the_same_page(mini: Mini) -> None:
    case = mini.begun()
    desk, wait = mini.desk("ib.linde"), mini.act(case, "notitie_start")
    before = rows_of(mini.database)
    with pytest.raises(Exception, match="ingevuld"):
        begin_act(desk, case.id, wait, {"tekst": ""}, once=SIGN)
    assert rows_of(mini.database) == before
    begin_act(desk, case.id, wait, {"tekst": "nu wel"}, once=SIGN)
    assert noted(mini, case) == ["nu wel"]


def test_a_task_an_act_and_a_withdrawal_at_the_same_moment_leave_a_case_that_fits(mini: Mini) -> None:
    for number in range(4):
        case = mini.begun()
        task = mini.task(case, "beoordelen")
        notice, end = mini.act(case, "notitie_start"), mini.act(case, "intrekken_start")
        school, member = mini.desk("ib.linde"), mini.desk("commissie.1")
        besluit = ["toegekend", "advies", "terug", "toegekend"][number]
        at_once(
            [
                lambda: complete_task(member, task.id, {"besluit": besluit, "toelichting": None}),  # noqa: B023
                lambda: begin_act(school, case.id, notice, {"tekst": "x"}, once=SIGN),  # noqa: B023
                lambda: begin_act(school, case.id, end, {"reden": "x"}, once=SIGN),  # noqa: B023
            ]
        )
    assert check_all(mini.system) == []
