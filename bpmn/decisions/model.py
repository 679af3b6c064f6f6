"""A decision as read from a DMN file: immutable, its cells parsed."""

from dataclasses import dataclass

from bpmn.feel.expressions import Expression, UnaryTests
from bpmn.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class Input:
    """A column with a question: what is looked at."""

    label: str
    expression: Expression
    type: FeelType


@dataclass(frozen=True, slots=True)
class Output:
    """A column with an answer. `order` holds the allowed values, most important first, for policies P and O."""

    name: str
    label: str
    type: FeelType
    order: tuple[Expression, ...]
    default: Expression | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row; `number` counts from 1, `line` is where it stands in the file."""

    number: int
    id: str
    description: str
    inputs: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """`hit_policy` is one letter of UFAPCRO; `aggregation` is "", "+", "<", ">" or "#"."""

    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """One decision. `logic` is a table or a loose expression; `requires` are decided first, in this order.

    Compared by identity: decisions share what they require, and comparing that again and again may never end.
    """

    id: str
    name: str
    result_names: tuple[str, ...]  # under which a decision that requires this one finds its result
    file: str
    logic: Table | Expression
    requires: "tuple[Decision, ...]"


def in_order(decision: Decision) -> list[Decision]:
    """The decision and all that it builds on, each once, what is needed first."""
    found: dict[str, Decision] = {}

    def add(own: Decision) -> None:
        for needed in own.requires:
            if needed.id not in found:
                add(needed)
        found[own.id] = own

    add(decision)
    return list(found.values())
