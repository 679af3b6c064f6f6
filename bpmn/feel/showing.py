"""Values as a Dutch reader expects them: 1 maart 2026, 1.234,50, ja."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bpmn.feel.primitives import AMSTERDAM, Months, Range, plain_number

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_MOST_DIGITS = 40
_MOST_DEPTH = 20


def show(value: object, depth: int = 0) -> str:
    """A FEEL value for people, in Dutch. null is an empty text; lists are joined with commas."""
    if value is None or depth > _MOST_DEPTH:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal | int | float):
        return _number(Decimal(str(value)))
    if isinstance(value, date | time):
        return _moment(value)
    if isinstance(value, timedelta | Months):
        return _duration(value)
    return _several(value, depth)


def _several(value: object, depth: int) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (show(item, depth + 1) for item in value)))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {show(item, depth + 1)}" for key, item in value.items())
    if isinstance(value, Range):
        return f"{show(value.low, depth + 1)} tot en met {show(value.high, depth + 1)}"
    return ""


def _number(value: Decimal) -> str:
    """Dots between thousands; a number with decimals has at least two, as amounts have."""
    if abs(value.adjusted()) > _MOST_DIGITS:
        return str(value).replace(".", ",")
    whole, _, decimals = plain_number(value.copy_abs()).partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if value < 0 else ""
    return f"{sign}{grouped}" + (f",{decimals.ljust(2, '0')}" if decimals else "")


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        local = _in_amsterdam(value)
        return f"{_day(local)}, {local:%H:%M} uur"
    if isinstance(value, time):
        return f"{value:%H:%M} uur"
    return _day(value)


def _in_amsterdam(value: datetime) -> datetime:
    """On the first and last day of all there may be no time in Amsterdam: then as it is."""
    try:
        return value.astimezone(AMSTERDAM) if value.tzinfo else value
    except OverflowError:
        return value


def _day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def _duration(value: timedelta | Months) -> str:
    if isinstance(value, Months):
        years, months = divmod(abs(value.months), 12)
        parts = [(years, "jaar", "jaar"), (months, "maand", "maanden")]
        negative = value.months < 0
    else:
        negative = value < timedelta()
        length = -value if negative else value
        minutes, seconds = divmod(length.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        parts = [(length.days, "dag", "dagen"), (hours, "uur", "uur")]
        parts += [(minutes, "minuut", "minuten"), (seconds, "seconde", "seconden")]
    named = [f"{count} {one if count == 1 else many}" for count, one, many in parts if count]
    nothing = f"0 {parts[1][2]}" if isinstance(value, Months) else "0 dagen"
    return ("min " if negative and named else "") + (" en ".join(named) or nothing)
