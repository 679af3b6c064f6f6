import pytest

from engine.model import Case
from tests.engine.counting import counted
from tests.engine.mini import Mini

MOST = 12


def _round(mini: Mini, case: Case, number: int) -> tuple[int, int]:
    """One time back to the school and again: the statements of each of the two tasks."""
    task = mini.task(case, "beoordelen")
    with counted(mini.database) as judged:
        mini.done("commissie.1", task, besluit="terug", toelichting=f"ronde {number}")
    task = mini.task(case, "aanvullen")
    with counted(mini.database) as completed:
        mini.done("ib.linde", task, aanvulling=f"aanvulling {number}")
    return len(judged), len(completed)


@pytest.mark.slow
def test_the_hundredth_round_costs_as_many_statements_as_the_first(mini: Mini) -> None:
    _round(mini, mini.begun(), 0)  # the definition is read once per process
    case = mini.begun()
    counts = {_round(mini, case, number) for number in range(100)}
    assert len(counts) == 1, counts
    assert max(counts.pop()) <= MOST


def test_a_decision_with_number_document_and_mails_stays_within_bounds(mini: Mini) -> None:
    _round(mini, mini.begun(), 0)
    task = mini.task(mini.begun(), "beoordelen")
    with counted(mini.database) as counter:
        mini.done("commissie.1", task, besluit="toegekend", toelichting=None)
    assert len(counter) <= MOST, counter.statements


def test_a_route_without_terms_asks_nothing_about_them(mini: Mini) -> None:
    case = mini.begun()
    task = mini.task(case, "beoordelen")
    with counted(mini.database) as counter:
        mini.done("commissie.1", task, besluit="terug", toelichting="x")
    assert not [one for one in counter.statements if "term" in one]
