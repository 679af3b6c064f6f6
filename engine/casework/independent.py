"""Steps that lie beside each other and tie their people with `niet_door` are independent: who may still do the one does
not read what was answered at the other. A step that came after the other is there to read it: nothing is hidden."""

from collections.abc import Mapping, Sequence

from engine.casework.seeing import why_not
from engine.casework.work import Work
from engine.definitions.definition import Step
from engine.model import Answer, Task
from engine.store import tasks


def without_independent(work: Work, given: Sequence[Answer]) -> list[Answer]:
    """The answers without those that this person may not read yet: given by others, after a task was opened that this
    person may still do and that is tied to their step."""
    reader, tied = work.desk.actor, _tied(work.route.steps)
    if reader.is_system or not any(one.node in tied for one in given):
        return list(given)
    mine = [
        task
        for task in tasks.open_of_case(work.tx, work.case.id)
        if task.node in tied and not why_not(work, task)
    ]
    return [one for one in given if _by(one, reader.id) or not any(_beside(one, task, tied) for task in mine)]


def _tied(steps: Mapping[str, Step]) -> dict[str, set[str]]:
    """The steps that name a step in `niet_door` or are named by it."""
    tied: dict[str, set[str]] = {}
    for step in steps.values():
        for name in step.not_by:
            tied.setdefault(step.id, set()).add(name)
            tied.setdefault(name, set()).add(step.id)
    return tied


def _by(answer: Answer, reader: int | None) -> bool:
    return answer.person is None or answer.person.id == reader


def _beside(answer: Answer, task: Task, tied: Mapping[str, set[str]]) -> bool:
    """An answer that led to the task was given at the moment at which the task was opened, or before."""
    before = task.since is not None and answer.at <= task.since
    return answer.node in tied[task.node] and not before
