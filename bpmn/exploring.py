"""Walk all states that the tokens of a process can be in, and report where they get stuck or meet.

Every way out of a gateway is taken, every order of parallel steps, every boundary event. Each scope (the process, a
sub-process, a called process, an event sub-process) is walked on its own: tokens of one scope never touch those of
another, so the sum of their states stands for the product. For the same reason instances of a multi-instance
activity are walked once, and a branch of a non-interrupting event that never returns is walked on its own.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, islice
from typing import Literal

from bpmn.model import Flow, Node, Process

ProblemKind = Literal["vastloper", "dubbel-token", "dode-stap"]
State = tuple[str, ...]  # the places of all tokens, in order: a node's id, or a flow's id before a join

MOVES_PER_STATE = 4  # on average; beyond that the walk is given up as too large
_JOINS = ("parallelGateway", "inclusiveGateway", "complexGateway")
_PASSING = (
    "startEvent", "boundaryEvent", "intermediateThrowEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
    "scriptTask", "businessRuleTask", "sendTask",
)  # fmt: skip
_CLEARING = ("terminate", "error", "cancel")  # an end that takes all other tokens of its scope along


@dataclass(frozen=True)
class Problem:
    """`elements` are the ids where it goes wrong; `path` the ids of the elements that were left, in order.

    All of them lie in one `scope` of `process`: the process itself or one of its sub-processes, by id.
    """

    kind: ProblemKind
    elements: tuple[str, ...]
    path: tuple[str, ...]
    process: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Explored:
    """`states` is how many were seen, `situations` which ones, per process and scope; `complete` is False when the
    limit came first. Beyond a problem nothing was walked."""

    states: int
    problems: tuple[Problem, ...]
    complete: bool
    situations: Mapping[tuple[str, str], Collection[State]]


def explore(process: Process, others: Mapping[str, Process] | None = None, limit: int = 20_000) -> Explored:
    """Walk `process` and every process of `others` that it calls. Elements of `others` are named by their own ids."""
    walk = _Walk(others or {}, limit)
    walk.scope(process, process.id)
    return Explored(walk.states, tuple(walk.problems), walk.complete, walk.situations)


@dataclass
class _Walk:
    others: Mapping[str, Process]
    limit: int
    states: int = 0
    complete: bool = True
    problems: list[Problem] = field(default_factory=list)
    situations: dict[tuple[str, str], Collection[State]] = field(default_factory=dict)
    can_finish: dict[tuple[str, str], bool] = field(default_factory=dict)  # per process and scope walked

    def scope(self, process: Process, scope: str) -> bool:
        """Walk one scope and all in it; True when it can come to a normal end."""
        key = process.id, scope
        if key in self.can_finish:
            return self.can_finish[key]
        self.can_finish[key] = True  # a process that calls itself: taken to end
        for node in process.inside(scope):
            if node.kind in ("subProcess", "transaction", "adHocSubProcess"):
                self.scope(process, node.id)
            elif node.called in self.others:
                self.scope(self.others[node.called], node.called)
        net = _Net(process, scope, self.can_finish)
        run = _Run(net, self.limit - self.states)
        for start in net.starts():
            run.go(start)
        self._keep(run, key)
        handled = any(node.by_event for node in net.nodes.values())  # an event sub-process may end it as well
        unknown = not run.complete or run.double or not net.starts()  # what lies beyond was not walked
        self.can_finish[key] = bool(run.finished or handled or unknown)
        return self.can_finish[key]

    def _keep(self, run: "_Run", key: tuple[str, str]) -> None:
        self.states += len(run.came_from)
        self.situations[key] = run.came_from.keys()
        self.complete = self.complete and run.complete
        found = list(run.problems)
        if run.complete and not run.double:
            dead = (
                node.id for node in run.net.nodes.values() if node.id not in run.visited and not node.by_event
            )
            found += [Problem("dode-stap", (node,), ()) for node in dead]
        self.problems += [replace(problem, process=key[0], scope=key[1]) for problem in found]


class _Net:
    """One scope as places and the moves between them."""

    def __init__(self, process: Process, scope: str, can_finish: Mapping[tuple[str, str], bool]) -> None:
        self.nodes: dict[str, Node] = {node.id: node for node in process.inside(scope)}
        self.flows: dict[str, Flow] = {
            flow.id: flow
            for flow in process.flows.values()
            if flow.source in self.nodes and flow.target in self.nodes
        }
        self._process = process.id
        self._can_finish = can_finish
        self.out = {
            key: [self.flows[flow] for flow in node.outgoing if flow in self.flows]
            for key, node in self.nodes.items()
        }
        self.incoming = {
            key: [flow for flow in node.incoming if flow in self.flows] for key, node in self.nodes.items()
        }
        self._joins = {
            key for key, node in self.nodes.items() if node.kind in _JOINS and len(self.incoming[key]) > 1
        }
        self.attached: dict[str, list[Node]] = {key: [] for key in self.nodes}
        for node in self.nodes.values():
            if node.attached_to in self.nodes:
                self.attached[node.attached_to].append(node)
        self._apart = {
            node.id
            for node in self.nodes.values()
            if node.attached_to and not node.interrupting and self._returns_nowhere(node)
        }
        self._upstream = {key: self._places_before(key) for key in self._joins}

    def starts(self) -> list[State]:
        """The states in which this scope, and each branch that is walked on its own, begins."""
        first = [node.id for node in self.nodes.values() if node.kind == "startEvent"] or [
            node.id
            for node in self.nodes.values()
            if not node.incoming and not node.attached_to and not node.by_event
        ]
        return [(node,) for node in [*first, *sorted(self._apart)]]

    def at(self, place: str) -> str:
        """The id of the node where a token in `place` stands."""
        flow = self.flows.get(place)
        return flow.target if flow is not None and place not in self.nodes else place

    def moves(self, state: State) -> Iterator[tuple[str, State, tuple[str, ...]]]:
        """All next states: (id of the node that is left, state, ids of the nodes passed on the way)."""
        for place in dict.fromkeys(state):
            node = self.nodes[self.at(place)]
            if node.id in self._joins:
                yield from self._join(node, place, state)
            else:
                yield from self._leave(node, _less(state, [place]), state)

    def _leave(self, node: Node, rest: State, state: State) -> Iterator[tuple[str, State, tuple[str, ...]]]:
        if node.kind == "eventBasedGateway":
            for flow in self.out[node.id]:
                yield node.id, self._put(rest, self.out[flow.target]), (flow.target,)
            return
        if self._ends(node):
            for flows in self._choices(node):
                yield node.id, self._put(rest, flows), ()
        for event in self.attached[node.id]:
            if event.interrupting:
                yield node.id, self._put(rest, self.out[event.id]), (event.id,)
            elif event.id not in self._apart and not any(
                flow.target in map(self.at, state) for flow in self.out[event.id]
            ):
                yield event.id, self._put(state, self.out[event.id]), (event.id,)

    def _ends(self, node: Node) -> bool:
        return self._can_finish.get((node.called or self._process, node.called or node.id), True)

    def _join(self, node: Node, place: str, state: State) -> Iterator[tuple[str, State, tuple[str, ...]]]:
        held = [flow for flow in self.incoming[node.id] if flow in state]
        if held[0] != place:  # the same join, seen from another of its flows
            return
        missing = [flow for flow in self.incoming[node.id] if flow not in state]
        if missing and node.kind == "parallelGateway":
            return
        if missing and (self._is_moving(state) or self._is_awaited(node.id, held, missing, state)):
            return
        rest = _less(state, held)
        for flows in self._choices(node):
            yield node.id, self._put(rest, flows), ()

    def _is_moving(self, state: State) -> bool:
        """Whether a token can go on by itself: an inclusive join looks only when everything has come to rest."""
        nodes = (self.nodes[self.at(place)] for place in state if self.at(place) not in self._joins)
        return any(node.kind in _PASSING for node in nodes)

    def _is_awaited(self, join: str, held: list[str], missing: list[str], state: State) -> bool:
        """Whether a token elsewhere can still come to a flow without one, and to none that has one already.

        The second half is BPMN's: in a loop around the join every token can come round again.
        """
        before = self._upstream[join]
        others = {self.at(place) for place in state if place not in held}
        coming = {node for node in others if any(node in before[flow] for flow in missing)}
        return any(not any(node in before[flow] for flow in held) for node in coming)

    def _choices(self, node: Node) -> Iterator[list[Flow]]:
        out = self.out[node.id]
        if len(out) < 2 or node.kind not in ("exclusiveGateway", "inclusiveGateway", "complexGateway"):
            yield out
        elif node.kind == "exclusiveGateway":
            yield from ([flow] for flow in out)
        else:
            asked = [flow for flow in out if flow.id != node.default]
            yield from (
                list(some)
                for some in chain.from_iterable(combinations(asked, n) for n in range(1, len(asked) + 1))
            )
            yield from ([flow] for flow in out if flow.id == node.default)

    def _put(self, rest: State, flows: list[Flow]) -> State:
        """`rest` with a token behind each of `flows`. An end takes its token away, or all of them."""
        places = list(rest)
        for flow in flows:
            node = self.nodes[flow.target]
            if node.kind != "endEvent":
                places.append(flow.id if node.id in self._joins else node.id)
            elif node.event is not None and node.event.kind in _CLEARING:
                return (f"!{node.id}",) if node.event.kind == "error" else ()
        return tuple(sorted(places))

    def _places_before(self, join: str) -> dict[str, set[str]]:
        """Per flow into `join`: the nodes from which a token can still come to that flow without passing the join."""
        before = {}
        for flow in self.incoming[join]:
            seen: set[str] = set()
            waiting = [self.flows[flow].source]
            while waiting:
                node = waiting.pop()
                if node in seen or node == join:
                    continue
                seen.add(node)
                waiting.extend(self.flows[each].source for each in self.incoming[node])
                waiting.extend(filter(None, [self.nodes[node].attached_to]))
            before[flow] = seen
        return before

    def _returns_nowhere(self, event: Node) -> bool:
        """Whether all that follows on `event`, but for ends, is reached from there alone."""
        branch: set[str] = set()
        waiting = [event.id]
        while waiting:
            node = waiting.pop()
            if node not in branch and self.nodes[node].kind != "endEvent":
                branch.add(node)
                waiting.extend(flow.target for flow in self.out[node])
                waiting.extend(edge.id for edge in self.attached[node])
        return all(self._before(node) <= branch for node in branch if node != event.id)

    def _before(self, node: str) -> set[str]:
        holder = self.nodes[node].attached_to
        return {self.flows[flow].source for flow in self.incoming[node]} | ({holder} if holder else set())


def _less(state: State, places: list[str]) -> State:
    left = list(state)
    for place in places:
        left.remove(place)
    return tuple(left)


class _Run:
    """A walk breadth first through the states of one net, so that the path to a problem is a short one."""

    def __init__(self, net: _Net, limit: int) -> None:
        self.net = net
        self.limit = limit
        self.moves = 0
        self.came_from: dict[State, tuple[State, str] | None] = {}
        self.visited: set[str] = set()
        self.problems: list[Problem] = []
        self.double: set[str] = set()
        self.finished = False
        self.complete = True

    def go(self, start: State) -> None:
        self.came_from.setdefault(start, None)
        waiting = deque([start])
        while waiting and self.complete:
            waiting.extend(self._next(waiting.popleft()))

    def _next(self, state: State) -> list[State]:
        self.visited.update(self.net.at(place.lstrip("!")) for place in state if place not in self.net.flows)
        if not state or state[0].startswith("!"):
            self.finished = self.finished or not state
            return []
        twice = tuple(sorted({self.net.at(place) for place in state if state.count(place) > 1}))
        if twice:
            self._report_double(twice, state)
            return []
        moves = list(islice(self.net.moves(state), self.limit))  # a wide choice has very many ways out
        self.moves += len(moves)
        self.complete = self.complete and self.moves < MOVES_PER_STATE * self.limit
        if not moves:
            self._report_stuck(state)
        return [found for left, found, passed in moves if self._is_new(state, left, found, passed)]

    def _is_new(self, state: State, left: str, found: State, passed: tuple[str, ...]) -> bool:
        self.visited.update((left, *passed))
        self.visited.update(
            flow.target
            for node in (left, *passed)
            for flow in self.net.out[node]
            if self.net.nodes[flow.target].kind == "endEvent"
        )
        if found in self.came_from:
            return False
        if len(self.came_from) >= self.limit:
            self.complete = False
            return False
        self.came_from[found] = (state, left)
        return True

    def _report_double(self, nodes: tuple[str, ...], state: State) -> None:
        if not set(nodes) <= self.double:
            self.double.update(nodes)
            self.problems.append(Problem("dubbel-token", nodes, self._path(state)))

    def _report_stuck(self, state: State) -> None:
        nodes = tuple(sorted({self.net.at(place) for place in state}))
        if all((problem.kind, problem.elements) != ("vastloper", nodes) for problem in self.problems):
            self.problems.append(Problem("vastloper", nodes, self._path(state)))

    def _path(self, state: State) -> tuple[str, ...]:
        path = []
        step = self.came_from[state]
        while step is not None:
            state, left = step
            path.append(left)
            step = self.came_from[state]
        return tuple(reversed(path))
