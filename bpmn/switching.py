"""Leave out what is switched off: the element falls away and the path goes on.

A property `schakelaar` names the switch of an element; with several, one that is off is enough. A task, sub-process,
gateway or event in the flow is stepped over: who pointed at it now points at what follows, and keeps the condition of
its own flow. A gateway with several ways out is stepped over along its default flow, or its first. A boundary event,
an event sub-process (or its start event) and a branch of an event gateway have nothing to step over to: they disappear,
with all that only they lead to. So does a flow: a branch. Where one way out is left, it is the way, whatever its
condition. A process is a whole route: it is gone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bpmn.model import Flow, Model, Node, Process

SWITCH = "schakelaar"
_LISTS_OF_STEPS = ("niet_door", "toont", "ondertekent")
_CHOICES = ("exclusiveGateway", "inclusiveGateway")


def without(model: Model, off: frozenset[str]) -> Model:
    """The model as it is with the switches in `off` turned off; the given model stays as it was."""
    return replace(
        model,
        processes={
            key: _process_without(each, off)
            for key, each in model.processes.items()
            if not _is_off(each.properties, off)
        },
    )


def switches_of(properties: Mapping[str, str]) -> tuple[str, ...]:
    """The switches that an element, flow or process names."""
    return tuple(filter(None, (name.strip() for name in properties.get(SWITCH, "").split(","))))


def switches_in(model: Model) -> Iterator[str]:
    """Every switch that the diagram names, in the order of the file; some more than once."""
    for process in model.processes.values():
        yield from switches_of(process.properties)
        for node in process.nodes.values():
            yield from switches_of(node.properties)
        for flow in process.flows.values():
            yield from switches_of(flow.properties)


def with_letters(model: Model, switches: Mapping[str, str]) -> Model:
    """The model in which what sends or lays down a letter has the switch of that letter too; by the id of the letter.

    An end cannot fall away: it keeps its letter.
    """
    return replace(
        model,
        processes={
            key: replace(
                each, nodes={name: _with_letter(node, switches) for name, node in each.nodes.items()}
            )
            for key, each in model.processes.items()
        },
    )


def _with_letter(node: Node, switches: Mapping[str, str]) -> Node:
    letter = node.properties.get("brief") or node.headers.get("brief", "")
    if letter not in switches or node.kind == "endEvent":
        return node
    named = ", ".join(dict.fromkeys((*switches_of(node.properties), switches[letter])))
    return replace(node, properties={**node.properties, SWITCH: named})


def _is_off(properties: Mapping[str, str], off: frozenset[str]) -> bool:
    return SWITCH in properties and not off.isdisjoint(switches_of(properties))


def _process_without(process: Process, off: frozenset[str]) -> Process:
    switched = {node.id for node in process.nodes.values() if _is_off(node.properties, off)}
    switched |= {node.parent for node in process.nodes.values() if _begins_act(node, process, switched)}
    cut = {flow.id for flow in process.flows.values() if _is_off(flow.properties, off)}
    if not switched and not cut:
        return process
    gone = _vanishing(process, switched)
    flows = _led_past(process, switched, gone, cut)
    left = {key: node for key, node in process.nodes.items() if key not in switched | gone}
    reached, before = _reachable(left, flows.values()), _reachable(process.nodes, process.flows.values())
    kept = {key: node for key, node in left.items() if key in reached or key not in before}
    flows = {key: flow for key, flow in flows.items() if flow.source in kept and flow.target in kept}
    flows = {key: _only_way(flow, process, flows.values()) for key, flow in flows.items()}
    return replace(
        process,
        nodes={
            node.id: _reconnected(node, flows, process.nodes.keys() - kept.keys()) for node in kept.values()
        },
        flows=flows,
        lanes={lane: tuple(node for node in nodes if node in kept) for lane, nodes in process.lanes.items()},
    )


def _begins_act(node: Node, process: Process, switched: set[str]) -> bool:
    """Whether it is a start event that is off, of an event sub-process: without it nothing begins there."""
    around = process.nodes.get(node.parent)
    return node.id in switched and node.kind == "startEvent" and around is not None and around.by_event


def _only_way(flow: Flow, process: Process, left: Iterable[Flow]) -> Flow:
    """A choice of which one way is left is no choice."""
    source = process.nodes[flow.source]
    alone = len(source.outgoing) > 1 and sum(one.source == flow.source for one in left) == 1
    return replace(flow, condition="") if alone and source.kind in _CHOICES else flow


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


def _led_past(process: Process, switched: set[str], gone: set[str], cut: set[str]) -> dict[str, Flow]:
    """The flows that stay, each led to the first node after it that stays."""
    flows = {}
    for flow in process.flows.values():
        if flow.id in cut:
            continue
        target = _after(process, flow.target, switched - gone, cut)
        if flow.source not in switched | gone and target and target not in gone:
            flows[flow.id] = replace(flow, target=target)
    return flows


def _after(process: Process, target: str, stepped_over: set[str], cut: set[str]) -> str:
    seen = set()
    while target in stepped_over and target not in seen:
        seen.add(target)
        node = process.nodes[target]
        ways = [flow for flow in node.outgoing if flow not in cut]
        onward = node.default if node.default in ways else next(iter(ways), "")
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
