"""Dates: from a date box of the browser (2026-12-31) or typed (31-12-2026)."""

import re
from datetime import date, datetime

from bpmn.feel.showing import MONTHS, show
from bpmn.feel.types import DATE as FEEL_DATE
from forms.fields.kind import QUESTION_PROPERTIES, QUESTION_WORDS, Given, Kind, Rejected, plain
from forms.fields.text import one_line
from forms.model import Field

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DUTCH = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2}) ([a-z]{3,9})\.? ([0-9]{4})")
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _read_date(_field: Field, given: Given) -> date | None:
    text = one_line(given.text)
    if not text:
        return None
    value = date_in(text)
    if value is None:
        raise Rejected("Vul een datum in die bestaat: dag, maand en jaar, zoals 31-12-2026.")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Rejected(f"Kijk het jaar na: het ligt tussen {FIRST_YEAR} en {LAST_YEAR}.")
    return value


def date_in(text: str) -> date | None:
    """`2026-12-31`, `31-12-2026`, `31/12/2026` or `31 december 2026`, or None."""
    parts = _parts_of(text)
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def _parts_of(text: str) -> tuple[int, int, int] | None:
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DUTCH.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _WORDS.fullmatch(text.lower()):
        for number, month in enumerate(MONTHS, 1):
            if month.startswith(match[2]) or (match[2] == "mrt" and number == 3):
                return int(match[3]), number, int(match[1])
    return None


def write_date(value: object) -> tuple[str, ...]:
    if isinstance(value, datetime):
        return (value.date().isoformat(),)
    return (plain(value),)


def _show_date(_field: Field, value: object) -> str:
    if isinstance(value, date):
        return show(value)
    return plain(value)


DATE = Kind(
    "date",
    "datetime",
    read=_read_date,
    write=write_date,
    show=_show_date,
    fact_type=lambda _field: FEEL_DATE,
    words=QUESTION_WORDS | {"subtype", "dateLabel", "use24h", "timeInterval", "timeSerializingFormat"},
    properties=QUESTION_PROPERTIES | {"niet_na", "niet_voor", "leerling"},
    missing="Vul een datum in.",
)
