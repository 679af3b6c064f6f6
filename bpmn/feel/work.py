"""One evaluation under way: its clock and context, what it read and warned about, and how much it may still do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bpmn.feel.errors import FeelLimitError
from bpmn.feel.functions.registry import BUILT_INS
from bpmn.feel.primitives import Function, NotAValue, Range, from_python
from bpmn.feel.syntax import Name, Node

MAX_STEPS = 100_000
MAX_TEXT = 100_000
MAX_VALUES = 20_000
MAX_VALUE_DEPTH = 60
MAX_CALL_DEPTH = 120
_MAX_WARNINGS = 50


class Read(NamedTuple):
    """A name that was read, with dots for fields, and the FEEL value it had (None when there was none)."""

    name: str
    value: object


class FeelWarning(NamedTuple):
    """Why something became null: a Dutch sentence and the place in the text (0-based, end exclusive)."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Closure(Function):
    """A function written in an expression, with the names that were known there."""

    parameters: tuple[str, ...]
    body: Node
    depth: int
    scope: "Scope | None"


class Scope:
    """Names bound inside an expression: one layer and what lies around it."""

    __slots__ = ("around", "names")

    def __init__(self, names: dict[str, object], around: "Scope | None") -> None:
        self.names = names
        self.around = around


MISSING = object()
NOWHERE = Node(0, 0)


class Work:
    """The state of one evaluation. `value_of` is the interpreter, given so that functions can call back."""

    def __init__(
        self,
        context: Mapping[str, object],
        now: datetime,
        value_of: "Callable[[Work, Node, Scope | None], object]",
    ) -> None:
        self.context = context
        self.now = now
        self.value_of = value_of
        self.steps = 0
        self.depth = 0
        self.place: Node | None = None
        self.reads: dict[str, object] = {}
        self.warnings: list[FeelWarning] = []

    # limits

    def charge(self, count: int) -> None:
        self.steps += count
        if self.steps > MAX_STEPS:
            raise too_much_work()

    def charge_text(self, length: int) -> None:
        if length > MAX_TEXT:
            raise FeelLimitError(
                f"De expressie maakt een tekst van meer dan {MAX_TEXT} tekens. Maak hem korter."
            )
        self.charge(length // 50 + 1)

    # warnings

    def warn(self, message: str) -> None:
        if self.place is not None:
            self.warn_at(self.place, message)

    def warn_at(self, node: Node, message: str) -> None:
        if len(self.warnings) < _MAX_WARNINGS:
            warning = FeelWarning(message, node.start, node.end)
            if warning not in self.warnings:
                self.warnings.append(warning)

    # names

    def root(self, node: Name) -> object:
        """The value of a name that no scope binds: from the context, else a built-in function."""
        name = node.name
        if name in self.reads:
            return self.reads[name]
        if name in self.context:
            value = self.taken(node, self.context[name])
            self.reads[name] = value
            return value
        if name in BUILT_INS:
            return BUILT_INS[name]
        self.warn_at(node, f"De naam `{name}` heeft hier geen waarde.")
        self.reads[name] = None
        return None

    def taken(self, node: Node, value: object) -> object:
        """A value of the caller as FEEL value."""
        try:
            return from_python(value)
        except NotAValue as error:
            self.warn_at(node, str(error))
            return None
        except RecursionError:
            raise FeelLimitError("De gegevens zijn te diep genest.") from None

    def everything(self) -> dict[str, object]:
        """The whole context as FEEL values; what FEEL has no place for is null."""
        return {name: self.taken(NOWHERE, value) for name, value in self.context.items()}

    # calls

    def invoke(self, function: object, arguments: list[object]) -> object:
        """The result of a closure or of a built-in function with positional arguments."""
        if isinstance(function, Closure):
            return self._invoke_closure(function, arguments)
        if isinstance(function, Function):
            return call_built_in(self, function, arguments)
        self.warn("Dit is geen functie.")
        return None

    def _invoke_closure(self, function: Closure, arguments: list[object]) -> object:
        if len(arguments) != len(function.parameters):
            self.warn(f"De functie vraagt {len(function.parameters)} waarden en krijgt er {len(arguments)}.")
            return None
        self.depth += function.depth + 1
        if self.depth > MAX_CALL_DEPTH:
            raise FeelLimitError("De functies roepen elkaar te diep aan. Maak de expressie eenvoudiger.")
        names = dict(zip(function.parameters, arguments, strict=True))
        value = self.value_of(self, function.body, Scope(names, function.scope))
        self.depth -= function.depth + 1
        return value


def call_built_in(work: Work, function: Function, arguments: list[object]) -> object:
    """The result of a built-in function; null, with a warning, when the arguments don't fit."""
    name = getattr(function, "name", "")
    for signature in getattr(function, "signatures", ()):
        fitted = signature.fitted(arguments)
        if fitted is None:
            continue
        if signature.lacks(fitted):
            work.warn(f"De functie `{name}` krijgt een lege waarde.")
            return None
        work.charge(sum(len(value) for value in fitted if isinstance(value, list)))
        try:
            return signature.run(work, *fitted)
        except (ArithmeticError, ValueError):
            break
    work.warn(f"De functie `{name}` kan met deze waarden niets.")
    return None


def too_much_work() -> FeelLimitError:
    return FeelLimitError("De expressie vraagt te veel rekenwerk. Maak lijsten korter of verdeel het werk.")


def size_of(value: object) -> int:
    """How many values it holds, itself counted. Raises FeelLimitError when that is too much, or too deep."""
    count = 0
    waiting: list[tuple[object, int]] = [(value, 1)]
    while waiting:
        here, depth = waiting.pop()
        count += 1
        if count > MAX_VALUES or depth > MAX_VALUE_DEPTH:
            raise FeelLimitError("De expressie levert een te grote waarde op. Maak lijsten korter.")
        waiting.extend((part, depth + 1) for part in parts_of(here))
    return count


def parts_of(value: object) -> list[object]:
    """What a list, context or range holds."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return list(value.values())
    return [value.low, value.high] if isinstance(value, Range) else []
