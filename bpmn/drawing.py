"""Draw a route as SVG, with marks on its elements: for pages without a script, for print, for findings.

Only presentation attributes and class names (`tekening-…`) are written, so a strict content policy holds. Every
element is a group with `data-element`; a mark is a shape and a word, never only a colour.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from lxml import etree

from bpmn.errors import ModelError
from bpmn.model import Flow, Model, Node
from bpmn.picture import shapes
from bpmn.picture.layout import lay_out
from bpmn.picture.plan import BPMN, Box, Edge, Plan, Point, Shape, read_plan
from bpmn.picture.svg import INK, PAPER, SVG, add, arrow_head, clean, label, number, path, polyline
from bpmn.reading import read_model
from bpmn.xml import local_name, parse

Mark = Literal["done", "current", "error", "warning"]
MARGIN = 30.0
NOW = "tekening-nu"  # the id of the first badge that says so
WORDS = {"done": "afgerond", "current": "nu", "error": "fout", "warning": "let op"}
_BADGE_SIGNS = {  # around (0, 0), within 6 units: a tick, an arrow, a cross, an exclamation mark
    "done": "M-5 0l3.500 4L5-4",
    "current": "M-4-5L5 0L-4 5z",
    "error": "M-4-4L4 4M4-4L-4 4",
    "warning": "M0-5v6M0 3v2",
}
_BACKGROUND = {
    "participant": 0,
    "lane": 1,
    "group": 2,
    "subProcess": 3,
    "transaction": 3,
    "adHocSubProcess": 3,
}
_DASHES = {
    "messageFlow": "10 6",
    "association": "1 5",
    "dataInputAssociation": "1 5",
    "dataOutputAssociation": "1 5",
}


def draw(data: bytes, process_id: str, states: Mapping[str, Mark], title: str, description: str) -> str:
    """SVG of the process in `data`: from the drawing in the file, or laid out here when there is none.

    `states` marks elements by id, and of a gateway the ways it chose; ids that are not drawn are passed over. `title` and `description` are what a
    screen reader says. Raises ModelError when the file cannot be read, the process is not in it, or a coordinate is
    no number. The same input always gives the same text.
    """
    file = f"{process_id}.bpmn"
    root = parse(data, file)
    model = read_model(data, file)
    process = model.processes.get(process_id)
    if process is None:
        raise ModelError(f"Het proces '{process_id}' staat niet in dit bestand.", file)
    plan = read_plan(root, process_id, file) or lay_out(process)
    return _Picture(root, model, plan, states).written(title, description, process_id)


class _Picture:
    def __init__(self, root: etree._Element, model: Model, plan: Plan, states: Mapping[str, Mark]) -> None:
        self.plan = plan
        self.states = states
        self.elements = {each.get("id") or "": each for each in root.iter(etree.Element) if each.get("id")}
        self.nodes: dict[str, Node] = {
            key: node for each in model.processes.values() for key, node in each.nodes.items()
        }
        self.flows: dict[str, Flow] = {
            key: flow for each in model.processes.values() for key, flow in each.flows.items()
        }

    def written(self, title: str, description: str, process_id: str) -> str:
        svg = self._canvas(title, description, process_id)
        ordered = sorted(self.plan.shapes, key=lambda shape: _BACKGROUND.get(self._kind(shape.element), 9))
        behind = [shape for shape in ordered if self._kind(shape.element) in _BACKGROUND]
        front = [shape for shape in ordered if self._kind(shape.element) not in _BACKGROUND]
        for shape in behind:
            self._draw_shape(svg, shape)
        for edge in self.plan.edges:
            self._draw_edge(svg, edge)
        for shape in sorted(front, key=lambda shape: self._kind(shape.element) == "boundaryEvent"):
            self._draw_shape(svg, shape)
        for shape in self.plan.shapes:
            self._draw_badge(svg, shape)
        self._name_first_current(svg)
        return etree.tostring(svg, encoding="unicode")

    def _canvas(self, title: str, description: str, process_id: str) -> etree._Element:
        frame = _frame(self.plan)
        key = "".join(sign if sign.isalnum() else "-" for sign in clean(process_id))
        svg = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
        for name, value in {
            "viewBox": " ".join(number(each) for each in (frame.x, frame.y, frame.width, frame.height)),
            "width": number(frame.width),
            "height": number(frame.height),
            "role": "img",
            "class": "tekening",
            "aria-labelledby": f"tekening-titel-{key} tekening-uitleg-{key}",
        }.items():
            svg.set(name, value)
        add(svg, "title", title, id=f"tekening-titel-{key}")
        add(svg, "desc", description, id=f"tekening-uitleg-{key}")
        add(svg, "rect", x=frame.x, y=frame.y, width=frame.width, height=frame.height, fill=PAPER)
        return svg

    def _kind(self, element: str) -> str:
        return local_name(self.elements[element]) if element in self.elements else ""

    def _name(self, element: str) -> str:
        return " ".join((self.elements[element].get("name") or "").split())

    def _group(self, svg: etree._Element, element: str) -> etree._Element:
        state = self.states.get(element, "")
        classes = f"tekening-{self._kind(element)}" + (f" tekening-{state}" if state else "")
        group = add(svg, "g", class_=classes, data_element=element)
        words = ": ".join(filter(None, [self._name(element), WORDS.get(state, "")]))
        if words:
            add(group, "title", words)
        return group

    def _draw_shape(self, svg: etree._Element, shape: Shape) -> None:
        kind = self._kind(shape.element)
        if not kind:
            return
        group, name = self._group(svg, shape.element), self._name(shape.element)
        if shape.element in self.nodes:
            shapes.draw_node(group, self.nodes[shape.element], shape, self.states.get(shape.element, ""))
        elif kind in ("participant", "lane"):
            shapes.draw_pool(group, name, shape, has_band=kind == "participant")
        elif kind == "textAnnotation":
            shapes.draw_note(group, self.elements[shape.element].findtext(f"{BPMN}text") or "", shape.box)
        elif kind == "group":
            shapes.draw_group(group, shape.box)
        elif kind.startswith("data"):
            shapes.draw_data(group, name, shape, store=kind == "dataStoreReference")

    def _draw_edge(self, svg: etree._Element, edge: Edge) -> None:
        kind = self._kind(edge.element)
        if not kind:
            return
        group, flow = self._group(svg, edge.element), self.flows.get(edge.element)
        followed = flow is not None and self._followed(flow)
        color = shapes.STROKES["done"] if followed else INK
        dashes = {"stroke_dasharray": _DASHES[kind]} if kind in _DASHES else {}
        path(
            group,
            polyline(edge.points),
            stroke=color,
            stroke_width=3 if followed else 1.5,
            stroke_linejoin="round",
            **dashes,
        )
        if kind != "association":
            path(group, arrow_head(edge.points), fill=PAPER if kind == "messageFlow" else color, stroke=color)
        for mark in self._start_marks(flow):
            path(group, mark, transform=_along(edge.points), fill=PAPER, stroke=color)
        label(group, self._name(edge.element), _edge_label(edge), 11)

    def _followed(self, flow: Flow) -> bool:
        """A gateway of which it is known how it chose, was left by those ways alone."""
        source = self.nodes.get(flow.source)
        if source is not None and any(way in self.states for way in source.outgoing):
            return flow.id in self.states
        return self.states.get(flow.source) == "done" and flow.target in self.states

    def _start_marks(self, flow: Flow | None) -> Iterator[str]:
        """A stroke through the default flow; a diamond on a conditional flow that leaves no gateway."""
        source = self.nodes.get(flow.source) if flow else None
        if flow is None or source is None:
            return
        if source.default == flow.id:
            yield "M8-6L14 6"
        elif flow.condition and not source.is_gateway:
            yield "M0 0L8-5L16 0L8 5z"

    def _draw_badge(self, svg: etree._Element, shape: Shape) -> None:
        state = self.states.get(shape.element)
        if state is None or not self._kind(shape.element):
            return
        node = self.nodes.get(shape.element)
        small = node is not None and node.is_gateway and state == "done"
        word, color = "" if small else WORDS[state], shapes.STROKES[state]
        width = 24 if small else 30 + 7 * len(word)
        named_above = shape.label is not None and shape.label.y < shape.box.y
        x, y = shape.box.center[0] - width / 2, shape.box.bottom - 6 if named_above else shape.box.y - 12
        group = add(svg, "g", class_=f"tekening-merk tekening-{state}", data_mark=shape.element)
        add(group, "rect", x=x, y=y, width=width, height=18, rx=9, fill=PAPER, stroke=color, stroke_width=1.5)
        sign = f"translate({number(x + 12)} {number(y + 9)})"
        path(
            group,
            _BADGE_SIGNS[state],
            transform=sign,
            stroke=color,
            stroke_width=2,
            fill=color if state == "current" else "none",
        )
        if word:
            label(group, word, Box(x + 19, y, width - 21, 18), 11, fill=color, font_weight="bold")

    @staticmethod
    def _name_first_current(svg: etree._Element) -> None:
        """A page can lead to where the case is now."""
        badge = svg.find(f".//{{{SVG}}}g[@class='tekening-merk tekening-current']")
        if badge is not None:
            badge.set("id", NOW)


def _frame(plan: Plan) -> Box:
    """Around everything, with room for labels below small things and for badges above."""
    boxes = [shape.box for shape in plan.shapes]
    boxes += [shape.label for shape in plan.shapes if shape.label]
    xs = [x for box in boxes for x in (box.x, box.right)] + [x for edge in plan.edges for x, _ in edge.points]
    ys = [y for box in boxes for y in (box.y, box.bottom)] + [
        y for edge in plan.edges for _, y in edge.points
    ]
    x, y = min(xs, default=0.0) - MARGIN, min(ys, default=0.0) - MARGIN
    return Box(x, y, max(xs, default=0.0) + MARGIN - x, max(ys, default=0.0) + MARGIN - y)


def _edge_label(edge: Edge) -> Box:
    if edge.label is not None:
        x, y = edge.label.center
        return Box(x - max(edge.label.width, 40) / 2, y - 20, max(edge.label.width, 40) + 6, 40)
    (ax, ay), (bx, by) = edge.points[0], edge.points[1]
    upright = abs(bx - ax) < abs(by - ay)
    x, y = (ax + bx) / 2 + (45 if upright else 0), (ay + by) / 2 - (0 if upright else 12)
    return Box(x - 40, y - 14, 80, 28)


def _along(points: tuple[Point, ...]) -> str:
    """A place at the first point, turned along the first stretch (in steps of a quarter, as lines are drawn)."""
    (ax, ay), (bx, by) = points[0], points[1]
    if abs(bx - ax) >= abs(by - ay):
        turn = 0 if bx >= ax else 180
    else:
        turn = 90 if by > ay else 270
    return f"translate({number(ax)} {number(ay)}) rotate({turn})"
