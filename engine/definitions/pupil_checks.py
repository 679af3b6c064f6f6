"""A route that says it is about no pupil asks nothing of one, and invites no parents."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.words import PUPILLESS
from engine.definitions.definition import Definition, RouteDefinition
from engine.definitions.finding import Place, fault
from engine.definitions.parent_checks import INVITE
from forms.model import Form, every_field

_RULE = "zonder-leerling"


def check_pupils(definition: Definition) -> Iterator[Finding]:
    for route in definition.routes.values():
        if route.start.properties.get(PUPILLESS) == "ja":
            yield from _check_forms(route)
            yield from _check_parents(route)


def _check_forms(route: RouteDefinition) -> Iterator[Finding]:
    for form in _forms(route).values():
        for field in every_field(form.fields):
            if field.pupil or field.kind == "bsn":
                message = f'"{route.name}" gaat niet over een leerling, maar vraagt hier naar een leerling: "{field.key}".'
                advice = f"Haal het veld weg, of haal `{PUPILLESS}` weg bij het begin van de route."
                yield fault(_RULE, message, advice, Place(form.file, element=field.key))


def _forms(route: RouteDefinition) -> dict[str, Form]:
    """Every form of the route, by file."""
    steps = (step.form for step in route.steps.values())
    asked = [route.start_form, *steps, *(act.form for act in route.acts.values())]
    return {form.file: form for form in asked if form is not None}


def _check_parents(route: RouteDefinition) -> Iterator[Finding]:
    for step in route.steps.values():
        if step.node.job == INVITE:
            message = f'"{route.name}" gaat niet over een leerling, maar nodigt hier ouders uit.'
            yield fault(_RULE, message, "Haal deze stap weg.", Place(route.file, step.node.line, step.id))
