"""Fill in a form: from what a browser sent, or from answers. One way for both, so that they can't disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from forms.drawing import draw
from forms.fields.file import FILE, UPLOAD, is_reference
from forms.fields.kind import Reference
from forms.fields.school import SCHOOL
from forms.filled import Drawn, FieldError, Filled
from forms.model import Field, Form, questions
from forms.persons import offer_persons
from forms.schools import offer_schools
from forms.settling import settle
from forms.slots import MOST_SLOTS, Built, Slot, Surroundings, build, texts_of
from forms.submitted import COUNT, Submitted, settled
from forms.validation import is_empty, judge, visible

__all__ = ["Drawn", "FieldError", "Filled", "Submitted", "Surroundings", "fill", "refill"]

_MOST_NAMED = 5


def fill(form: Form, submitted: Submitted, around: Surroundings) -> Filled:
    """Judge what a browser sent. Never raises: what is wrong stands in `errors`. Its `fields` can be read only while
    `around` can be asked.

    A hidden or read-only field takes nothing from the browser; a name that the form does not have is an error.
    A field that was not on the page gets its `vooraf`; so an empty `Submitted` opens the form for the first time.
    """
    taken = settled(submitted)
    built = build(form.fields, taken, around)
    settle(built)
    if form.asks_persons:
        offer_persons(built)
    if SCHOOL.name in form.kinds:
        offer_schools(built)
    judge(built.slots)
    return Filled(
        form=form,
        values=_values(built.slots),
        errors=(*_form_errors(built, taken), *_field_errors(built)),
        draw=partial(draw, built.slots, form),
        submitted=taken,
        pupil=_pupil(built.slots),
        kept=_kept(built, taken),
        acted=bool(submitted.action),
    )


def refill(form: Form, answers: Mapping[str, object], around: Surroundings) -> Filled:
    """Judge FEEL values by key as if a person had typed them: of an earlier answer, a rehearsal, the command line."""
    named = _references(answers) if FILE.name in form.kinds else ()
    stored = {str(reference["id"]): reference for reference in named}
    filled = fill(form, Submitted(texts_of(form.fields, answers), stored=stored), around)
    unknown = _refused(_unknown(form.fields, answers, ""))
    return replace(filled, errors=(*unknown, *filled.errors)) if unknown else filled


def _references(value: object) -> Iterator[Reference]:
    """Every file reference in the answers, those in rows too."""
    if isinstance(value, Mapping) and is_reference(value):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _references(inner)


def _unknown(fields: tuple[Field, ...], answers: Mapping[str, object], prefix: str) -> list[str]:
    """The names in the answers that the form does not have, those in rows too."""
    known = {each.key: each for each in questions(fields)}
    names = [f"{prefix}{name}" for name in answers if name not in known]
    for key, each in known.items():
        rows = answers.get(key) if each.kind == "list" else None
        for number, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
            if isinstance(row, Mapping):
                names += _unknown(each.fields, row, f"{prefix}{key}-{number}-")
    return names


def _values(slots: list[Slot]) -> dict[str, object]:
    values: dict[str, object] = {}
    for slot in slots:
        if slot.hidden:
            continue
        if not slot.field.key:
            values |= _values(slot.children)
        elif slot.field.kind == "list":
            values[slot.field.key] = [_values(row.slots) for row in slot.rows]
        else:
            values[slot.field.key] = slot.value
    return values


def _field_errors(built: Built) -> list[FieldError]:
    return [FieldError(slot.name, slot.error) for slot in visible(built.slots) if slot.error]


def _form_errors(built: Built, taken: Submitted) -> list[FieldError]:
    unknown = [
        name
        for name in {*taken.texts, *taken.refused}
        if name not in built.names and not _is_dropped(name, built)
    ]
    errors = _refused(sorted(unknown))
    if built.full:
        errors.append(
            FieldError("", f"Dit formulier heeft meer dan {MOST_SLOTS} velden. Verwijder een paar rijen.")
        )
    return errors


def _is_dropped(name: str, built: Built) -> bool:
    return any(name == dropped or name.startswith(dropped + "-") for dropped in built.dropped)


def _refused(names: list[str]) -> list[FieldError]:
    return [
        FieldError(
            "",
            f"Dit formulier heeft geen veld met de naam {name[:40]!r}. Laad de pagina opnieuw en probeer het nog eens.",
        )
        for name in names[:_MOST_NAMED]
    ]


def _pupil(slots: list[Slot]) -> dict[str, object]:
    """The name of the pupil (parts joined in the order of the form) and the date of birth, when they are there."""
    found = [slot for slot in visible(slots) if slot.field.pupil and not is_empty(slot.value)]
    names = [str(slot.value) for slot in found if slot.field.pupil == "naam"]
    dates = [slot.value for slot in found if slot.field.pupil == "geboortedatum"]
    pupil: dict[str, object] = {"naam": " ".join(names)} if names else {}
    return {**pupil, "geboortedatum": dates[0]} if dates else pupil


def _kept(built: Built, taken: Submitted) -> dict[str, tuple[str, ...]]:
    there = {slot.name for slot in visible(built.slots)}
    there |= {name + ending for name in there for ending in (COUNT, UPLOAD)}
    gone = built.names - there
    return {name: texts for name, texts in taken.texts.items() if name in gone}
