"""Count the terms that run again when the days off or the school holidays of a region change."""

from dataclasses import replace
from datetime import date, datetime

from bpmn.lint.words import TERM, TERM_UNTIL
from config.terms import Term
from engine import audit, calendars
from engine.calendars import Calendar
from engine.clock import day
from engine.definitions import catalogue
from engine.definitions.definition import Definition
from engine.definitions.term_moments import scheduled
from engine.desk import Desk
from engine.errors import NothingPublished
from engine.model import Case, Event
from engine.store import cases, terms
from engine.store.database import Tx
from engine.store.terms import TermRow


def recount(tx: Tx, desk: Desk, region: str, before: Calendar) -> int:
    """Move the last day of every open term that counts other days than it did under `before`, and tell it in the story of
    its case. Days that a term already counted stay counted; a term whose last day an answer gave keeps it.

    Returns how many moved.
    """
    now = terms.calendar_of(tx, region)
    if now == before:
        return 0
    return sum(_recounted(tx, desk, case_id, before, now) for case_id in terms.cases_with_running(tx, region))


def _recounted(tx: Tx, desk: Desk, case_id: int, before: Calendar, now: Calendar) -> int:
    case = cases.lock(tx, case_id)
    definition = _definition(tx, case) if case else None
    if case is None or definition is None:
        return 0
    moved = []
    for row in terms.running(tx, case_id).values():
        term = definition.region.terms.get(row.term)
        if term is None or term.switch in definition.off or row.counted is None:
            continue
        counted = row.counted if _is_given(definition, case, row) else _counted(term, row, before, now)
        end = calendars.rolled(term, counted, now)
        if (counted, end) != (row.counted, row.end):
            moved.append((row.end, scheduled(term, replace(row, counted=counted, end=end), now)))
    terms.save(tx, [row for _, row in moved])
    told = [
        Event("term_recounted", TERM + row.term, {"term": row.term, "end": row.end.isoformat()})
        for was, row in moved
        if row.end is not None and row.end != was
    ]
    if told:
        audit.append(tx, desk, case, told)
    return len(told)


def _definition(tx: Tx, case: Case) -> Definition | None:
    try:
        return catalogue.with_overlay(catalogue.by_id(tx, case.definition), case.overlay).definition
    except NothingPublished:
        return None


def _counted(term: Term, row: TermRow, before: Calendar, now: Calendar) -> date:
    """As many counted days after the day it began, or last went on, as it had."""
    assert row.counted is not None
    since = day(_since(row))
    days = calendars.left(since, row.counted, term.counts, before)
    return calendars.step(since, days, term.counts, now) if days else row.counted


def _since(row: TermRow) -> datetime:
    return max([row.started, *(one.until for one in row.pauses if one.until is not None)])


def _is_given(definition: Definition, case: Case, row: TermRow) -> bool:
    """Whether the drawing takes the last day of this term from an answer."""
    route = definition.routes.get(case.route)
    step = route.steps.get(row.node) if route else None
    words = step.node.properties.get(TERM_UNTIL, "") if step else ""
    return words.partition(":")[0].strip() == row.term
