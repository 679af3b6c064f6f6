"""Open tasks and whose inbox they lie in, of a whole region at once: for when who belongs to whom changes."""

from sqlalchemy import select, update

from engine.model import Task
from engine.store.database import Tx
from engine.store.schema import IS_OPEN, case, task, word
from engine.store.tasks import TASK, task_from


def open_of_region(tx: Tx, region: str) -> list[tuple[int, str, Task]]:
    """(definition of the case, its overlay, task) of every open task of a region."""
    found = (
        select(case.c.definition, case.c.overlay, *TASK)
        .select_from(task.join(case, case.c.id == task.c.case))
        .where(task.c.region == region, IS_OPEN)
        .order_by(task.c.case, task.c.id)
    )
    return [(int(row[0]), str(row[1]), task_from(row[2:])) for row in tx.rows(found)]


def place(tx: Tx, case_id: int, organisation: str) -> None:
    """Whose the open tasks of a case are: its school as rights see it."""
    tx.run(update(task).where(task.c.case == case_id, IS_OPEN).values(organisation=organisation))


def move(tx: Tx, one: Task, audience: str) -> None:
    """Put an open task in another inbox, for nobody in person, with the words under which it is found."""
    tx.run(update(task).where(task.c.id == one.id, IS_OPEN).values(audience=audience, named=None))
    found = word.c.thing == one.id, word.c.scope == one.audience
    tx.run(update(word).where(*found).values(scope=audience))
