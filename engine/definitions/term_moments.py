"""When a term that has an end must be looked at: its reminders, and the moment from which it is late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from config.terms import Term
from engine import calendars
from engine.calendars import Calendar
from engine.clock import AMSTERDAM
from engine.store.terms import TermRow

LATE = "te_laat"


def moments_of(term: Term, row: TermRow, calendar: Calendar) -> Iterator[tuple[str, datetime]]:
    """(reminder or "te_laat", when it is due) of a term that has an end."""
    assert row.end is not None
    for one in term.reminders:
        yield one.text, beginning(calendars.before(row.end, one, term.counts, calendar))
    yield LATE, beginning(row.end + timedelta(days=1))


def scheduled(term: Term | None, row: TermRow, calendar: Calendar) -> TermRow:
    """The row with the moments at which the worker must look and from which lists call it late."""
    if term is None or row.end is None or row.paused is not None or row.stopped is not None:
        return replace(row, next=None, late=None)
    late = beginning(row.end + timedelta(days=1))
    moments = [at for word, at in moments_of(term, row, calendar) if word not in row.told]
    return replace(row, next=min(moments, default=None), late=late)


def beginning(one: date) -> datetime:
    """The moment at which a day begins in the Netherlands."""
    return datetime.combine(one, time(), AMSTERDAM)
