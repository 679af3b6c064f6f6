"""A route: the processes of a definition made ready to run, once, and shared by all its cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bpmn.decisions.model import Decision
from bpmn.model import Model, Node, Process
from engine.runtime.building import Builder
from engine.runtime.errors import RouteError
from engine.runtime.steps import Level

_HAS_A_FACE = frozenset(
    [
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "receiveTask",
        "intermediateCatchEvent",
        "boundaryEvent",
    ]
)
_OF_A_LOOP = frozenset(
    [
        "loopCounter",
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfTerminatedInstances",
    ]
)


@dataclass(frozen=True)
class Route:
    """A process with all that it calls, ready to run. Immutable: threads and cases share it.

    `facts_read` are the names that its conditions, mappings, timers, scripts, decisions and loops read from outside.
    `constants` are names with one value for every case: expressions can read them, they are no facts.
    """

    process: str
    facts_read: frozenset[str]
    nodes: Mapping[str, Node]
    level: Level
    constants: Mapping[str, object] = field(default_factory=dict)

    def node(self, node_id: str) -> Node:
        """The node with this id, of the process or of one that it calls. Raises KeyError."""
        return self.nodes[node_id]


def load_route(
    models: Mapping[str, Model],
    process_id: str,
    decisions: Mapping[str, Decision],
    constants: Mapping[str, object] | None = None,
) -> Route:
    """Make a process ready to run. `decisions` are the decision tables by id.

    Raises RouteError when the process does not exist, or something in it (or in what it calls) cannot run.
    """
    builder = Builder(_processes(models.values()), decisions)
    level = builder.process(process_id)
    used = [builder.processes[used_id] for used_id in builder.levels]
    used.sort(key=lambda process: process.id != process_id)
    known = MappingProxyType(dict(constants or {}))
    return Route(
        process_id, _facts_read(builder) - known.keys(), MappingProxyType(_nodes(used)), level, known
    )


def _processes(models: Iterable[Model]) -> dict[str, Process]:
    found: dict[str, Process] = {}
    for model in models:
        for process in model.processes.values():
            if process.id in found:
                raise RouteError(
                    f"Het proces '{process.id}' staat in twee bestanden. Geef er één een andere id."
                )
            found[process.id] = process
    return found


def _nodes(processes: Iterable[Process]) -> dict[str, Node]:
    """By id. Starts, ends and gateways of called processes may share an id; what people or clocks wait for may not."""
    found: dict[str, Node] = {}
    for process in processes:
        for node in process.nodes.values():
            other = found.setdefault(node.id, node)
            if other is not node and (other.kind in _HAS_A_FACE or node.kind in _HAS_A_FACE):
                raise RouteError(
                    "Dit element heeft dezelfde id als een element in een proces dat wordt aangeroepen. "
                    "Geef één van beide een andere id.",
                    node.id,
                )
    return found


def _facts_read(builder: Builder) -> frozenset[str]:
    names: set[str] = set()
    for process, expression in builder.expressions:
        names |= expression.names - _known_locally(process, expression.element)
    for process, element, read in builder.decision_reads:
        names |= read - _known_locally(process, element)
    return frozenset(names - _OF_A_LOOP)


def _known_locally(process: Process, element: str) -> set[str]:
    """The names that the element or a sub-process around it has of its own: items of loops and local inputs."""
    if element in process.flows:
        element = process.flows[element].source
    known: set[str] = set()
    node = process.nodes.get(element)
    while node is not None:
        if node.loop is not None:
            known.add(node.loop.item or "item")
        known |= {row.target for row in node.inputs} - {row.source for row in node.inputs}
        node = process.nodes.get(node.parent)
    return known
