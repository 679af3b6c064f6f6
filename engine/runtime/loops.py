"""Multi-instance activities and standard loops: one outer token, and a token for every instance that runs."""

from decimal import Decimal

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from bpmn.model import Loop, Node
from engine.runtime.errors import RouteError
from engine.runtime.expressions import Expression, judge, judge_condition
from engine.runtime.steps import Level, Step
from engine.runtime.tokens import LIVE, cancel, context, write

MAX_INSTANCES = 500
DONE, TODO = "#klaar", "#nog"  # kept in the outer token's data: [[number, result]], [[number, item]]


def begin_instance(outer: Task, body: str, known: dict[str, object]) -> None:
    """Put a token on the body of a repeated activity, with what only this instance knows."""
    token = outer._add_child(outer.workflow.spec.task_specs[body], TaskState.FUTURE)
    token.data.update(known)
    token.task_spec._update(token)


def running_instances(outer: Task) -> list[Task]:
    return [child for child in outer.children if child.task_spec.is_instance and child.has_state(LIVE)]


class MultiInstance(Step):
    """Runs its body once for every item of a list, all at the same time or one after another.

    An instance knows its item, and `loopCounter` from 1. The results come in the order of the items.
    """

    def __init__(self, level: Level, node: Node, loop: Loop, body: str) -> None:
        super().__init__(level, node)
        self.loop = loop
        self.body = body
        self.collection: Expression | None = None
        self.cardinality: Expression | None = None
        self.result: Expression | None = None
        self.completion: Expression | None = None

    def enter(self, token: Task) -> bool:
        items = self._items(token)
        if len(items) > MAX_INSTANCES:
            raise RouteError(
                f"Deze stap herhaalt meer dan {MAX_INSTANCES} keer. Maak de lijst korter.", self.node.id
            )
        token.internal_data["n"] = len(items)
        token.data[DONE] = []
        token.data[TODO] = [[Decimal(number), item] for number, item in enumerate(items, 1)]
        if not items:
            self._finish(token)
            return True
        token._set_state(TaskState.STARTED)
        self._begin_next(token)
        return False

    def _items(self, token: Task) -> list[object]:
        if self.collection is not None:
            items = judge(self.collection, token)
            if isinstance(items, list):
                return items
            raise RouteError(
                "De verzameling waarover deze stap herhaalt is geen lijst. Zorg dat het gegeven dan gevuld is.",
                self.node.id,
            )
        count = judge(self.cardinality, token) if self.cardinality else None
        if isinstance(count, Decimal) and 0 <= count <= MAX_INSTANCES and count == int(count):
            return [Decimal(number) for number in range(1, int(count) + 1)]
        raise RouteError(
            f"Het aantal keer van deze stap is geen heel getal van 0 tot en met {MAX_INSTANCES}.",
            self.node.id,
        )

    def _begin_next(self, outer: Task) -> None:
        todo = outer.data[TODO]
        now = todo if self.loop.kind == "parallel" else todo[:1]
        outer.data[TODO] = todo[len(now) :]
        for number, item in now:
            begin_instance(outer, self.body, {self.loop.item or "item": item, "loopCounter": number})

    def instance_ended(self, outer: Task, instance: Task) -> None:
        number = instance.data["loopCounter"]
        value = judge(self.result, instance) if self.result else None
        outer.data[DONE] = sorted([*outer.data[DONE], [number, value]], key=lambda pair: pair[0])
        if self._is_complete(outer, instance):
            for other in running_instances(outer):
                cancel(other)
            self._end(outer)
        elif not running_instances(outer):
            if outer.data[TODO]:
                self._begin_next(outer)
            else:
                self._end(outer)

    def _is_complete(self, outer: Task, instance: Task) -> bool:
        if self.completion is None:
            return False
        done = outer.data[DONE]
        around = {
            **context(instance),
            "numberOfInstances": Decimal(outer.internal_data["n"]),
            "numberOfCompletedInstances": Decimal(len(done)),
            "numberOfActiveInstances": Decimal(len(running_instances(outer))),
            "numberOfTerminatedInstances": Decimal(0),
        }
        if self.loop.output_collection:
            around[self.loop.output_collection] = [value for _, value in done]
        return judge_condition(self.completion, instance, around)[0]

    def _end(self, outer: Task) -> None:
        self._finish(outer)
        outer._set_state(TaskState.READY)

    def _finish(self, outer: Task) -> None:
        name = self.loop.output_collection
        if name:
            write(outer, name, [value for _, value in outer.data[DONE]])
        outer.data.clear()


class StandardLoop(Step):
    """Runs its body again as long as the condition holds, at most `maximum` times."""

    def __init__(self, level: Level, node: Node, loop: Loop, body: str) -> None:
        super().__init__(level, node)
        self.loop = loop
        self.body = body
        self.condition: Expression | None = None

    def enter(self, token: Task) -> bool:
        token.internal_data["n"] = 0
        if self.loop.test_before and not self._again(token, token):
            return True
        token._set_state(TaskState.STARTED)
        self._begin(token)
        return False

    def instance_ended(self, outer: Task, instance: Task) -> None:
        if self._again(outer, instance):
            self._begin(outer)
        else:
            outer._set_state(TaskState.READY)

    def _begin(self, outer: Task) -> None:
        outer.internal_data["n"] += 1
        begin_instance(outer, self.body, {"loopCounter": Decimal(outer.internal_data["n"])})

    def _again(self, outer: Task, at: Task) -> bool:
        maximum = self.loop.maximum
        if maximum is not None and outer.internal_data["n"] >= maximum:
            return False
        return self.condition is None or judge_condition(self.condition, at)[0]
