"""Static types of FEEL: what a name is, known before there is a value."""

from collections.abc import Iterable, Mapping
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
    `choices` are the only texts that a text can be, such as the options of a choice field; None: any text.
    """

    kind: str
    item: "FeelType | None" = None
    fields: tuple[tuple[str, "FeelType"], ...] | None = None
    parameters: tuple[str, ...] | None = None
    choices: frozenset[str] | None = None

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


def choice_of(values: Iterable[str]) -> FeelType:
    """A text that is one of these; without any to choose from it can be every text."""
    return FeelType("string", choices=frozenset(values) or None)


def without_choices(kind: FeelType) -> FeelType:
    """The same type of text, or list of texts, that can be every text."""
    if kind.kind == "list" and kind.item is not None:
        return list_of(without_choices(kind.item))
    return STRING if kind.kind == "string" else kind


def also(found: FeelType | None, more: FeelType) -> FeelType:
    """The type of a name that is given in one more place: of the kind given last, with the choices of both places."""
    if found is None:
        return more
    both = joined([found, more])
    return both if both.kind == more.kind else without_choices(more)


def added(found: Mapping[str, FeelType], more: Mapping[str, FeelType]) -> dict[str, FeelType]:
    """All names of both, those that both have as `also` says."""
    return {**found, **{name: also(found.get(name), kind) for name, kind in more.items()}}


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
    if all(kind.kind == "string" for kind in known):
        return _one_of(known)
    if all(kind.kind == first.kind == "list" for kind in known):
        return list_of(joined([kind.inner for kind in known]))
    return FeelType(first.kind) if all(kind.kind == first.kind for kind in known) else ANY


def _one_of(texts: list[FeelType]) -> FeelType:
    choices = [kind.choices for kind in texts]
    return choice_of(frozenset().union(*filter(None, choices))) if all(choices) else STRING


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
        if _own_parts(one) != _own_parts(other):
            return False
        pairs = list(zip(one.fields or (), other.fields or (), strict=False))
        if len(pairs) != max(len(one.fields or ()), len(other.fields or ())):
            return False
        if any(mine[0] != theirs[0] for mine, theirs in pairs):
            return False
        waiting += [(mine[1], theirs[1]) for mine, theirs in pairs]
        waiting.append((one.inner, other.inner))
    return False


def _own_parts(kind: FeelType) -> tuple[object, ...]:
    return kind.kind, kind.parameters, kind.choices, kind.fields is None


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


def can_be_equal(left: FeelType, right: FeelType) -> bool:
    """Whether two types of text have one text in common."""
    return left.choices is None or right.choices is None or not left.choices.isdisjoint(right.choices)
