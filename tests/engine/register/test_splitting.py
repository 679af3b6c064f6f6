"""An amount over days and school years: the parts always add up to the cent."""

from datetime import date, timedelta
from random import Random

import pytest

from engine.casework.splitting import over_years, school_year_of, until_day


def test_a_school_year_begins_on_the_first_of_august() -> None:
    days = {date(2026, 7, 31): 2025, date(2026, 8, 1): 2026, date(2027, 1, 1): 2026, date(2027, 7, 31): 2026}
    assert {day: school_year_of(day) for day in days} == days


def test_an_amount_in_one_school_year_stays_whole() -> None:
    assert over_years(12345, date(2026, 8, 1), date(2027, 7, 31)) == {2026: 12345}


def test_an_amount_over_two_school_years_goes_by_days() -> None:
    """212 days in the first, 153 in the second."""
    assert over_years(36500, date(2026, 1, 1), date(2026, 12, 31)) == {2025: 21200, 2026: 15300}


def test_the_day_that_a_leap_year_has_more_counts() -> None:
    assert over_years(36600, date(2028, 1, 1), date(2028, 12, 31)) == {2027: 21300, 2028: 15300}


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_always_add_up(seed: int) -> None:
    chance = Random(seed)
    for _ in range(300):
        since = date(2020, 1, 1) + timedelta(days=chance.randrange(4000))
        until = since + timedelta(days=chance.randrange(3000))
        total = chance.randrange(10_000_000)
        parts = over_years(total, since, until)
        assert sum(parts.values()) == total
        assert all(part >= 0 for part in parts.values())
        assert [*parts] == list(range(school_year_of(since), school_year_of(until) + 1))


def test_one_cent_over_many_years_is_one_cent_in_one_year() -> None:
    assert sorted(over_years(1, date(2020, 1, 1), date(2030, 1, 1)).values())[-2:] == [0, 1]


def test_before_the_first_day_nothing_falls_and_after_the_last_all_of_it() -> None:
    since, until = date(2026, 1, 10), date(2026, 1, 20)
    assert until_day(100, since, until, date(2026, 1, 9)) == 0
    assert until_day(100, since, until, date(2026, 1, 20)) == 100
    assert until_day(100, since, until, date(2030, 1, 1)) == 100
