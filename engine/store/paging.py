"""Pages by cursor: the thousandth page costs as much as the first. A cursor says after which row the page begins."""

from datetime import UTC, datetime

PAGE_SIZE = 25
COUNT_LIMIT = 1000

Cursor = tuple[datetime, str]


def write_cursor(moment: datetime, row_id: str) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}.{row_id}"


def read_cursor(text: str) -> Cursor | None:
    """None when it is empty or not one of ours: then the first page is shown."""
    stamp, _, row_id = text.partition(".")
    try:
        moment = datetime.strptime(stamp, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    return (moment, row_id) if row_id else None
