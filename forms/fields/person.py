"""A person from the people of the region. Who can be chosen is known when the form is filled in (forms.persons)."""

from forms.fields.choice import label_of
from forms.fields.kind import QUESTION_PROPERTIES, QUESTION_WORDS, Given, Kind, Rejected, plain
from forms.model import Field

SOORT = "persoon"
PROPERTIES = QUESTION_PROPERTIES | {"soort", "personen", "personen_waar", "personen_toont"}


def _read(_field: Field, given: Given) -> str | None:
    chosen = [text for text in given.texts if text]
    if len(chosen) > 1:
        raise Rejected("Kies één persoon.")
    return chosen[0] if chosen else None


def _write(value: object) -> tuple[str, ...]:
    return (plain(value),)


def _show(field: Field, value: object) -> str:
    return "" if value is None else label_of(field, plain(value))


def _kind(name: str, type_: str) -> Kind:
    return Kind(
        name,
        type_,
        SOORT,
        read=_read,
        write=_write,
        show=_show,
        words=QUESTION_WORDS | {"values", "searchable"},
        properties=PROPERTIES,
        missing="Kies een persoon.",
    )


PERSON = _kind("person", "select")
PERSON_RADIO = _kind("person_radio", "radio")
PERSON_TEXT = _kind("person_text", "textfield")
