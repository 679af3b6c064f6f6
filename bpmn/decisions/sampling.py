"""The values at which the cells of a column can differ: every value that a cell names, one between each two, and one
beyond them. What holds for these holds for every value, as long as the cells only compare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from bpmn.feel.expressions import UnaryTests, matches
from bpmn.feel.interpreting import at_value
from bpmn.feel.syntax import (
    And,
    AtLiteral,
    Between,
    Call,
    Comparison,
    In,
    ListOf,
    Literal,
    Name,
    Negation,
    Node,
    Or,
    RangeOf,
    Test,
    walk,
)
from bpmn.feel.temporal import read_date
from bpmn.feel.types import FeelType

_T = TypeVar("_T", bound=Any)
_MOST_NAMED = 200
_MOST_DIGITS = 20
_COMPARES = (And, Or, Between, Comparison, In, ListOf, RangeOf, Test, Literal, AtLiteral)
_NOW = datetime(2000, 1, 1, tzinfo=UTC)  # nothing that only compares asks what time it is


@dataclass(frozen=True, slots=True)
class Limits:
    """What a field takes: numbers from `low` to `high` (None: without end) with at most `digits` behind the point (None:
    any number of them); of a date nothing."""

    low: Decimal | None = None
    high: Decimal | None = None
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Samples:
    """`values` to look at; those at the places in `beyond` lie outside all that the cells name, where perhaps nothing
    ever is."""

    values: tuple[object, ...]
    beyond: frozenset[int] = frozenset()


ANYTHING = Samples((None,))
"""Of a column about which nothing can be told."""


def samples_of(kind: FeelType, cells: Iterable[UnaryTests], limits: Limits | None) -> Samples:
    """The values to look at in a column of this type; `limits` are None when it looks at something else than a field."""
    if kind.kind == "boolean":
        return Samples((True, False))
    if kind.kind == "string" and kind.choices is not None:
        return Samples(tuple(sorted(kind.choices)))
    named = {value for cell in cells if compares(cell) for value in _named(cell)}
    if not named or len(named) > _MOST_NAMED:
        return ANYTHING
    if kind.kind == "string":
        texts = sorted(value for value in named if isinstance(value, str))
        return Samples(tuple(texts)) if texts else ANYTHING
    if kind.kind == "number":
        numbers = _Numbers(limits or Limits())
        return _along(numbers.among(named), numbers, asked=limits is not None)
    if kind.kind == "date":
        days = [value for value in named if isinstance(value, date) and not isinstance(value, datetime)]
        return _along(days, _Dates(), asked=limits is not None)
    return ANYTHING


def compares(cell: UnaryTests) -> bool:
    """Whether a cell only compares with values that are written out, so that looking at samples tells everything."""
    return all(_is_plain(node) for test in cell.tests for node in walk(test))


def passes(cell: UnaryTests, value: object) -> bool:
    return not cell.tests or matches(cell, value, {}, _NOW).value is True


def _is_plain(node: Node) -> bool:
    match node:
        case Name(name=name):
            return name in ("?", "date", "not")
        case Negation(operand=Literal(value=Decimal())):
            return True
        case Call(function=Name(name="date"), arguments=(Literal(),)) | Call(function=Name(name="not")):
            return True
    return isinstance(node, _COMPARES)


def _named(cell: UnaryTests) -> Iterator[object]:
    """The texts, numbers and days that stand in a cell."""
    for node in (node for test in cell.tests for node in walk(test)):
        match node:
            case Negation(operand=Literal(value=Decimal() as number)):
                yield -number
            case Literal(value=Decimal() as number):
                yield number
            case Literal(value=str() as text):
                yield text
            case AtLiteral(text=text):
                yield at_value(text)
        if isinstance(node, Call) and node.arguments and isinstance(node.arguments[0], Literal):
            yield read_date(str(node.arguments[0].value))


class _Line(Protocol[_T]):
    """The values of one kind in their order; None where there is none."""

    def between(self, low: _T, high: _T) -> _T | None: ...

    def before(self, value: _T) -> _T | None: ...

    def after(self, value: _T) -> _T | None: ...


class _Numbers:
    """The numbers that a field takes."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.step = Decimal(1).scaleb(-limits.digits) if limits.digits is not None else None

    def among(self, named: Iterable[object]) -> list[Decimal]:
        """The numbers that are named, or those that the field takes on both sides of them, and its own ends."""
        numbers = {
            value for value in named if isinstance(value, Decimal) and abs(value.adjusted()) < _MOST_DIGITS
        }
        if self.step is not None:
            under = {(value / self.step).to_integral_value(ROUND_FLOOR) * self.step for value in numbers}
            numbers = under | {value + self.step for value in under}
        ends = {end for end in (self.limits.low, self.limits.high) if end is not None}
        return [value for value in numbers | ends if self.fits(value)]

    def fits(self, value: Decimal) -> bool:
        low, high = self.limits.low, self.limits.high
        inside = (low is None or value >= low) and (high is None or value <= high)
        return inside and (self.step is None or value % self.step == 0)

    def between(self, low: Decimal, high: Decimal) -> Decimal | None:
        if self.step is None:
            return (low + high) / 2
        following = ((low / self.step).to_integral_value(ROUND_FLOOR) + 1) * self.step
        return following if following < high else None

    def before(self, value: Decimal) -> Decimal | None:
        return value - 1 if self.fits(value - 1) else None

    def after(self, value: Decimal) -> Decimal | None:
        return value + 1 if self.fits(value + 1) else None


class _Dates:
    def between(self, low: date, high: date) -> date | None:
        following = low + timedelta(days=1)
        return following if following < high else None

    def before(self, value: date) -> date | None:
        return value - timedelta(days=1) if value > date.min else None

    def after(self, value: date) -> date | None:
        return value + timedelta(days=1) if value < date.max else None


def _along(named: Iterable[_T], line: _Line[_T], *, asked: bool) -> Samples:
    """The points that are named with one value between each two; before and after them what may lie there."""
    points = sorted(named)
    if not points:
        return ANYTHING
    inside = [points[0]]
    for low, high in pairwise(points):
        middle = line.between(low, high)
        inside += [high] if middle is None else [middle, high]
    outside = [value for value in (line.before(points[0]), line.after(points[-1])) if value is not None]
    beyond = frozenset() if asked else frozenset(range(len(inside), len(inside) + len(outside)))
    return Samples((*inside, *outside), beyond)
