"""A form file as data: its fields, their limits and their rules. Read by `forms.reading`; nothing here knows JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bpmn.feel.types import FeelType
from forms.candidates import PersonChoice
from forms.formulas import Formula, Template

Pupil = Literal["", "naam", "geboortedatum"]


@dataclass(frozen=True)
class Option:
    """One choice: `value` is what is kept, `label` what a person reads."""

    value: str
    label: str


@dataclass(frozen=True)
class Column:
    key: str
    label: str


@dataclass(frozen=True)
class Demand:
    """A rule of the field: `condition` must be true, else `message` is shown. `word` is its name in the file."""

    word: str
    condition: Formula
    message: str


@dataclass(frozen=True)
class Unknown:
    """A word in the file that nobody here knows; `place` is "" (the field itself), "validate", "conditional" or "properties"."""

    place: str
    word: str


@dataclass(frozen=True)
class Field:
    """One part of a form: a question, a group of questions, or something to read.

    `kind` is the name of its kind in `forms.fields.registry`. `key` is the name of its answer; a part without an
    answer (group, text block, separator, table) has none. `fields` are the parts of a group or of one row of a list.
    """

    kind: str
    id: str
    type: str = ""  # as written in the file, like the next two
    soort: str = ""
    subtype: str = ""
    key: str = ""
    label: str = ""
    description: str = ""
    line: int | None = None
    required: bool = False
    min_length: int | None = None  # in characters
    max_length: int | None = None
    pattern: str = ""  # re2, found anywhere in the answer
    digits: int | None = None  # most decimals of a number; None: any
    options: tuple[Option, ...] = ()
    accept: tuple[str, ...] = ()  # of a file: ".pdf", …
    multiple: bool = False  # of a file
    text: Template | None = None  # of a text block
    columns: tuple[Column, ...] = ()  # of a table
    source: Formula | None = None  # of a table: a list of contexts
    fields: tuple["Field", ...] = ()
    repetitions: int = 1  # rows of an untouched list
    grows: bool = True  # rows may be added and removed
    hide: Formula | None = None
    minimum: Formula | None = None
    maximum: Formula | None = None
    not_before: Formula | None = None
    not_after: Formula | None = None
    demands: tuple[Demand, ...] = ()
    prefill: Formula | None = None
    read_only: bool = False
    pupil: Pupil = ""
    logbook: bool = False  # the answer is also a line of the case's logbook
    logbook_parents: Formula | None = None  # whether parents read that line; None: they do
    share: Formula | None = None  # of a file: who is not of the school opens it only while this is true
    fixed_rows: bool = False  # of a list: the rows are those of `vooraf`, no more and no fewer
    party: bool = False  # of a group or a list: who is named in it takes part in the case
    switch: str = ""
    persons: PersonChoice | None = None  # of a field for a person
    fact_type: FeelType | None = None
    unknown: tuple[Unknown, ...] = ()
    lost_texts: tuple[str, ...] = ()  # of demands: the words of messages without a condition


@dataclass(frozen=True)
class Form:
    """A form file. `steering` are the keys that change what is drawn; it holds "*" when a decision is asked for that."""

    id: str
    file: str
    title: str
    fields: tuple[Field, ...]
    steering: frozenset[str] = frozenset()

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of all its fields, those in rows too: what few forms ask need not be sought in every one."""
        return frozenset(each.kind for each in every_field(self.fields))

    @cached_property
    def parties(self) -> tuple["Field", ...]:
        """The groups and lists in which is named who takes part in the case."""
        return tuple(each for each in every_field(self.fields) if each.party)

    @cached_property
    def asks_persons(self) -> bool:
        return any(each.persons is not None for each in every_field(self.fields))

    @cached_property
    def fact_types(self) -> Mapping[str, FeelType]:
        """The answers that can be a fact, by key: no free text, BSN, file or list of rows, and nothing of the pupil:
        facts are shown to who may not know who that is."""
        return {
            field.key: field.fact_type
            for field in questions(self.fields)
            if field.key and field.fact_type is not None and not field.pupil
        }


def questions(fields: tuple[Field, ...]) -> Iterator[Field]:
    """The fields with an answer at this level, those inside groups too; not those inside the rows of a list."""
    for field in fields:
        if field.key:
            yield field
        else:
            yield from questions(field.fields)


def every_field(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Every part of the form, in the order of the file."""
    for field in fields:
        yield field
        yield from every_field(field.fields)
