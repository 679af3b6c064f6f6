"""Warn that a row of the register ends: once for each moment, by mail and by a case that the system begins for the
school that is responsible. After a standstill all moments of a row that are due are told at once."""

from dataclasses import replace

from config.register import Register
from engine import audit
from engine.casework.beginning import Beginning
from engine.casework.carrying import settle
from engine.casework.cases import add_row, new_case
from engine.casework.effects import write_letters
from engine.casework.incidents import keeping_incidents
from engine.casework.register_facts import bind_row
from engine.casework.work import Work, work_on
from engine.clock import day
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Answer, Event, Membership
from engine.runtime.running import start
from engine.store import answers, cases, register
from engine.store.database import Tx
from engine.store.register import WARNING, Granted


def warn(desk: Desk, row_id: int) -> bool:
    """Tell what is due of a row. False when there is nothing (any more): somebody was first.

    Raises NotFound, NothingPublished, CaseStuck (the sweep leaves the row alone until a person tries again).
    """
    with desk.reading() as tx:
        found = register.by_id(tx, row_id)
    if found is None:
        raise NotFound()
    system = desk.as_system()
    with keeping_incidents(system, case=found.case, kind=WARNING), system.transaction() as tx:
        case = cases.lock(tx, found.case)
        moments = register.take_due(tx, row_id, day(tx.now))
        row = register.by_id(tx, row_id)
        if case is None or row is None or not moments:
            return False
        work = work_on(tx, system, case)
        _tell(work, row, moments)
        audit.append(tx, system, case, work.lines)
        return True


def _tell(work: Work, row: Granted, moments: list[str]) -> None:
    """By the words of the region as they are now; a kind that is gone keeps those of the case."""
    current = catalogue.current(work.tx, row.region).definition.region
    kind = current.registers.get(row.kind) or work.region.registers.get(row.kind)
    begun = _begin(work, row, kind, moments) if kind else None
    detail = {"row": row.id, "register": row.kind, "moment": moments[-1], "case": begun}
    if begun is None and kind is not None:
        for_school = replace(work, case=replace(work.case, organisation=row.school))
        _mail(for_school, kind, row.node)
    work.lines.append(Event("register_warned", row.node, detail))


def _begin(work: Work, row: Granted, kind: Register, moments: list[str]) -> int | None:
    """A case for the school of the row, unless one that was begun before is still open; its id."""
    tx, desk = work.tx, work.desk
    if row.school is None or register.has_open_case(tx, row.root, kind.task_route):
        return None
    published = catalogue.current(tx, row.region)
    overlay = catalogue.overlay_for(tx, published, row.school)
    shown = catalogue.with_overlay(published, overlay)
    route = shown.definition.routes.get(kind.task_route)
    if route is None:
        return None
    begun = Beginning(shown, overlay, route, Membership(row.region, "", row.school))
    task = Work(tx, desk, shown.definition, route, new_case(tx, desk, begun), about=row.id)
    add_row(task, "")
    facts = {**task.case.facts, **bind_row(task)}
    _keep_pupil(task, row)
    task.tell("started", route.start.id)
    _mail(task, kind, route.start.id)
    settle(task, start(route.runtime, facts, tx.now))
    register.told_with(tx, row.id, moments, task.case.id)
    return task.case.id


def _keep_pupil(task: Work, row: Granted) -> None:
    """Who the case is about, as the school gave it when it asked: so that the school finds it under that name."""
    pupil = answers.pupils(task.tx, [row.case]).get(row.case, "")
    if pupil:
        visit = Answer(
            0, task.case.id, task.route.start.id, "", "", None, task.school, task.tx.now, {}, pupil
        )
        task.keep(visit)


def _mail(work: Work, kind: Register, node: str) -> None:
    if kind.letter in work.definition.letters:
        step = work.route.steps.get(node) or next(iter(work.route.steps.values()))
        write_letters(work, [replace(step, letter=kind.letter, to=kind.to)], register=kind.id)


def rows_due(tx: Tx, limit: int) -> list[int]:
    """The rows with a warning that is due."""
    return register.rows_to_warn(tx, day(tx.now), limit)
