"""What the worker does when a reminder or the end of a term is due: tell it, write to its owners, let the route know.

All in one transaction with the note that it was told, so it is told once.
"""

from collections.abc import Sequence

from bpmn.model import Node
from config.terms import Term
from engine import audit
from engine.casework.carrying import joined, settle, token_of
from engine.casework.effects import write_letters
from engine.casework.incidents import keeping_incidents
from engine.casework.terms import REMINDER, Clocks, node_of, term_of
from engine.casework.work import Work, work_on
from engine.definitions.definition import Step
from engine.definitions.term_moments import LATE, moments_of
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import EventKind
from engine.runtime.errors import NotWaiting
from engine.runtime.progress import Progress
from engine.runtime.running import deliver
from engine.store import cases, waits
from engine.store.terms import TermRow


def tell_due_terms(desk: Desk, case_id: int) -> bool:
    """Tell what is due about the terms of a case. False when there is nothing (any more): somebody was first.

    Raises NotFound, CaseStuck (the sweep leaves the case alone until a person tries again), CaseChanged.
    """
    with keeping_incidents(desk, case=case_id, kind="term"), desk.transaction() as tx:
        case = cases.lock(tx, case_id)
        if case is None:
            raise NotFound()
        work = work_on(tx, desk, case)
        clocks = Clocks(work)
        due = [row for row in clocks.running.values() if row.next is not None and row.next <= tx.now]
        told = [one for row in due if (one := _tell(clocks, row))]
        clocks.write()
        if told:
            for term, word in told:
                _write(work, term, word, clocks.running[term.id])
            progress = _let_know(work, [f"{node_of(term.id)}.{word}" for term, word in told])
            if progress is not None:
                settle(work, progress)
            else:
                audit.append(tx, desk, work.case, work.lines)
        return bool(due)


def _tell(clocks: Clocks, row: TermRow) -> tuple[Term, str] | None:
    """Of what is due, the last alone: who hears that it is too late needs no reminder any more."""
    work, term = clocks.work, term_of(clocks.work, row.term)
    if term is None or row.end is None:
        clocks.mark_told(row, ())  # it is not looked at again
        return None
    due = [
        (at, word)
        for word, at in moments_of(term, row, clocks.calendar)
        if at <= work.tx.now and word not in row.told
    ]
    clocks.mark_told(row, [word for _, word in due])
    if not due:
        return None
    late = max(due)[1] == LATE
    kind: EventKind = "term_late" if late else "term_reminded"
    work.tell(kind, row.node, term=term.id, end=row.end.isoformat())
    return term, LATE if late else REMINDER


def _write(work: Work, term: Term, word: str, row: TermRow) -> None:
    letter = term.late_letter if word == LATE else term.reminder_letter
    if letter:
        step = Step(Node(node_of(term.id), "", term.name), "", letter=letter, to=term.owners)
        write_letters(work, [step], end=row.end)


def _let_know(work: Work, names: Sequence[str]) -> Progress | None:
    """Bring these messages to everything in the case that waits for one; None when nothing does."""
    progress: Progress | None = None
    for wait in waits.of_case(work.tx, work.case.id):
        if wait.kind == "message" and wait.name in names:
            state, facts = (
                (progress.state, progress.facts) if progress else (work.case.state, work.case.facts)
            )
            try:
                then = deliver(work.route.runtime, state, facts, token_of(wait.id), {}, work.tx.now)
            except NotWaiting:  # the message before took it away
                continue
            work.tell("message_received", wait.node, message=wait.name)
            progress = joined(progress, then) if progress else then
    return progress
