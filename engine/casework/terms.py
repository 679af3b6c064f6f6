"""Terms of a case, as the drawing moves them: begin, stand still while a step is open, go on, get longer, stop.

Called at the end of every act (`carrying.settle`). A route without the words of terms costs nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from bpmn.feel.errors import FeelError
from bpmn.feel.expressions import evaluate, parse
from bpmn.lint.words import TERM, TERM_UNTIL, names_in, until_of
from config.terms import Term
from engine import calendars
from engine.calendars import PLAIN, Calendar
from engine.casework.work import Work
from engine.clock import day
from engine.definitions.term_moments import LATE, moments_of, scheduled
from engine.runtime.progress import Progress
from engine.store import terms
from engine.store.terms import TermRow

REMINDER = "herinnering"
# An end that an answer gives lies between these years: what lies further is a slip of the hand.
_YEARS = range(1990, 2150)


def carry_terms(work: Work, progress: Progress) -> None:
    """Write what this step means for the terms of the case, and tell it."""
    if uses_terms(work):
        Clocks(work).follow(progress)


def uses_terms(work: Work) -> bool:
    return bool(work.region.terms) and any(
        name.startswith("termijn_") for step in work.route.steps.values() for name in step.node.properties
    )


def term_of(work: Work, name: str) -> Term | None:
    """The term of this name; None when there is none, or its switch is off."""
    term = work.region.terms.get(name)
    return None if term is None or term.switch in work.definition.off else term


class Clocks:
    """The terms of one case during one act. Each method tells what it does; `write` keeps it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.running = terms.running(work.tx, work.case.id)
        self._changed: dict[int, TermRow] = {}
        self._calendar: Calendar | None = None

    def follow(self, progress: Progress) -> None:
        """What was passed, and then where the case stands."""
        for one in progress.passed:
            words = self._words(one.node)
            if one.kind == "entered":
                for name in names_in(words.get("termijn_start", "")):
                    self.start(name, one.node)
            elif one.kind == "left":
                for name in names_in(words.get("termijn_verleng", "")):
                    self.extend(name)
                for name in names_in(words.get("termijn_stop", "")):
                    self.stop(name)
        if progress.finished:
            for name in list(self.running):
                self.stop(name)
        self._stand_still(_waiting(progress))
        self.write()

    def start(self, name: str, node: str) -> None:
        """Begin a term; one that runs already begins again."""
        term, work = term_of(self.work, name), self.work
        if term is None:
            return
        self._put(name, None)
        row = terms.add(work.tx, work.case.id, name, node)
        counted = self._until(term, node) or self._counted(term, day(work.tx.now))
        row = self._ending(term, replace(row, counted=counted))
        self._put(name, replace(row, told=tuple(_past(term, row, self.calendar, work.tx.now))))
        work.tell("term_started", node, term=name, end=_text(row.end))

    def stop(self, name: str) -> None:
        row = self.running.get(name)
        if row is not None:
            self._put(name, None)
            self.work.tell("term_stopped", row.node, term=name)

    def extend(self, name: str) -> bool:
        """Make a term longer, once. False when that is not possible (any more)."""
        row, term = self.running.get(name), term_of(self.work, name)
        if row is None or term is None or term.extension is None or row.extended or row.counted is None:
            return False
        counted = calendars.after(row.counted, term.extension, term.counts, self.calendar)
        longer = self._ending(term, replace(row, counted=counted, extended=True))
        self._put(name, replace(longer, told=tuple(_past(term, longer, self.calendar, self.work.tx.now))))
        self.work.tell("term_extended", row.node, term=name, end=_text(longer.end))
        return True

    def pause(self, name: str, node: str = "", answer: int | None = None) -> None:
        """From now on it stands still, for a step or for what a person gave as reason (`answer`)."""
        row = self.running[name]
        pauses = (*row.pauses, terms.pause(self.work.tx, row, node, answer))
        if row.paused is None:
            self.work.tell("term_paused", node, term=name, answer=answer)
        self._put(name, replace(row, pauses=pauses, paused=row.paused or self.work.tx.now))

    def go_on(self, name: str, ended: Sequence[int]) -> None:
        """These pauses are over; when none is left, the term goes on with the days that were left."""
        row, now = self.running[name], self.work.tx.now
        terms.end_pauses(self.work.tx, ended)
        pauses = tuple(replace(one, until=now) if one.id in ended else one for one in row.pauses)
        row = replace(row, pauses=pauses)
        if row.paused is not None and all(one.until for one in pauses):
            row = self._resumed(row, row.paused)
            self.work.tell("term_resumed", row.node, term=name, end=_text(row.end))
        self._put(name, row)

    def mark_told(self, row: TermRow, words: Sequence[str]) -> None:
        self._put(row.term, replace(row, told=(*row.told, *words)))

    def write(self) -> None:
        rows = self._changed.values()
        terms.save(
            self.work.tx, [scheduled(term_of(self.work, row.term), row, self.calendar) for row in rows]
        )

    @property
    def calendar(self) -> Calendar:
        """Read when a term first needs it: one that counts calendar days and may end on any does not."""
        if self._calendar is None:
            plain = all(
                one.counts == "kalenderdagen" and one.on_free_day == "blijft"
                for one in self.work.region.terms.values()
            )
            self._calendar = PLAIN if plain else terms.calendar_of(self.work.tx, self.work.case.region)
        return self._calendar

    def _stand_still(self, waiting: Iterable[str]) -> None:
        """Pause and go on, so that a term stands still as long as one of its steps waits."""
        wanted: dict[str, set[str]] = {}
        for node in waiting:
            for name in names_in(self._words(node).get("termijn_pauze", "")):
                wanted.setdefault(name, set()).add(node)
        for name, row in list(self.running.items()):
            open_ones = {one.node: one.id for one in row.pauses if one.until is None and one.node}
            for node in sorted(wanted.get(name, set()) - open_ones.keys()):
                self.pause(name, node)
            ended = [number for node, number in open_ones.items() if node not in wanted.get(name, set())]
            if ended:
                self.go_on(name, ended)

    def _put(self, name: str, row: TermRow | None) -> None:
        """How a term stands now; None: it is over."""
        if row is not None:
            self.running[name] = self._changed[row.id] = row
        elif gone := self.running.pop(name, None):
            self._changed[gone.id] = replace(gone, stopped=self.work.tx.now)

    def _words(self, node: str) -> dict[str, str]:
        step = self.work.route.steps.get(node)
        return dict(step.node.properties) if step else {}

    def _counted(self, term: Term, start: date) -> date | None:
        return calendars.after(start, term.span, term.counts, self.calendar) if term.span else None

    def _ending(self, term: Term, row: TermRow) -> TermRow:
        end = calendars.rolled(term, row.counted, self.calendar) if row.counted else None
        return replace(row, end=end)

    def _resumed(self, row: TermRow, paused: datetime) -> TermRow:
        term = term_of(self.work, row.term)
        row = replace(row, paused=None)
        if term is None or row.counted is None:
            return row
        counted = calendars.gone_on(term, row.counted, day(paused), day(self.work.tx.now), self.calendar)
        return self._ending(term, replace(row, counted=counted))

    def _until(self, term: Term, node: str) -> date | None:
        """The end that an answer gives; None when there is none, or it is no date."""
        at = self.work.step(node).node
        text = until_of(at)
        if not text or at.properties[TERM_UNTIL].partition(":")[0].strip() != term.id:
            return None
        work = self.work
        known = {**work.route.runtime.constants, **work.case.facts, "antwoorden": work.answers}
        try:
            value = evaluate(parse(text), known, work.tx.now).value
        except FeelError:
            return None  # a term without that date is better than a case that stands still
        if isinstance(value, datetime):
            value = day(value)
        return value if isinstance(value, date) and value.year in _YEARS else None


def node_of(term: str) -> str:
    """What stands in the place of an element for what happens to a term itself."""
    return TERM + term


def _past(term: Term, row: TermRow, calendar: Calendar, now: datetime) -> Iterator[str]:
    """The reminders whose moment lies before this one: they are not told afterwards."""
    if row.end is not None:
        yield from (word for word, at in moments_of(term, row, calendar) if word != LATE and at <= now)


def _waiting(progress: Progress) -> set[str]:
    """The elements where the case stands."""
    groups = (progress.tasks, progress.subscriptions, progress.timers, progress.jobs)
    return {one.node for group in groups for one in group}


def _text(end: date | None) -> str:
    return end.isoformat() if end else ""
