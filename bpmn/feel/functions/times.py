"""Temporal functions: the clock of the evaluation, and where a date lies in its year, month or week."""

from datetime import date, datetime
from decimal import Decimal

from bpmn.feel.functions.signature import Shelf, Work
from bpmn.feel.primitives import AMSTERDAM

FUNCTIONS = Shelf()
_built_in = FUNCTIONS

# The standard fixes these words in English.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@_built_in("now", "", "date time")
def now(work: Work) -> datetime:
    return work.now.astimezone(AMSTERDAM)


@_built_in("today", "", "date")
def today(work: Work) -> date:
    return work.now.astimezone(AMSTERDAM).date()


@_built_in("day of year", "date: date|date time", "number")
def day_of_year(work: Work, value: date) -> Decimal:
    return Decimal(value.timetuple().tm_yday)


@_built_in("day of week", "date: date|date time", "string")
def day_of_week(work: Work, value: date) -> str:
    return _DAYS[value.weekday()]


@_built_in("month of year", "date: date|date time", "string")
def month_of_year(work: Work, value: date) -> str:
    return _MONTHS[value.month - 1]


@_built_in("week of year", "date: date|date time", "number")
def week_of_year(work: Work, value: date) -> Decimal:
    """The ISO week."""
    return Decimal(value.isocalendar().week)
