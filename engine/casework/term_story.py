"""What happened to the terms of a case, as lines of its story."""

from collections.abc import Callable, Mapping
from datetime import date

from bpmn.feel.values import show
from bpmn.lint.words import TERM
from engine.casework.term_panel import may_see
from engine.casework.work import Work
from engine.model import Event, EventKind


def is_hidden(work: Work, event: Event) -> bool:
    """Whether this line is about a term that this person may not see."""
    named = event.detail.get("term") or (event.node.removeprefix(TERM) if event.node.startswith(TERM) else "")
    term = work.region.terms.get(str(named)) if named else None
    return term is not None and not may_see(work.desk.actor, work.region, term)


def _name(work: Work, event: Event) -> str:
    term = work.region.terms.get(str(event.detail.get("term", "")))
    return f"Termijn “{term.name}”" if term else "Een termijn"


def _end(event: Event) -> str:
    """The last day in words; empty when it is not known."""
    text = str(event.detail.get("end", ""))
    return show(date.fromisoformat(text)) if text else ""


def _started(work: Work, event: Event) -> str:
    end = _end(event)
    return f"{_name(work, event)} loopt tot en met {end}." if end else f"{_name(work, event)} loopt."


def _paused(work: Work, event: Event) -> str:
    why = f": wacht op “{work.name_of(event.node)}”" if event.node else ""
    return f"{_name(work, event)} staat stil{why}."


TERM_SENTENCES: Mapping[EventKind, Callable[[Work, Event, Mapping[int, str]], str]] = {
    "term_started": lambda work, event, _: _started(work, event),
    "term_paused": lambda work, event, _: _paused(work, event),
    "term_resumed": lambda work, event, _: f"{_name(work, event)} loopt weer, tot en met {_end(event)}.",
    "term_extended": lambda work, event, _: f"{_name(work, event)} is verlengd, tot en met {_end(event)}.",
    "term_recounted": lambda work, event, _: f"{_name(work, event)} loopt nu tot en met {_end(event)}: de vrije dagen zijn veranderd.",
    "term_stopped": lambda work, event, _: f"{_name(work, event)} is gestopt.",
    "term_reminded": lambda work, event, _: f"{_name(work, event)} loopt bijna af: uiterlijk {_end(event)}.",
    "term_late": lambda work, event, _: f"{_name(work, event)} is voorbij: het had uiterlijk {_end(event)} klaar moeten zijn.",
}  # fmt: skip
