"""The logbook of a case: a view over the answers to fields marked `logboek`. Nothing is kept twice, nothing goes away:
a correction is a new entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bpmn.feel.showing import show
from config.tabs import LOGBOOK
from engine.casework.case_frame import CaseFrame, frame_of, read_tab
from engine.casework.file import Visit, visit
from engine.casework.for_parents import without_confidential
from engine.casework.for_school import without_kept_from_school
from engine.casework.independent import without_independent
from engine.casework.parties import roles_then
from engine.casework.seeing import acts_as_parent, sees_pupil
from engine.casework.term_panel import without_hidden
from engine.casework.work import Work
from engine.desk import Desk
from engine.model import Answer, Values
from engine.store import answers
from forms.fields.registry import KINDS
from forms.model import Field


@dataclass(frozen=True)
class Entry:
    """One answer to a field of the logbook, at one visit of a step. `role` is the author's at that moment; `shared`
    whether parents may read it."""

    at: datetime
    author: str
    role: str
    step: str
    label: str
    text: str
    shared: bool = True


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
    """What this person may read of the logbook. To a parent an entry itself says so, whatever step it is of."""
    known, parent = sees_pupil(work), acts_as_parent(work)
    given = without_kept_from_school(work, answers.of_case(work.tx, work.case.id))
    given = without_independent(work, without_hidden(work, given))
    seen = [visit(work, one, known) for one in given]
    roles = roles_then(work, [one.answer for one in seen])
    for one in seen:
        yield from (entry for entry in _entries(work, one, roles) if entry.shared or not parent)


def _entries(work: Work, one: Visit, roles: Mapping[int, str]) -> Iterator[Entry]:
    answer = one.answer
    author = answer.person.name if answer.person else ""
    for field, value, values in _logged(one.form.fields if one.form else (), answer.values):
        text = KINDS[field.kind].show(field, value) or show(value)
        shared = _is_shared(work, field, values, answer)
        yield Entry(answer.at, author, roles.get(answer.id, ""), one.step, field.label, text, shared)


def _is_shared(work: Work, field: Field, values: Values, answer: Answer) -> bool:
    """Parents read it unless the form says otherwise, or what stands around it is confidential and another's; a rule that
    gives no answer keeps it from them."""
    own = answer.person is not None and answer.person.id == work.desk.actor.id
    if not own and not (without_confidential(values) and without_confidential(answer.values)):
        return False
    if field.logbook_parents is None:
        return True
    return field.logbook_parents.value({**answer.values, **values}, work.tx.now) in (True, "ja")


def _logged(fields: tuple[Field, ...], values: Values) -> Iterator[tuple[Field, object, Values]]:
    """The fields of the logbook that were answered, those in rows too, with the answers beside them."""
    for field in fields:
        if not field.key:
            yield from _logged(field.fields, values)
            continue
        value = values.get(field.key)
        if field.kind == "list":
            for row in value if isinstance(value, list) else ():
                yield from _logged(field.fields, row if isinstance(row, Mapping) else {})
        elif field.logbook and value not in (None, "", []):
            yield field, value, values
