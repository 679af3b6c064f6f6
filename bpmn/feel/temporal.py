"""Dates, times and durations: reading them from text, writing them as text, and reckoning with them.

Days count on the calendar (the same time of day, in summer and in winter); hours are elapsed time.
A date time without a zone is read as Europe/Amsterdam. Years run from 1 to 9999.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bpmn.feel.primitives import AMSTERDAM, CalendarDays, Months, existing

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+/-]+)?"
)
_MONTHS = re.compile(r"(-)?P(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?")
_DAYS = re.compile(
    r"(-)?P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?(?:([0-9]{1,12})(?:\.([0-9]{1,9}))?S)?)?"
)
_MAX_MONTHS = 12 * 999_999_999


def read_date(text: str) -> date | None:
    """`2026-03-01`, or None."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """`12:00:00`, with optional fraction and zone, or None."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    zone = read_zone(match[5]) if match[5] else None
    if match[5] and zone is None:
        return None
    try:
        return time(int(match[1]), int(match[2]), int(match[3]), _micro(match[4]), tzinfo=zone)
    except ValueError:
        return None


def _micro(fraction: str | None) -> int:
    return int((fraction or "0").ljust(6, "0")[:6])


def read_date_time(text: str) -> datetime | None:
    """`2026-03-01T12:00:00`, with optional fraction and zone; a date alone is its midnight. Or None."""
    day, separator, clock = text.partition("T")
    read = read_date(day)
    at = read_time(clock) if separator else time()
    if read is None or at is None:
        return None
    try:
        return joined(read, at)
    except OverflowError:
        return None


def joined(day: date, at: time) -> datetime:
    """A date and a time together; without a zone in Europe/Amsterdam."""
    return existing(datetime.combine(day, at.replace(tzinfo=None)), at.tzinfo or AMSTERDAM)


@lru_cache(maxsize=512)
def read_zone(text: str) -> tzinfo | None:
    """`Z`, `+01:00` or `@Europe/Amsterdam`, or None."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return _named_zone(text[1:])
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    if minutes > 59 or offset > timedelta(hours=14):
        return None
    return timezone(-offset if text[0] == "-" else offset)


def _named_zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_duration(text: str) -> timedelta | Months | None:
    """`P14D`, `PT24H`, `P1Y2M`, with an optional minus sign, or None. Not both kinds in one."""
    if text.endswith(("P", "T")):
        return None
    match = _MONTHS.fullmatch(text)
    if match:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return Months(-months if match[1] else months) if months <= _MAX_MONTHS else None
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    sign = -1 if match[1] else 1
    try:
        clock = timedelta(
            hours=int(match[3] or 0),
            minutes=int(match[4] or 0),
            seconds=int(match[5] or 0),
            microseconds=_micro(match[6]),
        )
        return days_and_time(sign * int(match[2] or 0), sign * clock)
    except OverflowError:
        return None


def days_and_time(days: int, elapsed: timedelta) -> timedelta:
    """Raises OverflowError."""
    return CalendarDays(days, elapsed) if days else elapsed


def calendar_days(duration: timedelta) -> int:
    return duration.days_on_calendar if isinstance(duration, CalendarDays) else 0


def elapsed_part(duration: timedelta) -> timedelta:
    return duration.elapsed if isinstance(duration, CalendarDays) else duration


def added(left: timedelta, right: timedelta) -> timedelta:
    """Raises OverflowError."""
    return days_and_time(calendar_days(left) + calendar_days(right), elapsed_part(left) + elapsed_part(right))


def negative(duration: timedelta) -> timedelta:
    return days_and_time(-calendar_days(duration), -elapsed_part(duration))


def moved(start: date, duration: timedelta | Months) -> date:
    """A date or date time moved by a duration. Raises OverflowError and ValueError outside the years 1 to 9999."""
    if isinstance(start, datetime):
        return moved_moment(start, duration)
    if isinstance(duration, Months):
        return moved_months(start, duration.months)
    if duration.seconds or duration.microseconds:
        return moved_moment(joined(start, time()), duration)
    return start + timedelta(days=duration.days)


def moved_moment(start: datetime, duration: timedelta | Months) -> datetime:
    """First the calendar, then the clock."""
    zone = start.tzinfo or AMSTERDAM
    wall = start.replace(tzinfo=None)
    if isinstance(duration, Months):
        day = moved_months(wall.date(), duration.months)
        return existing(datetime.combine(day, wall.time()), zone)
    days = calendar_days(duration)
    moment = existing(wall + timedelta(days=days), zone) if days else start
    rest = elapsed_part(duration)
    return (moment.astimezone(UTC) + rest).astimezone(zone) if rest else moment


def moved_months(start: date, months: int) -> date:
    """The same day of another month, or its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, start.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            if not 1 <= year <= 9999:
                raise
    raise ValueError


def between_moments(end: datetime, start: datetime) -> timedelta:
    """The elapsed time from `start` to `end`."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def moved_time(start: time, duration: timedelta) -> time:
    """A time of day moved, round the clock."""
    day = datetime.combine(date(2000, 1, 1), start.replace(tzinfo=None))
    rest = timedelta(seconds=duration.seconds, microseconds=duration.microseconds)
    return (day + rest).time().replace(tzinfo=start.tzinfo)


def offset_of(at: time) -> timedelta | None:
    """How far a time of day is from UTC; a named zone counts with its winter time."""
    if at.tzinfo is None:
        return None
    return datetime(1970, 1, 1, tzinfo=at.tzinfo).utcoffset()


def seconds_of(at: time) -> timedelta:
    """The time since midnight UTC; without a zone since its own midnight."""
    own = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
    return own - (offset_of(at) or timedelta())


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`; negative when `end` comes first."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def zone_text(zone: tzinfo | None, offset: timedelta | None) -> str:
    """`Z`, `+01:00`, `@Europe/Amsterdam`, or "" without a zone."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    total = int((offset or timedelta()).total_seconds())
    if total == 0:
        return "Z"
    hours, rest = divmod(abs(total), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{'-' if total < 0 else '+'}{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def date_text(value: date) -> str:
    return value.isoformat()


def time_text(value: time) -> str:
    return value.replace(tzinfo=None).isoformat() + zone_text(value.tzinfo, offset_of(value))


def date_time_text(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat() + zone_text(value.tzinfo, value.utcoffset())


def months_text(value: Months) -> str:
    """`P1Y2M`; nothing is `P0M`."""
    years, months = divmod(abs(value.months), 12)
    body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return f"{'-' if value.months < 0 else ''}P{body or '0M'}"


def duration_text(value: timedelta) -> str:
    """`P1DT2H`: in whole days, hours, minutes and seconds; nothing is `PT0S`."""
    return _duration_text(_micros(value))


def exact_duration_text(value: timedelta) -> str:
    """Days on the calendar and elapsed time apart, so that reading it back gives the same: `P1D`, `PT24H`, `P1D -PT2H`."""
    days, rest = calendar_days(value), elapsed_part(value)
    parts = [f"{'-' if days < 0 else ''}P{abs(days)}D"] if days else []
    if rest or not days:
        parts.append(_clock_text(_micros(rest), ""))
    return " ".join(parts)


def read_exact_duration(text: str) -> timedelta | None:
    """What exact_duration_text wrote, or None."""
    total = timedelta()
    for part in text.split(" "):
        read = read_duration(part)
        if not isinstance(read, timedelta):
            return None
        total = added(total, read)
    return total


def _micros(value: timedelta) -> int:
    return value.days * 86_400_000_000 + value.seconds * 1_000_000 + value.microseconds


def _duration_text(micros: int) -> str:
    if micros < 0:
        return "-" + _duration_text(-micros)
    days, rest = divmod(micros, 86_400_000_000)
    return _clock_text(rest, f"{days}D" if days else "")


def _clock_text(micros: int, days: str) -> str:
    if micros < 0:
        return "-" + _clock_text(-micros, days)
    hours, rest = divmod(micros, 3_600_000_000)
    minutes, rest = divmod(rest, 60_000_000)
    seconds, fraction = divmod(rest, 1_000_000)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += f"{seconds}" + (f".{fraction:06}".rstrip("0") if fraction else "") + "S"
    if not days and not clock:
        return "PT0S"
    return f"P{days}" + (f"T{clock}" if clock else "")
