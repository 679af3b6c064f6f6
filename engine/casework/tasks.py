"""Who takes which task: pick one up, put it back, give it to somebody.

Who manages a region gives its tasks away without seeing the case.
"""

from engine import access, audit
from engine.casework.committee import why_not_close
from engine.casework.seeing import already_done, find_task, managed_task, why_not
from engine.casework.standing_in import picked_up
from engine.casework.work import Work
from engine.clock import day
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound
from engine.model import Actor, Case, Event, EventKind, Person, Task
from engine.store import people, tasks
from engine.store.database import Tx


def claim(desk: Desk, task_id: str) -> None:
    """Pick up a task, so that others see that somebody does it. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        work, task = _still_open(tx, *find_task(tx, desk, task_id, locked=True))
        if task.assignee == desk.actor.id:
            return
        reason = why_not(work, task)
        if reason:
            raise NotAllowed(reason)
        _give(work, task, desk.actor.id, "claimed")


def release(desk: Desk, task_id: str) -> None:
    """Put a task back. Who picked it up may, and who manages. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        work, task = _open_task(tx, desk, task_id)
        if task.assignee is None:
            return
        if task.assignee != desk.actor.id and not access.may_manage(desk.actor, work.region):
            raise NotAllowed(
                "Iemand anders heeft deze stap opgepakt. Vraag die persoon om de stap terug te leggen."
            )
        _give(work, task, None, "released")


def assign(desk: Desk, task_id: str, person_id: int) -> None:
    """Give a task to somebody who may do it. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        work, task = _open_task(tx, desk, task_id)
        if not access.may_manage(desk.actor, work.region):
            raise NotAllowed("Alleen een beheerder kan een taak aan iemand geven.")
        person = people.person_by_id(tx, person_id)
        if person is None or not _may(work, task, person):
            raise NotAllowed("Deze persoon mag deze stap niet doen. Kies iemand anders.")
        _give(work, task, person_id, "assigned")


def candidates(desk: Desk, task_id: str) -> list[Person]:
    """To whom a task can be given. Empty for who does not manage. Raises NotFound, AlreadyDone."""
    with desk.reading() as tx:
        work, task = _open_task(tx, desk, task_id, locked=False)
        if not access.may_manage(desk.actor, work.region):
            return []
        members = people.members(tx, work.region.id, day(tx.now), task.roles)
        persons = {person.id: person for person, _ in members}
        return [person for person in persons.values() if _may(work, task, person)]


def to_give(desk: Desk, task_id: str) -> tuple[Task, Case]:
    """Which task it is, for who manages. Raises NotFound, AlreadyDone."""
    with desk.reading() as tx:
        work, task = _open_task(tx, desk, task_id, locked=False)
        if not access.may_manage(desk.actor, work.region):
            raise NotFound()
        return task, work.case


def _open_task(tx: Tx, desk: Desk, task_id: str, *, locked: bool = True) -> tuple[Work, Task]:
    return _still_open(tx, *managed_task(tx, desk, task_id, locked=locked))


def _still_open(tx: Tx, work: Work, task: Task) -> tuple[Work, Task]:
    if task.status != "open":
        raise already_done(tx, task.id)
    return work, task


def _may(work: Work, task: Task, person: Person) -> bool:
    memberships = people.memberships_of(work.tx, person.id, day(work.tx.now))
    free = Task(**{**vars(task), "assignee": None})
    actor = Actor(person.name, person, memberships)
    return not (access.why_not_do(actor, free, {}) or why_not_close(work, free, actor))


def _give(work: Work, task: Task, to: int | None, kind: EventKind) -> None:
    if not tasks.assign(work.tx, task.id, task.assignee, to):
        raise NotFound()
    behalf = picked_up(work, task) if kind == "claimed" else {}
    audit.append(
        work.tx, work.desk, work.case, [Event(kind, task.node, {"task": task.id, "to": to, **behalf})]
    )
