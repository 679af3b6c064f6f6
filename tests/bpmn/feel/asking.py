"""Short ways to ask FEEL something in a test."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bpmn.feel.comparing import kind_of
from bpmn.feel.expressions import Evaluation, evaluate, matches, parse, parse_unary

NOW = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)


def ask(text: str, context: Mapping[str, object] | None = None) -> Evaluation:
    return evaluate(parse(text), context or {}, NOW)


def value(text: str, context: Mapping[str, object] | None = None) -> object:
    return ask(text, context).value


def passes(cell: str, tested: object, context: Mapping[str, object] | None = None) -> object:
    return matches(parse_unary(cell), tested, context or {}, NOW).value


def agree(left: str, right: str) -> bool:
    """Whether two expressions give the same value, null included."""
    one, other = value(left), value(right)
    return kind_of(one) == kind_of(other) and (one == other or value(f"is({left}, {right})") is True)
