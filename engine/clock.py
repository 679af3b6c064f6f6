"""One clock per database. The real one tells the time; a rehearsal's stands still until it is moved."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock:
    """Tells the time in UTC. `source` gives an aware moment; `offset` is added to it."""

    def __init__(self, source: Callable[[], datetime] | None = None) -> None:
        self._source = source or _system_time
        self.offset = timedelta()

    def now(self) -> datetime:
        return (self._source() + self.offset).astimezone(UTC)

    def move(self, by: timedelta) -> None:
        self.offset += by


def standing_still(at: datetime) -> Clock:
    """A clock that only moves when told to. `at` is aware."""
    return Clock(lambda: at)


def _system_time() -> datetime:
    return datetime.now(UTC)


def day(moment: datetime) -> date:
    """The calendar date in the Netherlands at `moment`."""
    return moment.astimezone(AMSTERDAM).date()


def school_year(moment: datetime) -> str:
    """The school year that holds `moment`, as "2627"; it begins on 1 August (WPO article 1)."""
    today = day(moment)
    first = today.year if today.month >= 8 else today.year - 1
    return f"{first % 100:02d}{(first + 1) % 100:02d}"
