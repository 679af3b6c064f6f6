"""A form that was filled in: the answers, what is wrong with them, and what to draw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from forms.fields.kind import Reference
from forms.model import Field, Form
from forms.submitted import Submitted


@dataclass(frozen=True)
class FieldError:
    """`field` is the name of the input ("naam", "betrokkenen-0-naam"), empty when it is about the whole form."""

    field: str
    message: str


@dataclass(frozen=True)
class Drawn:
    """A visible field as it is to be drawn.

    `name` is that of its input and its id in the page. `texts` are what the person typed, also when that is wrong;
    `shown` is the answer as a person reads it. `fields` are the parts of a group, `rows` those of each row of a list,
    `text` the Markdown of a text block, `cells` the texts of a table by row, `files` the chosen files.
    """

    field: Field
    name: str
    texts: tuple[str, ...] = ()
    value: object = None
    shown: str = ""
    error: str = ""
    steers: bool = False
    fields: "tuple[Drawn, ...]" = ()
    rows: "tuple[tuple[Drawn, ...], ...]" = ()
    text: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    files: tuple[Reference, ...] = ()

    @property
    def label(self) -> str:
        return self.field.label


@dataclass(frozen=True)
class Filled:
    """`values`: FEEL values by key; a hidden field is absent, an empty one None (or [] or False).

    `errors` stand in the order of the form; without errors the answers may be kept.
    `acted` is True when a button of a row was pressed: draw the form again and do not treat it as handed in.
    `submitted` is what to keep as a draft. `pupil` has the answers that are about the pupil ("naam", "geboortedatum").
    `kept` are texts of fields that are not drawn now: they travel along, so that nothing typed gets lost.
    `draw` is asked once, and only for a form that is shown: most that are handed in are not.
    """

    form: Form
    values: Mapping[str, object]
    errors: tuple[FieldError, ...]
    draw: Callable[[], tuple[Drawn, ...]]
    submitted: Submitted
    pupil: Mapping[str, object]
    kept: Mapping[str, tuple[str, ...]]
    acted: bool = False

    @cached_property
    def fields(self) -> tuple[Drawn, ...]:
        """What to draw, in order."""
        return self.draw()
