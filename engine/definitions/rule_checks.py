"""What rules.toml says: no rule is missing, and everything that carries a rule exists."""

from collections.abc import Iterator

from bpmn.findings import Finding
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.finding import Place, fault, warning
from engine.definitions.region_checks import is_off
from engine.definitions.rules import Rule, missing_ids
from engine.definitions.taking_out import take_out

FILE = "rules.toml"


def check_numbering(definition: Definition) -> Iterator[Finding]:
    """No rule is left out."""
    for missing in missing_ids(definition.rules):
        yield fault(
            "regel-ontbreekt",
            f"Tussen de eerste en de laatste regel ontbreekt {missing}.",
            "Zet de regel erbij, of nummer opnieuw.",
            Place(FILE, element=missing),
        )


def check_rule(rule: Rule, definition: Definition) -> Iterator[Finding]:
    """What a rule names exists, and its carriers can be taken out."""
    for route in rule.routes:
        if route not in definition.routes and not is_off(route, definition):
            hint = did_you_mean(route, definition.routes)
            yield warning(
                "route-bestaat",
                f'{rule.id} hoort bij de route "{route}", maar die is er niet.{hint}',
                "Verbeter de naam, of teken de route.",
                Place(FILE, element=rule.id),
            )
    if rule.mark == "T" and rule.switch not in definition.region.switches:
        yield fault(
            "toevoeging-kan-uit",
            f"{rule.id} is een toevoeging, maar heeft geen schakelaar uit region.toml."
            + did_you_mean(rule.switch, definition.region.switches),
            'Zet `schakelaar = "…"` bij de regel, met de naam van een schakelaar uit region.toml.',
            Place(FILE, element=rule.id),
        )
    if not rule.carriers and (not rule.routes or any(route in definition.routes for route in rule.routes)):
        yield fault(
            "drager-bestaat",
            f"Niets draagt {rule.id}.",
            "Noem onder `dragers` wat de regel uitvoert.",
            Place(FILE, element=rule.id),
        )
    for carrier in rule.carriers:
        try:
            take_out(carrier, definition, rule.routes)
        except CannotTakeOut as error:
            yield fault(
                "drager-bestaat",
                f"{rule.id}, {carrier.text}: {error.message}",
                "Verbeter de drager.",
                Place(FILE, element=rule.id),
            )
