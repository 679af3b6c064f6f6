"""What happens when a token reaches an activity or an end: the steps that are no gateway and wait for no event."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.StartTask import StartTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bpmn.decisions.deciding import decide
from bpmn.decisions.model import Decision
from bpmn.model import Event, Flow, Node
from engine.runtime.errors import RouteError
from engine.runtime.expressions import Expression, judge
from engine.runtime.progress import Chosen, Sent
from engine.runtime.tokens import Scope, Thrown, cancel, context, live_tokens, place, write

Mapped = tuple[tuple[str, Expression], ...]  # (name that gets the value, expression)


THROWN = ("signal", "error", "escalation")


class Level(WorkflowSpec):
    """The steps of a process or sub-process. Built once, never changed after."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.start = StartTask(self, name="/")  # no id of an element can be "/"
        self.begin = ""
        self.handlers: tuple[str, ...] = ()
        self.interrupts = False  # a handler that interrupts what it lies in


def open_level(level: Level, run: Any, owner: Task | None) -> None:
    """Start a process, sub-process or handler: arm its event sub-processes, then put a token on its start event."""
    scope = Scope(level, run, owner)
    for handler in level.handlers:
        place(scope, handler)
    place(scope, level.begin)


class Step(TaskSpec):
    """A node that a token can reach. A step that does nothing passes the token on to all its flows."""

    silent = False  # arriving is no news yet; it is when the token goes on
    keeps_flow = False  # its tokens remember over which flow they came
    is_armed_handler = False
    local_names: frozenset[str] = frozenset()

    def __init__(self, level: Level, node: Node, name: str = "") -> None:
        super().__init__(level, name or node.id)
        self.node = node
        self.flows: tuple[Flow, ...] = ()
        self.takes: Mapped = ()
        self.gives: Mapped = ()
        self.is_instance = False
        self.edges: tuple[str, ...] = ()  # its boundary events

    def test(self) -> None:
        """Nothing: the structure was judged when the route was loaded."""

    def _predict_hook(self, my_task: Task) -> None:
        """Nothing: the future is not kept, only the tokens that live."""

    def _update(self, my_task: Task) -> None:
        """A token arrives."""
        if not (self.silent or self.is_instance):
            my_task.workflow.run.note(self.node.id, "entered")
        if self.takes:
            my_task.data.update({name: judge(source, my_task) for name, source in self.takes})
        if self.enter(my_task):
            my_task._set_state(TaskState.READY)
        my_task.last_state_change = my_task.workflow.run.now.timestamp()
        for edge in self.edges:
            event = my_task._add_child(self._wf_spec.task_specs[edge], TaskState.FUTURE)
            event.task_spec._update(event)

    def _run_hook(self, my_task: Task) -> bool:
        """A token goes on."""
        run = my_task.workflow.run
        for armed in my_task.children:
            cancel(armed)
        if self.silent:
            run.note(self.node.id, "entered")
        chosen, decision = self.leave(my_task)
        if not self.is_instance:
            run.note(self.node.id, "left", decision)
        for flow in chosen:
            child = my_task._add_child(self._wf_spec.task_specs[flow.target], TaskState.FUTURE)
            if child.task_spec.keeps_flow:
                child.internal_data["via"] = flow.id
        return True

    def _on_complete_hook(self, my_task: Task) -> None:
        if self.is_instance:
            my_task.parent.task_spec.instance_ended(my_task.parent, my_task)

    def enter(self, token: Task) -> bool:
        """Begin; True when the token can go on (or, of a manual step, when a person may act)."""
        return True

    def leave(self, token: Task) -> tuple[tuple[Flow, ...], tuple[Chosen, ...]]:
        """Do what has to be done; the flows to take and how that was decided."""
        return self.flows, ()

    def note_cancelled(self, token: Task) -> None:
        if not (self.silent or self.is_instance):
            token.workflow.run.note(self.node.id, "cancelled")

    def hand_over(self, token: Task, results: dict[str, object]) -> None:
        """Bring results of an activity to where they belong: through its output mapping, or else all of them."""
        if not self.gives:
            for name, value in results.items():
                write(token, name, value)
            return
        around = {**context(token), **results}
        for name, source in self.gives:
            around[name] = judge(source, token, around)
            _write_outside(token, name, around[name])


def _write_outside(token: Task, name: str, value: object) -> None:
    """What an output mapping gives lands outside the activity, also when an input has the same name."""
    if name in token.task_spec.local_names:
        token.data[name] = value
    elif token.workflow.owner is not None:
        write(token.workflow.owner, name, value)
    else:
        token.workflow.run.facts[name] = value


class Human(Step):
    """A task of a person: READY until `complete`."""

    def __init__(self, level: Level, node: Node, name: str = "") -> None:
        super().__init__(level, node, name)
        self.manual = True


class Job(Step):
    """A service task: STARTED until `finish_job`."""

    def enter(self, token: Task) -> bool:
        token._set_state(TaskState.STARTED)
        return False

    def take_result(self, token: Task, result: object) -> None:
        results = dict(result) if isinstance(result, Mapping) and not self.node.result else {}
        if self.node.result or self.gives:
            results[self.node.result or "result"] = result
        self.hand_over(token, results)


class Script(Step):
    """A script in FEEL; its value goes to the result variable."""

    def __init__(self, level: Level, node: Node, script: Expression, name: str = "") -> None:
        super().__init__(level, node, name)
        self.script = script

    def leave(self, token: Task) -> tuple[tuple[Flow, ...], tuple[Chosen, ...]]:
        self.hand_over(token, {self.node.result or "result": judge(self.script, token)})
        return self.flows, ()


class Rule(Step):
    """A business rule task: what its decision gives goes to the result variable."""

    def __init__(self, level: Level, node: Node, decision: Decision, name: str = "") -> None:
        super().__init__(level, node, name)
        self.decision = decision

    def leave(self, token: Task) -> tuple[tuple[Flow, ...], tuple[Chosen, ...]]:
        decided = decide(self.decision, context(token), token.workflow.run.now)
        if decided.problems:
            reads = tuple((name, value) for name, value in decided.reads)
            raise RouteError(" ".join(decided.problems), self.node.id, reads)
        self.hand_over(token, {self.node.result or "result": decided.value})
        return self.flows, ()


class Send(Step):
    """A send task, or an event that throws a message: the caller sends."""

    def leave(self, token: Task) -> tuple[tuple[Flow, ...], tuple[Chosen, ...]]:
        event = self.node.event
        token.workflow.run.sends.append(Sent(self.node.id, event.name if event else ""))
        return self.flows, ()


class Throw(Step):
    """An event that throws a signal or escalation to who waits for it in this case."""

    def leave(self, token: Task) -> tuple[tuple[Flow, ...], tuple[Chosen, ...]]:
        throw(token)
        return self.flows, ()


def throw(token: Task) -> None:
    """`settling` looks for the catcher when the token that throws has gone on."""
    event, scope = token.task_spec.node.event, token.workflow
    scope.run.thrown.append(Thrown(event.kind, key_of(event), token.task_spec.node.id, scope))


def key_of(event: Event) -> str:
    """What a throw and a catch must have in common; an empty key catches all."""
    return event.name if event.kind == "signal" else event.code or event.name


class Inner(Step):
    """An embedded sub-process, a call activity, or the handler of an event sub-process: STARTED while it runs."""

    def __init__(self, level: Level, node: Node, inner: Level, name: str = "") -> None:
        super().__init__(level, node, name)
        self.inner = inner

    def enter(self, token: Task) -> bool:
        token._set_state(TaskState.STARTED)
        open_level(self.inner, token.workflow.run, token)
        return False

    def inner_ended(self, token: Task) -> None:
        """The level inside has no tokens left."""
        if self.gives:
            self.hand_over(token, {})
        token._set_state(TaskState.READY)


class End(Step):
    """An end event. One with a message sends it; one that throws, throws; `terminate` ends all in its own level."""

    def leave(self, token: Task) -> tuple[tuple[Flow, ...], tuple[Chosen, ...]]:
        scope = token.workflow
        event = self.node.event
        kind = event.kind if event else "none"
        if event and kind == "message":
            scope.run.sends.append(Sent(self.node.id, event.name))
        if kind == "terminate":
            terminate(scope, token)
        if kind in THROWN:
            throw(token)
        if kind != "error" and (is_main_level(scope) or not scope.run.outcome):
            scope.run.outcome = self.node.id
        return (), ()


def terminate(scope: Scope, by: Task) -> None:
    """End everything in this level, handlers and armed events too, but not what runs around it."""
    for token in live_tokens(scope):
        if token is not by and token.has_state(TaskState.NOT_FINISHED_MASK):
            cancel(token)


def is_main_level(scope: Scope) -> bool:
    """Is an end here the outcome of the case: an end of the process itself, or of what interrupted it?"""
    owner = scope.owner
    if owner is None:
        return True
    return owner.workflow.owner is None and owner.task_spec.node.by_event and owner.task_spec.inner.interrupts
