"""A worker that warns is killed at every moment: nothing is half, and the school is told once."""

from datetime import timedelta

import pytest

from engine.casework.warning import warn
from tests.engine.mini import Mini
from tests.engine.register.conftest import Town, set_up
from tests.faults.children import Place, child, die_at, was_killed
from tests.faults.whole import check_all, rows_of

A_YEAR = timedelta(days=400)
MOST = 300


def warn_until(place: Place, moment: int) -> None:
    """Child: warn of the first row, and die at `moment` of it."""
    mini = place.open()
    die_at(mini.database, moment)
    warn(mini.system, 1)


@pytest.fixture
def town(place: Place, mini: Mini) -> Town:
    return set_up(mini.database, mini.settings)


def test_a_warning_that_is_killed_at_any_moment_never_was_and_then_comes_once(
    place: Place, town: Town
) -> None:
    town.granted(geldig_tot="2027-12-31")
    place.move(A_YEAR)
    before, killed = rows_of(town.database), 0
    for moment in range(1, MOST):
        if not was_killed(child(warn_until, place, moment)):
            break
        killed = moment
        assert rows_of(town.database) == before, f"moment {moment} left something behind"
    assert killed >= 16
    (case,) = town.warned()
    assert town.mails(case) == 1
    assert check_all(town.system) == []
    assert warn(town.system, 1) is False
