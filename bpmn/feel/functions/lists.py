"""List functions and `sort`. Positions count from 1, or from the end when negative."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cmp_to_key

from bpmn.feel.arithmetic import calculate
from bpmn.feel.comparing import equal, order
from bpmn.feel.functions.signature import Shelf, Work
from bpmn.feel.primitives import NUMBERS

FUNCTIONS = Shelf()
_built_in = FUNCTIONS

# Decorators work from the bottom up: the signature with one list comes first, then the one with loose values.


@_built_in("list contains", "list: list, element: any", "boolean")
def list_contains(work: Work, items: list[object], element: object) -> bool:
    return any(equal(item, element, work.charge) for item in items)


@_built_in("count", "list: list", "number")
def count(work: Work, items: list[object]) -> Decimal:
    return Decimal(len(items))


def _extreme(items: list[object], sign: int) -> object:
    """The first value that no other comes before; null for nothing, or when a value has no order."""
    best: object = None
    for index, item in enumerate(items):
        place = order(item, item if index == 0 else best)
        if place is None:
            return None
        if index == 0 or place == sign:
            best = item
    return best


def _spread(first: object, rest: tuple[object, ...]) -> list[object]:
    """`f(1, 2)` means the same as `f([1, 2])`, and `f([1, 2])` may come as one argument."""
    return first if isinstance(first, list) and not rest else [first, *rest]


@_built_in("min", "c1: any, more: any...", "item")
@_built_in("min", "list: list", "item")
def minimum(work: Work, first: object, *rest: object) -> object:
    return _extreme(_spread(first, rest), -1)


@_built_in("max", "c1: any, more: any...", "item")
@_built_in("max", "list: list", "item")
def maximum(work: Work, first: object, *rest: object) -> object:
    return _extreme(_spread(first, rest), 1)


@_built_in("sum", "n1: any, more: any...", "item")
@_built_in("sum", "list: list", "item")
def total(work: Work, first: object, *rest: object) -> object:
    """Of numbers, or of durations of one kind; null for nothing."""
    items = _spread(first, rest)
    if not items or isinstance(items[0], str) or order(items[0], items[0]) is None:
        return None
    result = items[0]
    for item in items[1:]:
        result = calculate("+", result, item) if order(items[0], item) is not None else None
        if result is None:
            return None
    return result


def _numbers(items: Iterable[object]) -> list[Decimal]:
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) != len(list(items)):
        raise ValueError
    return numbers


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    result = Decimal(0)
    for number in numbers:
        result = NUMBERS.add(result, number)
    return result


@_built_in("mean", "n1: any, more: any...", "number")
@_built_in("mean", "list: list", "number")
def mean(work: Work, first: object, *rest: object) -> Decimal | None:
    numbers = _numbers(_spread(first, rest))
    return NUMBERS.divide(_sum(numbers), Decimal(len(numbers))) if numbers else None


@_built_in("product", "n1: any, more: any...", "number")
@_built_in("product", "list: list", "number")
def product(work: Work, first: object, *rest: object) -> Decimal | None:
    numbers = _numbers(_spread(first, rest))
    result = Decimal(1)
    for number in numbers:
        result = NUMBERS.multiply(result, number)
    return result if numbers else None


@_built_in("median", "n1: any, more: any...", "number")
@_built_in("median", "list: list", "number")
def median(work: Work, first: object, *rest: object) -> Decimal | None:
    numbers = sorted(_numbers(_spread(first, rest)))
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return NUMBERS.divide(NUMBERS.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@_built_in("stddev", "n1: any, more: any...", "number")
@_built_in("stddev", "list: list", "number")
def stddev(work: Work, first: object, *rest: object) -> Decimal | None:
    """The standard deviation of a sample: null for fewer than two numbers."""
    numbers = _numbers(_spread(first, rest))
    if len(numbers) < 2:
        return None
    middle = NUMBERS.divide(_sum(numbers), Decimal(len(numbers)))
    squares = (NUMBERS.power(NUMBERS.subtract(number, middle), Decimal(2)) for number in numbers)
    return NUMBERS.sqrt(NUMBERS.divide(_sum(squares), Decimal(len(numbers) - 1)))


@_built_in("mode", "n1: any, more: any...", "list<number>")
@_built_in("mode", "list: list", "list<number>")
def mode(work: Work, first: object, *rest: object) -> list[Decimal]:
    """The numbers that occur most often, smallest first."""
    counts: dict[Decimal, int] = {}
    for number in _numbers(_spread(first, rest)):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)


@_built_in("all", "b1: any, more: any...", "boolean")
@_built_in("all", "list: list", "boolean")
def all_true(work: Work, first: object, *rest: object) -> bool | None:
    items = _spread(first, rest)
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@_built_in("any", "b1: any, more: any...", "boolean")
@_built_in("any", "list: list", "boolean")
def any_true(work: Work, first: object, *rest: object) -> bool | None:
    items = _spread(first, rest)
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


@_built_in("sublist", "list: list, start position: number, length: number?", "same list")
def sublist(work: Work, items: list[object], start: Decimal, length: Decimal | None = None) -> list[object]:
    begin = _index(start, len(items))
    end = len(items) if length is None else begin + int(length)
    if (length is not None and length < 0) or end > len(items):
        raise ValueError
    return items[begin:end]


def _index(position: Decimal, length: int) -> int:
    """0-based; raises ValueError outside the list."""
    if position != position.to_integral_value() or not 1 <= abs(position) <= length:
        raise ValueError
    return int(position) - 1 if position > 0 else length + int(position)


@_built_in("append", "list: list, item: any...", "list")
def append(work: Work, items: list[object], *more: object) -> list[object]:
    return [*items, *more]


@_built_in("concatenate", "list: list...", "list")
def concatenate(work: Work, *lists: list[object]) -> list[object]:
    return [item for items in lists for item in items]


@_built_in("union", "list: list...", "list")
def union(work: Work, *lists: list[object]) -> list[object]:
    return _distinct(work, (item for items in lists for item in items))


@_built_in("distinct values", "list: list", "same list")
def distinct_values(work: Work, items: list[object]) -> list[object]:
    return _distinct(work, items)


def _distinct(work: Work, items: Iterable[object]) -> list[object]:
    kept: list[object] = []
    for item in items:
        if not any(equal(item, other, work.charge) for other in kept):
            kept.append(item)
    return kept


@_built_in("insert before", "list: list, position: number, newItem: any", "list")
def insert_before(work: Work, items: list[object], position: Decimal, item: object) -> list[object]:
    at = _index(position, len(items))
    return [*items[:at], item, *items[at:]]


@_built_in("remove", "list: list, position: number", "same list")
def remove(work: Work, items: list[object], position: Decimal) -> list[object]:
    at = _index(position, len(items))
    return items[:at] + items[at + 1 :]


@_built_in("list replace", "list: list, position: number, newItem: any", "list")
def list_replace(work: Work, items: list[object], position: Decimal, item: object) -> list[object]:
    at = _index(position, len(items))
    return [*items[:at], item, *items[at + 1 :]]


@_built_in("list replace", "list: list, match: function, newItem: any", "list")
def list_replace_matching(work: Work, items: list[object], match: object, new: object) -> list[object]:
    return [new if work.invoke(match, [item, new]) is True else item for item in items]


@_built_in("reverse", "list: list", "same list")
def reverse(work: Work, items: list[object]) -> list[object]:
    return items[::-1]


@_built_in("index of", "list: list, match: any", "list<number>")
def index_of(work: Work, items: list[object], match: object) -> list[object]:
    return [Decimal(index) for index, item in enumerate(items, 1) if equal(item, match, work.charge)]


@_built_in("flatten", "list: list", "list")
def flatten(work: Work, items: list[object]) -> list[object]:
    flat: list[object] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            work.charge(1)
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


@_built_in("sort", "list: list, precedes: function?", "same list")
def sort(work: Work, items: list[object], precedes: object = None) -> list[object]:
    """In rising order, or so that `precedes(x, y)` holds for each x before y."""
    if precedes is None:
        return sorted(items, key=cmp_to_key(_natural_order))

    def compare(left: object, right: object) -> int:
        if work.invoke(precedes, [left, right]) is True:
            return -1
        return 1 if work.invoke(precedes, [right, left]) is True else 0

    return sorted(items, key=cmp_to_key(compare))


def _natural_order(left: object, right: object) -> int:
    place = order(left, right)
    if place is None:
        raise ValueError
    return place
