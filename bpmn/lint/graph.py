"""Questions about how the nodes of a process hang together."""

from collections.abc import Callable, Iterable

from bpmn.lint.supported import BUILT_IN_JOBS, GATEWAYS
from bpmn.model import Node, Process

_PASSED = (
    *GATEWAYS[:3],
    "startEvent",
    "endEvent",
    "intermediateThrowEvent",
    "scriptTask",
    "businessRuleTask",
    "sendTask",
)


def followers(process: Process) -> dict[str, list[str]]:
    """What comes after each node: along its flows and through the boundary events on it."""
    after: dict[str, list[str]] = {
        node.id: [
            process.flows[flow].target
            for flow in node.outgoing
            if process.flows[flow].target in process.nodes
        ]
        for node in process.nodes.values()
    }
    for node in process.nodes.values():
        if node.attached_to in after:
            after[node.attached_to].append(node.id)
    return after


def reached_from(begin: Iterable[str], after: Callable[[str], Iterable[str]]) -> set[str]:
    """Everything that can be reached from `begin`, itself included."""
    seen: set[str] = set()
    waiting = list(begin)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(after(node))
    return seen


def live_nodes(process: Process) -> set[str]:
    """The nodes that some way from a start event leads to."""
    after = followers(process)
    inside: dict[str, list[str]] = {}
    for node in process.nodes.values():
        if node.by_event or node.kind == "startEvent":
            inside.setdefault(node.parent, []).append(node.id)
    return reached_from(inside.get(process.id, ()), lambda node: [*after[node], *inside.get(node, ())])


def passes_by_itself(node: Node) -> bool:
    """Whether a token goes through without waiting for a person, a message, a time or another system."""
    return node.kind in _PASSED or (node.kind == "serviceTask" and node.job in BUILT_IN_JOBS)
