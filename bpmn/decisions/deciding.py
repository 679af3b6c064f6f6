"""Decide: which rows of a table are hit, and what that gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bpmn.decisions.model import Decision, Output, Rule, Table, in_order
from bpmn.feel.comparing import equal
from bpmn.feel.errors import FeelLimitError
from bpmn.feel.expressions import Expression, Read, parse
from bpmn.feel.functions.registry import BUILT_INS
from bpmn.feel.interpreting import value_of, verdict_of
from bpmn.feel.names import free_names
from bpmn.feel.syntax import Node
from bpmn.feel.work import Work, size_of


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision gave.

    `rows` are the rows that were hit, from 1; `reads` the names of the context that were looked at, with their
    values; `problems` (Dutch) say why there is no good answer: the value is null then; `warnings` (Dutch) say at
    which cell something could not be compared or reckoned.
    """

    value: object
    rows: tuple[int, ...]
    reads: tuple[Read, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


def decide(decision: Decision, context: Mapping[str, object], now: datetime) -> Decided:
    """The outcome of a decision and of those it requires, in one bounded evaluation. `now` is aware. Never raises."""
    work = Work(context, now, value_of)
    run = _Run(work)
    try:
        value = run.decide(decision)
        size_of(value)
    except (FeelLimitError, RecursionError) as error:
        reason = str(error) if isinstance(error, FeelLimitError) else "De uitdrukking gaat te diep."
        return Decided(None, (), (), (f"{run.place}: {reason}",), ())
    except _NoAnswer as error:
        return Decided(None, error.rows, run.reads(), (str(error),), tuple(run.warnings))
    return Decided(value, run.rows, run.reads(), (), tuple(run.warnings))


def names_read(decision: Decision) -> frozenset[str]:
    """The names that a decision, with those it requires, needs from its context."""
    needed: set[str] = set()
    made: set[str] = set()
    for own in in_order(decision):
        needed |= {name for tree in _trees(own.logic) for name in free_names(tree)} - made
        made |= set(own.result_names)
    return frozenset(needed - {"?"})


def _trees(logic: Table | Expression) -> Iterable[Node]:
    if isinstance(logic, Expression):
        return [logic.tree]
    trees: list[Node] = [column.expression.tree for column in logic.inputs]
    for rule in logic.rules:
        trees += [test for cell in rule.inputs for test in cell.tests]
        trees += [cell.tree for cell in rule.outputs]
    return [*trees, *(column.default.tree for column in logic.outputs if column.default)]


class _NoAnswer(Exception):
    """The rows that were hit don't allow one answer."""

    def __init__(self, message: str, rows: tuple[int, ...]) -> None:
        super().__init__(message)
        self.rows = rows


class _Run:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.rows: tuple[int, ...] = ()
        self.place = ""
        self.warnings: list[str] = []
        self.made: dict[str, object] = {}

    def reads(self) -> tuple[Read, ...]:
        return tuple(
            Read(name, value)
            for name, value in self.work.reads.items()
            if name.split(".")[0] not in self.made
        )

    def decide(self, decision: Decision) -> object:
        """Required decisions come first; each is decided once."""
        value: object = None
        for own in in_order(decision):
            value = self.value_of(own)
            self.publish(own, value)
        return value

    def value_of(self, decision: Decision) -> object:
        self.rows = ()
        if isinstance(decision.logic, Table):
            return self.table(decision.logic, f"Tabel {decision.name}")
        return self.cell(decision.logic, f"Beslissing {decision.name}")

    def publish(self, decision: Decision, value: object) -> None:
        """The result of a required decision is a name like any other."""
        for name in decision.result_names:
            self.made[name] = value
            self.work.reads.pop(name, None)
        self.work.context = {**self.work.context, **self.made}

    # cells

    def at(self, place: str) -> None:
        """From here on warnings belong to this place."""
        self.flush()
        self.place = place

    def flush(self) -> None:
        self.warnings += [f"{self.place}: {warning.message}" for warning in self.work.warnings]
        self.work.warnings.clear()

    def cell(self, expression: Expression, place: str) -> object:
        self.at(place)
        value = value_of(self.work, expression.tree, None)
        self.flush()
        return value

    # tables

    def table(self, table: Table, title: str) -> object:
        values = [self.cell(column.expression, f"{title}, {column.label}") for column in table.inputs]
        hits = []
        for rule in table.rules:
            if self.hits(table, rule, (title, values)):
                hits.append(rule)
                if table.hit_policy == "F":
                    break
        self.rows = tuple(rule.number for rule in hits)
        if not hits:
            return self.without_hit(table, title)
        return self.outcome(table, title, hits)

    def hits(self, table: Table, rule: Rule, asked: tuple[str, list[object]]) -> bool:
        title, values = asked
        for column, cell, value in zip(table.inputs, rule.inputs, values, strict=True):
            if not cell.tests:
                continue
            self.at(f"{title}, rij {rule.number}, {column.label}")
            verdict = verdict_of(self.work, cell.tests, cell.negated, value)
            self.flush()
            if verdict is not True:
                return False
        return True

    def without_hit(self, table: Table, title: str) -> object:
        """The default outcome; without one null, an empty list for a list, 0 for a count."""
        if any(column.default for column in table.outputs):
            defaults = [
                self.cell(column.default, f"{title}, {column.label}") if column.default else None
                for column in table.outputs
            ]
            return _named(table.outputs, defaults)
        if table.aggregation == "#":
            return self.cell(parse("0"), title)
        return [] if table.hit_policy in "CRO" and not table.aggregation else None

    def outcome(self, table: Table, title: str, hits: list[Rule]) -> object:
        if table.hit_policy == "U" and len(hits) > 1:
            rows = " en ".join(str(rule.number) for rule in hits)
            both = "allebei" if len(hits) == 2 else "allemaal"
            raise _NoAnswer(
                f"{title}: de rijen {rows} passen {both}, en er mag er maar één passen.", self.rows
            )
        results = [self.results(table, rule, title) for rule in hits]
        if table.hit_policy in "PO":
            results = self.sorted(table, title, results)
        values = [_named(table.outputs, result) for result in results]
        if table.hit_policy == "A":
            self.refuse_unlike(table, title, results)
        if table.hit_policy in "UFAP":
            return values[0]
        return self.aggregated(table, title, values) if table.aggregation else values

    def results(self, table: Table, rule: Rule, title: str) -> list[object]:
        return [
            self.cell(cell, f"{title}, rij {rule.number}, {column.label}")
            for column, cell in zip(table.outputs, rule.outputs, strict=True)
        ]

    def refuse_unlike(self, table: Table, title: str, results: list[list[object]]) -> None:
        for row, result in zip(self.rows, results, strict=True):
            for column, first, value in zip(table.outputs, results[0], result, strict=True):
                if equal(first, value, self.work.charge) is not True:
                    raise _NoAnswer(
                        f"{title}: de rijen {self.rows[0]} en {row} passen allebei en geven bij {column.label} "
                        "iets anders.",
                        self.rows,
                    )

    def aggregated(self, table: Table, title: str, values: list[object]) -> object:
        function = {"+": "sum", "<": "min", ">": "max", "#": "count"}[table.aggregation]
        self.at(f"{title}, {table.outputs[0].label}")
        value = self.work.invoke(BUILT_INS[function], [values])
        if value is None:
            raise _NoAnswer(
                f"{self.place}: deze uitkomsten zijn niet samen te nemen. Geef in elke rij een getal.",
                self.rows,
            )
        return value

    def sorted(self, table: Table, title: str, results: list[list[object]]) -> list[list[object]]:
        """By the place of each outcome among the allowed values of its column."""
        orders = [
            [self.cell(value, f"{title}, {column.label}") for value in column.order]
            for column in table.outputs
        ]

        def ranks(result: list[object]) -> list[int]:
            return [self.rank(value, order) for value, order in zip(result, orders, strict=True)]

        return sorted(results, key=ranks)

    def rank(self, value: object, order: list[object]) -> int:
        for place, allowed in enumerate(order):
            if equal(value, allowed, self.work.charge):
                return place
        return len(order)


def _named(outputs: tuple[Output, ...], results: list[object]) -> object:
    """One outcome is a value; several are a context."""
    if len(outputs) == 1:
        return results[0]
    return {column.name: value for column, value in zip(outputs, results, strict=True)}
