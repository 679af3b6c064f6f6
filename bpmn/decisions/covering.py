"""Combinations of values for which a table has no row, or more rows than it may. Bounded: of a table that takes too many
steps to look through, nothing is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, islice

from bpmn.decisions.model import Decision, Table
from bpmn.decisions.sampling import ANYTHING, Limits, Samples, compares, passes, samples_of
from bpmn.feel.expressions import UnaryTests
from bpmn.feel.names import free_names
from bpmn.feel.syntax import Name
from bpmn.feel.types import FeelType

_MOST_CELLS = 20_000  # samples of a column times its rows, all columns together
_MOST_STEPS = 50_000
_MOST_PAIRS = 50_000
_MOST_OVERLAPS = 3
_MOST_COLUMNS = 50


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows (numbers from 1, the second one later) that are both hit by the values in `example`."""

    rows: tuple[int, int]
    example: str
    line: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """`hole` is a combination that no row has, as Dutch text; "" when there is none, or when it cannot be told."""

    hole: str = ""
    overlaps: tuple[Overlap, ...] = ()


def coverage_of(decision: Decision, kinds: list[FeelType], limits: Mapping[str, Limits]) -> Coverage:
    """Look at a table of which one row may be hit, with the types of its columns. `limits` are those of the fields that
    ask a number or a date, by name. A cell with more than a comparison may hit anything: it makes nothing wrong."""
    table = decision.logic
    if not isinstance(table, Table) or table.hit_policy not in "UFAP" or len(kinds) > _MOST_COLUMNS:
        return Coverage()
    if _hang_together(decision, table):
        return Coverage()
    samples = [
        samples_of(kind, (rule.inputs[place] for rule in table.rules), _limits(table, place, limits))
        for place, kind in enumerate(kinds)
    ]
    if sum(len(one.values) for one in samples) * len(table.rules) > _MOST_CELLS:
        return Coverage()
    grid = _Grid(table, samples)
    overlaps = tuple(grid.overlaps()) if table.hit_policy == "U" else ()
    complete = any(column.default for column in table.outputs)
    return Coverage("" if complete else grid.hole(), overlaps)


def _hang_together(decision: Decision, table: Table) -> bool:
    """Whether two columns look at the same thing: then most combinations of their values never come."""
    reads = [free_names(column.expression.tree) for column in table.inputs]
    return len(reads) > 1 and (
        bool(decision.requires) or any(one & other for one, other in combinations(reads, 2))
    )


def _limits(table: Table, place: int, limits: Mapping[str, Limits]) -> Limits | None:
    tree = table.inputs[place].expression.tree
    return limits.get(tree.name) if isinstance(tree, Name) else None


class _Grid:
    """What every row does with the samples of every column, as bits: `must` are those that hit it for sure, `may` those
    that perhaps do."""

    def __init__(self, table: Table, samples: list[Samples]) -> None:
        self.table = table
        self.samples = samples
        hits = [list(map(_hits, rule.inputs, samples)) for rule in table.rules]
        every = [(1 << len(one.values)) - 1 for one in samples]
        self.must = [[bits or 0 for bits in row] for row in hits]
        self.may = [
            [whole if bits is None else bits for bits, whole in zip(row, every, strict=True)] for row in hits
        ]

    def overlaps(self) -> Iterator[Overlap]:
        pairs = combinations(range(len(self.must)), 2)
        found = (self._overlap(first, second) for first, second in islice(pairs, _MOST_PAIRS))
        return islice(filter(None, found), _MOST_OVERLAPS)

    def _overlap(self, first: int, second: int) -> Overlap | None:
        shared = [one & other for one, other in zip(self.must[first], self.must[second], strict=True)]
        if not all(shared):
            return None
        places = [(bits & -bits).bit_length() - 1 for bits in shared]
        rules = self.table.rules
        return Overlap((rules[first].number, rules[second].number), self._told(places), rules[second].line)

    def hole(self) -> str:
        search = _Search(self._rows_of_samples())
        found = search.hole(0, (1 << len(self.may)) - 1)
        return "" if found is None else self._told(found) or "alles"

    def _rows_of_samples(self) -> list[dict[int, int]]:
        """Per column and per place of a sample: the rows that it may hit, as bits."""
        return [
            {
                place: sum(1 << row for row, bits in enumerate(self.may) if bits[column] >> place & 1)
                for place in range(len(one.values))
                if place not in one.beyond
            }
            for column, one in enumerate(self.samples)
        ]

    def _told(self, places: list[int]) -> str:
        """The samples at these places of the first columns, in words; a column that only lets through says nothing."""
        named = zip(self.table.inputs, self.samples, places, strict=False)
        return " en ".join(
            f"{column.label} = {_written(one.values[place])}"
            for column, one, place in named
            if one is not ANYTHING
        )


class _Search:
    """Looks for a combination without a row, one column after the other."""

    def __init__(self, rows: list[dict[int, int]]) -> None:
        self.rows = rows
        self.steps = 0
        self.whole: set[tuple[int, int]] = set()

    def hole(self, column: int, left: int) -> list[int] | None:
        """The places of samples from this column on that none of the rows that are `left` has; None when there is none,
        or when looking takes too long."""
        self.steps += 1
        if not left:
            return []
        if column == len(self.rows) or (column, left) in self.whole or self.steps > _MOST_STEPS:
            return None
        for place, rows in self.rows[column].items():
            found = self.hole(column + 1, left & rows)
            if found is not None:
                return [place, *found]
        self.whole.add((column, left))
        return None


def _hits(cell: UnaryTests, samples: Samples) -> int | None:
    """The samples that pass a cell, as bits; None when that cannot be told."""
    if cell.tests and (samples is ANYTHING or not compares(cell)):
        return None
    return sum(1 << place for place, value in enumerate(samples.values) if passes(cell, value))


def _written(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value).lower()
