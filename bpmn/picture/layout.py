"""A simple drawing for a route that has none: from left to right, each step right of what comes before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bpmn.model import Flow, Node, Process
from bpmn.ordering import depths, forward_order
from bpmn.picture.plan import Box, Edge, Plan, Point, Shape

GAP_X, GAP_Y = 80.0, 50.0
PADDING = 40.0
_SMALL = (36.0, 36.0)
_GATEWAY = (50.0, 50.0)
_TASK = (120.0, 80.0)


@dataclass
class _Placed:
    boxes: dict[str, Box] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0


def lay_out(process: Process) -> Plan:
    """A plan with every node and flow of the process; the same process always gives the same plan."""
    boxes = _scope(process, process.id).boxes
    shapes = tuple(
        Shape(key, boxes[key], _label(node, boxes[key]))
        for key, node in process.nodes.items()
        if key in boxes
    )
    flows = (flow for flow in process.flows.values() if flow.source in boxes and flow.target in boxes)
    return Plan(shapes, tuple(_edge(flow, process, boxes) for flow in flows))


def _label(node: Node, box: Box) -> Box | None:
    """The name of a boundary event stands left of the flow that goes down from it."""
    return Box(box.x - 66, box.bottom - 2, 66, 28) if node.attached_to else None


def _edge(flow: Flow, process: Process, boxes: Mapping[str, Box]) -> Edge:
    source, target = process.nodes[flow.source], process.nodes[flow.target]
    beside = [
        boxes[node.id] for node in process.inside(target.parent) if node.id in boxes and not node.by_event
    ]
    points = _route(boxes[source.id], boxes[target.id], source, beside)
    x, y = points[-1]
    forward = points[-2][1] == y
    return Edge(flow.id, points, Box(x - 50, y - 18, 46, 14) if forward else None)


def _scope(process: Process, scope: str) -> _Placed:
    """Place the nodes of one scope from (0, 0) on; what lies in a sub-process moves along with it."""
    inside = [node for node in process.inside(scope) if not node.attached_to]
    inner = {node.id: _scope(process, node.id) for node in inside if next(process.inside(node.id), None)}
    placed = _Placed()
    for column in _columns(process, [node for node in inside if not node.by_event]):
        _place_column(placed, [(node, _size(node, inner.get(node.id))) for node in column])
    for node in (node for node in inside if node.by_event):  # below, as something beside the route
        width, height = _size(node, inner.get(node.id))
        placed.boxes[node.id] = Box(0, placed.height + GAP_Y, width, height)
        placed.width, placed.height = max(placed.width, width), placed.height + GAP_Y + height
    for holder, contents in inner.items():
        box = placed.boxes[holder]
        placed.boxes |= {
            key: each.moved(box.x + PADDING, box.y + PADDING) for key, each in contents.boxes.items()
        }
    _attach(process, scope, placed)
    return placed


def _place_column(placed: _Placed, column: list[tuple[Node, tuple[float, float]]]) -> None:
    x = placed.width + GAP_X if placed.width else 0.0
    widest, y = max(size[0] for _, size in column), 0.0
    for node, (width, height) in column:
        slack = max(0.0, _TASK[1] - height) / 2  # so that small things stand at the middle of a row of tasks
        placed.boxes[node.id] = Box(x + max(0.0, min(widest, _TASK[0]) - width) / 2, y + slack, width, height)
        y += height + 2 * slack + GAP_Y
    placed.width, placed.height = x + widest, max(placed.height, y - GAP_Y)


def _size(node: Node, contents: _Placed | None) -> tuple[float, float]:
    if contents is not None:
        return contents.width + 2 * PADDING, contents.height + 2 * PADDING
    if node.is_gateway:
        return _GATEWAY
    return _SMALL if node.kind.endswith("Event") else _TASK


def _attach(process: Process, scope: str, placed: _Placed) -> None:
    """Boundary events stand on the lower edge of their activity, side by side."""
    for host in process.inside(scope):
        box = placed.boxes.get(host.id)
        for number, event in enumerate(process.boundary_events(host.id) if box else ()):
            assert box is not None
            placed.boxes[event.id] = Box(box.x + 10 + 44 * number, box.bottom - 18, *_SMALL)


def _columns(process: Process, nodes: list[Node]) -> list[list[Node]]:
    """The nodes by how many steps they lie from the beginning; a flow back counts for nothing."""
    known = {node.id for node in nodes}
    after = {
        node.id: [flow.target for flow in _leaving(process, node) if flow.target in known] for node in nodes
    }
    order = forward_order([node.id for node in sorted(nodes, key=lambda node: bool(node.incoming))], after)
    depth = depths(order, after)
    columns: list[list[Node]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node in order:
        columns[depth[node]].append(process.nodes[node])
    return columns


def _leaving(process: Process, node: Node) -> Iterable[Flow]:
    """The flows out of a node and out of the boundary events on it."""
    for each in (node, *process.boundary_events(node.id)):
        yield from (process.flows[flow] for flow in each.outgoing)


def _route(source: Box, target: Box, node: Node, beside: list[Box]) -> tuple[Point, ...]:
    """Right out of the source and left into the target; back below all that stands between; down out of an edge."""
    (sx, sy), (tx, ty) = source.center, target.center
    if node.attached_to and target.x > source.right:
        below, turn = source.bottom + GAP_Y / 3, target.x - GAP_X / 3
        return (sx, source.bottom), (sx, below), (turn, below), (turn, ty), (target.x, ty)
    if target.x <= source.right:
        below = (
            max(box.bottom for box in beside if box.x <= source.right and box.right >= target.x) + GAP_Y / 3
        )
        return (sx, source.bottom), (sx, below), (tx, below), (tx, target.bottom)
    if sy == ty:
        return (source.right, sy), (target.x, ty)
    turn = (
        target.x - GAP_X * 3 / 4
    )  # in the gap before the target's column, so never through a wide neighbour
    return (source.right, sy), (turn, sy), (turn, ty), (target.x, ty)
