"""Write SVG: elements with presentation attributes, wrapped labels, arrow heads. No style, no script, no ids to share."""

import re
from math import atan2, cos, sin

from lxml import etree

from bpmn.picture.plan import Box, Point

SVG = "http://www.w3.org/2000/svg"
INK, PAPER = "#22242a", "#ffffff"
FONT = "Noto Sans, DejaVu Sans, Arial, sans-serif"
CHARACTER = 0.56  # mean width of a letter, in font sizes
LINE = 1.2  # distance between lines, in font sizes
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add(parent: etree._Element, tag: str, text: str = "", /, **attributes: str | float) -> etree._Element:
    """Add an SVG element; `stroke_width=2` is written as stroke-width="2", `class_` as class."""
    written = {key.rstrip("_").replace("_", "-"): _value(value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{SVG}}}{tag}", written)
    if text:
        element.text = clean(text)
    return element


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _value(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else number(value)


def path(parent: etree._Element, drawn: str, **attributes: str | float) -> etree._Element:
    """A line drawing in ink; give `fill` to fill it."""
    return add(parent, "path", d=drawn, **{"fill": "none", "stroke": INK, "stroke_width": 1.5, **attributes})


def wrap(text: str, width: float, size: float, lines: int) -> list[str]:
    """Break a label into at most `lines` lines of `width` units; what does not fit ends in an ellipsis."""
    room = max(4, int(width / (size * CHARACTER)))
    wrapped = [""]
    for word in text.split()[:200]:
        for piece in (word[start : start + room] for start in range(0, len(word), room)):
            if len(wrapped[-1]) + 1 + len(piece) <= room and wrapped[-1]:
                wrapped[-1] += f" {piece}"
            elif wrapped[-1]:
                wrapped.append(piece)
            else:
                wrapped[-1] = piece
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], wrapped[lines - 1][: room - 1] + "…"]
    return wrapped


def label(parent: etree._Element, text: str, box: Box, size: float = 12, **attributes: str | float) -> None:
    """Write a text in the middle of a box, as many lines as fit."""
    rows = wrap(text, box.width, size, max(1, int(box.height / (size * LINE)))) if text else []
    x, y = box.center
    first = y - (len(rows) - 1) * size * LINE / 2 + size * 0.35
    for row, line in enumerate(rows):
        place: dict[str, str | float] = {"x": x, "y": first + row * size * LINE, "font_size": size}
        add(
            parent,
            "text",
            line,
            **{**place, "text_anchor": "middle", "font_family": FONT, "fill": INK, **attributes},
        )


def polyline(points: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def arrow_head(points: tuple[Point, ...], length: float = 9, width: float = 4) -> str:
    """A triangle at the last point, along the last stretch."""
    (ax, ay), (bx, by) = points[-2], points[-1]
    angle = atan2(by - ay, bx - ax)
    backward = (bx - length * cos(angle), by - length * sin(angle))
    sideways = (-width * sin(angle), width * cos(angle))
    corners = tuple((backward[0] + sign * sideways[0], backward[1] + sign * sideways[1]) for sign in (1, -1))
    return polyline(((bx, by), *corners)) + "Z"
