"""The documents of a case: what it laid down, and the files that came with answers."""

from dataclasses import dataclass

from config.tabs import DOCUMENTS
from engine.casework.case_frame import CaseFrame, frame_of, read_tab
from engine.casework.seeing import sees_pupil
from engine.desk import Desk
from engine.model import Document
from engine.store import documents


@dataclass(frozen=True)
class DocumentsPage:
    """`documents` are empty for who may not know the pupil: they name the child."""

    frame: CaseFrame
    documents: tuple[Document, ...]


def documents_page(desk: Desk, reference: str) -> DocumentsPage:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_tab(tx, desk, reference, DOCUMENTS)
        known = sees_pupil(work)
        return DocumentsPage(frame_of(work), tuple(documents.of_case(tx, work.case.id)) if known else ())
