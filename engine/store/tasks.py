"""Task rows: what waits for a person. Open ones lie in an inbox, named by their audience."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, or_, select, union_all, update

from engine.model import Task
from engine.store.database import Tx
from engine.store.schema import IS_OPEN, person, task
from engine.store.schema_committee import agenda_item, vote
from engine.store.schema_who import stand_in

# Stands for "no due date", so that one index orders every open task.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)

TASK = (
    task.c.id, task.c.case, task.c.region, task.c.route, task.c.node, task.c.name, task.c.audience, task.c.roles,
    task.c.organisation, task.c.since, task.c.due, task.c.status, task.c.assignee, task.c.named, task.c.barred,
    task.c.barred_school, task.c.item, task.c.phase, task.c.done_by, task.c.done, task.c.search,
)  # fmt: skip
_ADD = task.insert()
_OF_CASE = select(*TASK).where(task.c.case == bindparam("of")).order_by(task.c.since, task.c.id)
_OPEN_OF_CASE = _OF_CASE.where(task.c.status == "open")
_CLAIM = update(task).where(task.c.id == bindparam("wanted"), IS_OPEN)


def task_from(row: Any) -> Task:
    values = {column.name: value for column, value in zip(TASK, row, strict=True)}
    values["roles"] = tuple(filter(None, values["roles"].split(",")))
    values["barred"] = tuple(int(one) for one in values["barred"].split(",") if one)
    values["due"] = None if values["due"] == NEVER else values["due"]
    return Task(**values)


def add(tx: Tx, tasks: Iterable[Task]) -> None:
    tx.many(_ADD, [_row(one) for one in tasks])


def _row(one: Task) -> dict[str, object]:
    return {
        **vars(one),
        "roles": ",".join(one.roles),
        "barred": barred_text(one.barred),
        "due": one.due or NEVER,
    }


def barred_text(persons: Iterable[int]) -> str:
    """ ",12,45,": a person is found in it by ",12,"."""
    ids = ",".join(str(one) for one in sorted(set(persons)))
    return f",{ids}," if ids else ""


def claim(tx: Tx, task_id: str, by: int | None) -> bool:
    """Take an open task to be done by `by`, now. False: somebody was first."""
    return tx.run(_CLAIM, {"wanted": task_id, "status": "done", "done_by": by, "done": tx.now}) == 1


def cancel(tx: Tx, ids: Collection[str]) -> None:
    """The route left these behind: nobody needs to do them any more."""
    if ids:
        open_ones = task.c.id.in_(ids), task.c.status == "open"
        tx.run(update(task).where(*open_ones).values(status="cancelled", done=tx.now))


def who_did(tx: Tx, task_id: str) -> tuple[str, datetime | None]:
    """The name of who did a task, and when; ("", None) when it was cancelled or never done."""
    found = (
        select(person.c.name, task.c.done)
        .select_from(task.outerjoin(person, person.c.id == task.c.done_by))
        .where(task.c.id == task_id)
    )
    row = tx.one(found)
    return (str(row.name or ""), row.done) if row else ("", None)


def doers(tx: Tx, case_id: int, nodes: Collection[str]) -> dict[str, set[int]]:
    """Who did one of these steps of a case, at any visit, and for whom they did it; of a step at which a committee
    decided, everybody who voted. `start` is the beginning of the case, as far as that was done for somebody else."""
    there = task.c.case == case_id, task.c.node.in_(nodes), task.c.done_by.is_not(None)
    behalf = stand_in.outerjoin(task, task.c.id == stand_in.c.task)
    for_others = (
        select(stand_in.c.node, stand_in.c.absent.label("done_by"))
        .select_from(behalf)
        .where(
            stand_in.c.case == case_id,
            stand_in.c.node.in_(nodes),
            or_(stand_in.c.task == "", task.c.done_by == stand_in.c.by),
        )
    )
    found: CompoundSelect[Any] = union_all(
        select(task.c.node, task.c.done_by).where(*there), for_others, *_voters(case_id, nodes)
    )
    done: dict[str, set[int]] = {}
    for row in tx.rows(found):
        done.setdefault(row.node, set()).add(row.done_by)
    return done


def _voters(case_id: int, nodes: Collection[str]) -> Iterator[Select[Any]]:
    """Who voted on what a committee decided at these steps, and for whom; not who kept out of it."""
    decided = vote.join(
        agenda_item, and_(agenda_item.c.task == vote.c.item, agenda_item.c.meeting == vote.c.meeting)
    )
    for who in (vote.c.person, vote.c.absent):
        yield (
            select(agenda_item.c.node, who.label("done_by"))
            .select_from(decided)
            .where(agenda_item.c.case == case_id, agenda_item.c.node.in_(nodes))
            .where(vote.c.choice != "betrokken", who.is_not(None))
        )


def bar(tx: Tx, task_id: str, persons: Iterable[int]) -> None:
    """Set who may not do a task."""
    tx.run(update(task).where(task.c.id == task_id).values(barred=barred_text(persons)))


def find(tx: Tx, task_id: str) -> Task | None:
    row = tx.one(select(*TASK).where(task.c.id == task_id))
    return task_from(row) if row else None


def of_cases(tx: Tx, case_ids: Collection[int]) -> dict[int, list[Task]]:
    """Every task of these cases, by case; nothing is asked when there are none."""
    found: dict[int, list[Task]] = {one: [] for one in case_ids}
    for row in tx.rows(select(*TASK).where(task.c.case.in_(case_ids))) if case_ids else ():
        one = task_from(row)
        found[one.case].append(one)
    return found


def of_case(tx: Tx, case_id: int) -> list[Task]:
    """Every task of a case, done ones too, oldest first."""
    return [task_from(row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def open_of_case(tx: Tx, case_id: int) -> list[Task]:
    return [task_from(row) for row in tx.rows(_OPEN_OF_CASE, {"of": case_id})]


def had_task(tx: Tx, case_id: int, person_id: int) -> bool:
    """Whether a person did, or holds, a task of the case."""
    mine = or_(
        task.c.done_by == person_id,
        and_(task.c.status == "open", or_(task.c.assignee == person_id, task.c.named == person_id)),
    )
    return tx.value(select(task.c.id).where(task.c.case == case_id, mine).limit(1)) is not None


def assign(tx: Tx, task_id: str, expected: int | None, to: int | None) -> bool:
    """Give an open task that `expected` holds (None: nobody) to `to`. False when that is not how it stands."""
    holder = task.c.assignee.is_(None) if expected is None else task.c.assignee == expected
    given = update(task).where(task.c.id == task_id, task.c.status == "open", holder)
    return tx.run(given.values(assignee=to)) == 1
