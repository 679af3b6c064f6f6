"""How a built-in function is declared: its name, its parameters as the standard names them, and its result."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bpmn.feel.comparing import kind_of
from bpmn.feel.primitives import Function


class Work(Protocol):
    """What a built-in function may ask of the evaluation it is part of."""

    now: datetime

    def charge(self, count: int) -> None:
        """Say how many values are handled. Raises FeelLimitError above the limit."""

    def charge_text(self, length: int) -> None:
        """Say how long a text is made or read. Raises FeelLimitError above the limit."""

    def warn(self, message: str) -> None:
        """Leave a Dutch sentence at the place of the call."""

    def invoke(self, function: object, arguments: list[object]) -> object:
        """The result of a function value."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind` is a kind of value, several with `|` between them, or `any`. A variadic one takes all the rest."""

    name: str
    kind: str
    optional: bool = False
    variadic: bool = False

    def takes(self, value: object) -> bool:
        return value is None or self.kind == "any" or kind_of(value) in self.kind.split("|")

    def converted(self, value: object) -> object:
        """The value, or what the standard makes of it: a list of one, or the only item of a list."""
        if self.takes(value):
            return value
        if self.kind == "list":
            return [value]
        if isinstance(value, list) and len(value) == 1:
            return value[0]
        return value


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    result: str
    run: Callable[..., object]

    def takes_count(self, count: int) -> bool:
        least = sum(1 for parameter in self.parameters if not (parameter.optional or parameter.variadic))
        variadic = bool(self.parameters) and self.parameters[-1].variadic
        return least <= count and (variadic or count <= len(self.parameters))

    def parameter(self, index: int) -> Parameter:
        return self.parameters[min(index, len(self.parameters) - 1)]

    def fitted(self, arguments: list[object]) -> list[object] | None:
        """The arguments converted to what this signature takes, or None."""
        if not self.takes_count(len(arguments)):
            return None
        fitted = [self.parameter(index).converted(value) for index, value in enumerate(arguments)]
        takes = all(self.parameter(index).takes(value) for index, value in enumerate(fitted))
        return fitted if takes else None

    def positions(self, names: tuple[str, ...]) -> list[int] | None:
        """Where each named argument belongs, or None when a name is unknown or a needed one is missing."""
        own = [parameter.name for parameter in self.parameters]
        if not set(names) <= set(own):
            return None
        needed = {parameter.name for parameter in self.parameters if not parameter.optional}
        return [own.index(name) for name in names] if needed <= set(names) else None

    def lacks(self, arguments: list[object]) -> bool:
        """Whether a parameter that needs a value got null."""
        return any(
            value is None and self.parameter(index).kind != "any" for index, value in enumerate(arguments)
        )


@dataclass(frozen=True, slots=True, eq=False)
class BuiltIn(Function):
    name: str
    signatures: tuple[Signature, ...]


Implementation = TypeVar("Implementation", bound=Callable[..., object])


class Shelf:
    """Collects the functions of one module; used as a decorator."""

    def __init__(self) -> None:
        self.signatures: list[tuple[str, Signature]] = []

    def __call__(self, name: str, parameters: str, result: str) -> Callable[[Implementation], Implementation]:
        """`parameters` as `string: string, length: number?`; `...` behind the kind of a variadic one."""

        def keep(function: Implementation) -> Implementation:
            parsed = tuple(_parameter(part) for part in parameters.split(",") if part.strip())
            self.signatures.append((name, Signature(parsed, result, function)))
            return function

        return keep


def _parameter(text: str) -> Parameter:
    name, kind = (part.strip() for part in text.split(":"))
    optional, variadic = kind.endswith("?"), kind.endswith("...")
    return Parameter(name, kind.rstrip("?."), optional, variadic)
