"""Files that may not go on yet: `delen_als` at their field says when they may."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from forms.fields.file import references_in
from forms.fields.kind import Reference
from forms.formulas import Formula
from forms.model import Field, every_field, questions

Values = Mapping[str, object]


def holds_back(fields: tuple[Field, ...]) -> bool:
    """Whether there is a file in these fields that is not shared just like that."""
    return any(one.share is not None for one in every_field(fields))


def kept_back(fields: tuple[Field, ...], values: Values, now: datetime) -> frozenset[str]:
    """The ids of the files in these answers that are not shared: the condition is not true, or can't be told.

    A condition in a row reads the row, and the answers around it.
    """
    return frozenset(_kept_back(fields, values, {}, now)) if holds_back(fields) else frozenset()


def files_in(fields: tuple[Field, ...], values: Values) -> Iterator[Reference]:
    """Every file in these answers, those in rows too."""
    for field in questions(fields):
        value = values.get(field.key)
        if field.kind == "file":
            yield from references_in(value)
        elif field.kind == "list" and isinstance(value, list | tuple):
            for row in value:
                if isinstance(row, Mapping):
                    yield from files_in(field.fields, row)


def _kept_back(fields: tuple[Field, ...], values: Values, around: Values, now: datetime) -> Iterator[str]:
    known = {**around, **{field.key: None for field in questions(fields)}, **values}
    for field in questions(fields):
        value = values.get(field.key)
        if field.kind == "list":
            for row in value if isinstance(value, list | tuple) else ():
                if isinstance(row, Mapping):
                    yield from _kept_back(field.fields, row, known, now)
        elif field.share is not None and not _is_shared(field.share, known, now):
            yield from (str(reference["id"]) for reference in references_in(value))


def _is_shared(share: Formula, known: Values, now: datetime) -> bool:
    return share.value({name: known.get(name) for name in share.reads}, now) is True
