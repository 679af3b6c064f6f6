"""Steps that wait for a moment, a message or a signal, and what happens when it comes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bpmn.model import Node
from engine.runtime import periods
from engine.runtime.errors import RouteError
from engine.runtime.expressions import Expression, judge
from engine.runtime.steps import Level, Step
from engine.runtime.tokens import LIVE, cancel, cancel_all, lift, place, spawn


@dataclass(frozen=True)
class Trigger:
    """What an event waits for.

    `name` is that of a message or signal, or the code of an error or escalation (empty: any); `timer` a timer's kind
    and `value` its literal text, or else the expression that gives it; `correlation` the expression of a message's
    key; `condition` what must become true.
    """

    kind: str
    name: str = ""
    timer: str = ""
    value: str | Expression = ""
    correlation: Expression | None = None
    condition: Expression | None = None

    @property
    def is_subscribed(self) -> bool:
        """Whether it comes from outside, by `deliver`."""
        return self.kind in ("message", "signal")


def arm(token: Task, trigger: Trigger) -> None:
    """Begin to wait: work out the moment or the key, and keep it with the token."""
    if trigger.kind == "timer":
        try:
            _set_timer(token, trigger)
        except periods.NotATime as error:
            raise RouteError(str(error), token.task_spec.node.id) from error
    elif trigger.correlation is not None:
        token.internal_data["key"] = _key(trigger.correlation, token)
    token._set_state(TaskState.WAITING)


def _set_timer(token: Task, trigger: Trigger) -> None:
    value = judge(trigger.value, token) if isinstance(trigger.value, Expression) else trigger.value
    now = token.workflow.run.now
    if trigger.timer == "date":
        due = periods.moment_of(value)
    elif trigger.timer == "duration":
        due = periods.add(now, periods.period_of(value))
    else:
        cycle = periods.cycle_of(value)
        base = cycle.start or now
        due = cycle.start or periods.add(base, cycle.period)
        token.internal_data.update(left=cycle.times, base=seconds(base), every=cycle.text)
    token.internal_data["due"] = seconds(due)


def _key(correlation: Expression, token: Task) -> str:
    value = judge(correlation, token)
    if isinstance(value, bool) or value is None or value == "":
        raise RouteError(
            f"De sleutel '{correlation.text}' van dit bericht is leeg. Zorg dat het gegeven dan gevuld is.",
            correlation.element,
        )
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def seconds(moment: datetime) -> float:
    """A moment as seconds since 1970, whole when it is."""
    stamp = moment.timestamp()
    return int(stamp) if stamp == int(stamp) else stamp


def due_at(token: Task) -> datetime:
    return datetime.fromtimestamp(token.internal_data["due"], UTC)


def fire(token: Task) -> None:
    """What this token waited for has come."""
    token.task_spec.fired(token)


class Catch(Step):
    """An intermediate event or receive task that waits. After an event-based gateway it waits under the gateway's
    token, and the first to come ends the waiting of the others."""

    def __init__(self, level: Level, node: Node, trigger: Trigger) -> None:
        super().__init__(level, node)
        self.trigger = trigger

    def enter(self, token: Task) -> bool:
        arm(token, self.trigger)
        return False

    def fired(self, token: Task) -> None:
        token._set_state(TaskState.READY)


class Race(Step):
    """An event-based gateway: arms all its events and waits for the first."""

    def enter(self, token: Task) -> bool:
        token._set_state(TaskState.STARTED)
        for flow in self.flows:
            event = token._add_child(self._wf_spec.task_specs[flow.target], TaskState.FUTURE)
            event.task_spec._update(event)
        return False


class Raced(Catch):
    """An event as it waits under an event-based gateway; when it comes, the token goes on as the event itself."""

    silent = True

    def fired(self, token: Task) -> None:
        race = token.parent
        for other in race.children:
            if other.has_state(LIVE) and other is not token:
                cancel(other)
        lift(token)
        race._set_state(TaskState.COMPLETED)
        token.workflow.run.note(race.task_spec.node.id, "left")
        token._set_state(TaskState.READY)


class Boundary(Catch):
    """An event on the edge of an activity, armed under the activity's token as long as that lives."""

    silent = True

    def fired(self, token: Task) -> None:
        if self.node.interrupting:
            activity = token.parent
            lift(token)
            cancel(activity)
            token._set_state(TaskState.READY)
        else:
            spawn(token.workflow, self.name)
            rearm(token)


class HandlerStart(Catch):
    """The armed start event of an event sub-process. When it comes, a token goes to the sub-process itself."""

    silent = True
    is_armed_handler = True

    def fired(self, token: Task) -> None:
        scope = token.workflow
        if self.node.interrupting:
            cancel_all(scope)
        else:
            rearm(token)
        place(scope, self.node.parent)


def rearm(token: Task) -> None:
    """Wait for the next time: a message can come again, a cycle goes on, a single moment is spent.

    Of a cycle the periods that were missed are skipped: they do not come one after another.
    """
    kept = token.internal_data
    if "due" not in kept:
        return
    left = kept.get("left", 1)
    if left == 1:
        token._set_state(TaskState.CANCELLED)
        return
    base = datetime.fromtimestamp(kept["base"], UTC)
    period = periods.parse_period(kept["every"])
    try:
        kept["due"] = seconds(periods.next_after(base, period, token.workflow.run.now))
    except periods.NotATime:
        token._set_state(TaskState.CANCELLED)  # past the year 9999 it never comes
    kept["left"] = left - 1 if left > 0 else left
