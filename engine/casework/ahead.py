"""What comes next: the next steps of a person, found by walking the drawing. No workflow is loaded."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bpmn.model import Flow, Node, Process
from engine.definitions.definition import Definition, RouteDefinition

HUMAN = frozenset({"userTask", "manualTask", "task"})


@dataclass(frozen=True)
class Ahead:
    """`steps` are the ids of the next steps of a person, in the order of the walk; `may_end`: it may also be over."""

    steps: tuple[str, ...]
    may_end: bool


def ahead_of(definition: Definition, route: RouteDefinition, nodes: Iterable[str]) -> Ahead:
    """The next steps over every branch that is open; `nodes` are the elements that wait now."""
    known = _map_of(definition, route)
    found = [known.ahead(node) for node in nodes]
    steps = tuple(dict.fromkeys(step for one in found for step in one.steps))
    return Ahead(steps, any(one.may_end for one in found))


def on_the_drawing(definition: Definition, route: RouteDefinition, nodes: Iterable[str]) -> list[str]:
    """These elements as the drawing of the route has them: of one in a called process, what calls that process."""
    known = _map_of(definition, route)
    return list(dict.fromkeys(top for node in nodes for top in known.on_top(node)))


def flow_of(definition: Definition, route: RouteDefinition, flow: str) -> Flow | None:
    """A flow of the route or of what it calls; None when it is in neither."""
    processes = _map_of(definition, route).processes.values()
    return next((process.flows[flow] for process in processes if flow in process.flows), None)


@dataclass(frozen=True)
class _Map:
    """The flow of a route and of what it calls; it remembers the walks that were made."""

    top: str
    processes: Mapping[str, Process]
    nodes: Mapping[str, Node]
    home: Mapping[str, str]  # id of a node -> id of its process
    walks: dict[str, Ahead] = field(default_factory=dict)

    def ahead(self, start: str) -> Ahead:
        if start not in self.walks:
            self.walks[start] = self._walk(start)
        return self.walks[start]

    def on_top(self, node: str) -> list[str]:
        home = self.home.get(node, self.top)
        if home == self.top:
            return [node]
        callers = [one.id for one in self.nodes.values() if one.called == home != self.home[one.id]]
        return [top for caller in callers for top in self.on_top(caller)]

    def _walk(self, start: str) -> Ahead:
        """Walk on from an element that waits, up to the first step of a person on every path."""
        steps: list[str] = []
        seen: set[str] = set()
        may_end = False
        waiting = deque(self._after(self.nodes[start]) if start in self.nodes else ())
        while waiting:
            node = self.nodes[waiting.popleft()]
            if node.id in seen:
                continue
            seen.add(node.id)
            if node.kind in HUMAN:
                steps.append(node.id)
                continue
            onward = self._inside(node) or self._after(node)
            may_end = may_end or (node.kind == "endEvent" and not onward)
            waiting.extend(onward)
        return Ahead(tuple(steps), may_end)

    def _after(self, node: Node) -> list[str]:
        process = self.processes[self.home[node.id]]
        targets = [process.flows[flow].target for flow in node.outgoing if flow in process.flows]
        return targets or self._out_of(node, process)

    def _out_of(self, node: Node, process: Process) -> list[str]:
        """Where it goes on when a sub-process or a called process is over."""
        if node.parent in process.nodes:
            around = process.nodes[node.parent]
            return [] if around.by_event else self._after(around)
        callers = [one for one in self.nodes.values() if one.called == process.id and process.id != self.top]
        return [target for caller in callers for target in self._after(caller)]

    def _inside(self, node: Node) -> list[str]:
        """Where a sub-process or a called process begins; empty for any other element."""
        called = self.processes.get(node.called)
        return _starts(called, called.id) if called else _starts(self.processes[self.home[node.id]], node.id)


_MOST_MAPS = 64
_maps: dict[tuple[str, str], _Map] = {}


def _map_of(definition: Definition, route: RouteDefinition) -> _Map:
    """Made once per definition: the same checksum is the same drawing."""
    key = (definition.bundle.checksum, route.id)
    if key not in _maps:
        if len(_maps) >= _MOST_MAPS:
            _maps.clear()
        _maps[key] = _made(definition, route)
    return _maps[key]


def _made(definition: Definition, route: RouteDefinition) -> _Map:
    every = {key: one for model in definition.models.values() for key, one in model.processes.items()}
    used = {step.process for step in route.steps.values()} & every.keys()
    processes = {**{key: every[key] for key in used}, route.process.id: route.process}
    nodes = {node.id: node for process in processes.values() for node in process.nodes.values()}
    home = {node.id: process.id for process in processes.values() for node in process.nodes.values()}
    return _Map(route.process.id, processes, nodes, home)


def _starts(process: Process, parent: str) -> list[str]:
    inside = process.inside(parent)
    return [node.id for node in inside if not node.incoming and not node.attached_to and not node.by_event]
