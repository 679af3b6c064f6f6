"""A document of a case on paper. The PDF is made when somebody first asks for it, and kept: who asks later gets that file.

The text decides the PDF, and the same text gives the same bytes; but a newer typesetter gives others, and a seal has its
moment. A file that somebody took to a judge must be the one that we still have, so its bytes stay.
"""

from dataclasses import dataclass

from bpmn.feel.showing import show
from engine import audit
from engine.casework.file import readable_document
from engine.casework.work import Work
from engine.clock import day
from engine.desk import Desk
from engine.errors import CaseChanged, NotFound
from engine.model import Document, Event
from engine.paper.printing import Sheet, print_sheet
from engine.paper.sealing import sealer_of
from engine.store import cases, documents, prints


@dataclass(frozen=True)
class Printed:
    """A PDF, with a name for it that says nothing about a person."""

    name: str
    data: bytes


def pdf_of(desk: Desk, reference: str, document_id: int) -> Printed:
    """The PDF of a document, for who may read it. Raises NotFound, NotPrinted, CaseChanged."""
    with desk.reading() as tx:
        work, document = readable_document(tx, desk, document_id)
        if work.case.reference != reference or not document.body:
            raise NotFound()
        data, sheet = prints.of_document(tx, document_id), _sheet(work, document)
    if data is None:
        data = _keep(desk, document, _sealed(desk, print_sheet(sheet)))
    return Printed(f"{reference}-{document.id}.pdf", data)


def _sealed(desk: Desk, pdf: bytes) -> bytes:
    """What is made up carries no seal: nobody may take a decision of a demonstration or try-out for a real one."""
    return sealer_of(None if desk.settings.demo else desk.settings.seal)(pdf)


def _keep(desk: Desk, made_of: Document, data: bytes) -> bytes:
    """The PDF that is kept: this one, or the one of who was first. Of a document that this person was seen to read."""
    with desk.transaction() as tx:
        case = cases.lock(tx, made_of.case)
        if case is None or documents.by_id(tx, made_of.id) != made_of:
            raise CaseChanged(made_of.case)
        if digest := prints.add(tx, made_of.id, data):
            told = {"document": made_of.id, "sha256": digest}
            audit.append(tx, desk, case, [Event("document_printed", made_of.node, told)])
            return data
        return prints.of_document(tx, made_of.id) or data


def _sheet(work: Work, document: Document) -> Sheet:
    region, reference = work.region, work.case.reference
    return Sheet(
        title=document.title.strip() or "Document",
        sender=region.sender or region.name,
        date=show(day(document.at)),
        reference=" · ".join(filter(None, (reference, document.number))),
        foot=f"{reference} · Controlegetal: {document.sha256}",
        body=document.body,
        at=int(document.at.timestamp()),
    )
