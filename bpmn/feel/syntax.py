"""The tree of a FEEL expression. Every node knows where it stands in the text (0-based, end exclusive)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Node:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """null, a boolean, a string or a number (Decimal)."""

    value: object


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """`@"2026-03-01"`: the kind of value follows from the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    base: Node
    field: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    base: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`names` is empty for positional arguments, else one name for each argument."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`first` and then each (operator, operand) from left to right: a long sum stays one node deep."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One positive unary test. `operator` is a comparison sign, or "" for a value, list, range or condition."""

    __test__ = False

    operator: str
    operand: Node
    asks_input: bool  # the operand mentions `?`


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Node
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class And(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Steps(Node):
    """`1..5` as the domain of `for`: counts up or down."""

    first: Node
    last: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    name: str
    domain: Node


@dataclass(frozen=True, slots=True)
class For(Node):
    iterations: tuple[Iteration, ...]
    body: Node
    uses_partial: bool


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    every: bool
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as written. `arguments` are of `list<T>`, `range<T>`, `context<a: T>`, `function<T> -> R`."""

    name: str
    arguments: tuple["TypeName", ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`depth` is how deep the body nests: what one call may cost."""

    parameters: tuple[str, ...]
    types: tuple[TypeName | None, ...]
    body: Node
    depth: int


def children(node: Node) -> Iterator[Node]:
    """The nodes right under `node`, in the order of the text."""
    for field in fields(node):
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything under it, without recursion."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(children(here))


def depth_of(node: Node) -> int:
    """How many nodes lie on the longest way down."""
    deepest = 0
    waiting = [(node, 1)]
    while waiting:
        here, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in children(here))
    return deepest
