"""What `for`, `some` and `every` go through: every combination of values, as scopes."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bpmn.feel.primitives import Range
from bpmn.feel.syntax import Iteration, Node, Steps
from bpmn.feel.work import MAX_STEPS, Scope, Work, too_much_work


def rounds(work: Work, iterations: tuple[Iteration, ...], scope: Scope | None) -> Iterable[Scope | None]:
    """A scope for every combination; a single None when a domain is null."""
    first, rest = iterations[0], iterations[1:]
    domain = _domain(work, first.domain, scope)
    if domain is None:
        yield None
        return
    for value in domain:
        inner = Scope({first.name: value}, scope)
        if rest:
            yield from rounds(work, rest, inner)
        else:
            yield inner


def _domain(work: Work, node: Node, scope: Scope | None) -> Iterable[object] | None:
    if isinstance(node, Steps):
        return _steps(
            work, node, work.value_of(work, node.first, scope), work.value_of(work, node.last, scope)
        )
    value = work.value_of(work, node, scope)
    if isinstance(value, Range):
        return _range_steps(work, node, value)
    if value is None:
        work.warn_at(node, "De lijst is leeg: er is geen waarde.")
        return None
    return value if isinstance(value, list) else [value]


def _range_steps(work: Work, node: Node, whole: Range) -> Iterable[object] | None:
    steps = _steps(work, node, whole.low, whole.high)
    if steps is None:
        return None
    skipped = [
        end
        for end, included in ((whole.low, whole.low_included), (whole.high, whole.high_included))
        if not included
    ]
    return (value for value in steps if value not in skipped)


def _steps(work: Work, node: Node, first: object, last: object) -> Iterable[object] | None:
    """Whole numbers or days from first to last, up or down."""
    if type(first) is date and type(last) is date:
        return (date.fromordinal(day) for day in _count(work, first.toordinal(), last.toordinal()))
    if not (_is_whole(first) and _is_whole(last)):
        work.warn_at(
            node, "Een reeks loopt van een heel getal naar een heel getal, of van een datum naar een datum."
        )
        return None
    return (Decimal(number) for number in _count(work, int(first), int(last)))  # type: ignore[call-overload]


def _is_whole(value: object) -> bool:
    return isinstance(value, Decimal) and abs(value) < 10**15 and value == value.to_integral_value()


def _count(work: Work, first: int, last: int) -> range:
    if abs(last - first) > MAX_STEPS:
        raise too_much_work()
    work.charge(abs(last - first))
    return range(first, last + 1) if last >= first else range(first, last - 1, -1)
