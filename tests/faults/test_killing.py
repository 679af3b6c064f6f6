"""Real processes are killed, at every moment and at random: nothing is lost, nothing is done twice, nothing is half."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from engine.errors import AlreadyDone
from tests.engine.mini import Mini
from tests.faults import breaking
from tests.faults.children import (
    Begin,
    Complete,
    Fire,
    Place,
    Prepare,
    Start,
    act_until,
    child,
    was_killed,
)
from tests.faults.whole import check_all, rows_of

MOST = 200  # moments in one act
A_WEEK_AND_A_DAY = timedelta(days=8)


# Every moment of an act of a person.


def awarding(mini: Mini) -> Prepare:
    """The end of a case: number, document, mails."""
    case = mini.begun()
    return Complete(
        "commissie.1", mini.task(case, "beoordelen").id, {"besluit": "toegekend", "toelichting": None}
    )


def splitting(mini: Mini) -> Prepare:
    case = mini.begun()
    return Complete(
        "commissie.1", mini.task(case, "beoordelen").id, {"besluit": "advies", "toelichting": None}
    )


def starting(mini: Mini) -> Prepare:
    return Start("teken-van-de-pagina")


def withdrawing(mini: Mini) -> Prepare:
    case = mini.begun()
    return Begin("ib.linde", case.id, mini.act(case, "intrekken_start"), {"reden": "x"})


def noting(mini: Mini) -> Prepare:
    case = mini.begun()
    return Begin("ib.linde", case.id, mini.act(case, "notitie_start"), {"tekst": "x"})


def reminding(mini: Mini) -> Prepare:
    """A timer that writes mails."""
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    return Fire(case.id)


def moments_of(
    place: Place, mini: Mini, act: Prepare, tear: Callable[[], None] | None = None
) -> Iterator[int]:
    """Kill the act at its first moment, its second, … until it comes to its end; gives each moment it was killed at."""
    for moment in range(1, MOST):
        if not was_killed(child(act_until, place, act, moment, tear)):
            return
        yield moment
    raise AssertionError("the act has no end")


@pytest.mark.parametrize(
    "prepared",
    [splitting, *(pytest.param(one, marks=pytest.mark.slow) for one in (awarding, starting, withdrawing, noting, reminding))],
)  # fmt: skip
def test_an_act_that_is_killed_at_any_moment_never_was(
    place: Place, mini: Mini, prepared: Callable[[Mini], Prepare]
) -> None:
    act = prepared(mini)
    if prepared is reminding:
        place.move(A_WEEK_AND_A_DAY)
    before, killed = rows_of(mini.database), 0
    for killed in moments_of(place, mini, act):
        assert rows_of(mini.database) == before, f"moment {killed} left something behind"
    assert killed >= 16
    assert rows_of(mini.database) != before, "in the end the act was done"
    assert check_all(mini.system) == []


@pytest.mark.slow
@pytest.mark.parametrize("prepared", [awarding, starting, withdrawing, noting])
def test_an_act_whose_answer_never_came_back_is_not_done_again(
    place: Place, mini: Mini, prepared: Callable[[Mini], Prepare]
) -> None:
    act = prepared(mini)
    assert not was_killed(child(act_until, place, act, 0))
    done = rows_of(mini.database)
    with pytest.raises(AlreadyDone):
        act(mini)()
    assert rows_of(mini.database) == done


@pytest.mark.slow
def test_the_proof_notices_an_act_in_two_transactions(place: Place, mini: Mini) -> None:
    act = awarding(mini)
    before = rows_of(mini.database)
    torn = [
        moment
        for moment in moments_of(place, mini, act, breaking.commit_half_way)
        if rows_of(mini.database) != before
    ]
    assert torn
    assert check_all(mini.system), "half an act does not fit together"
