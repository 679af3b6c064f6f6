"""A school of the region. Which there are is known when the form is filled in (forms.schools)."""

from forms.fields.choice import label_of
from forms.fields.kind import QUESTION_PROPERTIES, QUESTION_WORDS, Given, Kind, Rejected, plain
from forms.model import Field

SOORT = "school"


def _read(_field: Field, given: Given) -> str | None:
    chosen = [text for text in given.texts if text]
    if len(chosen) > 1:
        raise Rejected("Kies één school.")
    return chosen[0] if chosen else None


def _write(value: object) -> tuple[str, ...]:
    return (plain(value),)


def _show(field: Field, value: object) -> str:
    return "" if value is None else label_of(field, plain(value))


SCHOOL = Kind(
    "school",
    "select",
    SOORT,
    read=_read,
    write=_write,
    show=_show,
    words=QUESTION_WORDS | {"values", "searchable"},
    properties=QUESTION_PROPERTIES | {"soort"},
    missing="Kies een school.",
)
