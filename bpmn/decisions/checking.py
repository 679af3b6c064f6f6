"""Check a decision before there are values: every cell against its column, in Dutch, with row and column."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.decisions.model import Decision, Input, Output, Rule, Table, in_order
from bpmn.feel.checking import Checked, check, check_unary
from bpmn.feel.expressions import Expression
from bpmn.feel.types import ANY, FeelType, context_of, is_open, joined, list_of


@dataclass(frozen=True, slots=True)
class CellProblem:
    """`place` names table, row and column; `line` is the row's line in the file, 0 when it is not about a row.
    `about_choice`: see `bpmn.feel.checking.Problem`."""

    place: str
    message: str
    advice: str
    line: int
    about_choice: bool = False


@dataclass(frozen=True, slots=True)
class CheckedDecision:
    """The type of the outcome and the problems."""

    type: FeelType
    problems: tuple[CellProblem, ...]


def check_decision(decision: Decision, types: Mapping[str, FeelType]) -> CheckedDecision:
    """Check a decision, and those it requires, against the names that exist with their types."""
    checker = _Checker(dict(types))
    return CheckedDecision(checker.decision(decision), tuple(dict.fromkeys(checker.problems)))


def column_types(decision: Decision, types: Mapping[str, FeelType]) -> list[FeelType]:
    """What the columns with a question look at; none of a decision that is no table."""
    checker = _Checker(dict(types))
    checker.decision(decision)
    table = decision.logic
    return [checker.input(column, "") for column in table.inputs] if isinstance(table, Table) else []


class _Checker:
    def __init__(self, types: dict[str, FeelType]) -> None:
        self.types = types
        self.problems: list[CellProblem] = []

    def note(self, checked: Checked, place: str, line: int = 0) -> FeelType:
        self.problems += [
            CellProblem(place, own.message, own.advice, line, own.about_choice) for own in checked.problems
        ]
        return checked.type

    def decision(self, decision: Decision) -> FeelType:
        kind = ANY
        for own in in_order(decision):
            kind = self.type_of(own)
            self.types |= dict.fromkeys(own.result_names, kind)
        return kind

    def type_of(self, decision: Decision) -> FeelType:
        if isinstance(decision.logic, Expression):
            return self.note(check(decision.logic, self.types), f"Beslissing {decision.name}")
        return self.table(decision.logic, f"Tabel {decision.name}")

    def table(self, table: Table, title: str) -> FeelType:
        kinds = [self.input(column, title) for column in table.inputs]
        rows = [self.rule(table, rule, (title, kinds)) for rule in table.rules]
        outcomes = [
            self.outcome(column, [row[index] for row in rows]) for index, column in enumerate(table.outputs)
        ]
        single = (
            outcomes[0]
            if len(outcomes) == 1
            else context_of({column.name: kind for column, kind in zip(table.outputs, outcomes, strict=True)})
        )
        return list_of(single) if table.hit_policy in "CRO" and not table.aggregation else single

    def input(self, column: Input, title: str) -> FeelType:
        """What the column looks at: what the expression gives, else what the file says."""
        place = f"{title}, {column.label}"
        found = self.note(check(column.expression, self.types), place)
        declared = column.type
        if not is_open(found) and not is_open(declared) and found.kind != declared.kind:
            message = f"De kolom zegt {declared.in_dutch()}, maar de uitdrukking geeft {found.in_dutch()}."
            self.problems.append(CellProblem(place, message, "Kies bij de kolom het juiste type.", 0))
        return declared if is_open(found) else found

    def rule(self, table: Table, rule: Rule, asked: tuple[str, list[FeelType]]) -> list[FeelType]:
        title, kinds = asked
        for column, cell, kind in zip(table.inputs, rule.inputs, kinds, strict=True):
            place = f"{title}, rij {rule.number}, {column.label}"
            self.note(check_unary(cell, kind, self.types), place, rule.line)
        return [
            self.result(column, cell, (f"{title}, rij {rule.number}, {column.label}", rule.line))
            for column, cell in zip(table.outputs, rule.outputs, strict=True)
        ]

    def result(self, column: Output, cell: Expression, where: tuple[str, int]) -> FeelType:
        place, line = where
        found = self.note(check(cell, self.types), place, line)
        if not is_open(found) and not is_open(column.type) and found.kind != column.type.kind:
            message = f"Deze uitkomst is {found.in_dutch()}; de kolom zegt {column.type.in_dutch()}."
            self.problems.append(
                CellProblem(place, message, "Pas de cel of het type van de kolom aan.", line)
            )
        return found

    def outcome(self, column: Output, found: list[FeelType]) -> FeelType:
        if column.default is not None:
            found = [*found, check(column.default, self.types).type]
        given = joined(found)
        return given if is_open(column.type) or given.kind == column.type.kind else column.type
