"""The citizen service number in answers: never shown whole, unless somebody who may asks for it."""

from collections.abc import Callable, Iterator, Mapping

from forms.fields.contact import BSN, masked_bsn
from forms.model import Field, every_field, questions

Values = Mapping[str, object]


def asks_bsn(fields: tuple[Field, ...]) -> bool:
    return any(one.kind == BSN.name for one in every_field(fields))


def with_masked(fields: tuple[Field, ...], values: Values) -> dict[str, object]:
    """The answers with of each number only its end."""
    return _changed(fields, values, lambda value: masked_bsn(value) if value else value)


def without_bsn(fields: tuple[Field, ...], values: Values) -> dict[str, object]:
    """The answers without the numbers, as if they were never asked."""
    return _changed(fields, values, None)


def numbers_in(fields: tuple[Field, ...], values: Values) -> Iterator[tuple[str, str]]:
    """(label, number) of each number that was filled in, those in rows too."""
    for field in questions(fields):
        value = values.get(field.key)
        if field.kind == BSN.name and value:
            yield field.label, str(value)
        elif field.kind == "list":
            for row in _rows(value):
                yield from numbers_in(field.fields, row)


def names_of_inputs(fields: tuple[Field, ...]) -> frozenset[str]:
    """The last part of the names of the inputs that hold a number: `bsn`, also of "leerlingen-0-bsn"."""
    return frozenset(one.key for one in every_field(fields) if one.kind == BSN.name)


def _changed(
    fields: tuple[Field, ...], values: Values, change: Callable[[object], object] | None
) -> dict[str, object]:
    made = dict(values)
    for field in questions(fields):
        if field.key not in made:
            continue
        if field.kind == BSN.name:
            value = made.pop(field.key)
            if change is not None:
                made[field.key] = change(value)
        elif field.kind == "list" and asks_bsn(field.fields):
            made[field.key] = [_changed(field.fields, row, change) for row in _rows(made[field.key])]
    return made


def _rows(value: object) -> list[Values]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
