"""Check an expression before there are values: unknown names, wrong kinds, impossible literals. In Dutch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bpmn.feel.advice import choice_advice, comparison_advice, quotes_advice, suggestion, sum_advice
from bpmn.feel.call_checking import CallCheck, result_of_call
from bpmn.feel.comparing import kind_of
from bpmn.feel.errors import FeelError, FeelSyntaxError
from bpmn.feel.expressions import Expression, UnaryTests, parse, parse_unary
from bpmn.feel.functions.registry import BUILT_INS
from bpmn.feel.interpreting import CONDITIONS, at_value
from bpmn.feel.logic import capital
from bpmn.feel.properties import PROPERTY_KINDS
from bpmn.feel.syntax import (
    And,
    Arithmetic,
    AtLiteral,
    Between,
    Call,
    Comparison,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    ListOf,
    Literal,
    Name,
    Negation,
    Node,
    Or,
    Path,
    Quantified,
    RangeOf,
    Steps,
    Test,
    TypeName,
)
from bpmn.feel.type_names import SIMPLE_TYPES
from bpmn.feel.types import (
    ANY,
    BOOLEAN,
    NULL,
    FeelType,
    arithmetic_type,
    can_be_equal,
    choice_of,
    comparable,
    context_of,
    function_to,
    is_open,
    joined,
    list_of,
    range_of,
    without_choices,
)

_LOOK = "Kijk of een veld of gegeven nog zo heet, en of het formulier er nog is."


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, what to do, and where in the text (0-based, end exclusive). `about_choice`: a text is compared with
    a choice that does not have it."""

    message: str
    advice: str
    start: int
    end: int
    about_choice: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The type of the result, the problems in the order of the text, and the dotted names that are read."""

    type: FeelType
    problems: tuple[Problem, ...]
    reads: tuple[str, ...]


def check(expression: Expression, types: Mapping[str, FeelType]) -> Checked:
    """Check against the names that exist, with their types."""
    checker = _Checker(types)
    return checker.checked(checker.type_of(expression.tree, {}))


def check_unary(unary: UnaryTests, input_type: FeelType, types: Mapping[str, FeelType]) -> Checked:
    """Check the tests of a cell against the type of its column."""
    checker = _Checker(types)
    for test in unary.tests:
        checker.check_test(test, input_type, {})
    return checker.checked(BOOLEAN)


def check_text(text: str, types: Mapping[str, FeelType]) -> Checked:
    """Like check, for a text; what can't be read is a problem too."""
    try:
        return check(parse(text), types)
    except FeelError as error:
        return Checked(ANY, (problem_of(error, text),), ())


def check_unary_text(text: str, input_type: FeelType, types: Mapping[str, FeelType]) -> Checked:
    """Like check_unary, for a text; what can't be read is a problem too."""
    try:
        return check_unary(parse_unary(text), input_type, types)
    except FeelError as error:
        return Checked(ANY, (problem_of(error, text),), ())


def problem_of(error: FeelError, text: str) -> Problem:
    """A reading error as a problem."""
    if isinstance(error, FeelSyntaxError):
        return Problem(f"{error.message}.", error.advice, error.start, error.end)
    return Problem(str(error), "", 0, len(text))


_Scope = dict[str, FeelType]
_OPEN = "*"  # in a scope: names may exist that can't be known here


class _Checker:
    def __init__(self, types: Mapping[str, FeelType]) -> None:
        self.types = types
        self.problems: list[Problem] = []
        self.unknown: dict[int, int] = {}  # by the place of a name: its problem
        self.reads: dict[str, None] = {}

    def checked(self, kind: FeelType) -> Checked:
        ordered = sorted(dict.fromkeys(self.problems), key=lambda problem: problem.start)
        return Checked(kind, tuple(ordered), tuple(self.reads))

    def report(self, node: Node, message: str, advice: str = "") -> None:
        self.problems.append(Problem(message, advice, node.start, node.end))

    def type_of(self, node: Node, scope: _Scope) -> FeelType:
        return _CHECKS[type(node)](self, node, scope)

    # names

    def literal(self, node: Literal, scope: _Scope) -> FeelType:
        return choice_of([node.value]) if isinstance(node.value, str) else FeelType(kind_of(node.value))

    def at_literal(self, node: AtLiteral, scope: _Scope) -> FeelType:
        value = at_value(node.text)
        if value is None:
            self.report(node, f'`@"{node.text}"` is geen bestaande datum, tijd of duur.')
        return FeelType(kind_of(value)) if value is not None else ANY

    def name(self, node: Name, scope: _Scope) -> FeelType:
        if node.name in scope:
            return scope[node.name]
        if node.name in self.types:
            self.reads[node.name] = None
            return self.types[node.name]
        if node.name in BUILT_INS:
            return function_to(ANY)
        if _OPEN not in scope:
            known = [*scope, *self.types]
            self.report(node, f"De naam `{node.name}` bestaat niet.", suggestion(node.name, known) or _LOOK)
            self.unknown[node.start] = len(self.problems) - 1
        return ANY

    def perhaps_text(self, node: Node, beside: FeelType) -> None:
        """An unknown name beside a text may be a text without its quotation marks."""
        at = self.unknown.get(node.start)
        if not isinstance(node, Name) or at is None or beside.kind != "string":
            return
        if self.problems[at].advice == _LOOK or node.name in (beside.choices or ()):
            self.problems[at] = replace(self.problems[at], advice=quotes_advice(node.name, beside.choices))

    def path(self, node: Path, scope: _Scope) -> FeelType:
        base = self.type_of(node.base, scope)
        kind = self.field_type(node, base)
        dotted = _dotted(node)
        if dotted and dotted.split(".")[0] not in scope and dotted.split(".")[0] in self.types:
            if base.kind in ("context", "list", "any"):
                self.reads.pop(dotted.rpartition(".")[0], None)
                self.reads[dotted] = None
        return kind

    def field_type(self, node: Path, base: FeelType) -> FeelType:
        if is_open(base) or (base.kind == "context" and base.fields is None):
            return ANY
        if base.kind == "list":
            return list_of(self.field_type(node, base.inner))
        if base.kind == "context":
            names = [name for name, _ in base.fields or ()]
            found = base.field(node.field)
        else:
            names = list(PROPERTY_KINDS.get(base.kind, ()))
            property_kind = PROPERTY_KINDS.get(base.kind, {}).get(node.field)
            found = FeelType(property_kind) if property_kind else None
        if found is None:
            self.report(
                node, f"`{node.field}` bestaat niet bij {base.in_dutch()}.", suggestion(node.field, names)
            )
        return found or ANY

    def filter(self, node: Filter, scope: _Scope) -> FeelType:
        base = self.type_of(node.base, scope)
        item = base.inner if base.kind == "list" else base
        inner: _Scope = {**scope, "item": item, **dict(item.fields or ())}
        if is_open(item) or (item.kind == "context" and item.fields is None):
            inner[_OPEN] = ANY
        condition = self.type_of(node.condition, inner)
        if condition.kind not in ("number", "boolean", "any", "null"):
            self.report(
                node.condition, f"Een filter is een voorwaarde of een nummer, niet {condition.in_dutch()}."
            )
        if condition.kind == "number":
            return item
        return list_of(item) if condition.kind == "boolean" else ANY

    # made values

    def list_made(self, node: ListOf, scope: _Scope) -> FeelType:
        return list_of(joined([self.type_of(item, scope) for item in node.items]))

    def context_made(self, node: ContextOf, scope: _Scope) -> FeelType:
        fields: _Scope = {}
        for key, entry in node.entries:
            fields[key] = without_choices(self.type_of(entry, {**scope, **fields}))
        return context_of(fields)

    def range(self, node: RangeOf, scope: _Scope) -> FeelType:
        low, high = self.type_of(node.low, scope), self.type_of(node.high, scope)
        if not comparable("<", low, high):
            self.report(node, f"Een bereik kan niet van {low.in_dutch()} tot {high.in_dutch()} lopen.")
        return range_of(joined([low, high]))

    def function(self, node: FunctionOf, scope: _Scope) -> FeelType:
        return self.function_with(node, scope, ANY)

    def function_with(self, node: FunctionOf, scope: _Scope, hint: FeelType) -> FeelType:
        """The type of a function whose parameters will be of the type `hint`, unless it says otherwise."""
        kinds = [hint if kind is None else self.written_type(kind) for kind in node.types]
        result = self.type_of(node.body, {**scope, **dict(zip(node.parameters, kinds, strict=True))})
        return function_to(result, node.parameters)

    def call(self, node: Call, scope: _Scope) -> FeelType:
        if isinstance(node.function, Name) and node.function.name not in scope:
            built_in = BUILT_INS.get(node.function.name)
            if built_in is not None:
                kinds = self.arguments(node, scope)
                if built_in.name == "list contains" and len(kinds) == 2 and not node.names:
                    self.check_contained(node.arguments[1], kinds)
                return result_of_call(CallCheck(self.report, built_in, node), kinds)
            if node.function.name not in self.types and _OPEN not in scope:
                self.unknown_function(node.function)
                self.arguments(node, scope)
                return ANY
        return self.call_of_value(node, scope)

    def check_contained(self, node: Node, kinds: list[FeelType]) -> None:
        items, element = kinds
        self.perhaps_text(node, items.inner)
        if not can_be_equal(items.inner, element):
            self.no_choice(node, (items.inner, "=", element))

    def arguments(self, node: Call, scope: _Scope) -> list[FeelType]:
        """The types of the arguments; a function among them works on the items of the first."""
        kinds: list[FeelType] = []
        for argument in node.arguments:
            if isinstance(argument, FunctionOf) and kinds:
                kinds.append(self.function_with(argument, scope, kinds[0].inner))
            else:
                kinds.append(self.type_of(argument, scope))
        return kinds

    def unknown_function(self, node: Name) -> None:
        advice = suggestion(node.name, list(BUILT_INS))
        self.report(node, f"De functie `{node.name}` bestaat niet.", advice)

    def call_of_value(self, node: Call, scope: _Scope) -> FeelType:
        kind = self.type_of(node.function, scope)
        self.arguments(node, scope)
        if kind.kind not in ("function", "any", "null"):
            self.report(node, f"Dit is geen functie maar {kind.in_dutch()}.")
            return ANY
        if kind.parameters is not None and len(kind.parameters) != len(node.arguments):
            self.report(
                node,
                f"Deze functie vraagt {len(kind.parameters)} waarden en krijgt er {len(node.arguments)}.",
            )
        return kind.inner

    # reckoning and comparing

    def negation(self, node: Negation, scope: _Scope) -> FeelType:
        kind = self.type_of(node.operand, scope)
        if kind.kind in ("number", "days and time duration", "years and months duration"):
            return kind
        if not is_open(kind):
            self.report(node, f"Voor {kind.in_dutch()} kan geen minteken staan.")
        return ANY

    def arithmetic(self, node: Arithmetic, scope: _Scope) -> FeelType:
        kind = self.type_of(node.first, scope)
        for sign, operand in node.rest:
            right = self.type_of(operand, scope)
            result = arithmetic_type(sign, kind, right)
            if result is None:
                self.report(
                    node,
                    f"{capital(kind.in_dutch())} {sign} {right.in_dutch()}: dat kan niet.",
                    sum_advice(sign, kind, right),
                )
            kind = result or ANY
        return kind

    def comparison(self, node: Comparison, scope: _Scope) -> FeelType:
        left, right = self.type_of(node.left, scope), self.type_of(node.right, scope)
        if not isinstance(node.right, Literal):
            self.perhaps_text(node.left, right)
        if not isinstance(node.left, Literal):
            self.perhaps_text(node.right, left)
        self.check_comparable(node, (left, node.operator, right))
        return BOOLEAN

    def check_comparable(self, node: Node, terms: tuple[FeelType, str, FeelType]) -> None:
        left, sign, right = terms
        if comparable(sign, left, right):
            if sign in ("=", "!=") and not can_be_equal(left, right):
                self.no_choice(node, terms)
            return
        if left.kind == right.kind:
            self.report(
                node,
                f"{capital(left.in_dutch())} heeft geen volgorde: `{sign}` is nooit waar.",
                "Gebruik = of !=.",
            )
        else:
            self.report(
                node,
                f"{capital(left.in_dutch())} en {right.in_dutch()} zijn niet te vergelijken: dit is nooit waar.",
                comparison_advice(left, right),
            )

    def no_choice(self, node: Node, terms: tuple[FeelType, str, FeelType]) -> None:
        left, sign, right = terms
        asked, given = (left, right) if len(left.choices or ()) >= len(right.choices or ()) else (right, left)
        outcome = "altijd" if sign == "!=" else "nooit"
        texts = " of ".join(f'"{text}"' for text in sorted(given.choices or ()))
        self.problems.append(
            Problem(
                f"{texts} is hier geen keuze: dit is {outcome} waar.",
                choice_advice(min(given.choices or ("",)), asked.choices or ()),
                node.start,
                node.end,
                about_choice=True,
            )
        )

    def between(self, node: Between, scope: _Scope) -> FeelType:
        value = self.type_of(node.value, scope)
        for end in (node.low, node.high):
            self.check_comparable(end, (value, "<=", self.type_of(end, scope)))
        return BOOLEAN

    def membership(self, node: In, scope: _Scope) -> FeelType:
        value = self.type_of(node.value, scope)
        for test in node.tests:
            self.check_test(test, value, scope)
        return BOOLEAN

    def check_test(self, test: Test, value: FeelType, scope: _Scope) -> None:
        inner = {**scope, "?": value}
        if test.operator:
            self.check_comparable(test, (value, test.operator, self.type_of(test.operand, inner)))
        elif test.asks_input:
            self.check_condition(test.operand, self.type_of(test.operand, inner))
        else:
            self.check_member(test.operand, value, inner)

    def check_member(self, node: Node, value: FeelType, scope: _Scope) -> None:
        """What the value may be the same as or lie in; of a written list each item by itself.

        Every node is visited once: a list is not also looked at as a whole, or nesting would double the work.
        """
        if isinstance(node, ListOf):
            for item in node.items:
                self.check_member(item, value, scope)
            return
        group = self.type_of(node, scope)
        self.perhaps_text(node, value.inner if value.kind == "list" else value)
        if isinstance(node, CONDITIONS) and group.kind == "boolean":
            return
        if group.kind == "range" and value.kind != "range":
            self.check_comparable(node, (value, "<", group.inner))
        elif group.kind == "list" and value.kind != "list":
            self.check_comparable(node, (value, "=", group.inner))
        elif group.kind != "list":
            inner = value.inner if value.kind == "list" else value
            self.check_comparable(node, (inner, "=", group))

    # logic

    def check_condition(self, node: Node, kind: FeelType) -> None:
        if kind.kind not in ("boolean", "any", "null"):
            self.report(
                node,
                f"Hier hoort ja of nee te staan, niet {kind.in_dutch()}.",
                "Maak er een vergelijking van.",
            )

    def junction(self, node: And | Or, scope: _Scope) -> FeelType:
        for item in node.items:
            self.check_condition(item, self.type_of(item, scope))
        return BOOLEAN

    def choice(self, node: If, scope: _Scope) -> FeelType:
        self.check_condition(node.condition, self.type_of(node.condition, scope))
        return joined([self.type_of(node.then, scope), self.type_of(node.otherwise, scope)])

    def iteration_scope(self, node: For | Quantified, scope: _Scope) -> _Scope:
        for iteration in node.iterations:
            domain = self.domain_type(iteration.domain, scope)
            scope = {**scope, iteration.name: domain}
        return scope

    def domain_type(self, node: Node, scope: _Scope) -> FeelType:
        """The type of the variable that goes through a domain."""
        if isinstance(node, Steps):
            ends = [self.type_of(node.first, scope), self.type_of(node.last, scope)]
            for end, kind in zip((node.first, node.last), ends, strict=True):
                if kind.kind not in ("number", "date", "any", "null"):
                    self.report(
                        end, f"Een reeks telt met hele getallen of datums, niet met {kind.in_dutch()}."
                    )
            return joined(ends)
        kind = self.type_of(node, scope)
        if kind.kind in ("list", "range"):
            return kind.inner
        if not is_open(kind):
            self.report(node, f"Hier hoort een lijst te staan, niet {kind.in_dutch()}.")
        return kind

    def loop(self, node: For, scope: _Scope) -> FeelType:
        inner = self.iteration_scope(node, scope)
        return list_of(self.type_of(node.body, {**inner, "partial": list_of(ANY)}))

    def quantified(self, node: Quantified, scope: _Scope) -> FeelType:
        condition = self.type_of(node.condition, self.iteration_scope(node, scope))
        self.check_condition(node.condition, condition)
        return BOOLEAN

    def instance(self, node: InstanceOf, scope: _Scope) -> FeelType:
        self.type_of(node.value, scope)
        self.written_type(node.type)
        return BOOLEAN

    def written_type(self, node: TypeName) -> FeelType:
        inner = [self.written_type(argument) for argument in node.arguments]
        if node.name in ("Any", "Null"):
            return ANY if node.name == "Any" else NULL
        kind = SIMPLE_TYPES.get(node.name)
        if kind is None:
            self.report(
                node, f"Het type `{node.name}` bestaat niet.", suggestion(node.name, list(SIMPLE_TYPES))
            )
            return ANY
        if kind == "context" and node.fields:
            return context_of(dict(zip(node.fields, inner, strict=True)))
        return FeelType(kind, inner[-1] if inner else None)


def _dotted(node: Node) -> str:
    """`kind.leeftijd` for a path of names, else an empty text."""
    fields: list[str] = []
    while isinstance(node, Path):
        fields.append(node.field)
        node = node.base
    return ".".join([node.name, *reversed(fields)]) if isinstance(node, Name) else ""


_CHECKS: dict[type, Callable[[_Checker, Any, _Scope], FeelType]] = {
    Literal: _Checker.literal,
    AtLiteral: _Checker.at_literal,
    Name: _Checker.name,
    Path: _Checker.path,
    Filter: _Checker.filter,
    Call: _Checker.call,
    ListOf: _Checker.list_made,
    ContextOf: _Checker.context_made,
    RangeOf: _Checker.range,
    FunctionOf: _Checker.function,
    Negation: _Checker.negation,
    Arithmetic: _Checker.arithmetic,
    Comparison: _Checker.comparison,
    Between: _Checker.between,
    In: _Checker.membership,
    And: _Checker.junction,
    Or: _Checker.junction,
    If: _Checker.choice,
    For: _Checker.loop,
    Quantified: _Checker.quantified,
    InstanceOf: _Checker.instance,
}
