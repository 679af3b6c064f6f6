"""Gateways: which flows a token takes, and when a join has what it waits for."""

from collections.abc import Mapping

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bpmn.model import Flow, Node
from engine.runtime.errors import RouteError
from engine.runtime.expressions import Expression, judge_condition
from engine.runtime.progress import Chosen
from engine.runtime.steps import Level, Step
from engine.runtime.tokens import Scope, live_tokens

Choice = tuple[tuple[Flow, ...], tuple[Chosen, ...]]


class Exclusive(Step):
    """Takes the first flow, in the order of the file, whose condition holds; else the default flow."""

    def __init__(self, level: Level, node: Node, conditions: Mapping[str, Expression]) -> None:
        super().__init__(level, node)
        self.conditions = conditions

    def leave(self, token: Task) -> Choice:
        if len(self.flows) == 1 and not self.conditions:
            return self.flows, ()
        judged = []
        for flow in self.flows:
            if flow.id in self.conditions:
                judged.append(_judged(flow, self.conditions[flow.id], token))
                if judged[-1].value:
                    return (flow,), tuple(judged)
        return default_flow(self, judged)


class Join(Step):
    """A gateway with several flows in: each arrival waits until `settling` lets one of them go on."""

    silent = True
    keeps_flow = True

    def enter(self, token: Task) -> bool:
        token._set_state(TaskState.WAITING)
        return False

    def picked(self, arrivals: list[Task], scope: Scope) -> list[Task]:
        """The arrivals that go on together as one, empty when the join has to wait."""
        raise NotImplementedError


class Parallel(Join):
    """Waits for a token on every flow in; then puts a token on every flow out."""

    def enter(self, token: Task) -> bool:
        return len(self.node.incoming) < 2 or super().enter(token)

    def picked(self, arrivals: list[Task], scope: Scope) -> list[Task]:
        first = first_of_each_flow(arrivals)
        return list(first.values()) if len(first) == len(self.node.incoming) else []


class Inclusive(Join):
    """Waits as long as another token can still come to a flow in that has none; then takes every flow out whose
    condition holds, or the default flow. `reach` says, for each step, at which flows in a token from there can come
    without passing this gateway.

    A token that can come to a flow that has one already as well is not waited for, as BPMN 2.0 has it: in a loop
    around the gateway every token could come round again, and then the gateway would wait for ever.
    """

    def __init__(self, level: Level, node: Node, conditions: Mapping[str, Expression]) -> None:
        super().__init__(level, node)
        self.conditions = conditions
        self.reach: Mapping[str, frozenset[str]] = {}

    def enter(self, token: Task) -> bool:
        return len(self.node.incoming) < 2 or super().enter(token)

    def picked(self, arrivals: list[Task], scope: Scope) -> list[Task]:
        first = first_of_each_flow(arrivals)
        missing = frozenset(self.node.incoming) - first.keys()
        for token in live_tokens(scope):
            reach = self.reach.get(token.task_spec.name, frozenset())
            if token.task_spec is not self and reach & missing and not reach & first.keys():
                return []
        return list(first.values())

    def leave(self, token: Task) -> Choice:
        if len(self.flows) == 1 and not self.conditions:
            return self.flows, ()
        judged = [
            _judged(flow, self.conditions[flow.id], token)
            for flow in self.flows
            if flow.id in self.conditions
        ]
        chosen = tuple(
            flow for flow in self.flows if any(one.flow == flow.id and one.value for one in judged)
        )
        return (chosen, tuple(judged)) if chosen else default_flow(self, judged)


def first_of_each_flow(arrivals: list[Task]) -> dict[str, Task]:
    """The token that came first over each flow; later ones wait for the next time."""
    first: dict[str, Task] = {}
    for arrival in arrivals:
        first.setdefault(arrival.internal_data["via"], arrival)
    return first


def default_flow(step: Exclusive | Inclusive, judged: list[Chosen]) -> Choice:
    for flow in step.flows:
        if flow.id == step.node.default:
            return (flow,), (*judged, Chosen(flow.id, "", (), True))
    reads = dict(read for one in judged for read in one.reads)
    raise RouteError(
        "Geen enkele voorwaarde van deze poort is waar en er is geen standaardstroom. Maak één stroom de standaard.",
        step.node.id,
        tuple(reads.items()),
    )


def _judged(flow: Flow, condition: Expression, token: Task) -> Chosen:
    value, reads = judge_condition(condition, token)
    return Chosen(flow.id, condition.text, reads, value)
