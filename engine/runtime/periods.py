"""Moments and spans of time: ISO 8601 text to values, and adding a span to a moment on Dutch clocks.

Years, months, weeks and days move the calendar: 31 January + P1M is 28 or 29 February at the same time of day, also
over a change of the clock. Hours, minutes and seconds are elapsed time. A date is the midnight with which it begins.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bpmn.feel.values import AMSTERDAM, CalendarDays, Months

_PERIOD = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,8}(?:\.[0-9]{1,6})?)S)?)?"
)
_CYCLE = re.compile(r"R([0-9]{0,4})/(?:([^/]+)/)?(P[^/]+)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")


class NotATime(ValueError):
    """The text or value is no moment, span or cycle; the message is Dutch."""


@dataclass(frozen=True)
class Period:
    """A span: first the months, then the days on the calendar, then the elapsed time."""

    months: int = 0
    days: int = 0
    elapsed: timedelta = timedelta()

    @property
    def is_empty(self) -> bool:
        return not (self.months or self.days or self.elapsed)


@dataclass(frozen=True)
class Cycle:
    """`times` times (-1: for ever) every `period`; the first time at `start`, or one period from now."""

    times: int
    period: Period
    text: str  # of the period, ISO 8601
    start: datetime | None = None


def parse_period(text: str) -> Period:
    """An ISO 8601 span such as P14D, P1Y6M or PT36H. Raises NotATime."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        raise NotATime(f"'{text}' is geen duur. Schrijf bijvoorbeeld P14D, P1M of PT36H.")
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups()[:6])
    elapsed = timedelta(hours=hours, minutes=minutes, seconds=float(found[7] or 0))
    return Period(12 * years + months, 7 * weeks + days, elapsed)


def parse_moment(text: str) -> datetime:
    """An ISO 8601 date or date time; without a zone it is Dutch time. Aware, in UTC. Raises NotATime."""
    text = re.sub(r"@Europe/Amsterdam$", "", text)
    head = re.sub(r"(Z|[+-][0-9]{2}:[0-9]{2})$", "", text) if "T" in text else text
    if not (_DATE.fullmatch(head) or _MOMENT.fullmatch(head)):
        raise NotATime(f"'{text}' is geen datum. Schrijf bijvoorbeeld 2026-08-31 of 2026-08-31T09:00:00.")
    try:
        return _aware(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise NotATime(f"'{text}' is geen bestaande datum.") from error


def parse_cycle(text: str) -> Cycle:
    """An ISO 8601 cycle such as R3/P7D or R/2026-09-01T09:00:00/P1M. Raises NotATime."""
    found = _CYCLE.fullmatch(text)
    if found is None:
        raise NotATime(f"'{text}' is geen herhaling. Schrijf bijvoorbeeld R3/P7D of R/P1M.")
    period = parse_period(found[3])
    if period.is_empty:
        raise NotATime(f"'{text}' herhaalt zonder tussentijd. Schrijf een duur die langer is dan nul.")
    if found[1] and not int(found[1]):
        raise NotATime(f"'{text}' herhaalt nul keer. Schrijf hoe vaak, bijvoorbeeld R3/P7D.")
    start = parse_moment(found[2]) if found[2] else None
    return Cycle(int(found[1]) if found[1] else -1, period, found[3], start)


def moment_of(value: object) -> datetime:
    """The moment (UTC) that a value names: a date, a date time, or ISO 8601 text. Raises NotATime."""
    if isinstance(value, datetime):
        return _aware(value)
    if isinstance(value, date):
        return _aware(datetime.combine(value, time()))
    if isinstance(value, str):
        return parse_moment(value)
    raise NotATime("De timer hoort een datum of datum-tijd te zijn.")


def period_of(value: object) -> Period:
    """The span that a FEEL value is: a duration, or ISO 8601 text. Raises NotATime."""
    if isinstance(value, str):
        return parse_period(value)
    if isinstance(value, Months):
        return _forward(Period(months=value.months))
    if isinstance(value, CalendarDays):
        return _forward(Period(days=value.days_on_calendar, elapsed=value.elapsed))
    if isinstance(value, timedelta):
        return _forward(Period(elapsed=value))
    raise NotATime("De timer hoort een duur te zijn.")


def cycle_of(value: object) -> Cycle:
    """The cycle that a FEEL value is: ISO 8601 text. Raises NotATime."""
    if isinstance(value, str):
        return parse_cycle(value)
    raise NotATime('De timer hoort een herhaling te zijn, bijvoorbeeld "R3/P7D".')


def add(start: datetime, period: Period) -> datetime:
    """`start` (aware) plus `period`, aware in UTC. Raises NotATime past the year 9999."""
    try:
        moved = start
        if period.months or period.days:
            wall = start.astimezone(AMSTERDAM).replace(tzinfo=None)
            moved = _aware(_add_months(wall, period.months) + timedelta(days=period.days))
        return (moved + period.elapsed).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotATime("De timer komt na het jaar 9999 uit.") from error


def next_after(base: datetime, period: Period, now: datetime) -> datetime:
    """The first of base + 1 period, base + 2 periods, … that lies after `now`. Raises NotATime.

    Counted from the base each time: of a series from 31 January, the last of March is the 31st, not the 28th.
    """
    longest = timedelta(days=31 * period.months, hours=25 * period.days) + period.elapsed
    count = max(1, (now - base) // longest)  # never too many, so that the loop is short
    while (moment := add(base, _times(period, count))) <= now:
        count += 1
    return moment


def looks_literal(text: str) -> bool:
    """Whether the text is meant as ISO 8601 rather than as FEEL."""
    return bool(
        re.fullmatch(
            r"[PR][0-9PTYMWDHS.,/:Z+-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]*)?(Z|[+-][0-9:]+)?", text
        )
    )


def _times(period: Period, count: int) -> Period:
    return Period(period.months * count, period.days * count, period.elapsed * count)


def _forward(period: Period) -> Period:
    if period.months < 0 or period.days < 0 or period.elapsed < timedelta():
        raise NotATime("De timer staat op een negatieve duur. Maak de duur nul of meer.")
    return period


def _aware(moment: datetime) -> datetime:
    """In UTC; a time without a zone is Dutch. A time that the clock skips in spring moves on an hour."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).astimezone(UTC)
    except OverflowError as error:
        raise NotATime("De timer staat op een datum die niet kan.") from error


def _add_months(wall: datetime, months: int) -> datetime:
    if not months:
        return wall
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return wall.replace(year=year, month=month + 1, day=min(wall.day, last))


READERS = {"date": parse_moment, "duration": parse_period, "cycle": parse_cycle}
