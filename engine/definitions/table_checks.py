"""Decision tables: what their cells say of the facts of the region, and whether there is one row for every case."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bpmn.decisions.checking import check_decision, column_types
from bpmn.decisions.covering import coverage_of
from bpmn.decisions.model import Decision
from bpmn.decisions.sampling import Limits
from bpmn.feel.syntax import Literal
from bpmn.feel.types import FeelType
from bpmn.findings import Finding
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.naming import drawn_nodes, facts_made, facts_of
from forms.formulas import Formula
from forms.model import Field, questions


def check_tables(definition: Definition) -> Iterator[Finding]:
    """Every table of the region."""
    facts, limits = facts_of(definition), _limits_of(definition)
    for decision in definition.decisions.values():
        yield from _check_cells(decision, facts)
        yield from _check_rows(decision, facts, limits)


def _check_cells(decision: Decision, facts: Mapping[str, FeelType]) -> Iterator[Finding]:
    for problem in check_decision(decision, facts).problems:
        place = Place(decision.file, problem.line or None, decision.id)
        message = f"{problem.place}: {problem.message}"
        if problem.about_choice:
            yield fault("keuze-bestaat", message, problem.advice, place)
        else:
            yield warning("tabel-klopt", message, problem.advice, place)


def _check_rows(
    decision: Decision, facts: Mapping[str, FeelType], limits: Mapping[str, Limits]
) -> Iterator[Finding]:
    coverage = coverage_of(decision, column_types(decision, facts), limits)
    for overlap in coverage.overlaps:
        example = f", bijvoorbeeld bij {overlap.example}" if overlap.example else ""
        yield fault(
            "tabel-dubbel",
            f"Tabel {decision.name}: de rijen {overlap.rows[0]} en {overlap.rows[1]} passen allebei{example}. "
            "Er mag er maar één passen.",
            "Maak een van de twee kleiner, of kies First: dan geldt de bovenste.",
            Place(decision.file, overlap.line, decision.id),
        )
    if coverage.hole:
        yield warning(
            "tabel-gat",
            f"Tabel {decision.name}: er is geen rij voor {coverage.hole}. De uitkomst is dan leeg.",
            "Voeg een rij toe of maak een rij groter. Komt dit nooit voor? Geef de kolom met de uitkomst een standaardwaarde.",
            Place(decision.file, None, decision.id),
        )


def _limits_of(definition: Definition) -> dict[str, Limits]:
    """By name of a field with a number or a date, when only forms give it; of more fields with that name the widest."""
    asked = {node.form for node in drawn_nodes(definition)}
    fields = [
        field
        for form in definition.forms.values()
        if form.id in asked
        for field in questions(form.fields)
        if field.kind in ("number", "amount", "date")
    ]
    found: dict[str, Limits] = {}
    for field in fields:
        own = _limits(field)
        found[field.key] = _widest(found[field.key], own) if field.key in found else own
    made = facts_made(definition)
    return {name: limits for name, limits in found.items() if name not in made}


def _limits(field: Field) -> Limits:
    digits = 2 if field.kind == "amount" else field.digits
    return Limits(_number(field.minimum), _number(field.maximum), digits)


def _number(formula: Formula | None) -> Decimal | None:
    """A limit that is written out; one that depends on other answers may be anything."""
    tree = formula.expression.tree if formula and formula.expression else None
    return tree.value if isinstance(tree, Literal) and isinstance(tree.value, Decimal) else None


def _widest(one: Limits, other: Limits) -> Limits:
    return Limits(
        None if one.low is None or other.low is None else min(one.low, other.low),
        None if one.high is None or other.high is None else max(one.high, other.high),
        None if one.digits is None or other.digits is None else max(one.digits, other.digits),
    )
