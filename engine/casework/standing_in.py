"""One person does something for another who is away: noted, told, and handed back when it is over."""

from engine import access, audit
from engine.casework.work import Work
from engine.clock import day
from engine.desk import Desk
from engine.model import Event, Task
from engine.store import cases, substitutes, tasks
from engine.store.database import Tx

FOR = "for"  # in the detail of a line: for whom


def on_behalf(work: Work, node: str, task: str) -> dict[str, object]:
    """What the story keeps of it; notes that this was done for somebody else, when it was."""
    by = work.desk.actor.id
    if work.absent is None or by is None:
        return {}
    substitutes.note(work.tx, work.case.id, node, task, by, work.absent.id)
    return {FOR: work.absent.id}


def picked_up(work: Work, task: Task) -> dict[str, object]:
    """The same, of a task that is picked up now."""
    work.absent = access.acts_for(work.desk.actor, task)
    return on_behalf(work, task.node, task.id)


def hand_back(tx: Tx, desk: Desk) -> int:
    """Put back what substitutes picked up for somebody, now that it is over; returns how many tasks."""
    count, today = 0, day(tx.now)
    for over in substitutes.over(tx, today):
        if not substitutes.handed_back(tx, over.id) or substitutes.holds(tx, over, today):
            continue
        for task in substitutes.picked_up(tx, over.region, over.by.id, over.absent.id):
            case = cases.lock(tx, task.case)
            if case is not None and tasks.assign(tx, task.id, over.by.id, None):
                audit.append(tx, desk, case, [Event("released", task.node, {"task": task.id, "to": None})])
                count += 1
    return count


def hand_back_all(desk: Desk) -> int:
    """For the worker: nothing is written when nothing is over."""
    with desk.reading() as tx:
        if not substitutes.over(tx, day(tx.now)):
            return 0
    with desk.transaction() as tx:
        return hand_back(tx, desk)
