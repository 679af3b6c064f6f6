"""Tokens of a running case: a task of SpiffWorkflow is a token, a `Scope` is the set of tokens of one level.

Tokens that wait hang directly under the root of their scope, or under the token they belong to: an armed boundary
event under its activity, an instance under its multi-instance activity, an event under its event-based gateway.
Facts live once, in the run; only items and local inputs lie in the data of a token.
"""

import logging
from collections import ChainMap, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow

from engine.runtime.progress import Chosen, Passed, Sent

# SpiffWorkflow logs every change of a token with its data; facts do not belong in a log.
logging.getLogger("spiff").setLevel(logging.WARNING)

LIVE = TaskState.NOT_FINISHED_MASK


@dataclass(frozen=True)
class Thrown:
    """A signal, error or escalation that the route itself throws, at `element`, and that has to find its catcher."""

    kind: str
    key: str  # the name of a signal, the code (or name) of an error or escalation
    element: str
    scope: "Scope"


@dataclass
class Run:
    """One step of one case, while it happens."""

    facts: dict[str, object]
    now: datetime
    constants: Mapping[str, object] = field(default_factory=dict)
    root: "Scope" = field(init=False)
    passed: list[Passed] = field(default_factory=list)
    sends: list[Sent] = field(default_factory=list)
    thrown: deque[Thrown] = field(default_factory=deque)
    outcome: str = ""
    finished: bool = False
    spent: int = 0
    trail: deque[str] = field(default_factory=lambda: deque(maxlen=60))

    def note(self, node: str, kind: Any, decision: tuple[Chosen, ...] = ()) -> None:
        self.passed.append(Passed(node, kind, decision))


class Scope(Workflow):
    """A running process, sub-process instance or event handler. `owner` is the token it runs inside of."""

    def __init__(self, spec: Any, run: Run, owner: Task | None) -> None:
        super().__init__(spec, deserializing=True)
        self.run = run
        self.owner = owner
        self.inside: dict[UUID, Scope] = {}
        self.task_tree = Task(self, spec.start, state=TaskState.COMPLETED)
        if owner is None:
            run.root = self
        else:
            owner.workflow.inside[owner.id] = self

    def _task_completed_notify(self, task: Task) -> None:
        """Nothing: `settling` looks at joins and ended scopes itself, in a fixed order."""


def scopes(scope: Scope) -> Iterator[Scope]:
    """This scope and every scope inside it, from the outside in."""
    yield scope
    for inner in list(scope.inside.values()):
        yield from scopes(inner)


def live_tokens(scope: Scope) -> list[Task]:
    return list(scope.get_tasks(state=LIVE))


def place(scope: Scope, name: str) -> Task:
    """Put a new token on the step with this name."""
    token = scope.task_tree._add_child(scope.spec.task_specs[name], TaskState.FUTURE)
    token.task_spec._update(token)
    return token


def spawn(scope: Scope, name: str) -> Task:
    """A token that has been at this step already and goes on from it."""
    token = scope.task_tree._add_child(scope.spec.task_specs[name], TaskState.FUTURE)
    token._set_state(TaskState.READY)
    return token


def lift(token: Task) -> None:
    """Hang a token directly under the root of its scope."""
    root = token.workflow.task_tree
    token.parent._children.remove(token.id)
    root._children.append(token.id)
    token.parent = root


def cancel(token: Task) -> None:
    """Take a token away, with all that hangs on it and runs inside it."""
    for child in token.children:
        if child.has_state(LIVE):
            cancel(child)
    inner = token.workflow.inside.pop(token.id, None)
    if inner is not None:
        cancel_all(inner)
    token._set_state(TaskState.CANCELLED)
    token.task_spec.note_cancelled(token)


def cancel_all(scope: Scope) -> None:
    """Take every token of a scope away, armed events as well."""
    for token in live_tokens(scope):
        if token.has_state(LIVE):
            cancel(token)


def context(token: Task) -> Mapping[str, object]:
    """What an expression at this token can read: local values from the inside out, the facts, the route's constants."""
    run: Run = token.workflow.run
    layers: list[Any] = []
    holder: Task | None = token
    while holder is not None:
        if holder.data:
            layers.append(holder.data)
        holder = holder.workflow.owner
    if run.constants:
        return ChainMap(*layers, run.facts, dict(run.constants))
    return ChainMap(*layers, run.facts) if layers else run.facts


def write(token: Task, name: str, value: object) -> None:
    """Give a name its value: a local name stays local, any other name is a fact."""
    holder: Task | None = token
    while holder is not None:
        if name in holder.data or name in holder.task_spec.local_names:
            holder.data[name] = value
            return
        holder = holder.workflow.owner
    token.workflow.run.facts[name] = value
