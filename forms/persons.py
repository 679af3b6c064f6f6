"""Fields in which a person is chosen: who fits now, and the names of who was chosen before.

A person is drawn as an ordinary choice: the list is made anew at every look, from who holds the role today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bpmn.feel.showing import show
from forms.candidates import Candidate, PersonChoice
from forms.fields.person import PERSON_RADIO
from forms.model import Field, Form, Option, every_field
from forms.settling import every_slot
from forms.slots import Built, Slot

MOST_CANDIDATES = 300
NOBODY = "Er is nu niemand die u hier kunt kiezen. Vraag de beheerder van de regio wie dit kan doen."
_NOT_HERE = "Deze persoon kunt u hier niet kiezen. Kies een persoon uit de lijst."


def offer_persons(built: Built) -> None:
    """Give every field for a person its list, and refuse an answer that is not in it."""
    for slot in every_slot(built.slots):
        if slot.field.persons is not None:
            _offer(slot, slot.field.persons)


def with_names(form: Form, names: Mapping[str, str]) -> Form:
    """The form as it reads answers: a login becomes a name. `names` are by login."""
    if not form.asks_persons:
        return form
    options = tuple(Option(login, name) for login, name in names.items())
    return replace(form, fields=tuple(_named(each, options) for each in form.fields))


def named_values(form: Form, values: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    """The answers with the name of who was chosen instead of the login, in rows too: for a letter."""
    chosen = {each.key for each in every_field(form.fields) if each.persons is not None}
    return {key: _named_value(key, value, chosen, names) for key, value in values.items()}


def _named_value(key: str, value: object, chosen: set[str], names: Mapping[str, str]) -> object:
    if isinstance(value, list):
        return [
            {inner: _named_value(inner, each, chosen, names) for inner, each in row.items()}
            if isinstance(row, Mapping)
            else row
            for row in value
        ]
    return names.get(value, value) if key in chosen and isinstance(value, str) else value


def _named(field: Field, options: tuple[Option, ...]) -> Field:
    inner = tuple(_named(each, options) for each in field.fields)
    return replace(field, fields=inner, options=options if field.persons is not None else field.options)


def _offer(slot: Slot, choice: PersonChoice) -> None:
    known = [] if slot.hidden else list(slot.scope.around.persons(choice.roles))[:MOST_CANDIDATES]
    fitting = [one for one in known if slot.field.read_only or _fits(slot, choice, one)]
    options = tuple(Option(one.login, _label(one, choice)) for one in fitting)
    kind = "radio" if slot.kind is PERSON_RADIO else "select"
    slot.field = replace(slot.field, kind=kind, options=options)
    if slot.hidden or slot.field.read_only:
        return
    if not options:
        slot.field = replace(
            slot.field, description="\n\n".join(filter(None, (slot.field.description, NOBODY)))
        )
    if slot.value is not None and slot.value not in {option.value for option in options}:
        slot.value = slot.scope.values[slot.field.key] = None
        if slot.given is not None:
            slot.problem = NOBODY if not options else _NOT_HERE
    if not options and slot.field.required and slot.given is not None:
        slot.problem = NOBODY


def _fits(slot: Slot, choice: PersonChoice, one: Candidate) -> bool:
    if choice.where is None:
        return True
    context = {**slot.scope.context(choice.where), "persoon": one.as_context()}
    return choice.where.value(context, slot.scope.around.now) is True


def _label(one: Candidate, choice: PersonChoice) -> str:
    traits = list(_traits(one, choice))
    return f"{one.name} ({'; '.join(traits)})" if traits else one.name


def _traits(one: Candidate, choice: PersonChoice) -> Iterator[str]:
    for name in choice.shows:
        value = one.traits.get(name)
        word = name.replace("_", " ")
        if isinstance(value, bool):
            yield word if value else f"niet {word}"
        elif value not in (None, []):
            text = ", ".join(map(show, value)) if isinstance(value, list) else show(value)
            yield text if len(choice.shows) == 1 else f"{word}: {text}"
