"""`+ - * / **` and the minus sign, for numbers, texts, dates and durations. None means: this can't be reckoned."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal

from bpmn.feel.primitives import NUMBERS, CalendarDays, Months
from bpmn.feel.temporal import (
    added,
    between_moments,
    days_and_time,
    joined,
    moved,
    moved_time,
    negative,
    seconds_of,
)

FAILURES = (ArithmeticError, ValueError)


def calculate(sign: str, left: object, right: object) -> object:
    """The result, or None when the kinds don't go together. Raises one of FAILURES (by zero, too large)."""
    if type(left) is Decimal and type(right) is Decimal:
        return _NUMBERS[sign](left, right)
    return _OTHERS[sign](left, right)


def negated(value: object) -> object:
    """The value with its sign turned, or None. Raises OverflowError."""
    if isinstance(value, Decimal):
        return value.copy_negate() if value else value
    if isinstance(value, Months):
        return Months(-value.months)
    return negative(value) if isinstance(value, timedelta) else None


_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": NUMBERS.power,
}


def _add(left: object, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, timedelta | Months) and isinstance(right, date | time):
        left, right = right, left
    if isinstance(left, date) and isinstance(right, timedelta | Months):
        return moved(left, right)
    if isinstance(left, time) and isinstance(right, timedelta):
        return moved_time(left, right)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return added(left, right)
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.months + right.months)
    return None


def _subtract(left: object, right: object) -> object:
    if isinstance(right, timedelta):
        return _add(left, negative(right)) if isinstance(left, date | time | timedelta) else None
    if isinstance(right, Months):
        return _add(left, Months(-right.months)) if isinstance(left, date | Months) else None
    if isinstance(left, date) and isinstance(right, date):
        return _between(left, right)
    if isinstance(left, time) and isinstance(right, time) and (left.tzinfo is None) == (right.tzinfo is None):
        return seconds_of(left) - seconds_of(right)
    return None


def _between(end: date, start: date) -> timedelta:
    """Between dates: days on the calendar. With a date time: elapsed time, a date being its own midnight."""
    if not isinstance(end, datetime) and not isinstance(start, datetime):
        days = (end - start).days
        return days_and_time(days, timedelta())
    return between_moments(_moment(end), _moment(start))


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else joined(value, time())


def _multiply(left: object, right: object) -> object:
    if isinstance(left, Decimal):
        left, right = right, left
    return _scaled(left, right) if isinstance(right, Decimal) else None


def _divide(left: object, right: object) -> object:
    if isinstance(right, Decimal) and isinstance(left, timedelta | Months):
        return _scaled(left, right, divide=True)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return NUMBERS.divide(Decimal(_micros(left)), Decimal(_micros(right)))
    if isinstance(left, Months) and isinstance(right, Months):
        return NUMBERS.divide(Decimal(left.months), Decimal(right.months))
    return None


def _scaled(duration: object, factor: Decimal, divide: bool = False) -> timedelta | Months | None:
    """A duration times (or divided by) a number; a whole number of days on the calendar stays on it."""
    reckon = NUMBERS.divide if divide else NUMBERS.multiply
    if isinstance(duration, Months):
        return Months(_whole(reckon(Decimal(duration.months), factor)))
    if not isinstance(duration, timedelta):
        return None
    if isinstance(duration, CalendarDays):
        days = reckon(Decimal(duration.days_on_calendar), factor)
        if days == days.to_integral_value():
            rest = _whole(reckon(Decimal(_micros(duration.elapsed)), factor))
            return days_and_time(_whole(days), timedelta(microseconds=rest))
    return timedelta(microseconds=_whole(reckon(Decimal(_micros(duration)), factor)))


_LARGEST = Decimal(10) ** 18


def _whole(value: Decimal) -> int:
    if abs(value) > _LARGEST * 1000:
        raise OverflowError
    return int(value.to_integral_value(rounding=ROUND_DOWN))


def _micros(value: timedelta) -> int:
    return value.days * 86_400_000_000 + value.seconds * 1_000_000 + value.microseconds


def _power(left: object, right: object) -> object:
    return None


_OTHERS: dict[str, Callable[[object, object], object]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "**": _power,
}
