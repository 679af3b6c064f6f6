"""How points and ranges lie to each other. A point may stand where the table of the standard allows it."""

from bpmn.feel.comparing import contains, equal, order
from bpmn.feel.functions.signature import Shelf, Work
from bpmn.feel.primitives import Range

FUNCTIONS = Shelf()
_built_in = FUNCTIONS

_POINT = "number|string|date|date time|time|days and time duration|years and months duration"
_PAIR = "range1: range, range2: range"


def _order(left: object, right: object) -> int:
    place = order(left, right)
    if place is None:
        raise ValueError
    return place


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


@_built_in("before", f"point1: {_POINT}|range, point2: {_POINT}|range", "boolean")
def before(work: Work, left: object, right: object) -> bool:
    one, other = _as_range(left), _as_range(right)
    place = _order(one.high, other.low)
    return place < 0 or (place == 0 and not (one.high_included and other.low_included))


@_built_in("after", f"point1: {_POINT}|range, point2: {_POINT}|range", "boolean")
def after(work: Work, left: object, right: object) -> bool:
    return before(work, right, left)


@_built_in("meets", _PAIR, "boolean")
def meets(work: Work, left: Range, right: Range) -> bool:
    return left.high_included and right.low_included and _order(left.high, right.low) == 0


@_built_in("met by", _PAIR, "boolean")
def met_by(work: Work, left: Range, right: Range) -> bool:
    return meets(work, right, left)


@_built_in("overlaps", _PAIR, "boolean")
def overlaps(work: Work, left: Range, right: Range) -> bool:
    return not before(work, left, right) and not before(work, right, left)


@_built_in("overlaps before", _PAIR, "boolean")
def overlaps_before(work: Work, left: Range, right: Range) -> bool:
    """`left` begins first and ends inside `right`."""
    return _low_order(left, right) < 0 and _high_order(left, right) <= 0 and overlaps(work, left, right)


@_built_in("overlaps after", _PAIR, "boolean")
def overlaps_after(work: Work, left: Range, right: Range) -> bool:
    """`left` begins inside `right` and ends last."""
    return _low_order(left, right) >= 0 and _high_order(left, right) > 0 and overlaps(work, left, right)


def _low_order(left: Range, right: Range) -> int:
    """Which begins first; with the same low end, the one that includes it."""
    return _order(left.low, right.low) or right.low_included - left.low_included


def _high_order(left: Range, right: Range) -> int:
    """Which ends first; with the same high end, the one that excludes it."""
    return _order(left.high, right.high) or left.high_included - right.high_included


@_built_in("finishes", f"point: {_POINT}, range: range", "boolean")
def finishes_point(work: Work, point: object, whole: Range) -> bool:
    return whole.high_included and _order(point, whole.high) == 0


@_built_in("finishes", _PAIR, "boolean")
def finishes(work: Work, left: Range, right: Range) -> bool:
    return _high_order(left, right) == 0 and _low_order(left, right) >= 0


@_built_in("finished by", f"range: range, point: {_POINT}", "boolean")
def finished_by_point(work: Work, whole: Range, point: object) -> bool:
    return finishes_point(work, point, whole)


@_built_in("finished by", _PAIR, "boolean")
def finished_by(work: Work, left: Range, right: Range) -> bool:
    return finishes(work, right, left)


@_built_in("includes", f"range: range, point: {_POINT}", "boolean")
def includes_point(work: Work, whole: Range, point: object) -> bool | None:
    return contains(whole, point)


@_built_in("includes", _PAIR, "boolean")
def includes(work: Work, left: Range, right: Range) -> bool:
    return _low_order(left, right) <= 0 and _high_order(left, right) >= 0


@_built_in("during", f"point: {_POINT}, range: range", "boolean")
def during_point(work: Work, point: object, whole: Range) -> bool | None:
    return contains(whole, point)


@_built_in("during", _PAIR, "boolean")
def during(work: Work, left: Range, right: Range) -> bool:
    return includes(work, right, left)


@_built_in("starts", f"point: {_POINT}, range: range", "boolean")
def starts_point(work: Work, point: object, whole: Range) -> bool:
    return whole.low_included and _order(point, whole.low) == 0


@_built_in("starts", _PAIR, "boolean")
def starts(work: Work, left: Range, right: Range) -> bool:
    return _low_order(left, right) == 0 and _high_order(left, right) <= 0


@_built_in("started by", f"range: range, point: {_POINT}", "boolean")
def started_by_point(work: Work, whole: Range, point: object) -> bool:
    return starts_point(work, point, whole)


@_built_in("started by", _PAIR, "boolean")
def started_by(work: Work, left: Range, right: Range) -> bool:
    return starts(work, right, left)


@_built_in("coincides", f"point1: {_POINT}, point2: {_POINT}", "boolean")
def coincides_points(work: Work, left: object, right: object) -> bool:
    return _order(left, right) == 0


@_built_in("coincides", _PAIR, "boolean")
def coincides(work: Work, left: Range, right: Range) -> bool:
    return bool(equal(left, right, work.charge))
