"""Running on by itself until everything waits: the fixed order in which a case comes to rest.

First every token that can go on goes on, one branch after another, in the order of the file; then levels without
tokens end; then joins look whether they have what they wait for; then conditional events look at the facts. What the
route throws is caught at once.
"""

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runtime.errors import RouteError
from engine.runtime.gateways import Join
from engine.runtime.throwing import catch_thrown, fire_conditions
from engine.runtime.tokens import Run, Scope, cancel_all, live_tokens, scopes

MAX_STEPS = 500


def settle(run: Run) -> None:
    """Run to rest. Raises RouteError after MAX_STEPS automatic steps."""
    while not run.finished:
        if catch_thrown(run):
            continue
        token = next_ready(run)
        if token is not None:
            count_step(run, token)
            token.run()
        elif not (end_levels(run) or fire_joins(run) or fire_conditions(run)):
            return


def next_ready(run: Run) -> Task | None:
    for scope in scopes(run.root):
        token = scope.get_next_task(state=TaskState.READY, manual=False)
        if token is not None:
            return token
    return None


def count_step(run: Run, token: Task) -> None:
    run.spent += 1
    run.trail.append(token.task_spec.node.id)
    if run.spent > MAX_STEPS:
        around = ", ".join(dict.fromkeys(run.trail))
        raise RouteError(
            f"De route doet meer dan {MAX_STEPS} stappen achter elkaar zonder op iets te wachten, in de kring: {around}. "
            "Zet een taak of een wachtend element in deze kring, of verander de voorwaarde.",
            token.task_spec.node.id,
        )


def end_levels(run: Run) -> bool:
    """End every level in which nothing lives but armed event sub-processes, from the inside out."""
    ended = [scope for scope in scopes(run.root) if has_ended(scope)]
    for scope in reversed(ended):
        end_level(scope)
    return bool(ended)


def has_ended(scope: Scope) -> bool:
    return all(token.task_spec.is_armed_handler for token in live_tokens(scope))


def end_level(scope: Scope) -> None:
    cancel_all(scope)
    owner = scope.owner
    if owner is None:
        scope.run.finished = True
    else:
        del owner.workflow.inside[owner.id]
        owner.task_spec.inner_ended(owner)


def fire_joins(run: Run) -> bool:
    """Let the first join that has what it waits for go on. One at a time: it may change what others can expect."""
    for scope in scopes(run.root):
        for join, arrivals in waiting_joins(scope).items():
            together = join.picked(arrivals, scope)
            if together:
                go_on_as_one(together)
                return True
    return False


def waiting_joins(scope: Scope) -> dict[Join, list[Task]]:
    found: dict[Join, list[Task]] = {}
    for token in scope.get_tasks(state=TaskState.WAITING):
        if isinstance(token.task_spec, Join):
            found.setdefault(token.task_spec, []).append(token)
    return found


def go_on_as_one(arrivals: list[Task]) -> None:
    for other in arrivals[1:]:
        other._set_state(TaskState.CANCELLED)
    arrivals[0]._set_state(TaskState.READY)
