"""Find a case or a task for a person: what they may not see does not exist for them."""

from collections.abc import Callable

from config.regions import Region
from engine import access
from engine.casework.committee import why_not_close
from engine.casework.opening import START
from engine.casework.work import Work, work_on
from engine.desk import Desk
from engine.errors import AlreadyDone, NotFound
from engine.model import Actor, Case, Organisation, Task
from engine.store import cases, parties, tasks
from engine.store.database import Tx


def find_task(tx: Tx, desk: Desk, task_id: str, *, locked: bool) -> tuple[Work, Task]:
    """A task and the work on its case; locked for who changes it. Raises NotFound."""
    work, task = _with_task(tx, desk, task_id, locked=locked)
    if not sees(work, [task]):
        raise NotFound()
    return work, task


def managed_task(tx: Tx, desk: Desk, task_id: str, *, locked: bool) -> tuple[Work, Task]:
    """The same, for who manages the region too: the task exists for them, the case need not. Raises NotFound."""
    work, task = _with_task(tx, desk, task_id, locked=locked)
    if not access.may_manage(desk.actor, work.region) and not sees(work, [task]):
        raise NotFound()
    return work, task


def _with_task(tx: Tx, desk: Desk, task_id: str, *, locked: bool) -> tuple[Work, Task]:
    found = cases.with_task(tx, task_id, locked=locked)
    if found is None:
        raise NotFound()
    case, task = found
    return work_on(tx, desk, case), task


def locked_case(tx: Tx, desk: Desk, case_id: int, *, act: str = "") -> Work:
    """The work on a case, locked. With `act`, the id of its wait, also for a parent who may begin it. Raises NotFound."""
    return _seen(tx, desk, cases.lock(tx, case_id), act)


def read_case(tx: Tx, desk: Desk, reference: str) -> Work:
    """The work on a case, for reading. Raises NotFound."""
    return _seen(tx, desk, cases.find_by_reference(tx, reference))


def case_of_parent(tx: Tx, desk: Desk) -> Work:
    """The work on the one case of a parent. Raises NotFound for everybody else."""
    bound = desk.actor.case
    case = cases.find(tx, bound) if bound is not None and desk.actor.memberships else None
    if case is None:
        raise NotFound()
    return work_on(tx, desk, case)


def see_case(tx: Tx, desk: Desk, case_id: int, *, act: str = "") -> Work:
    """The same, by the id of its row; `act` as in `locked_case`. Raises NotFound."""
    return _seen(tx, desk, cases.find(tx, case_id), act)


def _seen(tx: Tx, desk: Desk, case: Case | None, act: str = "") -> Work:
    if case is None:
        raise NotFound()
    work = work_on(tx, desk, case)
    if not sees(work, []) and not (act and _is_act_of_parent(work, act)):
        raise NotFound()
    return work


def _is_act_of_parent(work: Work, wait_id: str) -> bool:
    """Whether this person is a parent of the case who may begin this act now."""
    actor = work.desk.actor
    if actor.case is None or actor.case != work.case.id:
        return False
    roles = [work.route.acts[one.node].roles for one in work.open_acts() if one.id == wait_id]
    return bool(roles) and not access.why_not_begin(actor, work.region, work.case, roles[0])


def sees(work: Work, known: list[Task]) -> bool:
    """Whether the case exists for this person. `known` are tasks read already: the others are read when needed. For a
    parent no more exists than these tasks: their case they see by `engine.casework.parents`."""
    bound = work.desk.actor.case
    if bound is not None:
        return work.case.id == bound and access.has_task(work.desk.actor, known)
    return _granted(work, known, access.may_see_case)


def sees_pupil(work: Work) -> bool:
    """Whether this person, who sees the case, may know who the pupil is."""
    return _granted(work, [], access.may_see_pupil)


def _granted(work: Work, known: list[Task], may: Callable[[Actor, Region, Case, bool], bool]) -> bool:
    actor, region, case = work.desk.actor, work.region, work.case
    if may(actor, region, case, access.has_task(actor, known)):
        return True
    if not may(actor, region, case, True):
        return False
    return access.has_task(actor, tasks.of_case(work.tx, case.id)) or _opened_to(work)


def _opened_to(work: Work) -> bool:
    """Whether this person, or who they stand in for, was brought into the case, and still is."""
    mine = access.identities(work.desk.actor, work.region.id)
    return bool(parties.with_access(work.tx, [work.case.id], mine))


def acts_as_parent(work: Work) -> bool:
    """Whether this person is here as a parent of the case."""
    return work.desk.actor.case is not None


def why_not(work: Work, task: Task) -> str:
    """Why this person may not do an open task they see; empty: they may."""
    actor = work.desk.actor
    did = {}
    if actor.id is not None and actor.id in task.barred:
        names = work.step(task.node).not_by
        doers = tasks.doers(work.tx, work.case.id, names)
        did = {name: work.name_of(name) for name in names if actor.id in doers.get(name, ())}
        did = did or {START: work.name_of(work.route.start.id)}
    return access.why_not_do(actor, task, did) or why_not_close(work, task, actor)


def already_done(tx: Tx, task_id: str) -> AlreadyDone:
    by, at = tasks.who_did(tx, task_id)
    gone = (
        "" if by else "Deze stap hoeft niet meer: de zaak is intussen verder gegaan. Er is niets opgeslagen."
    )
    return AlreadyDone(by, at, gone)


def owners(actor: Actor, place: Organisation | None = None) -> tuple[str, ...]:
    """Whose drafts this person goes on with: their own, and those of the school for which they begin, when they are
    of it themselves."""
    mine = [f"person/{actor.id}"] if actor.id is not None else []
    own = [one.organisation for one in actor.memberships]
    schools = own if place is None else [one for one in own if one.id == place.id]
    return (*mine, *dict.fromkeys(f"school/{one.id}" for one in schools if one.kind == "school"))
