"""Choices from a list: one of them (select, radio) or several (checklist, taglist). Only what is in the list counts."""

from bpmn.feel.types import FeelType, choice_of, list_of
from forms.fields.kind import QUESTION_PROPERTIES, QUESTION_WORDS, Given, Kind, Rejected, plain
from forms.model import Field

MOST_OPTIONS = 300


def _read_one(field: Field, given: Given) -> str | None:
    chosen = [text for text in given.texts if text]
    if not chosen:
        return None
    if len(chosen) > 1:
        raise Rejected("Kies één mogelijkheid.")
    if chosen[0] not in _values_of(field):
        raise Rejected("Kies een van de mogelijkheden uit de lijst.")
    return chosen[0]


def _read_several(field: Field, given: Given) -> list[str]:
    chosen = {text for text in given.texts if text}
    values = _values_of(field)
    if not chosen <= set(values):
        raise Rejected("Kies alleen mogelijkheden uit de lijst.")
    return [value for value in values if value in chosen]


def _values_of(field: Field) -> list[str]:
    return list(dict.fromkeys(option.value for option in field.options))


def _write_one(value: object) -> tuple[str, ...]:
    return (plain(value),)


def write_several(value: object) -> tuple[str, ...]:
    """Always a text, also when nothing is chosen: that tells an empty answer from a field that was not there."""
    if isinstance(value, list | tuple | set | frozenset):
        return ("", *(plain(item) for item in value))
    return ("",) if value is None else ("", plain(value))


def _show_one(field: Field, value: object) -> str:
    return "" if value is None else label_of(field, plain(value))


def _show_several(field: Field, value: object) -> str:
    return ", ".join(label_of(field, item) for item in write_several(value)[1:])


def label_of(field: Field, value: str) -> str:
    return next((option.label for option in field.options if option.value == value), value)


def _one(field: Field) -> FeelType:
    return choice_of(value for value in _values_of(field) if value.strip())


def _several(field: Field) -> FeelType:
    return list_of(_one(field))


_WORDS = QUESTION_WORDS | {"values", "searchable"}

SELECT = Kind(
    "select",
    "select",
    read=_read_one,
    write=_write_one,
    show=_show_one,
    fact_type=_one,
    words=_WORDS,
    missing="Maak een keuze.",
)
RADIO = Kind(
    "radio",
    "radio",
    read=_read_one,
    write=_write_one,
    show=_show_one,
    fact_type=_one,
    words=_WORDS,
    missing="Maak een keuze.",
)
CHECKLIST = Kind(
    "checklist",
    "checklist",
    read=_read_several,
    write=write_several,
    show=_show_several,
    fact_type=_several,
    words=_WORDS,
    properties=QUESTION_PROPERTIES,
    missing="Kies ten minste één mogelijkheid.",
)
TAGLIST = Kind(
    "taglist",
    "taglist",
    read=_read_several,
    write=write_several,
    show=_show_several,
    fact_type=_several,
    words=_WORDS,
    properties=QUESTION_PROPERTIES,
    missing="Kies ten minste één mogelijkheid.",
)
