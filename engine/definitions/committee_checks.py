"""The committees of region.toml: a step asks them, and the decision that follows the votes can be chosen in its form."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.words import COMMITTEE, decision_of
from config.tables import did_you_mean
from engine.definitions.definition import Definition, RouteDefinition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.naming import drawn_nodes
from engine.definitions.population import Population
from forms.model import questions


def check_committees(definition: Definition) -> Iterator[Finding]:
    asked = {node.properties.get(COMMITTEE) for node in drawn_nodes(definition)}
    for committee in definition.region.committees.values():
        if committee.id not in asked:
            yield warning(
                "commissie-gebruikt",
                f'Geen taak staat op de agenda van "{committee.id}".',
                f"Zet de eigenschap `commissie = {committee.id}` op een taak, of haal de commissie weg.",
                Place("region.toml"),
            )
    for route in definition.routes.values():
        yield from _check_values(route)


def _check_values(route: RouteDefinition) -> Iterator[Finding]:
    """What must be chosen when the votes are for, or against, can be chosen."""
    for step in route.steps.values():
        rule = decision_of(step.node)
        if rule is None or step.form is None:
            continue
        field = next((one for one in questions(step.form.fields) if one.key == rule.field), None)
        known = [option.value for option in field.options] if field else []
        for value in (*rule.yes, *rule.no) if known else ():
            if value not in known:
                yield fault(
                    "commissie-besluit",
                    f'"{rule.field}" heeft geen keuze "{value}".{did_you_mean(value, known)}',
                    "Noem een waarde van dat veld.",
                    Place(route.file, step.node.line, step.id),
                )


Missing = tuple[str, str, tuple[tuple[str, str], ...]]  # what, what to do, and the steps (id, name)


def too_few(definition: Definition, population: Population) -> Iterator[Missing]:
    """Committees that cannot decide today: nobody chairs, or fewer sit in it than must be there."""
    for committee in definition.region.committees.values():
        seated = {one.login for one in population.holdings if one.role in committee.seats}
        chairs = [one for one in population.holdings if one.role == committee.chair]
        steps = tuple(
            (step.id, step.name)
            for route in definition.routes.values()
            for step in route.steps.values()
            if step.node.properties.get(COMMITTEE) == committee.id
        )
        if steps and not chairs:
            name = definition.region.roles[committee.chair].name
            what = (
                f'Niemand heeft vandaag de rol "{name}", dus niemand sluit een punt van "{committee.name}".'
            )
            yield what, "Geef iemand die rol in today/people.toml en laad die.", steps
        elif steps and len(seated) < committee.quorum:
            what = f'In "{committee.name}" zitten vandaag {len(seated)} mensen; er zijn er {committee.quorum} nodig.'
            yield (
                what,
                "Geef meer mensen de rol in today/people.toml en laad die, of verlaag het quorum.",
                steps,
            )
