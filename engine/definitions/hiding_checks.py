"""A case that a school may not know stays unknown to it, and only somebody of the region chooses the school of a case."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.words import SCHOOL_FROM, visible_of
from config.regions import SCHOOL
from engine.definitions.definition import Definition, RouteDefinition
from engine.definitions.finding import Place, fault
from forms.fields.school import SCHOOL as SCHOOL_FIELD
from forms.model import questions


def check_hiding(definition: Definition) -> Iterator[Finding]:
    for route in definition.routes.values():
        if visible_of(route.start):
            yield from _check_rights(definition, route)
        if SCHOOL_FROM in route.start.properties:
            yield from _check_choice(definition, route)


def _check_rights(definition: Definition, route: RouteDefinition) -> Iterator[Finding]:
    for role in definition.region.roles.values():
        if role.of == SCHOOL and (role.manages or role.overview):
            word = "beheert" if role.manages else "overzicht"
            message = f'De school mag een zaak van "{route.name}" soms niet kennen, maar haar rol "{role.id}" heeft `{word}`.'
            yield fault("school-weet-niet", message, f"Haal `{word}` weg bij deze rol.", Place("region.toml"))


def _check_choice(definition: Definition, route: RouteDefinition) -> Iterator[Finding]:
    place = Place(route.file, route.start.line, route.start.id)
    for name in route.start_roles:
        role = definition.region.roles.get(name)
        if role is not None and role.of == SCHOOL:
            message = f'De rol "{name}" is van een school en zou hier voor een andere school kunnen beginnen.'
            yield fault(
                "school-kiezen", message, "Laat een rol van het samenwerkingsverband beginnen.", place
            )
    fields = questions(route.start_form.fields) if route.start_form else ()
    kinds = {field.key: field.kind for field in fields}
    chosen = route.start.properties[SCHOOL_FROM]
    if kinds.get(chosen, SCHOOL_FIELD.name) != SCHOOL_FIELD.name:
        message = f'Het veld "{chosen}" is geen keuze uit de scholen van de regio.'
        yield fault("school-kiezen", message, "Maak er een keuzelijst (select) van met soort school.", place)
