"""The Python types that FEEL values have beside the built-in ones, and the way in for values of a caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# Decimal128, as the standard asks: 34 digits, halves to even.
NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow])


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A years and months duration, as a number of months (may be negative)."""

    months: int


class CalendarDays(timedelta):
    """A days and time duration of which `days_on_calendar` days move the calendar and the rest moves the clock.

    `duration("P1D")` is one day on the calendar: over a change of the clock it lands on the same time of day.
    A plain timedelta, like `duration("PT24H")`, is elapsed time. As durations they are equal.
    """

    days_on_calendar: int

    def __new__(cls, days: int, elapsed: timedelta = timedelta()) -> "CalendarDays":
        whole = timedelta(days=days) + elapsed
        made = super().__new__(cls, whole.days, whole.seconds, whole.microseconds)
        made.days_on_calendar = days
        return made

    @property
    def elapsed(self) -> timedelta:
        return timedelta(self.days, self.seconds, self.microseconds) - timedelta(days=self.days_on_calendar)

    def __reduce__(self) -> tuple[type["CalendarDays"], tuple[int, timedelta]]:
        return CalendarDays, (self.days_on_calendar, self.elapsed)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; each end belongs to it or not."""

    low: object
    high: object
    low_included: bool = True
    high_included: bool = True


class Function:
    """A value that can be called: built in, or written in an expression."""


class NotAValue(Exception):
    """A Python value that FEEL has no place for; the message is Dutch."""


def from_python(value: object) -> object:
    """The FEEL value for what a caller put in a context: ints and floats become Decimal, naive times Amsterdam.

    Raises NotAValue. A value that is a FEEL value already is returned as it is.
    """
    kind = type(value)
    if value is None or kind in _AS_IS:
        return value
    if isinstance(value, int):
        return _number(Decimal(value))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [from_python(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): from_python(item) for key, item in value.items()}
    return _rare_from_python(value)


_AS_IS = frozenset([bool, str, date, time, timedelta, Months])


def _rare_from_python(value: object) -> object:
    if isinstance(value, Decimal | float):
        return _number(value if isinstance(value, Decimal) else Decimal(str(value)))
    if isinstance(value, str):
        return str(value)
    if isinstance(value, CalendarDays):
        return value if value.days_on_calendar else value.elapsed  # no days at all moves no calendar
    if isinstance(value, date | time | timedelta | Function):
        return value
    if isinstance(value, Range):
        ends = from_python(value.low), from_python(value.high)
        return Range(*ends, value.low_included, value.high_included)
    raise NotAValue(f"Een waarde van het soort {type(value).__name__} kan niet in een expressie.")


def _moment(value: datetime) -> datetime:
    try:
        return existing(value, value.tzinfo or AMSTERDAM)
    except OverflowError:
        raise NotAValue("Deze datum ligt buiten de jaren 1 tot en met 9999.") from None


def _number(value: Decimal) -> Decimal | None:
    """Rounded to 34 digits; not-a-number and infinity are null."""
    try:
        return NUMBERS.plus(value) if value.is_finite() else None
    except ArithmeticError:
        raise NotAValue("Dit getal is te groot.") from None


def existing(wall: datetime, zone: tzinfo) -> datetime:
    """The moment of this time of day; one that the change of the clock skips moves on by as much."""
    moment = wall.replace(tzinfo=zone)
    back = moment.astimezone(UTC).astimezone(zone)
    return moment if back.replace(fold=moment.fold) == moment else back


def plain_number(value: Decimal) -> str:
    """A number without exponent or zeros at the end: 1.5, 1000, 0.001."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
