"""What [tellingen] of region.toml counts: a choice on a form of a route, which the route keeps as a fact."""

from collections.abc import Iterator

from bpmn.findings import Finding
from config.tables import did_you_mean
from config.tallies import Tally
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault
from forms.model import Option, questions

RULE = "telling-klopt"


def choices_of(definition: Definition, tally: Tally) -> tuple[Option, ...]:
    """What can be answered, in the order of the form; empty when the route asks no such choice of one."""
    route = definition.routes.get(tally.route)
    forms = (step.form for step in route.steps.values() if step.form) if route else ()
    asked = (field for form in forms for field in questions(form.fields))
    return next((one.options for one in asked if one.key == tally.field and one.options), ())


def check_tallies(definition: Definition) -> Iterator[Finding]:
    for tally in definition.region.tallies.values():
        route = definition.routes.get(tally.route)
        if route is None:
            near = did_you_mean(tally.route, definition.routes)
            yield _fault(f'Telling {tally.id} noemt de route "{tally.route}", maar die is er niet.{near}',
                         "Verbeter de naam of haal de telling weg.")  # fmt: skip
        elif not choices_of(definition, tally):
            yield _fault(f'Telling {tally.id}: op de route "{tally.route}" staat geen keuze "{tally.field}".',
                         "Vul bij veld de sleutel van een keuzevraag in.")  # fmt: skip
        elif tally.field not in route.runtime.facts_read:
            yield _fault(f'Telling {tally.id}: "{tally.field}" is geen feit van de route "{tally.route}".',
                         "Een feit wordt het als een voorwaarde of script van de route het noemt.")  # fmt: skip


def _fault(message: str, advice: str) -> Finding:
    return fault(RULE, message, advice, Place("region.toml"))
