"""A simple drawing for a route that has none: from left to right, each step right of what comes before it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bpmn.model import Flow, Node, Process
from bpmn.ordering import depths, forward_order
from bpmn.picture.plan import Box, Edge, Plan, Point, Shape

GAP_X, GAP_Y = 60.0, 50.0
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
    shapes = tuple(Shape(node, boxes[node]) for node in process.nodes if node in boxes)
    ends = ((flow, boxes.get(flow.source), boxes.get(flow.target)) for flow in process.flows.values())
    edges = tuple(Edge(flow.id, _route(a, b, process.nodes[flow.source])) for flow, a, b in ends if a and b)
    return Plan(shapes, edges)


def _scope(process: Process, scope: str) -> _Placed:
    """Place the nodes of one scope from (0, 0) on; what lies in a sub-process moves along with it."""
    inside = [node for node in process.inside(scope) if not node.attached_to]
    inner = {
        node.id: _scope(process, node.id) for node in inside if any(True for _ in process.inside(node.id))
    }
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
        placed.boxes[node.id] = Box(x + (widest - width) / 2, y + slack, width, height)
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


def _route(source: Box, target: Box, node: Node) -> tuple[Point, ...]:
    """Right out of the source and left into the target; back along the underside; down out of a boundary event."""
    (sx, sy), (tx, ty) = source.center, target.center
    if node.attached_to and target.x > source.right:
        below = source.bottom + GAP_Y / 3
        return (
            (sx, source.bottom),
            (sx, below),
            (target.x - GAP_X / 3, below),
            (target.x - GAP_X / 3, ty),
            (target.x, ty),
        )
    if target.x <= source.right:
        below = max(source.bottom, target.bottom) + GAP_Y / 3
        return (sx, source.bottom), (sx, below), (tx, below), (tx, target.bottom)
    if sy == ty:
        return (source.right, sy), (target.x, ty)
    turn = target.x - GAP_X / 2
    return (source.right, sy), (turn, sy), (turn, ty), (target.x, ty)
