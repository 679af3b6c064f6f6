"""Check the call of a built-in function: how many values, of which kinds, and literals that can't be read."""

from collections.abc import Callable
from typing import NamedTuple

from bpmn.feel.comparing import DUTCH_KINDS, kind_of
from bpmn.feel.functions.patterns import UnsupportedPattern, compiled, replacement_parts
from bpmn.feel.functions.signature import BuiltIn, Parameter, Signature
from bpmn.feel.syntax import Call, Literal, Node
from bpmn.feel.temporal import read_date, read_date_time, read_duration, read_time
from bpmn.feel.types import ANY, FeelType, is_open, joined, list_of, type_named


class CallCheck(NamedTuple):
    """Where to report (node, message, advice), which function, and the call."""

    report: Callable[[Node, str, str], None]
    built_in: BuiltIn
    call: Call


def result_of_call(check: CallCheck, kinds: list[FeelType]) -> FeelType:
    """The type of the result. Reports what is wrong with the arguments, of these types, in the order written."""
    ordered = _in_order(check, kinds)
    if ordered is None:
        return ANY
    nodes, kinds = ordered
    literal = _result_of_literal(check, nodes)
    if literal is not None:
        return literal
    _check_pattern(check, nodes)
    counted = [own for own in check.built_in.signatures if own.takes_count(len(kinds))]
    if not counted:
        check.report(check.call, f"De functie `{check.built_in.name}` vraagt {_counts(check.built_in)}.", "")
        return ANY
    fitting = [own for own in counted if all(_takes(own.parameter(i), kind) for i, kind in enumerate(kinds))]
    if not fitting:
        _report_misfit(check, counted, (nodes, kinds))
        return joined([_result(own, kinds) for own in counted])
    return (
        _result(fitting[0], kinds)
        if len(fitting) == 1 or not is_open(kinds[0])
        else joined([_result(own, kinds) for own in fitting])
    )


def _in_order(check: CallCheck, kinds: list[FeelType]) -> tuple[list[Node], list[FeelType]] | None:
    """Arguments in the order of the parameters; None when the names don't fit."""
    call = check.call
    nodes = list(call.arguments)
    if not call.names:
        return nodes, kinds
    for signature in check.built_in.signatures:
        positions = signature.positions(call.names)
        if positions is not None:
            order = sorted(range(len(nodes)), key=lambda index: positions[index])
            return [nodes[index] for index in order], [kinds[index] for index in order]
    known = " of ".join(
        "(" + ", ".join(parameter.name for parameter in own.parameters) + ")"
        for own in check.built_in.signatures
    )
    check.report(call, f"De functie `{check.built_in.name}` kent deze namen niet.", f"De namen zijn {known}.")
    return None


def _takes(parameter: Parameter, kind: FeelType) -> bool:
    """A single value fits where a list is asked; a list where a single value is asked does not."""
    return is_open(kind) or parameter.kind in ("any", "list") or kind.kind in parameter.kind.split("|")


def _report_misfit(
    check: CallCheck, signatures: list[Signature], arguments: tuple[list[Node], list[FeelType]]
) -> None:
    """Name the first argument that fits in none of the signatures, or the call when it is their combination."""
    for index, (node, kind) in enumerate(zip(*arguments, strict=True)):
        wanted = [own.parameter(index) for own in signatures]
        if not any(_takes(parameter, kind) for parameter in wanted):
            kinds = list(dict.fromkeys(part for parameter in wanted for part in parameter.kind.split("|")))
            asked = " of ".join(DUTCH_KINDS.get(part, part) for part in kinds)
            check.report(node, f"`{check.built_in.name}` vraagt hier {asked}, niet {kind.in_dutch()}.", "")
            return
    check.report(check.call, f"De functie `{check.built_in.name}` kan met deze waarden niets.", "")


def _counts(built_in: BuiltIn) -> str:
    """Dutch: how many values the function takes."""
    counts = sorted(
        {
            f"{sum(1 for parameter in own.parameters if not parameter.optional)} tot {len(own.parameters)} waarden"
            if any(parameter.optional for parameter in own.parameters)
            else f"{len(own.parameters)} {'waarde' if len(own.parameters) == 1 else 'waarden'}"
            for own in built_in.signatures
        }
    )
    return " of ".join(counts)


def _result(signature: Signature, kinds: list[FeelType]) -> FeelType:
    first = kinds[0] if kinds else ANY
    if signature.result == "item":
        return first.inner if first.kind == "list" and len(kinds) == 1 else joined(kinds)
    if signature.result == "same list":
        return first if first.kind == "list" else list_of(first)
    if signature.result == "list":
        items = [kind.inner if kind.kind == "list" else kind for kind in kinds]
        plain = all(parameter.kind in ("list", "any") for parameter in signature.parameters)
        return list_of(joined(items) if plain and kinds else ANY)
    return type_named(signature.result)


_LITERALS: dict[str, tuple[Callable[[str], object], str]] = {
    "date": (read_date, 'Schrijf jaar-maand-dag, zoals date("2026-03-01").'),
    "date and time": (read_date_time, 'Schrijf het zo: date and time("2026-03-01T09:30:00").'),
    "time": (read_time, 'Schrijf het zo: time("09:30:00").'),
    "duration": (
        read_duration,
        'Schrijf bijvoorbeeld duration("P14D"), duration("PT24H") of duration("P1Y6M").',
    ),
}


def _result_of_literal(check: CallCheck, nodes: list[Node]) -> FeelType | None:
    """The exact type of `date("...")` and the like; None when the call is something else."""
    reader = _LITERALS.get(check.built_in.name)
    text = _text(nodes[0]) if len(nodes) == 1 else None
    if reader is None or text is None:
        return None
    read, advice = reader
    value = read(text)
    if value is None:
        check.report(nodes[0], f'"{text}" bestaat niet als {_WORDS[check.built_in.name]}.', advice)
        return ANY
    return FeelType(kind_of(value))


_WORDS = {"date": "datum", "date and time": "datum met tijd", "time": "tijd", "duration": "duur"}


def _text(node: Node) -> str | None:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _check_pattern(check: CallCheck, nodes: list[Node]) -> None:
    """A pattern (and replacement) that is written out must be one that can be used."""
    if check.built_in.name not in ("matches", "replace", "split") or len(nodes) < 2:
        return
    pattern = _text(nodes[1])
    flags_at = {"matches": 2, "replace": 3}.get(check.built_in.name, 99)
    flags = _text(nodes[flags_at]) if len(nodes) > flags_at else ""
    if pattern is None or flags is None:
        return
    try:
        groups = compiled(pattern, flags).groups
        replacement = _text(nodes[2]) if check.built_in.name == "replace" and len(nodes) > 2 else None
        if replacement is not None and "q" not in flags:
            replacement_parts(replacement, groups)
    except UnsupportedPattern as error:
        check.report(nodes[1], str(error), "")
