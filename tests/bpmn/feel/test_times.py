"""Days move the calendar, hours move the clock, all in Europe/Amsterdam."""

from datetime import datetime, timedelta

import pytest

from bpmn.feel.values import show
from tests.bpmn.feel.asking import agree, ask, value

EXAMPLES = [
    ('date("2026-01-31") + duration("P1M")', 'date("2026-02-28")'),
    ('date("2024-01-31") + duration("P1M")', 'date("2024-02-29")'),
    ('date("2026-03-31") - duration("P1M")', 'date("2026-02-28")'),
    ('date("2026-02-28") + duration("P1Y")', 'date("2027-02-28")'),
    ('date("2026-03-01") + duration("P14D")', 'date("2026-03-15")'),
    ('date("2026-03-01") + duration("PT48H")', 'date("2026-03-03")'),
    ('duration("P1D") + date("2026-03-01")', 'date("2026-03-02")'),
    ('date("2026-03-01") - date("2026-02-01")', 'duration("P28D")'),
    ('time("23:30:00") + duration("PT1H")', 'time("00:30:00")'),
    ('time("10:00:00") - time("09:30:00")', 'duration("PT30M")'),
    ('duration("P1D") * 2.5', 'duration("PT60H")'),
    ('duration("P7D") / 7', 'duration("P1D")'),
    ('duration("P14M") / 2', 'duration("P7M")'),
    ('duration("P3D") / duration("P1D")', "3"),
    ('duration("P1Y") / duration("P1M")', "12"),
    ('-duration("P1D")', 'duration("-P1D")'),
    ('duration("P1D") + duration("P1M")', "null"),
    ('date("2026-03-01") + 1', "null"),
    ('date("9999-12-31") + duration("P1D")', "null"),
    ('date("0001-01-01") - duration("P1M")', "null"),
    ('date("2026-03-01") + duration("P999999999D")', "null"),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_reckoning_with_dates_and_durations(text: str, expected: str) -> None:
    assert agree(text, expected), ask(text)


def moment(text: str) -> str:
    return f'date and time("{text}@Europe/Amsterdam")'


def test_a_day_keeps_the_time_of_day_when_the_clock_changes() -> None:
    assert agree(f'{moment("2026-03-28T12:00:00")} + duration("P1D")', moment("2026-03-29T12:00:00"))
    assert agree(f'{moment("2026-10-24T12:00:00")} + duration("P1D")', moment("2026-10-25T12:00:00"))


def test_twenty_four_hours_are_twenty_four_hours_when_the_clock_changes() -> None:
    assert agree(f'{moment("2026-03-28T12:00:00")} + duration("PT24H")', moment("2026-03-29T13:00:00"))
    assert agree(f'{moment("2026-10-24T12:00:00")} + duration("PT24H")', moment("2026-10-25T11:00:00"))


def test_a_day_and_an_hour_move_the_calendar_first() -> None:
    assert agree(f'{moment("2026-03-28T12:00:00")} + duration("P1DT1H")', moment("2026-03-29T13:00:00"))


def test_elapsed_time_counts_the_hour_that_was_skipped() -> None:
    assert agree(f"{moment('2026-03-29T12:00:00')} - {moment('2026-03-28T12:00:00')}", 'duration("PT23H")')


def test_a_time_that_the_clock_skips_moves_on() -> None:
    assert agree(moment("2026-03-29T02:30:00"), moment("2026-03-29T03:30:00"))
    assert agree(f'{moment("2026-03-28T02:30:00")} + duration("P1D")', moment("2026-03-29T03:30:00"))


def test_a_date_with_hours_becomes_a_time_in_amsterdam() -> None:
    assert agree('date("2026-03-29") + duration("PT5H")', moment("2026-03-29T06:00:00"))


def test_a_date_time_without_a_zone_is_read_in_amsterdam() -> None:
    assert agree(
        'date and time("2026-07-01T12:00:00")', 'date and time("2026-07-01T12:00:00@Europe/Amsterdam")'
    )


def test_the_same_length_in_days_or_hours_is_the_same_duration() -> None:
    assert value('duration("P1D") = duration("PT24H")') is True
    assert value('duration("P1D")') == timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00@Geen/Plaats",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59-05:00",
        "2026-03-01T12:00:00+25:00",
        "2026-03-01T12:00:00+01:99",
        "2026-03-01 12:00:00",
        "2026-03-01T12:00:00@../../etc/passwd",
    ],
)
def test_a_moment_that_does_not_exist_is_null(text: str) -> None:
    assert value(f'date and time("{text}")') is None
    assert value(f'@"{text}"') is None


def test_the_first_and_last_moments_do_no_harm() -> None:
    assert value('date and time("9999-12-31T23:59:59Z") > now()') is True
    assert show(value('date and time("9999-12-31T23:59:59Z")')) == "31 december 9999, 23:59 uur"
    assert value("x", {"x": datetime(1, 1, 1)}) is None
