"""One box to tick: true or false, never nothing."""

from bpmn.feel.types import BOOLEAN
from forms.fields.kind import Given, Kind, Rejected, plain
from forms.model import Field

TICKED = "ja"
_TRUE = frozenset({TICKED, "on", "true", "True"})
_FALSE = frozenset({"", "nee", "false", "False", "None"})


def _read_box(_field: Field, given: Given) -> bool:
    if any(text in _TRUE for text in given.texts):
        return True
    if all(text in _FALSE for text in given.texts):
        return False
    raise Rejected("Vink dit aan of laat het leeg.")


def _write_box(value: object) -> tuple[str, ...]:
    if value is True:
        return ("", TICKED)
    return ("",) if value is None or value is False else ("", plain(value))


def _show_box(_field: Field, value: object) -> str:
    return "Ja" if value is True else "Nee"


CHECKBOX = Kind(
    "checkbox",
    "checkbox",
    read=_read_box,
    write=_write_box,
    show=_show_box,
    fact_type=lambda _field: BOOLEAN,
    missing="Vink dit aan om verder te gaan.",
)
