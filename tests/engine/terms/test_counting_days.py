"""A table of dates that were counted by hand, with a calendar beside it."""

from datetime import date, datetime

import pytest

from config.terms import Counts, Term, read_span
from engine.calendars import Calendar, after, before, gone_on, left, public_holidays, rolled
from engine.clock import AMSTERDAM, day

CHRISTMAS = (date(2026, 12, 19), date(2027, 1, 3))
MAY = (date(2027, 4, 24), date(2027, 5, 2))
SUMMER = (date(2027, 7, 10), date(2027, 8, 22))
REGION = Calendar(frozenset({date(2026, 12, 4)}), (CHRISTMAS, MAY, SUMMER))

GOLDEN = [
    # calendar days
    ("2026-11-21", "P14D", "kalenderdagen", "2026-12-05"),
    ("2026-11-21", "P8W", "kalenderdagen", "2027-01-16"),
    ("2026-12-20", "P14D", "kalenderdagen", "2027-01-03"),  # over the end of the year
    ("2027-03-21", "P14D", "kalenderdagen", "2027-04-04"),  # the clock goes forward on 28 March
    ("2026-10-20", "P14D", "kalenderdagen", "2026-11-03"),  # and back on 25 October
    ("2028-02-15", "P14D", "kalenderdagen", "2028-02-29"),  # 2028 has a 29 February
    ("2027-02-15", "P14D", "kalenderdagen", "2027-03-01"),  # 2027 has none
    ("2028-02-29", "P12M", "kalenderdagen", "2029-02-28"),
    ("2028-02-29", "P4Y", "kalenderdagen", "2032-02-29"),
    ("2027-01-31", "P1M", "kalenderdagen", "2027-02-28"),
    ("2027-01-31", "P1M1D", "kalenderdagen", "2027-03-01"),
    # working days
    ("2026-11-20", "P1D", "werkdagen", "2026-11-23"),  # from Friday to Monday
    ("2026-11-21", "P5D", "werkdagen", "2026-11-27"),  # begun on a Saturday
    ("2026-12-03", "P1D", "werkdagen", "2026-12-07"),  # the region is off on Friday 4 December
    ("2026-12-24", "P1D", "werkdagen", "2026-12-28"),  # Christmas on Friday and Saturday
    ("2026-12-31", "P1D", "werkdagen", "2027-01-04"),  # New Year's Day on Friday
    ("2027-03-25", "P1D", "werkdagen", "2027-03-30"),  # Good Friday to Easter Monday
    ("2027-04-26", "P1D", "werkdagen", "2027-04-28"),  # King's Day; school holidays do not count here
    ("2027-05-04", "P1D", "werkdagen", "2027-05-07"),  # Liberation Day and Ascension Day next to each other
    ("2027-05-14", "P1D", "werkdagen", "2027-05-18"),  # Whit Monday
    ("2025-04-25", "P1D", "werkdagen", "2025-04-28"),  # King's Day of 2025 was Saturday 26 April
    ("2026-12-18", "P10D", "werkdagen", "2027-01-05"),
    # school days
    ("2026-12-18", "P1D", "schooldagen", "2027-01-04"),  # the whole of the Christmas holidays
    ("2026-12-14", "P10D", "schooldagen", "2027-01-11"),
    ("2027-04-23", "P1D", "schooldagen", "2027-05-03"),
    ("2027-07-09", "P5D", "schooldagen", "2027-08-27"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "span", "counts", "end"), GOLDEN)
def test_a_term_ends_where_a_person_counts_it(start: str, span: str, counts: Counts, end: str) -> None:
    length = read_span(span)
    assert length is not None
    assert after(date.fromisoformat(start), length, counts, REGION) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("end", "span", "counts", "moment"),
    [
        ("2027-01-16", "P14D", "kalenderdagen", "2027-01-02"),
        ("2027-03-31", "P1M", "kalenderdagen", "2027-02-28"),
        ("2027-01-04", "P1D", "werkdagen", "2026-12-31"),
        ("2027-01-04", "P1D", "schooldagen", "2026-12-18"),
    ],
)
def test_a_reminder_is_counted_back_the_same_way(end: str, span: str, counts: Counts, moment: str) -> None:
    length = read_span(span)
    assert length is not None
    assert before(date.fromisoformat(end), length, counts, REGION) == date.fromisoformat(moment)


@pytest.mark.parametrize("counts", ["kalenderdagen", "werkdagen", "schooldagen"])
def test_what_is_left_of_a_term_can_be_counted_again(counts: Counts) -> None:
    start, span = date(2026, 12, 10), read_span("P20D")
    assert span is not None
    end = after(start, span, counts, REGION)
    assert left(start, end, counts, REGION) == 20
    assert left(end, end, counts, REGION) == 0
    assert left(end, start, counts, REGION) == 0


@pytest.mark.parametrize(
    ("counts", "end", "paused", "resumed", "then"),
    [
        ("kalenderdagen", "2027-01-16", "2026-12-01", "2026-12-11", "2027-01-26"),  # ten days is ten days
        ("kalenderdagen", "2027-01-16", "2026-12-01", "2026-12-01", "2027-01-16"),
        ("kalenderdagen", "2027-01-16", "2027-01-16", "2027-01-20", "2027-01-20"),  # paused on its last day
        ("kalenderdagen", "2027-01-16", "2027-01-17", "2027-02-01", "2027-01-16"),  # it was over already
        ("werkdagen", "2026-12-11", "2026-12-09", "2026-12-28", "2026-12-30"),  # two days were left, over Christmas
        ("werkdagen", "2026-12-18", "2026-12-24", "2027-01-04", "2026-12-18"),
        ("schooldagen", "2026-12-18", "2026-12-16", "2026-12-23", "2027-01-05"),
        ("schooldagen", "2026-12-18", "2026-12-16", "2026-12-18", "2027-01-05"),
    ],
)  # fmt: skip
def test_a_pause_moves_the_end(counts: Counts, end: str, paused: str, resumed: str, then: str) -> None:
    days = [date.fromisoformat(one) for one in (end, paused, resumed, then)]
    assert gone_on(Term("t", "T", counts=counts), *days[:3], REGION) == days[3]


@pytest.mark.parametrize(
    ("end", "then"),
    [
        ("2026-12-05", "2026-12-07"),
        ("2026-12-25", "2026-12-28"),
        ("2027-03-26", "2027-03-30"),
        ("2026-12-22", "2026-12-22"),
    ],
)
def test_an_end_on_a_free_day_moves_only_when_asked(end: str, then: str) -> None:
    counted = date.fromisoformat(end)
    assert rolled(Term("t", "T"), counted, REGION) == counted
    assert rolled(Term("t", "T", on_free_day="volgende_werkdag"), counted, REGION) == date.fromisoformat(then)


def test_a_moment_just_before_midnight_is_of_that_day_summer_and_winter() -> None:
    for one in (datetime(2027, 3, 27, 23, 59), datetime(2027, 10, 30, 23, 59), datetime(2027, 7, 1, 23, 59)):
        assert day(one.replace(tzinfo=AMSTERDAM)) == one.date()


def test_the_public_holidays_are_those_of_the_law() -> None:
    """Algemene termijnenwet, article 3: with Good Friday, and Liberation Day every year."""
    assert sorted(public_holidays(2027)) == [
        date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 28), date(2027, 3, 29), date(2027, 4, 27), date(2027, 5, 5),
        date(2027, 5, 6), date(2027, 5, 16), date(2027, 5, 17), date(2027, 12, 25), date(2027, 12, 26),
    ]  # fmt: skip


def test_counting_ends_also_when_no_day_counts() -> None:
    always = Calendar(vacations=((date(1990, 1, 1), date(2200, 1, 1)),))
    span = read_span("P20D")
    assert span is not None
    assert after(date(2027, 1, 1), span, "schooldagen", always) > date(2060, 1, 1)
