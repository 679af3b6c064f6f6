"""Conversion functions of the standard, `not` and `is`."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from bpmn.feel.comparing import equal, kind_of
from bpmn.feel.functions.signature import Shelf, Work
from bpmn.feel.primitives import NUMBERS, Months, Range, plain_number
from bpmn.feel.temporal import (
    date_text,
    date_time_text,
    duration_text,
    joined,
    months_between,
    months_text,
    offset_of,
    read_date,
    read_date_time,
    read_duration,
    read_time,
    time_text,
)

FUNCTIONS = Shelf()
_built_in = FUNCTIONS
_MAX_TEXT_DEPTH = 60


@_built_in("date", "from: string", "date")
def date_from_text(work: Work, text: str) -> date | None:
    found = read_date(text)
    if found is None:
        work.warn(f'"{text[:40]}" is geen bestaande datum. Schrijf jaar-maand-dag, zoals "2026-03-01".')
    return found


@_built_in("date", "from: date|date time", "date")
def date_from(work: Work, value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@_built_in("date", "year: number, month: number, day: number", "date")
def date_of_parts(work: Work, year: Decimal, month: Decimal, day: Decimal) -> date:
    return date(_whole(year), _whole(month), _whole(day))


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value() or abs(value) > 10_000_000:
        raise ValueError
    return int(value)


@_built_in("date and time", "from: string", "date time")
def date_time_from_text(work: Work, text: str) -> datetime | None:
    found = read_date_time(text)
    if found is None:
        work.warn(f'"{text[:60]}" is geen bestaande datum met tijd. Schrijf het zo: "2026-03-01T09:30:00".')
    return found


@_built_in("date and time", "from: date|date time", "date time")
def date_time_from(work: Work, value: date) -> datetime:
    return value if isinstance(value, datetime) else joined(value, time())


@_built_in("date and time", "date: date|date time, time: time", "date time")
def date_time_of(work: Work, day: date, at: time) -> datetime:
    return joined(day.date() if isinstance(day, datetime) else day, at)


@_built_in("time", "from: string", "time")
def time_from_text(work: Work, text: str) -> time | None:
    found = read_time(text)
    if found is None:
        work.warn(f'"{text[:40]}" is geen bestaande tijd. Schrijf het zo: "09:30:00".')
    return found


@_built_in("time", "from: time|date|date time", "time")
def time_from(work: Work, value: time | date) -> time:
    if isinstance(value, datetime):
        return value.timetz()
    return value if isinstance(value, time) else time(tzinfo=None)


@_built_in(
    "time",
    "hour: number, minute: number, second: number, offset: days and time duration?",
    "time",
)
def time_of_parts(
    work: Work, hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None
) -> time:
    whole = int(second)
    micro = int((second - whole) * 1_000_000)
    base = time(_whole(hour), _whole(minute), whole, micro)
    return base if offset is None else base.replace(tzinfo=_zone(offset))


def _zone(offset: timedelta) -> timezone:
    if abs(offset) > timedelta(hours=14):
        raise ValueError
    return timezone(timedelta(seconds=int(offset.total_seconds())))


@_built_in("duration", "from: string", "days and time duration|years and months duration")
def duration_from_text(work: Work, text: str) -> timedelta | Months | None:
    found = read_duration(text)
    if found is None:
        work.warn(f'"{text[:40]}" is geen duur. Schrijf bijvoorbeeld "P14D", "PT24H" of "P1Y6M".')
    return found


@_built_in("duration", "from: days and time duration|years and months duration", "any")
def duration_from(work: Work, value: object) -> object:
    return value


@_built_in(
    "years and months duration", "from: date|date time, to: date|date time", "years and months duration"
)
def months_between_dates(work: Work, start: date, end: date) -> Months:
    return Months(months_between(_day(start), _day(end)))


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@_built_in("number", "from: string", "number")
def number_from_text(work: Work, text: str) -> Decimal | None:
    return _number(work, text)


@_built_in("number", "from: number", "number")
def number_from(work: Work, value: Decimal) -> Decimal:
    return value


@_built_in("number", "from: string, grouping separator: any, decimal separator: any?", "number")
def number_with_separators(work: Work, text: str, grouping: object, point: object = None) -> Decimal | None:
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or (point and grouping == point)
    ):
        work.warn("Scheidingstekens zijn een spatie, een komma of een punt, en niet twee keer dezelfde.")
        return None
    plain = text.replace(str(grouping), "") if grouping else text
    return _number(work, plain.replace(str(point), ".") if point else plain)


def _number(work: Work, text: str) -> Decimal | None:
    work.charge_text(len(text))
    shape = text.strip().removeprefix("-").replace(".", "", 1).lower().replace("e+", "e").replace("e-", "e")
    digits, _, exponent = shape.partition("e")
    ascii_digits = (
        digits.isascii() and digits.isdigit() and (not exponent or exponent.isascii() and exponent.isdigit())
    )
    try:
        if ascii_digits:
            return NUMBERS.create_decimal(text.strip())
    except (InvalidOperation, ArithmeticError):
        pass
    work.warn(f'"{text[:40]}" is geen getal.')
    return None


@_built_in("string", "from: any", "string")
def string_from(work: Work, value: object) -> str | None:
    return None if value is None else value if isinstance(value, str) else text_of(work, value)


def text_of(work: Work, value: object, depth: int = 0) -> str:
    """A value as FEEL writes it; texts inside lists and contexts are quoted."""
    work.charge(1)
    if depth > _MAX_TEXT_DEPTH:
        raise ValueError
    text = _text_of(work, value, depth)
    work.charge_text(len(text))
    return text


def _text_of(work: Work, value: object, depth: int) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(text_of(work, item, depth + 1) for item in value) + "]"
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{_key(key)}: {text_of(work, item, depth + 1)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, Range):
        low, high = text_of(work, value.low, depth + 1), text_of(work, value.high, depth + 1)
        return f"{'[' if value.low_included else '('}{low}..{high}{']' if value.high_included else ')'}"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return simple_text(value)


def _key(key: str) -> str:
    return key if key.isidentifier() else '"' + key.replace('"', '\\"') + '"'


def simple_text(value: object) -> str:
    """A value that holds no others, as FEEL writes it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    writer = _WRITERS.get(kind_of(value))
    return writer(value) if writer else "function"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": plain_number,
    "date": date_text,
    "date time": date_time_text,
    "time": time_text,
    "days and time duration": duration_text,
    "years and months duration": months_text,
}


@_built_in("not", "negand: any", "boolean")
def not_(work: Work, value: object) -> bool | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return not value if isinstance(value, bool) else None


@_built_in("is", "value1: any, value2: any", "boolean")
def is_(work: Work, left: object, right: object) -> bool:
    """The same kind and the same value, zone included."""
    if kind_of(left) != kind_of(right):
        return False
    if isinstance(left, datetime) and isinstance(right, datetime):
        return date_time_text(left) == date_time_text(right)
    if isinstance(left, time) and isinstance(right, time):
        return left.replace(tzinfo=None) == right.replace(tzinfo=None) and offset_of(left) == offset_of(right)
    return bool(equal(left, right, work.charge))
