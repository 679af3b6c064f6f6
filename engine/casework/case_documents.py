"""The documents of a case: what it laid down, and the files that came with answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from config.tabs import DOCUMENTS
from engine.casework.case_frame import CaseFrame, frame_of, read_tab
from engine.casework.for_parents import documents_for
from engine.casework.readable import readable
from engine.casework.seeing import sees_pupil
from engine.casework.sharing import closed_in
from engine.casework.work import Work
from engine.desk import Desk
from engine.model import Answer, Document, Values
from engine.store import answers, documents
from forms.fields.file import references_in
from forms.fields.kind import Reference
from forms.fields.registry import KINDS
from forms.model import Field

KIND, DATED, CONFIDENTIAL = "soort", "datum_document", "vertrouwelijk"


@dataclass(frozen=True)
class FileLine:
    """A file that came with an answer. `kind` is what sort of document it is, in the words of who put it up, else the
    question it answers; `dated` the date that stands on it."""

    id: str
    name: str
    size: int
    kind: str
    step: str
    by: str
    at: datetime
    dated: date | None = None
    confidential: bool = False
    closed: bool = False  # this person may not open it


@dataclass(frozen=True)
class DocumentsPage:
    """Both are empty for who may not know the pupil: they name the child. A parent reads the documents that are meant for
    parents, and no file that is confidential but their own."""

    frame: CaseFrame
    documents: tuple[Document, ...]
    files: tuple[FileLine, ...]


def documents_page(desk: Desk, reference: str) -> DocumentsPage:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_tab(tx, desk, reference, DOCUMENTS)
        if not sees_pupil(work):
            return DocumentsPage(frame_of(work), (), ())
        laid_down = documents_for(work, documents.of_case(tx, work.case.id))
        return DocumentsPage(frame_of(work), tuple(laid_down), tuple(files_of(work)))


def files_of(work: Work) -> Iterator[FileLine]:
    """The files in the answers that this person may read, the newest first; each once, where it was put up last."""
    seen: set[str] = set()
    for answer in reversed(readable(work, answers.of_case(work.tx, work.case.id))):
        form = work.definition.forms.get(answer.form)
        closed = closed_in(work, answer)
        for line in _files(work, answer, form.fields if form else (), answer.values):
            if line.id not in seen:
                seen.add(line.id)
                yield replace(line, closed=line.id in closed)


def _files(work: Work, answer: Answer, fields: tuple[Field, ...], values: Values) -> Iterator[FileLine]:
    """The answers beside a file say what it is: in the same row, or at the same level of the form."""
    for field in fields:
        if not field.key:
            yield from _files(work, answer, field.fields, values)
        elif field.kind == "list":
            for row in _rows(values.get(field.key)):
                yield from _files(work, answer, field.fields, row)
        elif field.kind == "file":
            about = {one.key: one for one in fields}
            for reference in references_in(values.get(field.key)):
                yield _line(work, answer, reference, _about(about, values), field)


def _rows(value: object) -> Iterator[Values]:
    if isinstance(value, list):
        yield from (row for row in value if isinstance(row, Mapping))


def _about(fields: Mapping[str, Field], values: Values) -> dict[str, object]:
    kind = fields.get(KIND)
    known = values.get(KIND)
    shown = KINDS[kind.kind].show(kind, known) if kind is not None and known else ""
    return {**values, KIND: shown}


def _line(work: Work, answer: Answer, file: Reference, about: Mapping[str, object], field: Field) -> FileLine:
    dated = about.get(DATED)
    return FileLine(
        id=str(file["id"]),
        name=str(file["name"]),
        size=int(file["size"]),
        kind=str(about[KIND]) or field.label,
        step=work.name_of(answer.node),
        by=answer.person.name if answer.person else "",
        at=answer.at,
        dated=dated if isinstance(dated, date) else None,
        confidential=about.get(CONFIDENTIAL) in (True, "ja"),
    )
