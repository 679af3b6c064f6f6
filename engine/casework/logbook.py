"""The logbook of a case: a view over the answers to fields marked `logboek`. Nothing is kept twice, nothing goes away:
a correction is a new entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bpmn.feel.showing import show
from config.tabs import LOGBOOK
from engine.casework.case_frame import CaseFrame, frame_of, read_tab
from engine.casework.file import Visit, visit
from engine.casework.independent import without_independent
from engine.casework.seeing import sees_pupil
from engine.casework.work import Work
from engine.desk import Desk
from engine.model import Values
from engine.store import answers
from forms.model import Field


@dataclass(frozen=True)
class Entry:
    """One answer to a field of the logbook, at one visit of a step."""

    at: datetime
    author: str
    step: str
    label: str
    text: str


@dataclass(frozen=True)
class LogbookPage:
    """`entries` are in the order in which they were written, the newest last."""

    frame: CaseFrame
    entries: tuple[Entry, ...]


def logbook_page(desk: Desk, reference: str) -> LogbookPage:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_tab(tx, desk, reference, LOGBOOK)
        return LogbookPage(frame_of(work), tuple(entries_of(work)))


def entries_of(work: Work) -> Iterator[Entry]:
    """What this person may read of the logbook."""
    known = sees_pupil(work)
    for answer in without_independent(work, answers.of_case(work.tx, work.case.id)):
        yield from _entries(visit(work, answer, known))


def _entries(one: Visit) -> Iterator[Entry]:
    fields = one.form.fields if one.form else ()
    author = one.answer.person.name if one.answer.person else ""
    for field, value in _logged(fields, one.answer.values):
        yield Entry(one.answer.at, author, one.step, field.label, show(value))


def _logged(fields: tuple[Field, ...], values: Values) -> Iterator[tuple[Field, object]]:
    """The fields of the logbook that were answered, those in rows too."""
    for field in fields:
        if not field.key:
            yield from _logged(field.fields, values)
            continue
        value = values.get(field.key)
        if field.kind == "list" and isinstance(value, list):
            for row in value:
                yield from _logged(field.fields, row if isinstance(row, Mapping) else {})
        elif getattr(field, "logbook", False) and value not in (None, ""):
            yield field, value
