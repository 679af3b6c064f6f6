"""Read a BPMN 2.0 file: `read_model(data, name)` gives a `Model`.

Any prefix will do; references may be QNames. What is wrong in the diagram is kept in the model for the linter;
only a file that is no BPMN at all is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from bpmn import schema
from bpmn.errors import ModelError
from bpmn.extensions import BPMN, read_extensions
from bpmn.model import Flow, Model, Node, Process
from bpmn.node_reading import NODE_KINDS, SUB_PROCESSES, documentation, read_node, text_of
from bpmn.notes import Notes
from bpmn.xml import children, line_of, local_name, parse

MAX_NODES = 2_000
_QUIET = frozenset(  # elements beside the flow nodes that have their own place or mean nothing when the route runs
    [
        "documentation", "extensionElements", "incoming", "outgoing", "laneSet", "sequenceFlow",
        "textAnnotation", "association", "group", "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics", "script",
    ]
)  # fmt: skip
_LEFT_AT_TOP = frozenset(
    [
        "choreography",
        "globalChoreographyTask",
        "globalConversation",
        "globalTask",
        "globalScriptTask",
        "globalUserTask",
    ]
)
_FEEL = ("feel", "https://www.omg.org/spec/dmn/20180521/feel/", "https://www.omg.org/spec/dmn/20191111/feel/")


def read_model(data: bytes, name: str) -> Model:
    """Read one BPMN file; `name` is what the designer calls it.

    Raises ModelError when the file is not XML, not BPMN, too large, or has more than MAX_NODES flow nodes.
    """
    root = parse(data, name)
    if root.tag != BPMN + "definitions":
        raise ModelError(
            f"Dit is geen BPMN 2.0: het bestand begint met '{local_name(root)}'. Bewaar het model als BPMN 2.0 XML.",
            name,
            line_of(root),
        )
    elements, duplicates = _by_id(root)
    notes = Notes(elements)
    processes: dict[str, Process] = {}
    for element in root.iterchildren(BPMN + "process"):
        process = _read_process(element, notes, name)
        processes.setdefault(process.id, process)
    _note_top_level(root, notes)
    return Model(
        file=name,
        processes=processes,
        deviations=schema.deviations(root),
        leftovers=tuple(notes.leftovers),
        duplicates=duplicates,
        dangling=tuple(dict.fromkeys(notes.dangling)),
        repeated=tuple(dict.fromkeys(notes.repeated)),
        bare=tuple(dict.fromkeys(notes.bare)),
        unknown=tuple(notes.unknown),
    )


def _by_id(root: etree._Element) -> tuple[dict[str, etree._Element], tuple[tuple[str, int], ...]]:
    elements: dict[str, etree._Element] = {}
    duplicates = []
    for element in root.iter(etree.Element):
        element_id = element.get("id")
        if element_id is None or not str(element.tag).startswith("{http://www.omg.org/"):
            continue
        if element_id in elements:
            duplicates.append((element_id, line_of(element)))
        else:
            elements[element_id] = element
    return elements, tuple(duplicates)


def _note_top_level(root: etree._Element, notes: Notes) -> None:
    for element in children(root, BPMN):
        if local_name(element) in _LEFT_AT_TOP:
            notes.leftovers.append((local_name(element), element.get("id") or "", line_of(element)))
    for participant in root.iter(BPMN + "participant"):
        notes.refer(participant, participant.get("processRef"))


@dataclass
class _Contents:
    """What stands in one process, while it is being read."""

    file: str
    notes: Notes
    taken: set[str]
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, list[str]] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)

    def name_for(self, element: etree._Element) -> str:
        """The element's id, or one made up from its place: an id is not obliged."""
        return element.get("id") or f"{local_name(element)}_zonder_id_{len(self.nodes) + len(self.flows) + 1}"


def _read_process(element: etree._Element, notes: Notes, file: str) -> Process:
    process_id = element.get("id") or f"proces_zonder_id_regel_{line_of(element)}"
    contents = _Contents(file, notes, {process_id})
    _read_level(element, process_id, contents)
    extensions = read_extensions(element, process_id, notes)
    notes.unknown.extend((process_id, what, line_of(element)) for what in extensions.unknown)
    return Process(
        id=process_id,
        name=element.get("name") or "",
        executable=element.get("isExecutable") in ("true", "1"),
        nodes=_connected(contents),
        flows=contents.flows,
        lanes={lane: tuple(nodes) for lane, nodes in contents.lanes.items()},
        properties=extensions.properties,
        documentation=documentation(element),
        line=line_of(element),
    )


def _read_level(level: etree._Element, parent: str, contents: _Contents) -> None:
    """Read the nodes and flows of a process or sub-process, outside before inside."""
    for element in children(level, BPMN):
        kind = local_name(element)
        if kind in NODE_KINDS:
            _add_node(element, parent, contents)
        elif kind == "sequenceFlow":
            _add_flow(element, contents)
        elif kind == "laneSet":
            _read_lanes(element, contents)
        elif kind not in _QUIET:
            contents.notes.leftovers.append((kind, element.get("id") or "", line_of(element)))


def _add_node(element: etree._Element, parent: str, contents: _Contents) -> None:
    node_id = contents.name_for(element)
    if node_id not in contents.taken:  # a second element with the same id is a finding, and is left out
        contents.taken.add(node_id)
        contents.nodes[node_id] = read_node(element, node_id, parent, contents.notes)
    if len(contents.nodes) > MAX_NODES:
        raise ModelError(
            f"Dit proces heeft meer dan {MAX_NODES} elementen. Deel het op in deelprocessen in eigen bestanden.",
            contents.file,
            line_of(element),
        )
    if local_name(element) in SUB_PROCESSES:
        _read_level(element, node_id, contents)


def _add_flow(element: etree._Element, contents: _Contents) -> None:
    flow_id = contents.name_for(element)
    if flow_id in contents.flows:
        return
    condition = element.find(BPMN + "conditionExpression")
    text = text_of(condition)
    extensions = read_extensions(element, flow_id, contents.notes)
    language = "" if condition is None else condition.get("language") or ""
    contents.flows[flow_id] = Flow(
        flow_id,
        source=contents.notes.refer(element, element.get("sourceRef")),
        target=contents.notes.refer(element, element.get("targetRef")),
        name=" ".join((element.get("name") or "").split()),
        condition=contents.notes.expression(text, flow_id, line_of(element)),
        language="" if language.lower() in _FEEL else language,
        line=line_of(element),
        properties=extensions.properties,
    )
    contents.notes.unknown.extend((flow_id, what, line_of(element)) for what in extensions.unknown)


def _read_lanes(lane_set: etree._Element, contents: _Contents) -> None:
    """Outer lanes first, so that the innermost lane of a node is the one that stays."""
    for lane in lane_set.iterchildren(BPMN + "lane"):
        name = " ".join((lane.get("name") or "").split())
        members = contents.lanes.setdefault(name, [])
        for reference in lane.iterchildren(BPMN + "flowNodeRef"):
            node_id = contents.notes.refer(lane, text_of(reference))
            members.append(node_id)
            contents.lane_of[node_id] = name
        for inner in lane.iterchildren(BPMN + "childLaneSet"):
            _read_lanes(inner, contents)


def _connected(contents: _Contents) -> dict[str, Node]:
    """The nodes with their flows and lane. A node without a lane of its own lies in that of what holds it."""
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in contents.flows.values():
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    return {
        node.id: replace(
            node,
            incoming=tuple(incoming.get(node.id, ())),
            outgoing=tuple(outgoing.get(node.id, ())),
            lane=next(
                (
                    contents.lane_of[holder]
                    for holder in _holders(node, contents)
                    if holder in contents.lane_of
                ),
                "",
            ),
        )
        for node in contents.nodes.values()
    }


def _holders(node: Node, contents: _Contents) -> Iterator[str]:
    """The node itself, the activity it is attached to, and the sub-processes around it, from the inside out."""
    yield node.id
    if node.attached_to:
        yield node.attached_to
    while node.parent in contents.nodes:
        node = contents.nodes[node.parent]
        yield node.id
