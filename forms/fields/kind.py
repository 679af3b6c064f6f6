"""What every kind of field tells about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bpmn.feel.types import FeelType
from forms.model import Field

Reference = Mapping[str, Any]
"""A stored file: {"id": str, "name": str, "size": int (bytes), "type": str (media type)}."""


class Rejected(Exception):
    """What was typed is not an answer to this field; the message is Dutch, B1, and says what to do."""


@dataclass(frozen=True)
class Given:
    """What stands in the browser for one field: its texts as typed, and the stored files it names."""

    texts: tuple[str, ...] = ()
    files: tuple[Reference, ...] = ()

    @property
    def text(self) -> str:
        return self.texts[-1] if self.texts else ""


def plain(value: object) -> str:
    """Any value as a text that a browser could have sent; nothing for None."""
    if value is None:
        return ""
    try:
        return str(value)
    except ValueError:  # a whole number too long to write
        return "onleesbaar"


Read = Callable[[Field, Given], object]
Write = Callable[[object], tuple[str, ...]]
Show = Callable[[Field, object], str]

# The words of form-js that only matter to its own editor and viewer.
EDITOR_WORDS = frozenset(
    {"id", "type", "label", "description", "key", "properties", "conditional", "layout", "showOutline"}
)
QUESTION_WORDS = EDITOR_WORDS | {"validate"}
QUESTION_PROPERTIES = frozenset({"vooraf", "alleen_lezen", "schakelaar"})


def _no_answer(_field: Field, _given: Given) -> object:
    return None


def _no_text(_value: object) -> tuple[str, ...]:
    return ()


def _nothing_to_show(_field: Field, _value: object) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """A kind of field.

    `type` is the form-js type, `soort` the property that picks this kind among those of one type.
    `read` turns what was typed into a FEEL value (None or [] when nothing was) and raises Rejected;
    `write` is its inverse and takes any value; `show` is the answer as a person reads it.
    `words`, `checks` and `properties` are the words of the file that it understands: of the field itself,
    of `validate` and of `properties`. `missing` is what is said when a required answer is not there.
    """

    name: str
    type: str
    soort: str = ""
    asks: bool = True
    read: Read = _no_answer
    write: Write = _no_text
    show: Show = _nothing_to_show
    fact_type: Callable[[Field], FeelType | None] = field(default=lambda _field: None)
    words: frozenset[str] = QUESTION_WORDS
    checks: frozenset[str] = frozenset({"required"})
    properties: frozenset[str] = QUESTION_PROPERTIES
    missing: str = "Vul dit veld in."
