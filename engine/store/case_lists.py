"""Lists of cases, newest first, by cursor. What a person may see is given as scopes; each is read along its own index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true, union, union_all

from engine.model import STEPS_JOINED, Case, Page
from engine.store import answers, words
from engine.store.cases import summary, summary_from
from engine.store.database import Tx
from engine.store.paging import COUNT_LIMIT, PAGE_SIZE, Cursor, read_cursor, write_cursor
from engine.store.parties import whos
from engine.store.schema import HAS_ACCESS, IS_OPEN, case, party, task

# Up to this many cases with a task of one person are looked up by their ids.
FEW = 2_000
# Up to this many organisations are each read along their own index: SQLite joins at most 500 questions.
MOST_BRANCHES = 200


@dataclass(frozen=True)
class Scope:
    """Cases of a region that somebody may see: all of them, of one organisation, or those with a task of theirs. With
    `applicant` only those (of the organisation, when there is one) that this person began.

    `pupil`: they may also be found by the name of the pupil. `audiences` and `person` belong to "tasks", and so do the
    persons `brought_in`: a case that was opened to one of them. With `organisations` only cases of those count.
    `of_school`: not those that are hidden from their school. With `routes` only cases of those routes.
    """

    region: str
    organisation: str = ""
    organisations: tuple[str, ...] = ()
    applicant: int | None = None
    person: int | None = None
    audiences: tuple[str, ...] = ()
    brought_in: tuple[int, ...] = ()
    pupil: bool = False
    of_school: bool = False
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseFilters:
    """`status` is "open", "finished" or ""; `text` are beginnings of words of reference, school, route (and pupil);
    `step` is the name of a step where the case stands now."""

    region: str = ""
    route: str = ""
    status: str = ""
    phase: str = ""
    step: str = ""
    outcome: str = ""
    organisation: str = ""
    text: str = ""


def page(tx: Tx, scopes: Sequence[Scope], filters: CaseFilters, after: str = "") -> Page[Case]:
    """One page of the cases in any of these scopes."""
    scopes = [one for one in scopes if filters.region in ("", one.region)]
    terms = words.terms_of(filters.text)
    if not scopes or (filters.text.strip() and not terms):
        return Page(())
    rare = words.rare(tx, {f"case/{one.region}" for one in scopes}, terms) if terms else None
    branches = [branch for one in scopes for branch in _branches(tx, one, filters, terms, rare)]
    ids = [int(row[1]) for row in tx.rows(_merged(branches, read_cursor(after), PAGE_SIZE + 1))]
    found = _read(tx, ids)
    shown = tuple(found[:PAGE_SIZE])
    following = write_cursor(shown[-1].started, str(shown[-1].id)) if len(found) > PAGE_SIZE else ""
    if terms and rare is None:  # counting would walk along everything
        return Page(shown, following, total=len(shown), more=bool(following))
    total = _count(tx, branches)
    return Page(shown, following, total=min(total, COUNT_LIMIT), more=total > COUNT_LIMIT)


def _branches(
    tx: Tx, scope: Scope, filters: CaseFilters, terms: Sequence[str], rare: Sequence[str] | None
) -> list[Select[Any]]:
    """One question, or one per organisation: each then walks its own index no further than one page."""
    inside = _inside(tx, scope)
    conditions = [inside, *_filtered(filters)]
    if terms:
        pupil = answers.cases_of_pupil(tx, terms, inside, words.COMMON) if scope.pupil else []
        named = and_(*words.matching(case.c.search, terms))
        conditions.append(or_(named, case.c.id.in_(pupil)) if pupil else named)
        if rare is not None:  # few: they are looked up, not looked for
            conditions.append(case.c.id.in_({*map(int, rare), *pupil}))
    whole = select(case.c.started, case.c.id).where(*conditions)
    if scope.person is not None or not 0 < len(scope.organisations) <= MOST_BRANCHES:
        return [whole]
    return [whole.where(case.c.organisation == one) for one in scope.organisations]


def _inside(tx: Tx, scope: Scope) -> ColumnElement[bool]:
    region = case.c.region == scope.region
    if scope.applicant is not None:
        begun = case.c.applicant == scope.applicant
        place = case.c.organisation == scope.organisation if scope.organisation else true()
        route = case.c.route.in_(scope.routes) if scope.routes else true()
        return and_(region, begun, place, route)
    if scope.organisation:
        shown = case.c.hidden.is_(False) if scope.of_school else true()
        return and_(region, case.c.organisation == scope.organisation, shown)
    among = case.c.organisation.in_(scope.organisations) if scope.organisations else true()
    if scope.person is None:
        return and_(region, among)
    return and_(region, among, _with_my_task(tx, scope))


def _with_my_task(tx: Tx, scope: Scope) -> ColumnElement[bool]:
    """Cases with a task that this person did or could do, or that were opened to them. Few are looked up; of many, the
    list is walked along and each case is asked for one."""
    mine = [
        task.c.done_by == scope.person,
        and_(IS_OPEN, task.c.audience.in_(scope.audiences)),
    ]
    opened = and_(HAS_ACCESS, party.c.who.in_(whos(scope.brought_in)))
    chosen = [*(select(task.c.case).where(one) for one in mine), select(party.c.case).where(opened)]
    few = [one.limit(FEW + 1).subquery().select() for one in chosen]
    ids = {int(row[0]) for row in tx.rows(union_all(*few))}
    if len(ids) <= FEW:
        return case.c.id.in_(ids)
    return or_(
        exists().where(task.c.case == case.c.id, or_(*mine)),
        exists().where(party.c.case == case.c.id, opened),
    )


def _filtered(filters: CaseFilters) -> list[ColumnElement[bool]]:
    wanted = {
        case.c.route: filters.route,
        case.c.status: filters.status,
        case.c.phase: filters.phase,
        case.c.outcome: filters.outcome,
        case.c.organisation: filters.organisation,
    }
    chosen = [column == value for column, value in wanted.items() if value]
    return [*chosen, _stands_at(filters.step)] if filters.step else chosen


def _stands_at(step: str) -> ColumnElement[bool]:
    """A case may stand at several steps at once: "A en B"."""
    around = literal(STEPS_JOINED) + case.c.step + STEPS_JOINED
    return around.contains(f"{STEPS_JOINED}{step}{STEPS_JOINED}", autoescape=True)


def _merged(branches: Sequence[Select[Any]], cursor: Cursor | None, limit: int) -> Select[Any]:
    """The newest of all branches; a case that is in two comes once."""
    if cursor is not None:
        branches = [one.where(_after(cursor)) for one in branches]
    newest = (case.c.started.desc(), case.c.id.desc())
    ordered = [one.order_by(*newest).limit(limit).subquery().select() for one in branches]
    all_ = (union(*ordered) if len(ordered) > 1 else ordered[0]).subquery()
    return select(all_).order_by(all_.c.started.desc(), all_.c.id.desc()).limit(limit)


def _after(cursor: Cursor) -> ColumnElement[bool]:
    started, row_id = cursor
    number = int(row_id) if row_id.isdecimal() and len(row_id) < 18 else 0
    return and_(case.c.started <= started, or_(case.c.started < started, case.c.id < number))


def _read(tx: Tx, ids: Collection[int]) -> list[Case]:
    if not ids:
        return []
    found = {one.id: one for one in map(summary_from, tx.rows(summary().where(case.c.id.in_(ids))))}
    return [found[one] for one in ids if one in found]


def _count(tx: Tx, branches: Sequence[Select[Any]]) -> int:
    ids = [one.with_only_columns(case.c.id).limit(COUNT_LIMIT + 1).subquery().select() for one in branches]
    all_ = union(*ids) if len(ids) > 1 else union_all(*ids)
    return int(tx.value(select(func.count()).select_from(all_.limit(COUNT_LIMIT + 1).subquery())) or 0)
