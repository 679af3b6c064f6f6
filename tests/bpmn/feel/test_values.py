"""Values to JSON and back, and as a person reads them."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.feel.comparing import kind_of
from bpmn.feel.values import (
    AMSTERDAM,
    CalendarDays,
    Months,
    NotAValue,
    Range,
    from_json,
    from_python,
    show,
    to_json,
)

ZONES = st.sampled_from(
    [UTC, AMSTERDAM, ZoneInfo("America/New_York"), timezone(timedelta(hours=-3, minutes=-30))]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=8),
    st.integers(-(2**70), 2**70),
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.dates(),
    st.datetimes(timezones=ZONES, min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)),
    st.times(),
    st.timedeltas(),
    st.builds(Months, st.integers(-5000, 5000)),
    st.builds(CalendarDays, st.integers(-9999, 9999), st.timedeltas(timedelta(-99), timedelta(99))),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "$", "$$", "$v", "v", ""]), inner, max_size=4)
        | st.builds(Range, inner, inner, st.booleans(), st.booleans())
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(VALUES)
def test_what_goes_to_json_comes_back_the_same(value: object) -> None:
    plain = from_python(value)
    back = from_json(json.loads(json.dumps(to_json(value))))
    assert back == plain
    assert kind_of(back) == kind_of(plain)
    assert not isinstance(plain, timedelta) or repr(back) == repr(plain)


def test_json_is_plain_where_json_can_say_it() -> None:
    assert to_json({"a": [1, Decimal("2.00"), "x", None, True]}) == {"a": [1, 2, "x", None, True]}
    assert to_json(Decimal("1.50")) == {"$": "number", "v": "1.50"}
    assert to_json(date(2026, 3, 1)) == {"$": "date", "v": "2026-03-01"}
    assert to_json(CalendarDays(14)) == {"$": "days and time duration", "v": "P14D"}
    assert to_json(CalendarDays(0)) == {"$": "days and time duration", "v": "PT0S"}
    assert to_json(timedelta(hours=24)) == {"$": "days and time duration", "v": "PT24H"}
    assert to_json({"$": "date"}) == {"$$": "date"}


def test_the_hour_that_comes_twice_keeps_which_one_it_was() -> None:
    for fold in (0, 1):
        moment = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=fold)
        back = from_json(to_json(moment))
        assert isinstance(back, datetime)
        assert (back.fold, back.utcoffset()) == (fold, moment.utcoffset())


@pytest.mark.parametrize(
    "data",
    [
        {"$": "date"},
        {"$": "date", "v": "x"},
        {"$": "onbekend", "v": "1"},
        {"$": [], "v": "1"},
        {"$": "range", "v": [1]},
        {"$": "number", "v": "1x"},
    ],
)
def test_json_that_was_never_written_here_is_refused(data: object) -> None:
    with pytest.raises(ValueError):
        from_json(data)


def test_a_value_without_a_place_in_feel_is_refused() -> None:
    with pytest.raises(NotAValue):
        to_json({"a": object()})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "ja"),
        (False, "nee"),
        ("Bo", "Bo"),
        (3, "3"),
        (Decimal("1234.5"), "1.234,50"),
        (Decimal("-1234567"), "-1.234.567"),
        (Decimal("0.125"), "0,125"),
        (Decimal("1000.00"), "1.000"),
        (date(2026, 3, 1), "1 maart 2026"),
        (datetime(2026, 3, 1, 11, 5, tzinfo=UTC), "1 maart 2026, 12:05 uur"),
        (time(9, 30), "09:30 uur"),
        (timedelta(days=14), "14 dagen"),
        (timedelta(days=1, hours=2, minutes=1), "1 dag en 2 uur en 1 minuut"),
        (timedelta(), "0 dagen"),
        (-timedelta(hours=1), "min 1 uur"),
        (Months(14), "1 jaar en 2 maanden"),
        (Months(0), "0 maanden"),
        (["a", None, 2], "a, 2"),
        ({"naam": "Bo", "oud": 7}, "naam: Bo, oud: 7"),
        (Range(Decimal(1), Decimal(5)), "1 tot en met 5"),
    ],
)
def test_a_person_reads_dutch(value: object, shown: str) -> None:
    assert show(value) == shown
