"""Read and evaluate FEEL: the door of this package.

A text never becomes Python. Length, depth, work and the size of values are bounded, so every call ends soon.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bpmn.feel.errors import FeelLimitError
from bpmn.feel.interpreting import value_of, verdict_of
from bpmn.feel.names import free_names
from bpmn.feel.parsing import parse_tests, parse_tree
from bpmn.feel.primitives import Function, from_python
from bpmn.feel.syntax import Node, Test
from bpmn.feel.work import FeelWarning, Read, Work, size_of

__all__ = [
    "Evaluation",
    "Expression",
    "FeelWarning",
    "Read",
    "UnaryTests",
    "evaluate",
    "matches",
    "names_read",
    "parse",
    "parse_unary",
    "strip_equals",
]


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: immutable, to be shared."""

    text: str
    tree: Node


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """The parsed tests of a table cell. Without tests (`-` or empty) every value passes."""

    text: str
    tests: tuple[Test, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The value, the names that were read with their values, and why something became null."""

    value: object
    reads: tuple[Read, ...]
    warnings: tuple[FeelWarning, ...]


def strip_equals(text: str) -> str:
    """The expression without the `=` that modelers write before it."""
    stripped = text.strip()
    return stripped[1:].lstrip() if stripped.startswith("=") and not stripped.startswith("==") else stripped


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Raises FeelSyntaxError (Dutch, with place) and FeelLimitError."""
    return Expression(text, parse_tree(text))


@lru_cache(maxsize=1024)
def parse_unary(text: str) -> UnaryTests:
    """Raises FeelSyntaxError (Dutch, with place) and FeelLimitError."""
    return UnaryTests(text, *parse_tests(text))


def evaluate(expression: Expression, context: Mapping[str, object], now: datetime) -> Evaluation:
    """The value of an expression. `now` is an aware datetime. Raises FeelLimitError.

    Wrong kinds, missing names and impossible reckonings give null with a warning, as FEEL does.
    """
    work = Work(context, now, value_of)
    try:
        value = value_of(work, expression.tree, None)
        size_of(value)
        return _evaluation(work, value)
    except RecursionError:
        raise _too_deep() from None


def matches(unary: UnaryTests, value: object, context: Mapping[str, object], now: datetime) -> Evaluation:
    """Whether a value passes the tests of a cell: the value of the evaluation is True, False or None."""
    work = Work(context, now, value_of)
    try:
        return _evaluation(work, verdict_of(work, unary.tests, unary.negated, from_python(value)))
    except RecursionError:
        raise _too_deep() from None


def _evaluation(work: Work, value: object) -> Evaluation:
    reads = tuple(Read(name, read) for name, read in work.reads.items() if not isinstance(read, Function))
    return Evaluation(value, reads, tuple(work.warnings))


def _too_deep() -> FeelLimitError:
    return FeelLimitError("De expressie gaat te diep. Maak haar eenvoudiger.")


def names_read(expression: Expression | UnaryTests) -> frozenset[str]:
    """The names that an expression needs from its context: free, without fields, without built-in functions.

    A name inside a filter may be a field of the item: it is counted, because it may also come from the context.
    """
    trees = expression.tests if isinstance(expression, UnaryTests) else (expression.tree,)
    return frozenset(name for tree in trees for name in free_names(tree)) - {"?"}
