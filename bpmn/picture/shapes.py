"""What each kind of element looks like, drawn here after the BPMN standard."""

from lxml import etree

from bpmn.model import Event, Node
from bpmn.picture.plan import Box, Shape
from bpmn.picture.svg import INK, PAPER, add, label, number, path

FILLS = {"done": "#dff0e0", "current": "#fff3c4", "error": "#fbe3e1", "warning": "#fdf0dd"}
STROKES = {"done": "#1b6e2a", "current": "#8a5a00", "error": "#a3170c", "warning": "#8a4b00"}
_TASK_SIGNS = {  # outlines in a square of 20 by 20
    "userTask": "M10 2a4 4 0 1 1-.1 0zM2 19c0-6 3-8 8-8s8 2 8 8z",
    "serviceTask": "M10 6a4 4 0 1 1-.1 0zM10 1v3M10 16v3M1 10h3M16 10h3M4 4l2 2M14 14l2 2M16 4l-2 2M6 14l-2 2",
    "scriptTask": "M5 2h12c-4 5 3 9-1 16H3c5-7-2-11 2-16zM7 6h6M8 10h6M7 14h6",
    "businessRuleTask": "M2 4h16v13H2zM2 8h16M2 12h16M7 8v9",
    "sendTask": "M1 4h18v12H1zM1 4l9 7 9-7",
    "receiveTask": "M1 4h18v12H1zM1 4l9 7 9-7",
    "manualTask": "M2 12c3-6 5-6 7-6h6v3h-5 8v3h-7 6v3h-6 4v3H8c-3 0-4-2-6-3z",
}
_EVENT_SIGNS = {  # around (0, 0), within 10 units
    "timer": "M0-9a9 9 0 1 1-.1 0zM0-6V0L5 3",
    "message": "M-9-6h18v12h-18zM-9-6l9 7 9-7",
    "signal": "M0-9l9 15h-18z",
    "error": "M-8 7l5-13 5 7 6-9-5 15-5-7z",
    "escalation": "M0-9l7 16-7-7-7 7z",
    "conditional": "M-7-8h14v16h-14zM-5-4h10M-5 0h10M-5 4h10",
    "link": "M-9-4h9v-4l9 8-9 8v-4h-9z",
    "compensate": "M0-6v12l-9-6zM9-6v12l-9-6z",
    "cancel": "M-7-7L7 7M7-7L-7 7",
    "terminate": "M0-9a9 9 0 1 1-.1 0z",
    "multiple": "M0-9l9 7-4 10h-10l-4-10z",
}
_GATEWAY_SIGNS = {
    "exclusiveGateway": "M-7-8L7 8M7-8L-7 8",
    "parallelGateway": "M0-11v22M-11 0h22",
    "inclusiveGateway": "M0-11a11 11 0 1 1-.1 0z",
    "eventBasedGateway": "M0-13a13 13 0 1 1-.1 0zM0-7l7 5-3 8h-8l-3-8z",
    "complexGateway": "M0-11v22M-11 0h22M-8-8L8 8M8-8L-8 8",
}
_LOOP_SIGNS = {
    "parallel": "M-5-6v12M0-6v12M5-6v12",
    "sequential": "M-6-5h12M-6 0h12M-6 5h12",
    "standard": "M4 5A6 6 0 1 0-4 5l-4 0m4 0v-5",
}


def draw_node(group: etree._Element, node: Node, shape: Shape, state: str) -> None:
    """Draw a flow node with its name; `state` colours it, the badge with words comes from elsewhere."""
    look: dict[str, str | float] = {"fill": FILLS.get(state, PAPER), "stroke": STROKES.get(state, INK)}
    if node.is_gateway:
        _gateway(group, node, shape, look)
    elif node.kind.endswith("Event"):
        _event(group, node, shape, look)
    else:
        _activity(group, node, shape, look)


def _activity(group: etree._Element, node: Node, shape: Shape, look: dict[str, str | float]) -> None:
    box = shape.box
    width = 4 if node.kind == "callActivity" else 2
    dashes: dict[str, str | float] = {"stroke_dasharray": "6 3"} if node.by_event else {}
    add(
        group,
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=10,
        stroke_width=width,
        **look,
        **dashes,
    )
    if node.kind in _TASK_SIGNS:
        place = f"translate({number(box.x + 5)} {number(box.y + 5)}) scale(.8)"
        path(group, _TASK_SIGNS[node.kind], transform=place, fill=INK if node.kind == "sendTask" else "none")
    holds_others = "ubProcess" in node.kind or node.kind == "transaction"
    if holds_others and shape.expanded:
        label(group, node.name, Box(box.x + 8, box.y + 4, box.width - 16, 20))
    else:
        label(group, node.name, Box(box.x + 6, box.y + 20, box.width - 12, box.height - 36))
    signs = (
        ["M-7-7h14v14h-14zM0-4v8M-4 0h8"]
        if (holds_others or node.kind == "callActivity") and not shape.expanded
        else []
    )
    signs += [_LOOP_SIGNS[node.loop.kind]] if node.loop else []
    for place_in_row, sign in enumerate(signs):
        x = box.center[0] + 20 * (place_in_row - (len(signs) - 1) / 2)
        path(group, sign, transform=f"translate({number(x)} {number(box.bottom - 10)})")


def _event(group: etree._Element, node: Node, shape: Shape, look: dict[str, str | float]) -> None:
    (x, y), radius = shape.box.center, min(shape.box.width, shape.box.height) / 2
    dashes: dict[str, str | float] = {} if node.interrupting else {"stroke_dasharray": "5 3"}
    add(
        group,
        "circle",
        cx=x,
        cy=y,
        r=radius,
        stroke_width=4 if node.kind == "endEvent" else 2,
        **look,
        **dashes,
    )
    if node.kind not in ("startEvent", "endEvent"):
        add(
            group,
            "circle",
            cx=x,
            cy=y,
            r=max(1.0, radius - 4),
            fill="none",
            stroke=INK,
            stroke_width=1.5,
            **dashes,
        )
    _event_sign(group, node.event, (x, y), node.kind in ("endEvent", "intermediateThrowEvent"))
    _outside_label(group, node.name, shape)


def _event_sign(group: etree._Element, event: Event | None, at: tuple[float, float], throws: bool) -> None:
    if event is not None and event.kind in _EVENT_SIGNS:
        place = f"translate({number(at[0])} {number(at[1])})"
        path(
            group,
            _EVENT_SIGNS[event.kind],
            transform=place,
            fill=INK if throws and event.kind != "cancel" else "none",
        )


def _gateway(group: etree._Element, node: Node, shape: Shape, look: dict[str, str | float]) -> None:
    box, (x, y) = shape.box, shape.box.center
    corners = f"M{number(x)} {number(box.y)}L{number(box.right)} {number(y)}L{number(x)} {number(box.bottom)}L{number(box.x)} {number(y)}Z"
    add(group, "path", d=corners, stroke_width=2, **look)
    if node.kind in _GATEWAY_SIGNS:
        width = 1.5 if node.kind == "eventBasedGateway" else 3
        path(
            group,
            _GATEWAY_SIGNS[node.kind],
            transform=f"translate({number(x)} {number(y)})",
            stroke_width=width,
        )
    _outside_label(group, node.name, shape)


def _outside_label(group: etree._Element, name: str, shape: Shape) -> None:
    """The name of a small thing: where the file says, or below it."""
    box = shape.box
    place = shape.label or Box(box.center[0] - 50, box.bottom + 2, 100, 30)
    label(
        group,
        name,
        Box(
            place.center[0] - max(place.width, 60) / 2,
            place.y,
            max(place.width, 60) + 8,
            max(place.height, 28),
        ),
        11,
    )


def draw_pool(group: etree._Element, name: str, shape: Shape, has_band: bool) -> None:
    """A pool or lane: a frame with its name along the left side, or along the top when it is vertical."""
    box = shape.box
    add(
        group,
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        fill=PAPER,
        stroke=INK,
        stroke_width=1.5,
    )
    if not shape.horizontal:
        label(group, name, Box(box.x, box.y, box.width, 30))
        return
    if has_band:
        path(group, f"M{number(box.x + 30)} {number(box.y)}v{number(box.height)}")
    x, y = box.x + 15, box.center[1]
    turned = add(group, "g", transform=f"rotate(-90 {number(x)} {number(y)})")
    label(turned, name, Box(x - box.height / 2, y - 15, box.height, 30))


def draw_note(group: etree._Element, text: str, box: Box) -> None:
    """A text annotation: a bracket and its words."""
    path(group, f"M{number(box.x + 10)} {number(box.y)}h-10v{number(box.height)}h10")
    label(group, text, Box(box.x + 8, box.y, box.width - 8, box.height), 11)


def draw_data(group: etree._Element, name: str, shape: Shape, store: bool) -> None:
    """A data object or store: only part of the drawing."""
    box = shape.box
    x, y, w, h = (number(value) for value in (box.x, box.y, box.width, box.height))
    if store:
        path(group, f"M{x} {y}h{w}v{h}h-{w}zM{x} {number(box.y + 8)}h{w}")
    else:
        path(
            group,
            f"M{x} {y}h{number(max(0.0, box.width - 10))}l10 10v{number(max(0.0, box.height - 10))}h-{w}z",
        )
    _outside_label(group, name, shape)


def draw_group(group: etree._Element, box: Box) -> None:
    path(
        group,
        f"M{number(box.x)} {number(box.y)}h{number(box.width)}v{number(box.height)}h-{number(box.width)}z",
        stroke_dasharray="10 6 1 6",
    )
