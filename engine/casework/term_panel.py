"""The terms of a case as a person sees them: when they end, why they stand still, and what this person may do about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bpmn.lint.words import TERM
from config.regions import Region
from config.terms import Term
from engine import access
from engine.casework.terms import term_of, uses_terms
from engine.casework.work import Work
from engine.clock import day
from engine.model import Actor, Answer
from engine.store import terms
from engine.store.database import Tx
from engine.store.terms import TermRow

State = Literal["loopt", "gepauzeerd", "te_laat", "gestopt"]
TermAct = Literal["pauzeren", "hervatten", "verlengen"]


@dataclass(frozen=True)
class TermLine:
    """`end` is the last day, None when it is not known; `why` says why it stands still; `acts` are what this person may
    do about it now."""

    id: str
    name: str
    state: State
    started: datetime
    end: date | None
    paused: datetime | None = None
    why: tuple[str, ...] = ()
    extended: bool = False
    acts: tuple[TermAct, ...] = ()


def terms_of(work: Work) -> tuple[TermLine, ...]:
    """The terms of a case that this person may see; of one that began again, the last."""
    if not uses_terms(work):
        return ()
    last = {row.term: row for row in terms.of_case(work.tx, work.case.id)}
    return tuple(line for row in last.values() if (line := _line(work, row)) is not None)


def may_see(actor: Actor, region: Region, term: Term) -> bool:
    if actor.is_system or not term.seen_by:
        return True
    return any({role.id, role.of} & set(term.seen_by) for role, _ in access.roles_of(actor, region))


def may_manage(work: Work, term: Term) -> bool:
    """Whether this person may let it stand still and make it longer by hand."""
    actor = work.desk.actor
    return may_see(actor, work.region, term) and not access.why_not_begin(
        actor, work.region, work.case, term.managers
    )


def without_hidden(work: Work, given: Sequence[Answer]) -> list[Answer]:
    """The answers without why a term was moved that this person may not see."""
    actor, region = work.desk.actor, work.region
    hidden = {TERM + one.id for one in region.terms.values() if not may_see(actor, region, one)}
    return [one for one in given if one.node not in hidden]


def hidden_terms(actor: Actor, regions: Iterable[Region]) -> dict[str, frozenset[str]]:
    """By region that has terms: those that this person may not see, so that nothing is late for them because of one."""
    return {
        one.id: frozenset(term.id for term in one.terms.values() if not may_see(actor, one, term))
        for one in regions
        if one.terms
    }


def first_terms(tx: Tx, actor: Actor, cases: Sequence[tuple[int, Region]]) -> dict[int, TermLine]:
    """Of each case, with its region, the term that is the first to end and that this person may see."""
    known = {case: region for case, region in cases if region.terms}
    found: dict[int, TermLine] = {}
    for case, rows in terms.running_of(tx, known.keys()).items():
        for row in rows:
            term = known[case].terms.get(row.term)
            if term is not None and row.end is not None and may_see(actor, known[case], term):
                line = TermLine(
                    term.id, term.name, state_of(row, day(tx.now)), row.started, row.end, row.paused
                )
                found.setdefault(case, line)
    return found


def state_of(row: TermRow, today: date) -> State:
    if row.stopped is not None:
        return "gestopt"
    if row.paused is not None:
        return "gepauzeerd"
    return "te_laat" if row.end is not None and row.end < today else "loopt"


def _line(work: Work, row: TermRow) -> TermLine | None:
    term = term_of(work, row.term)
    if term is None or not may_see(work.desk.actor, work.region, term):
        return None
    return TermLine(
        id=term.id,
        name=term.name,
        state=state_of(row, day(work.tx.now)),
        started=row.started,
        end=row.end,
        paused=row.paused,
        why=tuple(_why(work, row)),
        extended=row.extended,
        acts=tuple(_acts(term, row)) if may_manage(work, term) else (),
    )


def _why(work: Work, row: TermRow) -> Iterator[str]:
    for one in row.pauses:
        if one.until is None:
            yield one.reason or work.name_of(one.node)


def _acts(term: Term, row: TermRow) -> Iterator[TermAct]:
    if row.stopped is not None:
        return
    by_hand = any(one.until is None and not one.node for one in row.pauses)
    yield "hervatten" if by_hand else "pauzeren"
    if term.extension is not None and not row.extended and row.end is not None:
        yield "verlengen"
