"""Small forms, surroundings and submits for the tests of forms."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bpmn.feel.values import AMSTERDAM
from forms.filling import Submitted, Surroundings
from forms.model import Form
from forms.reading import read_form

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=AMSTERDAM)


def form_of(*components: Mapping[str, Any], **words: Any) -> Form:
    """A form with these components; ids are made when they are not given."""
    numbered = [{"id": f"deel_{number}", **part} for number, part in enumerate(components)]
    whole = {"type": "default", "id": "proef", "components": numbered, **words}
    return read_form(json.dumps(whole).encode(), "forms/proef.form")


def no_table(table: str, context: Mapping[str, object]) -> object:
    raise LookupError(table)


def around(**words: Any) -> Surroundings:
    known: dict[str, Any] = {
        "facts": {},
        "answers": {},
        "school": {},
        "me": {},
        "decide": no_table,
        "now": NOW,
    }
    return Surroundings(**{**known, **words})


def submit(**texts: str | list[str]) -> Submitted:
    """What a browser sends: one text, or several, by name."""
    return Submitted(
        {name: (text,) if isinstance(text, str) else tuple(text) for name, text in texts.items()}
    )
