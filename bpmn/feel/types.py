"""Static types of FEEL: what a name is, known before there is a value."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.feel.comparing import DUTCH_KINDS

_PLAIN = (
    "any",
    "null",
    "number",
    "string",
    "boolean",
    "date",
    "date time",
    "time",
    "days and time duration",
    "years and months duration",
)


@dataclass(frozen=True, slots=True)
class FeelType:
    """`kind` as in comparing.kind_of, or `any`.

    `item` is the type of the items of a list, of the ends of a range, or of the result of a function.
    `fields` are those of a context; None when they are not known. `parameters` of a function; None: not known.
    """

    kind: str
    item: "FeelType | None" = None
    fields: tuple[tuple[str, "FeelType"], ...] | None = None
    parameters: tuple[str, ...] | None = None

    def field(self, name: str) -> "FeelType | None":
        return next((kind for own, kind in self.fields or () if own == name), None)

    @property
    def inner(self) -> "FeelType":
        return self.item or ANY

    def in_dutch(self) -> str:
        return DUTCH_KINDS.get(self.kind, "iets onbekends")


ANY, NULL, NUMBER, STRING, BOOLEAN, DATE, DATE_TIME, TIME, DAYS, MONTHS = (FeelType(kind) for kind in _PLAIN)
LIST = FeelType("list")
CONTEXT = FeelType("context")


def list_of(item: FeelType) -> FeelType:
    return FeelType("list", item)


def range_of(end: FeelType) -> FeelType:
    return FeelType("range", end)


def context_of(fields: Mapping[str, FeelType]) -> FeelType:
    return FeelType("context", None, tuple(fields.items()))


def function_to(result: FeelType, parameters: tuple[str, ...] | None = None) -> FeelType:
    return FeelType("function", result, None, parameters)


def type_named(kind: str) -> FeelType:
    """The type for `number`, `date time`, `list<number>`, ...; several with `|` between them are any."""
    if kind.startswith("list<"):
        return list_of(type_named(kind[5:-1]))
    return ANY if "|" in kind or kind in ("item", "same list") else FeelType(kind)


def joined(types: list[FeelType]) -> FeelType:
    """The one type that covers all: null fits everywhere; unlike types are any."""
    known = [kind for kind in types if kind.kind != "null"]
    if not known:
        return NULL if types else ANY
    first = known[0]
    if all(same_type(kind, first) for kind in known):
        return first
    if all(kind.kind == first.kind == "list" for kind in known):
        return list_of(joined([kind.inner for kind in known]))
    return FeelType(first.kind) if all(kind.kind == first.kind for kind in known) else ANY


_MAX_COMPARED = 2_000


def same_type(left: FeelType, right: FeelType) -> bool:
    """Equal, as far as a bounded look goes: types that share parts could be compared for ever."""
    waiting = [(left, right)]
    for _ in range(_MAX_COMPARED):
        if not waiting:
            return True
        one, other = waiting.pop()
        if one is other:
            continue
        if (one.kind, one.parameters, one.fields is None) != (
            other.kind,
            other.parameters,
            other.fields is None,
        ):
            return False
        pairs = list(zip(one.fields or (), other.fields or (), strict=False))
        if len(pairs) != max(len(one.fields or ()), len(other.fields or ())):
            return False
        if any(mine[0] != theirs[0] for mine, theirs in pairs):
            return False
        waiting += [(mine[1], theirs[1]) for mine, theirs in pairs]
        waiting.append((one.inner, other.inner))
    return False


def is_open(kind: FeelType) -> bool:
    """Whether nothing can be said about it."""
    return kind.kind in ("any", "null")


_NUMBERS = {(sign, "number", "number"): NUMBER for sign in ("+", "-", "*", "/", "**")}
_DURATIONS = {
    (sign, kind.kind, other): kind
    for kind in (DAYS, MONTHS)
    for sign, other in (("+", kind.kind), ("-", kind.kind), ("*", "number"), ("/", "number"))
}
_MOVES = {
    (sign, start.kind, kind.kind): start if kind is MONTHS or start is DATE_TIME else ANY
    for start in (DATE, DATE_TIME)
    for kind in (DAYS, MONTHS)
    for sign in ("+", "-")
}
_ARITHMETIC: dict[tuple[str, str, str], FeelType] = {
    ("+", "string", "string"): STRING,
    **_NUMBERS,
    **_DURATIONS,
    **_MOVES,
    **{("+", kind, start): result for (sign, start, kind), result in _MOVES.items() if sign == "+"},
    **{("*", "number", kind.kind): kind for kind in (DAYS, MONTHS)},
    **{("/", kind.kind, kind.kind): NUMBER for kind in (DAYS, MONTHS)},
    **{("-", one, other): DAYS for one in ("date", "date time") for other in ("date", "date time")},
    ("-", "time", "time"): DAYS,
    ("+", "time", "days and time duration"): TIME,
    ("-", "time", "days and time duration"): TIME,
    ("+", "days and time duration", "time"): TIME,
}


def arithmetic_type(sign: str, left: FeelType, right: FeelType) -> FeelType | None:
    """The type of `left sign right`; None when it is always null."""
    if is_open(left) or is_open(right):
        return ANY
    return _ARITHMETIC.get((sign, left.kind, right.kind))


ORDERED = frozenset(
    ["number", "string", "date", "date time", "time", "days and time duration", "years and months duration"]
)


def comparable(sign: str, left: FeelType, right: FeelType) -> bool:
    """Whether the comparison can ever give true or false."""
    if is_open(left) or is_open(right):
        return True
    return left.kind == right.kind and (sign in ("=", "!=") or left.kind in ORDERED)
