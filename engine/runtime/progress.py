"""What one step of a case gives back: plain values, in the order in which things happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Waiting:
    """A task that waits for a person, or a job that waits for its result.

    `id` is hex and stays the same as long as it waits; `item` is the item of the innermost multi-instance activity
    around it; `scope` is the id of the sub-process instance it lies in, empty at the level of the process.
    """

    id: str
    node: str
    item: object | None
    since: datetime
    scope: str


@dataclass(frozen=True)
class Timer:
    id: str
    node: str
    due: datetime


@dataclass(frozen=True)
class Subscription:
    """A message or signal that is waited for. Of an event sub-process, `node` is its start event."""

    id: str
    node: str
    kind: Literal["message", "signal"]
    name: str
    correlation: str


@dataclass(frozen=True)
class Chosen:
    """One condition that a gateway judged: the flow, the text, what it read as (name, value) pairs, the outcome.

    A default flow that is taken has an empty expression and the value True.
    """

    flow: str
    expression: str
    reads: tuple[tuple[str, object], ...]
    value: bool


@dataclass(frozen=True)
class Passed:
    node: str
    kind: Literal["entered", "left", "cancelled"]
    decision: tuple[Chosen, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A message that the route sends: the element and the name of its message (empty when it names none)."""

    node: str
    name: str


@dataclass(frozen=True)
class Progress:
    """A case after a step. `state` is opaque and holds no facts but the items of running multi-instance activities
    and local inputs. `tasks`, `timers`, `subscriptions` and `jobs` are all that waits now; `passed` and `sends` are
    what happened in this step. `outcome` is the id of the end event that was reached, empty while the case runs."""

    state: bytes
    facts: dict[str, object]
    tasks: tuple[Waiting, ...]
    timers: tuple[Timer, ...]
    subscriptions: tuple[Subscription, ...]
    jobs: tuple[Waiting, ...]
    passed: tuple[Passed, ...]
    sends: tuple[Sent, ...]
    finished: bool
    outcome: str
