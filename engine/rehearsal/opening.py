"""Where somebody could do something now: the forms of a route, of the tasks of a step, or of an act."""

from engine.casework.form_pages import act_key, start_key, task_key
from engine.model import Case, Task, Wait
from engine.rehearsal.stage import Stage
from engine.store import tasks, waits


def form_keys(stage: Stage, verb: str, target: str, case: str) -> list[str]:
    """The keys of the forms (see `casework.form_pages`); empty when it cannot be done now by anybody. `verb` is
    "start", "doet" or "begint". Raises Unmet when the case was never begun."""
    if verb == "start":
        return [start_key(stage.region, target)]
    found = stage.case_then(case)
    if verb == "doet":
        return [task_key(task.id) for task in open_tasks(stage, found, target)]
    return [act_key(wait.id) for wait in open_acts(stage, found, target)]


def open_tasks(stage: Stage, case: Case, node: str) -> list[Task]:
    with stage.system.reading() as tx:
        return [task for task in tasks.open_of_case(tx, case.id) if task.node == node]


def open_acts(stage: Stage, case: Case, node: str) -> list[Wait]:
    with stage.system.reading() as tx:
        return [wait for wait in waits.of_case(tx, case.id) if wait.node == node]
