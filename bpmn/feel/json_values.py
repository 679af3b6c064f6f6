"""Values as JSON, exactly: what JSON lacks is an object with `$` for the kind and `v` for the text."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bpmn.feel.primitives import CalendarDays, Function, Months, Range, from_python
from bpmn.feel.temporal import (
    date_time_text,
    exact_duration_text,
    months_text,
    read_date,
    read_date_time,
    read_duration,
    read_exact_duration,
    read_time,
    time_text,
)

_LARGEST_PLAIN = 2**53


def to_json(value: object) -> Any:
    """A FEEL value (or a Python value that FEEL takes) as what `json.dumps` writes. A function becomes null.

    Whole numbers within 2^53 are ints; other decimals, dates and durations are tagged:
    `{"$": "date", "v": "2026-03-01"}`. A key of the user that begins with `$` gets one `$` more.
    Raises NotAValue.
    """
    kind = type(value)
    if kind in _AS_IS:
        return value
    if kind is list or kind is tuple:
        return [to_json(item) for item in value]  # type: ignore[attr-defined]
    if kind is dict:
        return {_key(key): to_json(item) for key, item in value.items()}  # type: ignore[attr-defined]
    if kind is int and -_LARGEST_PLAIN <= value <= _LARGEST_PLAIN:  # type: ignore[operator]
        return value
    return _rare_to_json(from_python(value))


_AS_IS = frozenset([type(None), bool, str])


def _key(key: object) -> str:
    name = str(key)
    return "$" + name if name.startswith("$") else name


def _rare_to_json(value: object) -> Any:
    """Of a FEEL value."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, list | dict):
        return to_json(value)
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and abs(value) <= _LARGEST_PLAIN and str(value) != "-0"
        return int(value) if whole else {"$": "number", "v": str(value)}
    if isinstance(value, Range):
        ends = [to_json(value.low), to_json(value.high)]
        return {"$": "range", "v": [*ends, value.low_included, value.high_included]}
    if isinstance(value, Function):
        return None
    tag, write = _WRITERS[type(value)]
    return {"$": tag, "v": write(value)}


def _moment_text(value: datetime) -> str:
    """With the fold, because in autumn a time of day comes twice."""
    return date_time_text(value) + (" fold" if value.fold else "")


_WRITERS: dict[type, tuple[str, Callable[[Any], str]]] = {
    date: ("date", date.isoformat),
    datetime: ("date time", _moment_text),
    time: ("time", time_text),
    timedelta: ("days and time duration", exact_duration_text),
    CalendarDays: ("days and time duration", exact_duration_text),
    Months: ("years and months duration", months_text),
}


def from_json(data: Any) -> object:
    """The FEEL value of what to_json made. Raises ValueError for a tag or text that to_json does not write."""
    if isinstance(data, list):
        return [from_json(item) for item in data]
    if isinstance(data, dict):
        return _from_tagged(data) if "$" in data else _from_object(data)
    return from_python(data)


def _from_object(data: Mapping[str, Any]) -> dict[str, object]:
    return {(key[1:] if key.startswith("$") else key): from_json(item) for key, item in data.items()}


def _from_tagged(data: Mapping[str, Any]) -> object:
    tag, body = data["$"], data.get("v")
    if tag == "range" and isinstance(body, list) and len(body) == 4:
        return Range(from_json(body[0]), from_json(body[1]), body[2] is True, body[3] is True)
    read = _READERS.get(tag) if isinstance(tag, str) else None
    value = read(body) if read and isinstance(body, str) else None
    if value is None:
        raise ValueError(f"Not a value: {str(data)[:80]}")
    return value


def _read_moment(text: str) -> datetime | None:
    plain = text.removesuffix(" fold")
    moment = read_date_time(plain)
    return moment.replace(fold=1) if moment is not None and plain != text else moment


def _read_months(text: str) -> Months | None:
    read = read_duration(text)
    return read if isinstance(read, Months) else None


def _read_number(text: str) -> object:
    try:
        return from_python(Decimal(text))
    except ArithmeticError:
        return None


_READERS: dict[str, Callable[[str], object]] = {
    "number": _read_number,
    "date": read_date,
    "date time": _read_moment,
    "time": read_time,
    "days and time duration": read_exact_duration,
    "years and months duration": _read_months,
}
