"""The value of each kind of node. Three-valued: what can't be told is null, with a warning that says why."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from bpmn.feel.arithmetic import FAILURES, calculate, negated
from bpmn.feel.comparing import kind_in_dutch, order
from bpmn.feel.functions.registry import BUILT_INS
from bpmn.feel.functions.signature import BuiltIn
from bpmn.feel.iterating import rounds
from bpmn.feel.logic import all_of, any_of, capital, compared, is_member, verdict_on
from bpmn.feel.primitives import Function, Months, Range
from bpmn.feel.properties import PROPERTIES, property_of
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
    Test,
)
from bpmn.feel.temporal import read_date, read_date_time, read_duration, read_time
from bpmn.feel.type_names import is_instance
from bpmn.feel.work import MAX_STEPS, MISSING, NOWHERE, Closure, Scope, Work, too_much_work

CONDITIONS = (Comparison, And, Or, Between, In, Quantified, Call, InstanceOf)


def value_of(work: Work, node: Node, scope: Scope | None) -> object:
    """The value of a node. Raises FeelLimitError."""
    work.steps += 1
    if work.steps > MAX_STEPS:
        raise too_much_work()
    return _INTERPRETERS[type(node)](work, node, scope)


# literals and names


def _literal(work: Work, node: Literal, scope: Scope | None) -> object:
    return node.value


def _at_literal(work: Work, node: AtLiteral, scope: Scope | None) -> object:
    value = at_value(node.text)
    if value is None:
        work.warn_at(node, f'`@"{node.text}"` is geen bestaande datum, tijd of duur.')
    return value


def at_value(text: str) -> date | time | timedelta | Months | None:
    """What stands behind `@`: a date, date time, time or duration; None when it is none of these."""
    return (
        read_date(text)
        or read_time(text)
        or (read_date_time(text) if "T" in text else None)
        or read_duration(text)
    )


def _name(work: Work, node: Name, scope: Scope | None) -> object:
    value = bound(node.name, scope)
    return work.root(node) if value is MISSING else value


def bound(name: str, scope: Scope | None) -> object:
    """The value of a name in a scope around this place, or MISSING."""
    while scope is not None:
        if name in scope.names:
            return scope.names[name]
        scope = scope.around
    return MISSING


# paths


def _path(work: Work, node: Path, scope: Scope | None) -> object:
    fields = [node]
    base = node.base
    while type(base) is Path:
        fields.append(base)
        base = base.base
    fields.reverse()
    if type(base) is Name and base.name in work.context and bound(base.name, scope) is MISSING:
        return _read_path(work, base, fields)
    value = value_of(work, base, scope)
    for step in fields:
        value = field_of(work, step, value)
    return value


def _read_path(work: Work, base: Name, fields: list[Path]) -> object:
    """A path into the caller's context: only what lies at its end is read."""
    name, value = base.name, work.context[base.name]
    depth = 0
    while depth < len(fields) and isinstance(value, Mapping):
        name = f"{name}.{fields[depth].field}"
        if fields[depth].field not in value:
            work.warn_at(fields[depth], f"Het veld `{name}` bestaat hier niet.")
        value = value.get(fields[depth].field)
        depth += 1
    if isinstance(value, list | tuple):
        return _read_list_path(work, name, value, fields[depth:])
    if name not in work.reads:
        work.reads[name] = work.taken(base, value)
    taken = work.reads[name]
    for step in fields[depth:]:
        taken = field_of(work, step, taken)
    return taken


def _read_list_path(work: Work, name: str, value: object, fields: list[Path]) -> object:
    taken = work.taken(fields[0], value) if fields else work.reads.get(name, MISSING)
    if taken is MISSING:
        taken = work.taken(NOWHERE, value)
    for step in fields:
        taken = field_of(work, step, taken)
        name = f"{name}.{step.field}"
    work.reads[name] = taken
    return taken


def field_of(work: Work, node: Path, value: object) -> object:
    """The field or property of a value; of a list: those of its items."""
    if isinstance(value, dict):
        if node.field in value:
            return value[node.field]
        work.warn_at(node, f"Het veld `{node.field}` bestaat hier niet.")
        return None
    if isinstance(value, list):
        work.charge(len(value))
        return [field_of(work, node, item) for item in value]
    if value is None:
        return None
    if node.field not in PROPERTIES.get(type(value), ()):
        work.warn_at(node, f"`{node.field}` bestaat niet bij {kind_in_dutch(value)}.")
        return None
    return property_of(value, node.field)


def _filter(work: Work, node: Filter, scope: Scope | None) -> object:
    base = value_of(work, node.base, scope)
    items = base if isinstance(base, list) else [] if base is None else [base]
    if type(node.condition) is Literal and type(node.condition.value) is Decimal:
        return _item_at(work, node, items, node.condition.value)
    if not items:
        return _filter_nothing(work, node, scope)
    kept: list[object] = []
    for index, item in enumerate(items):
        verdict = value_of(work, node.condition, Scope(item_names(work, item), scope))
        if index == 0 and type(verdict) is Decimal:
            return _item_at(work, node, items, verdict)
        if verdict is True:
            kept.append(item)
    return kept


def _filter_nothing(work: Work, node: Filter, scope: Scope | None) -> object:
    """Of an empty list an item is null and a selection is empty: the kind of filter decides."""
    warned = len(work.warnings)
    index = value_of(work, node.condition, Scope({"item": None}, scope))
    del work.warnings[warned:]
    return None if type(index) is Decimal else []


def item_names(work: Work, item: object) -> dict[str, object]:
    """What a filter can name: `item`, and the fields of a context."""
    if isinstance(item, dict):
        work.charge(len(item) // 8)
        return {"item": item, **item}
    return {"item": item}


def _item_at(work: Work, node: Node, items: list[object], index: Decimal) -> object:
    if index != index.to_integral_value() or not 1 <= abs(index) <= len(items):
        work.warn_at(node, f"De lijst heeft {len(items)} waarden: nummer {index:f} is er niet.")
        return None
    return items[int(index) - 1 if index > 0 else int(index)]


# lists, contexts, ranges, functions


def _list(work: Work, node: ListOf, scope: Scope | None) -> object:
    return [value_of(work, item, scope) for item in node.items]


def _context(work: Work, node: ContextOf, scope: Scope | None) -> object:
    made: dict[str, object] = {}
    for key, entry in node.entries:
        # A copy: a function written here sees the entries before it, not those after it.
        work.charge(len(made) // 8)
        made[key] = value_of(work, entry, Scope(dict(made), scope))
    return made


def _range(work: Work, node: RangeOf, scope: Scope | None) -> object:
    low, high = value_of(work, node.low, scope), value_of(work, node.high, scope)
    if low is None or high is None:
        work.warn_at(node, "Een grens van dit bereik is leeg.")
        return None
    if order(low, high) is None:
        work.warn_at(node, f"Een bereik kan niet van {kind_in_dutch(low)} tot {kind_in_dutch(high)} lopen.")
        return None
    return Range(low, high, node.low_included, node.high_included)


def _function(work: Work, node: FunctionOf, scope: Scope | None) -> object:
    return Closure(node.parameters, node.body, node.depth, scope)


def _call(work: Work, node: Call, scope: Scope | None) -> object:
    function = _called(work, node, scope)
    arguments = [value_of(work, argument, scope) for argument in node.arguments]
    if function is None:
        return None
    if node.names:
        ordered = _by_name(function, node.names, arguments)
        if ordered is None:
            work.warn_at(node, "De namen van de waarden passen niet bij deze functie.")
            return None
        arguments = ordered
    outer, work.place = work.place, node
    value = work.invoke(function, arguments)
    work.place = outer
    return value


def _called(work: Work, node: Call, scope: Scope | None) -> object:
    if type(node.function) is not Name:
        return value_of(work, node.function, scope)
    name = node.function.name
    value = bound(name, scope)
    if not isinstance(value, Function):
        value = BUILT_INS.get(name)
    if value is None:
        value = work.root(node.function) if name in work.context else None
    if value is None:
        work.warn_at(node.function, f"De functie `{name}` bestaat niet.")
    return value


def _by_name(function: object, names: tuple[str, ...], arguments: list[object]) -> list[object] | None:
    """Named arguments in the order of the parameters, or None when they don't fit."""
    given = dict(zip(names, arguments, strict=True))
    if isinstance(function, Closure):
        if set(given) != set(function.parameters):
            return None
        return [given[name] for name in function.parameters]
    if not isinstance(function, BuiltIn):
        return None
    for signature in function.signatures:
        positions = signature.positions(names)
        if positions is not None and sorted(positions) == list(range(len(names))):
            return [
                value for _, value in sorted(zip(positions, arguments, strict=True), key=lambda pair: pair[0])
            ]
    return None


# reckoning


def _negation(work: Work, node: Negation, scope: Scope | None) -> object:
    value = value_of(work, node.operand, scope)
    try:
        result = negated(value)
    except FAILURES:
        result = None
    if result is None:
        work.warn_at(node, f"Voor {kind_in_dutch(value)} kan geen minteken staan.")
    return result


def _arithmetic(work: Work, node: Arithmetic, scope: Scope | None) -> object:
    value = value_of(work, node.first, scope)
    for sign, operand in node.rest:
        value = _calculated(work, node, (value, sign, value_of(work, operand, scope)))
    return value


def _calculated(work: Work, node: Node, terms: tuple[object, str, object]) -> object:
    left, sign, right = terms
    if isinstance(left, list) and len(left) == 1:
        left = left[0]
    if isinstance(right, list) and len(right) == 1:
        right = right[0]
    try:
        value = calculate(sign, left, right)
    except FAILURES:
        work.warn_at(node, "Deze berekening heeft geen uitkomst: delen door nul, of te groot.")
        return None
    if value is None:
        work.warn_at(node, f"{capital(kind_in_dutch(left))} {sign} {kind_in_dutch(right)}: dat kan niet.")
    elif type(value) is str:
        work.charge_text(len(value))
    return value


# comparing


def _comparison(work: Work, node: Comparison, scope: Scope | None) -> object:
    left = value_of(work, node.left, scope)
    return compared(work, node, (left, node.operator, value_of(work, node.right, scope)))


def _between(work: Work, node: Between, scope: Scope | None) -> object:
    value = value_of(work, node.value, scope)
    low = compared(work, node, (value, ">=", value_of(work, node.low, scope)))
    high = compared(work, node, (value, "<=", value_of(work, node.high, scope)))
    return all_of((low, high))


def _in(work: Work, node: In, scope: Scope | None) -> object:
    return passes(work, node.tests, value_of(work, node.value, scope), scope)


def passes(work: Work, tests: tuple[Test, ...], value: object, scope: Scope | None) -> bool | None:
    """Whether the value passes one of the tests."""
    return any_of(_passes(work, test, value, scope) for test in tests)


def verdict_of(work: Work, tests: tuple[Test, ...], negated: bool, value: object) -> bool | None:
    """Whether a value passes a whole cell. Without tests every value does."""
    if not tests:
        return True
    verdict = passes(work, tests, value, Scope({"?": value}, None))
    return verdict if verdict is None or not negated else not verdict


def _passes(work: Work, test: Test, value: object, scope: Scope | None) -> bool | None:
    inner = Scope({"?": value}, scope) if test.asks_input else scope
    operand = value_of(work, test.operand, inner)
    if test.operator:
        return compared(work, test, (value, test.operator, operand))
    if test.asks_input or (isinstance(operand, bool) and isinstance(test.operand, CONDITIONS)):
        return verdict_on(work, test, operand)
    return is_member(work, test, value, operand)


# logic


def _and(work: Work, node: And, scope: Scope | None) -> object:
    return all_of(verdict_on(work, item, value_of(work, item, scope)) for item in node.items)


def _or(work: Work, node: Or, scope: Scope | None) -> object:
    return any_of(verdict_on(work, item, value_of(work, item, scope)) for item in node.items)


def _if(work: Work, node: If, scope: Scope | None) -> object:
    condition = verdict_on(work, node.condition, value_of(work, node.condition, scope))
    return value_of(work, node.then if condition is True else node.otherwise, scope)


# iteration


def _for(work: Work, node: For, scope: Scope | None) -> object:
    results: list[object] = []
    for inner in rounds(work, node.iterations, scope):
        if inner is None:
            return None
        if node.uses_partial:
            work.charge(len(results))
            inner = Scope({"partial": list(results)}, inner)
        results.append(value_of(work, node.body, inner))
    return results


def _quantified(work: Work, node: Quantified, scope: Scope | None) -> object:
    missing = False

    def verdicts() -> Iterable[bool | None]:
        nonlocal missing
        for inner in rounds(work, node.iterations, scope):
            missing = missing or inner is None
            yield None if inner is None else verdict_on(work, node, value_of(work, node.condition, inner))

    verdict = all_of(verdicts()) if node.every else any_of(verdicts())
    return None if missing else verdict


def _instance(work: Work, node: InstanceOf, scope: Scope | None) -> object:
    verdict = is_instance(value_of(work, node.value, scope), node.type)
    if verdict is None:
        work.warn_at(node.type, f"Het type `{node.type.name}` bestaat niet.")
    return verdict


_INTERPRETERS: dict[type, Callable[[Work, Any, Scope | None], object]] = {
    Literal: _literal,
    AtLiteral: _at_literal,
    Name: _name,
    Path: _path,
    Filter: _filter,
    Call: _call,
    ListOf: _list,
    ContextOf: _context,
    RangeOf: _range,
    FunctionOf: _function,
    Negation: _negation,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Between: _between,
    In: _in,
    And: _and,
    Or: _or,
    If: _if,
    For: _for,
    Quantified: _quantified,
    InstanceOf: _instance,
}
