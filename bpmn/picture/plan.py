"""Where everything stands: read from the drawing in the file (BPMN DI)."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from lxml import etree

from bpmn.errors import ModelError
from bpmn.xml import line_of

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
MAX_COORDINATE = 50_000.0
MAX_SHAPES = 5_000
MAX_POINTS = 200

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in drawing units: one unit is one pixel at normal size; y points down."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True)
class Shape:
    """`element` is the id of what is drawn; `label` where its name stands when the file says so."""

    element: str
    box: Box
    label: Box | None = None
    expanded: bool = True
    horizontal: bool = True


@dataclass(frozen=True)
class Edge:
    element: str
    points: tuple[Point, ...]
    label: Box | None = None


@dataclass(frozen=True)
class Plan:
    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]


def read_plan(root: etree._Element, process_id: str, file: str) -> Plan | None:
    """The one plane that shows the process, or None when no plane does.

    Raises ModelError for a coordinate that is no number or too large, and for a drawing with too much in it.
    """
    plane = _plane_of(root, process_id)
    if plane is None:
        return None
    shapes = list(plane.iterchildren(BPMNDI + "BPMNShape"))
    edges = list(plane.iterchildren(BPMNDI + "BPMNEdge"))
    if len(shapes) + len(edges) > MAX_SHAPES:
        raise ModelError(
            f"De tekening heeft meer dan {MAX_SHAPES} onderdelen. Deel de route op in deelprocessen.",
            file,
            line_of(plane),
        )
    read = tuple(shape for each in shapes for shape in _shape(each, file))
    return Plan(read, tuple(edge for each in edges for edge in _edge(each, file))) if read else None


def _plane_of(root: etree._Element, process_id: str) -> etree._Element | None:
    shows = {process_id}
    for participant in root.iter(BPMN + "participant"):
        holder = participant.getparent()
        if holder is not None and (participant.get("processRef") or "").rpartition(":")[2] == process_id:
            shows.add(holder.get("id") or "")
    planes = root.iter(BPMNDI + "BPMNPlane")
    return next((plane for plane in planes if _local(plane.get("bpmnElement")) in shows), None)


def _local(reference: str | None) -> str:
    return (reference or "").rpartition(":")[2]


def _shape(element: etree._Element, file: str) -> Iterator[Shape]:
    bounds = element.find(DC + "Bounds")
    if bounds is not None:
        expanded, horizontal = element.get("isExpanded") == "true", element.get("isHorizontal") != "false"
        yield Shape(
            _local(element.get("bpmnElement")),
            _box(bounds, file),
            _label(element, file),
            expanded,
            horizontal,
        )


def _edge(element: etree._Element, file: str) -> Iterator[Edge]:
    waypoints = list(element.iterchildren(DI + "waypoint"))
    if len(waypoints) > MAX_POINTS:
        raise ModelError(
            f"Deze lijn heeft meer dan {MAX_POINTS} knikken. Teken de lijn opnieuw.", file, line_of(element)
        )
    if len(waypoints) > 1:
        points = tuple((_number(point, "x", file), _number(point, "y", file)) for point in waypoints)
        yield Edge(_local(element.get("bpmnElement")), points, _label(element, file))


def _label(element: etree._Element, file: str) -> Box | None:
    bounds = element.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")
    return None if bounds is None else _box(bounds, file)


def _box(bounds: etree._Element, file: str) -> Box:
    x, y = _number(bounds, "x", file), _number(bounds, "y", file)
    return Box(x, y, abs(_number(bounds, "width", file)), abs(_number(bounds, "height", file)))


def _number(element: etree._Element, name: str, file: str) -> float:
    text = element.get(name) or ""
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or abs(number) > MAX_COORDINATE:
        raise ModelError(
            f"In de tekening staat {name}='{text[:40]}': dat is geen bruikbare maat. Teken dit onderdeel opnieuw.",
            file,
            line_of(element),
        )
    return number
