"""Split an amount over days and school years, so that the parts add up exactly. A school year is 1 August to 31 July.

Amounts are whole numbers of the smallest unit: cents, or hundredths of an hour.
"""

from collections.abc import Mapping
from datetime import date


def school_year_of(day: date) -> int:
    """The year in which the school year of this day begins: 2026 for 1 August 2026 to 31 July 2027."""
    return day.year if day.month >= 8 else day.year - 1


def first_day(year: int) -> date:
    return date(year, 8, 1)


def last_day(year: int) -> date:
    return date(year + 1, 7, 31)


def name_of_year(year: int) -> str:
    return f"{year}-{year + 1}"


def until_day(total: int, since: date, until: date, day: date) -> int:
    """What of `total` falls in the days up to and including `day`; the half goes up, so the parts of all days make `total`."""
    days = (until - since).days + 1
    passed = min(max((day - since).days + 1, 0), days)
    return (2 * total * passed + days) // (2 * days)


def over_years(total: int, since: date, until: date) -> Mapping[int, int]:
    """What of `total` falls in each school year, by days; the parts add up to `total`."""
    years = range(school_year_of(since), school_year_of(until) + 1)
    ends = [until_day(total, since, until, last_day(year)) for year in years]
    return {year: end - before for year, end, before in zip(years, ends, [0, *ends], strict=False)}
