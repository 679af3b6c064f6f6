"""From where a token can still come to an inclusive gateway."""

from collections.abc import Iterable, Mapping

from bpmn.model import Flow, Node


def flows_in_reach(join: Node, nodes: Iterable[Node], flows: Mapping[str, Flow]) -> dict[str, frozenset[str]]:
    """For each node of the level: at which flows into `join` a token from there can arrive without passing `join`.

    From an activity a token can also come by its boundary events.
    """
    before: dict[str, set[str]] = {}
    for node in nodes:
        for flow in node.incoming:
            before.setdefault(node.id, set()).add(flows[flow].source)
        if node.attached_to:
            before.setdefault(node.id, set()).add(node.attached_to)
    reach: dict[str, set[str]] = {}
    for flow in join.incoming:
        for node_id in _all_before(flows[flow].source, join.id, before):
            reach.setdefault(node_id, set()).add(flow)
    return {node_id: frozenset(found) for node_id, found in reach.items()}


def _all_before(node_id: str, barrier: str, before: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = [node_id]
    while todo:
        current = todo.pop()
        if current not in found and current != barrier:
            found.add(current)
            todo.extend(before.get(current, ()))
    return found
