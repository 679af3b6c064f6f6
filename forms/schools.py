"""Fields in which a school is chosen: the schools of today, and the names of those that were chosen before."""

from collections.abc import Mapping
from dataclasses import replace

from forms.fields.school import SCHOOL
from forms.model import Field, Form, Option
from forms.settling import every_slot
from forms.slots import Built

_NOT_HERE = "Deze school kunt u hier niet kiezen. Kies een school uit de lijst."


def offer_schools(built: Built) -> None:
    """Give every field for a school its list, and refuse an answer that is not in it."""
    for slot in every_slot(built.slots):
        if slot.kind is not SCHOOL or slot.hidden:
            continue
        options = tuple(Option(key, name) for key, name in slot.scope.around.schools())
        slot.field = replace(slot.field, kind="select", options=options)
        if slot.value is not None and slot.value not in {option.value for option in options}:
            slot.value = slot.scope.values[slot.field.key] = None
            slot.problem = _NOT_HERE if slot.given is not None else ""


def with_schools(form: Form, names: Mapping[str, str]) -> Form:
    """The form as it reads answers: the id of a school becomes its name. `names` are by id."""
    options = tuple(Option(key, name) for key, name in names.items())
    return replace(form, fields=tuple(_named(each, options) for each in form.fields))


def _named(field: Field, options: tuple[Option, ...]) -> Field:
    inner = tuple(_named(each, options) for each in field.fields)
    return replace(field, fields=inner, options=options if field.kind == SCHOOL.name else field.options)
