"""The properties a value has of its own: `date.year`, `duration.hours`, `range.start included`."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bpmn.feel.primitives import CalendarDays, Months, Range
from bpmn.feel.temporal import offset_of

Property = Callable[[Any], object]


def property_of(value: object, name: str) -> object:
    """The property of a value that has it (see PROPERTIES)."""
    return PROPERTIES[type(value)][name](value)


def _number(field: str) -> Property:
    return lambda value: Decimal(getattr(value, field))


def _zone(value: time | datetime) -> object:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _seconds(value: timedelta) -> int:
    """Whole seconds, towards zero."""
    micros = value.days * 86_400_000_000 + value.seconds * 1_000_000 + value.microseconds
    return -(-micros // 1_000_000) if micros < 0 else micros // 1_000_000


def _part(size: int, most: int) -> Property:
    def part(value: timedelta) -> Decimal:
        seconds = _seconds(value)
        count = abs(seconds) // size % most
        return Decimal(-count if seconds < 0 else count)

    return part


def _years(value: Months) -> Decimal:
    years = abs(value.months) // 12
    return Decimal(-years if value.months < 0 else years)


def _months(value: Months) -> Decimal:
    months = abs(value.months) % 12
    return Decimal(-months if value.months < 0 else months)


_DATE: dict[str, Property] = {
    "year": _number("year"),
    "month": _number("month"),
    "day": _number("day"),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_CLOCK: dict[str, Property] = {
    "hour": _number("hour"),
    "minute": _number("minute"),
    "second": _number("second"),
    "timezone": _zone,
}
_DURATION: dict[str, Property] = {
    "days": _part(86_400, 1_000_000_000),
    "hours": _part(3_600, 24),
    "minutes": _part(60, 60),
    "seconds": _part(1, 60),
}

PROPERTIES: dict[type, dict[str, Property]] = {
    date: _DATE,
    datetime: _DATE | _CLOCK | {"time offset": lambda value: value.utcoffset()},
    time: _CLOCK | {"time offset": offset_of},
    timedelta: _DURATION,
    CalendarDays: _DURATION,
    Months: {"years": _years, "months": _months},
    Range: {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_included,
        "end included": lambda value: value.high_included,
    },
}

_DATE_KINDS = dict.fromkeys(("year", "month", "day", "weekday"), "number")
_CLOCK_KINDS = dict.fromkeys(("hour", "minute", "second"), "number") | {
    "timezone": "string",
    "time offset": "days and time duration",
}

# The kinds of the properties above, for checking before there is a value.
PROPERTY_KINDS: dict[str, dict[str, str]] = {
    "date": _DATE_KINDS,
    "date time": _DATE_KINDS | _CLOCK_KINDS,
    "time": _CLOCK_KINDS,
    "days and time duration": dict.fromkeys(_DURATION, "number"),
    "years and months duration": dict.fromkeys(("years", "months"), "number"),
    "range": {"start": "any", "end": "any", "start included": "boolean", "end included": "boolean"},
}
