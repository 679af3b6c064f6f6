"""The steps of a case: start, complete, fire what is due, deliver, finish a job. Pure: state and facts in, Progress out.

On any error nothing is returned, and nothing given is changed.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runtime.errors import NotWaiting
from engine.runtime.events import Catch, due_at, fire
from engine.runtime.packing import compact, pack, unpack
from engine.runtime.progress import Progress, Subscription, Timer, Waiting
from engine.runtime.routes import Route
from engine.runtime.settling import count_step, settle
from engine.runtime.steps import Human, Job, open_level
from engine.runtime.tokens import LIVE, Run, live_tokens, scopes


def start(route: Route, facts: Mapping[str, object], now: datetime) -> Progress:
    """Start a case and run to rest. `now` is aware. Raises RouteError."""
    run = Run(dict(facts), now.astimezone(UTC), route.constants)
    open_level(route.level, run, None)
    return _progress(run)


def complete(
    route: Route,
    state: bytes,
    facts: Mapping[str, object],
    task_id: str,
    answers: Mapping[str, object],
    now: datetime,
) -> Progress:
    """A person has done a task; `answers` are the facts that it adds. Raises NotWaiting, RouteError."""
    run = _running(route, state, facts, now)
    token = _find(run, task_id)
    if not is_task(token):
        raise NotWaiting("Deze taak staat niet (meer) open.", token.task_spec.node.id)
    token.task_spec.hand_over(token, dict(answers))
    token.run()
    return _progress(run)


def finish_job(
    route: Route, state: bytes, facts: Mapping[str, object], job_id: str, result: object, now: datetime
) -> Progress:
    """A job has its result: it goes through the output mapping, or to the result variable, or (a context) all names
    become facts. Raises NotWaiting, RouteError."""
    run = _running(route, state, facts, now)
    token = _find(run, job_id)
    if not is_job(token):
        raise NotWaiting("Deze klus wacht niet (meer).", token.task_spec.node.id)
    token.task_spec.take_result(token, result)
    token._set_state(TaskState.READY)
    return _progress(run)


def deliver(
    route: Route,
    state: bytes,
    facts: Mapping[str, object],
    subscription_id: str,
    payload: Mapping[str, object],
    now: datetime,
) -> Progress:
    """A message or signal has come; `payload` are the facts that it adds. Raises NotWaiting, RouteError."""
    run = _running(route, state, facts, now)
    token = _find(run, subscription_id)
    if not is_subscription(token):
        raise NotWaiting("Op dit bericht wordt niet (meer) gewacht.", token.task_spec.node.id)
    token.task_spec.hand_over(token, dict(payload))
    fire(token)
    return _progress(run)


def fire_due(route: Route, state: bytes, facts: Mapping[str, object], now: datetime) -> Progress:
    """Let every timer that is due at `now` go off, in order of their moments; at the same moment from the outside in,
    and then in order of the drawing. A timer that is gone by then does nothing. Raises RouteError."""
    run = _running(route, state, facts, now)
    while (token := _first_due(run)) is not None:
        count_step(run, token)
        fire(token)
        settle(run)
    return _progress(run)


def _first_due(run: Run) -> Task | None:
    waiting = [token for token in _all_tokens(run) if is_timer(token) and due_at(token) <= run.now]
    return min(waiting, key=lambda token: token.internal_data["due"], default=None)


def _running(route: Route, state: bytes, facts: Mapping[str, object], now: datetime) -> Run:
    run = Run(dict(facts), now.astimezone(UTC), route.constants)
    unpack(state, route.level, run)
    return run


def _progress(run: Run) -> Progress:
    """Run to rest and say what waits now."""
    settle(run)
    compact(run)
    tokens = list(_all_tokens(run))
    return Progress(
        state=pack(run),
        facts=run.facts,
        tasks=tuple(_waiting(token) for token in tokens if is_task(token)),
        timers=tuple(_timer(token) for token in tokens if is_timer(token)),
        subscriptions=tuple(_subscription(token) for token in tokens if is_subscription(token)),
        jobs=tuple(_waiting(token) for token in tokens if is_job(token)),
        passed=tuple(run.passed),
        sends=tuple(run.sends),
        finished=run.finished,
        outcome=run.outcome if run.finished else "",
    )


def _all_tokens(run: Run) -> Iterator[Task]:
    for scope in scopes(run.root):
        yield from live_tokens(scope)


def _find(run: Run, token_id: str) -> Task:
    try:
        wanted = UUID(hex=token_id)
    except ValueError as error:
        raise NotWaiting("Dit bestaat niet (meer).") from error
    for scope in scopes(run.root):
        if wanted in scope.tasks and scope.tasks[wanted].has_state(LIVE):
            return scope.tasks[wanted]
    raise NotWaiting("Dit bestaat niet (meer).")


def is_task(token: Task) -> bool:
    return isinstance(token.task_spec, Human) and token.has_state(TaskState.READY)


def is_job(token: Task) -> bool:
    return isinstance(token.task_spec, Job) and token.has_state(TaskState.STARTED)


def is_timer(token: Task) -> bool:
    return token.has_state(TaskState.WAITING) and "due" in token.internal_data


def is_subscription(token: Task) -> bool:
    step = token.task_spec
    return token.has_state(TaskState.WAITING) and isinstance(step, Catch) and step.trigger.is_subscribed


def _waiting(token: Task) -> Waiting:
    owner = token.workflow.owner
    since = datetime.fromtimestamp(token.last_state_change, UTC)
    return Waiting(
        token.id.hex, token.task_spec.node.id, item_of(token), since, owner.id.hex if owner else ""
    )


def item_of(token: Task) -> object | None:
    """The item of the innermost repeated activity around a token."""
    holder: Task | None = token
    while holder is not None:
        if holder.task_spec.is_instance:
            return holder.data.get(holder.task_spec.node.loop.item or "item")
        holder = holder.workflow.owner
    return None


def _timer(token: Task) -> Timer:
    return Timer(token.id.hex, token.task_spec.node.id, due_at(token))


def _subscription(token: Task) -> Subscription:
    trigger = token.task_spec.trigger
    return Subscription(
        token.id.hex, token.task_spec.node.id, trigger.kind, trigger.name, token.internal_data.get("key", "")
    )
