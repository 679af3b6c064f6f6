"""Leave out what is switched off: the element falls away and the path goes on.

A property `schakelaar` names the switch of an element. A task, sub-process, gateway or event in the flow is stepped
over: who pointed at it now points at what follows, and keeps the condition of its own flow. A gateway with several
ways out is stepped over along its default flow, or its first. A boundary event, an event sub-process, a start event
and a branch of an event gateway have nothing to step over to: they disappear, with all that only they lead to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bpmn.model import Flow, Model, Node, Process

SWITCH = "schakelaar"
_LISTS_OF_STEPS = ("niet_door", "toont")


def without(model: Model, off: frozenset[str]) -> Model:
    """The model as it is with the switches in `off` turned off; the given model stays as it was."""
    return replace(
        model, processes={key: _process_without(each, off) for key, each in model.processes.items()}
    )


def _process_without(process: Process, off: frozenset[str]) -> Process:
    switched = {node.id for node in process.nodes.values() if node.properties.get(SWITCH) in off}
    if not switched:
        return process
    gone = _vanishing(process, switched)
    flows = _led_past(process, switched, gone)
    left = {key: node for key, node in process.nodes.items() if key not in switched | gone}
    reached, before = _reachable(left, flows.values()), _reachable(process.nodes, process.flows.values())
    kept = {key: node for key, node in left.items() if key in reached or key not in before}
    flows = {key: flow for key, flow in flows.items() if flow.source in kept and flow.target in kept}
    return replace(
        process,
        nodes={
            node.id: _reconnected(node, flows, process.nodes.keys() - kept.keys()) for node in kept.values()
        },
        flows=flows,
        lanes={lane: tuple(node for node in nodes if node in kept) for lane, nodes in process.lanes.items()},
    )


def _vanishing(process: Process, switched: set[str]) -> set[str]:
    """What goes without being stepped over: see the module; and all that lies in or on what goes."""
    gone = {key for key in switched if _has_no_way_on(process, process.nodes[key])}
    lost = set(switched)
    for node in (
        process.nodes.values()
    ):  # outside stands before inside, but a boundary event may stand before its host
        if node.parent in lost or node.attached_to in lost:
            lost.add(node.id)
            gone.add(node.id)
    return gone | {
        node.id for node in process.nodes.values() if node.attached_to in lost or node.parent in lost
    }


def _has_no_way_on(process: Process, node: Node) -> bool:
    sources = (process.nodes.get(process.flows[flow].source) for flow in node.incoming)
    return (
        node.kind in ("boundaryEvent", "startEvent")
        or node.by_event
        or any(source is not None and source.kind == "eventBasedGateway" for source in sources)
    )


def _led_past(process: Process, switched: set[str], gone: set[str]) -> dict[str, Flow]:
    """The flows that stay, each led to the first node after it that stays."""
    flows = {}
    for flow in process.flows.values():
        target = _after(process, flow.target, switched - gone)
        if flow.source not in switched | gone and target and target not in gone:
            flows[flow.id] = replace(flow, target=target)
    return flows


def _after(process: Process, target: str, stepped_over: set[str]) -> str:
    seen = set()
    while target in stepped_over and target not in seen:
        seen.add(target)
        node = process.nodes[target]
        onward = node.default if node.default in node.outgoing else next(iter(node.outgoing), "")
        target = process.flows[onward].target if onward else ""
    return "" if target in seen else target


def _reachable(nodes: Mapping[str, Node], flows: Iterable[Flow]) -> set[str]:
    """What can be reached from the elements that begin of themselves."""
    after: dict[str, list[str]] = {}
    for flow in flows:
        after.setdefault(flow.source, []).append(flow.target)
    for node in nodes.values():
        if node.attached_to:
            after.setdefault(node.attached_to, []).append(node.id)
        elif not node.incoming:
            after.setdefault(node.parent if node.parent in nodes else "", []).append(node.id)
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(after.get(here, ()))
    return reached


def _reconnected(node: Node, flows: Mapping[str, Flow], lost: set[str]) -> Node:
    properties = dict(node.properties)
    for name in _LISTS_OF_STEPS:
        if name in properties:
            steps = (step.strip() for step in properties[name].split(","))
            properties[name] = ", ".join(step for step in steps if step not in lost)
    return replace(
        node,
        incoming=tuple(flow.id for flow in flows.values() if flow.target == node.id),
        outgoing=tuple(flow.id for flow in flows.values() if flow.source == node.id),
        default=node.default if node.default in flows else "",
        properties=properties,
    )
