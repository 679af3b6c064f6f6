"""What a person reads for the `vorm` of a row of the register: of a choice the label, where the row has its value."""

from collections.abc import Mapping

from engine.definitions.definition import Definition, RouteDefinition
from forms.model import questions

JOBS = ("register", "register_wijzig")


def labels_of(definition: Definition) -> Mapping[tuple[str, str], str]:
    """(kind of row, value) -> label, of every choice that a drawing writes as `vorm`."""
    found: dict[tuple[str, str], str] = {}
    for route in definition.routes.values():
        choices: dict[str, dict[str, str]] = {}
        for step in route.steps.values():
            if step.node.job in JOBS:
                choices = choices or _choices(route)
                headers = step.node.headers
                kinds = [headers["soort"]] if headers.get("soort") else [*definition.region.registers]
                labels = choices.get(headers.get("vorm", "").removeprefix("=").strip(), {})
                found |= {(kind, value): label for kind in kinds for value, label in labels.items()}
    return found


def _choices(route: RouteDefinition) -> dict[str, dict[str, str]]:
    """Of each choice that a route asks its labels by value."""
    found: dict[str, dict[str, str]] = {}
    for step in route.steps.values():
        for field in questions(step.form.fields) if step.form else ():
            found.setdefault(field.key, {}).update({one.value: one.label for one in field.options})
    return found
