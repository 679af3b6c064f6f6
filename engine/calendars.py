"""Counting the days of legal terms: calendar days, working days, school days.

A term of n days that begins on a day ends with the n-th counted day after it. A term that stood still goes on with the
days that were left. Days are those of the Netherlands; an hour more or less in March and October changes nothing.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from holidays.constants import OPTIONAL, PUBLIC
from holidays.countries.netherlands import Netherlands

from config.terms import Counts, Span, Term

_DAY = timedelta(days=1)
_SATURDAY = 5
# A walk over days that none of which counts must end: further than any vacation and any term together.
_FURTHEST = timedelta(days=40 * 366)


@dataclass(frozen=True)
class Calendar:
    """What a region adds to weekends and public holidays: days off, and school holidays as (first, last) pairs."""

    days_off: frozenset[date] = frozenset()
    vacations: tuple[tuple[date, date], ...] = ()

    def counted(self, day: date, counts: Counts) -> bool:
        """Whether this day counts."""
        if counts == "kalenderdagen":
            return True
        if day.weekday() >= _SATURDAY or day in self.days_off or day in public_holidays(day.year):
            return False
        return counts == "werkdagen" or not any(first <= day <= last for first, last in self.vacations)


PLAIN = Calendar()


@lru_cache(maxsize=256)
def public_holidays(year: int) -> frozenset[date]:
    """The days of the Algemene termijnenwet, Good Friday and 5 May among them."""
    return frozenset(Netherlands(years=year, categories=(PUBLIC, OPTIONAL)))  # type: ignore[no-untyped-call]


def rolled(term: Term, end: date, calendar: Calendar) -> date:
    """The end, or the first working day after it when the term may not end on a free day."""
    if term.on_free_day == "blijft":
        return end
    last = end + _FURTHEST
    while not calendar.counted(end, "werkdagen") and end < last:
        end += _DAY
    return end


def after(day: date, span: Span, counts: Counts, calendar: Calendar) -> date:
    """So much later: of 31 January a month later is the last day of February."""
    return step(_months_on(day, span.months), span.days, counts, calendar)


def before(day: date, span: Span, counts: Counts, calendar: Calendar) -> date:
    """So much earlier."""
    return step(_months_on(day, -span.months), -span.days, counts, calendar)


def step(day: date, days: int, counts: Counts, calendar: Calendar) -> date:
    """The n-th counted day after `day`, or before it when `days` is negative; none is the day itself."""
    if counts == "kalenderdagen":
        return day + timedelta(days=days)
    move, furthest = (_DAY, day + _FURTHEST) if days > 0 else (-_DAY, day - _FURTHEST)
    left = abs(days)
    while left and day != furthest:
        day += move
        left -= calendar.counted(day, counts)
    return day


def left(day: date, end: date, counts: Counts, calendar: Calendar) -> int:
    """The counted days after `day` up to and with `end`: what is left of a term at the end of `day`. Never negative."""
    if counts == "kalenderdagen":
        return max(0, (end - day).days)
    number = 0
    while day < end:
        day += _DAY
        number += calendar.counted(day, counts)
    return number


def gone_on(term: Term, end: date, paused: date, resumed: date, calendar: Calendar) -> date:
    """The new end of a term that stood still from `paused` until `resumed`. One that was over then stays over.

    `end` is as it was counted, before it was moved off a free day; so is the answer.
    """
    if paused == resumed or paused > rolled(term, end, calendar):
        return end
    return step(resumed, left(paused, end, term.counts, calendar), term.counts, calendar)


def _months_on(day: date, months: int) -> date:
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
