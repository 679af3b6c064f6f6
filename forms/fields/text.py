"""Free text: one line, several lines, and a name."""

import re
import unicodedata

from forms.fields.kind import QUESTION_PROPERTIES, Given, Kind, Rejected, plain
from forms.model import Field
from forms.patterns import found

MOST_CHARACTERS = 20_000

# Signs that turn the direction of text around can make a name read as another one.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BREAKS = re.compile(r"\r\n?|\n")


def cleaned(text: str) -> str:
    """The text without control characters, in one Unicode form (NFC), with \\n as line end, without outer blanks."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _BREAKS.sub("\n", text))).strip()


def one_line(text: str) -> str:
    return re.sub(r"[\t\n ]+", " ", cleaned(text))


def limited(field: Field, text: str) -> str | None:
    """The text when its length and pattern are right, None when it is empty."""
    if not text:
        return None
    most = MOST_CHARACTERS if field.max_length is None else min(field.max_length, MOST_CHARACTERS)
    if len(text) > most:
        raise Rejected(f"Gebruik ten hoogste {most} tekens. U hebt er nu {len(text)}.")
    if field.min_length is not None and len(text) < field.min_length:
        raise Rejected(f"Gebruik ten minste {field.min_length} tekens. U hebt er nu {len(text)}.")
    if field.pattern and found(field.pattern, text) is False:
        raise Rejected("Dit heeft niet de juiste vorm. Kijk naar de uitleg bij dit veld.")
    return text


def _read_line(field: Field, given: Given) -> str | None:
    return limited(field, one_line(given.text))


def _read_lines(field: Field, given: Given) -> str | None:
    return limited(field, cleaned(given.text))


def write_text(value: object) -> tuple[str, ...]:
    return (plain(value),)


def show_text(_field: Field, value: object) -> str:
    return plain(value)


TEXT_CHECKS = frozenset({"required", "minLength", "maxLength", "pattern", "validationType"})
TEXT_PROPERTIES = QUESTION_PROPERTIES | {"soort"}
LOGBOOK = frozenset({"logboek", "logboek_ouders"})

TEXT = Kind(
    "text",
    "textfield",
    read=_read_line,
    write=write_text,
    show=show_text,
    checks=TEXT_CHECKS,
    properties=TEXT_PROPERTIES | {"leerling"} | LOGBOOK,
)
NAME = Kind(
    "name",
    "textfield",
    "naam",
    read=_read_line,
    write=write_text,
    show=show_text,
    checks=TEXT_CHECKS,
    properties=TEXT_PROPERTIES | {"leerling"},
)
TEXTAREA = Kind(
    "textarea",
    "textarea",
    read=_read_lines,
    write=write_text,
    show=show_text,
    checks=TEXT_CHECKS - {"validationType"},
    properties=QUESTION_PROPERTIES | LOGBOOK,
)
