"""What kind a value is, when two are equal, and which comes first. None means: these can't be compared."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from bpmn.feel.primitives import CalendarDays, Function, Months, Range
from bpmn.feel.temporal import seconds_of

Charge = Callable[[int], None]

_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "date time",
    time: "time",
    timedelta: "days and time duration",
    CalendarDays: "days and time duration",
    Months: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
}

DUTCH_KINDS = {
    "null": "leeg",
    "boolean": "ja of nee",
    "number": "een getal",
    "string": "een tekst",
    "date": "een datum",
    "date time": "een datum met tijd",
    "time": "een tijd",
    "days and time duration": "een duur in dagen of uren",
    "years and months duration": "een duur in jaren of maanden",
    "list": "een lijst",
    "context": "een groep velden",
    "range": "een bereik",
    "function": "een functie",
}


def kind_of(value: object) -> str:
    """The FEEL name of the kind of value: `number`, `date time`, `context`, ..."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    return "function" if isinstance(value, Function) else "null"


def kind_in_dutch(value: object) -> str:
    return DUTCH_KINDS[kind_of(value)]


def equal(left: object, right: object, charge: Charge) -> bool | None:
    """Whether two values are equal; None for unlike kinds. `charge` is told how many values were looked at."""
    charge(1)
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind != kind_of(right):
        return None
    if kind == "list":
        return _equal_lists(left, right, charge)  # type: ignore[arg-type]
    if kind == "context":
        return _equal_contexts(left, right, charge)  # type: ignore[arg-type]
    if kind == "range":
        return _equal_ranges(left, right, charge)  # type: ignore[arg-type]
    if kind == "function":
        return left is right
    return _sortable(left) == _sortable(right) if kind in _CONVERTED else bool(left == right)


def _equal_lists(left: list[object], right: list[object], charge: Charge) -> bool:
    if len(left) != len(right):
        return False
    return all(equal(one, other, charge) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, object], right: dict[str, object], charge: Charge) -> bool:
    if left.keys() != right.keys():
        return False
    return all(equal(value, right[key], charge) for key, value in left.items())


def _equal_ranges(left: Range, right: Range, charge: Charge) -> bool:
    if (left.low_included, left.high_included) != (right.low_included, right.high_included):
        return False
    return bool(equal(left.low, right.low, charge) and equal(left.high, right.high, charge))


_CONVERTED = frozenset(["date time", "time"])
_ORDERED = frozenset(
    ["number", "string", "date", "date time", "time", "days and time duration", "years and months duration"]
)


def _sortable(value: object) -> object:
    """A date time compares by moment, a time by seconds of the day; Python itself would look at the wall clock."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, time):
        return seconds_of(value)
    return value


def order(left: object, right: object) -> int | None:
    """-1, 0 or 1 as `left` comes before, with or after `right`; None when they have no order."""
    kind = kind_of(left)
    if kind not in _ORDERED or kind != kind_of(right):
        return None
    if kind in _CONVERTED:
        left, right = _sortable(left), _sortable(right)
    if left == right:
        return 0
    return -1 if left < right else 1  # type: ignore[operator]


def contains(whole: Range, value: object) -> bool | None:
    """Whether a value lies in a range; None when it can't be compared with an end."""
    low = order(value, whole.low)
    high = order(value, whole.high)
    if low is None or high is None:
        return None
    above = low > 0 or (low == 0 and whole.low_included)
    below = high < 0 or (high == 0 and whole.high_included)
    return above and below
