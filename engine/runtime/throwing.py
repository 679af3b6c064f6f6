"""Where what the route itself throws is caught, and conditions that become true while a case runs."""

from collections.abc import Iterator

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runtime.errors import RouteError
from engine.runtime.events import Catch, fire
from engine.runtime.expressions import evaluated
from engine.runtime.tokens import LIVE, Run, Scope, Thrown, live_tokens, scopes


def catch_thrown(run: Run) -> bool:
    """Bring the first thing that was thrown to who catches it. A signal comes to all that wait for it; an error or
    escalation to the nearest level around it. Raises RouteError when nobody catches an error."""
    if not run.thrown:
        return False
    thrown = run.thrown.popleft()
    if thrown.kind == "signal":
        _broadcast(run, thrown)
        return True
    catcher = _nearest(thrown)
    if catcher is not None:
        fire(catcher)
    elif thrown.kind == "error":
        raise RouteError(
            f"Niemand vangt de fout '{thrown.key}' op. Zet een foutgebeurtenis op de rand van het deelproces.",
            thrown.element,
        )
    return True


def _broadcast(run: Run, thrown: Thrown) -> None:
    for token in [token for scope in scopes(run.root) for token in live_tokens(scope)]:
        if token.has_state(LIVE) and _catches(token, thrown):
            fire(token)


def _nearest(thrown: Thrown) -> Task | None:
    for level in _around(thrown.scope):
        catchers = [token for token in level if _catches(token, thrown)]
        if catchers:
            return min(catchers, key=lambda token: not token.task_spec.trigger.name)
    return None


def _around(scope: Scope) -> Iterator[list[Task]]:
    """From the inside out: the armed handlers of a level, then the events on the edge of what it runs inside of."""
    yield [token for token in live_tokens(scope) if token.task_spec.is_armed_handler]
    owner = scope.owner
    if owner is not None:
        activity = owner.parent if owner.task_spec.is_instance else owner
        yield [token for token in activity.children if token.has_state(LIVE)]
        yield from _around(owner.workflow)


def _catches(token: Task, thrown: Thrown) -> bool:
    step = token.task_spec
    if (
        not isinstance(step, Catch)
        or not token.has_state(TaskState.WAITING)
        or step.trigger.kind != thrown.kind
    ):
        return False
    return step.trigger.name == thrown.key or (thrown.kind != "signal" and not step.trigger.name)


def fire_conditions(run: Run) -> bool:
    """Fire the first event whose condition has become true. One that stays true does not go off again before it has
    been false; what is not known is not true."""
    for scope in scopes(run.root):
        for token in live_tokens(scope):
            if isinstance(token.task_spec, Catch) and token.task_spec.trigger.condition is not None:
                if _becomes_true(token):
                    fire(token)
                    return True
    return False


def _becomes_true(token: Task) -> bool:
    if not token.has_state(TaskState.WAITING):
        return False
    was = token.internal_data.get("was", False)
    holds = evaluated(token.task_spec.trigger.condition, token).value is True
    token.internal_data["was"] = holds
    return holds and not was
