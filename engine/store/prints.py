"""The PDFs of documents: kept as they were first made, so that everybody always gets the same file."""

import hashlib

from sqlalchemy import delete, select

from engine.store.database import Tx, upsert
from engine.store.schema import document
from engine.store.schema_prints import document_print


def add(tx: Tx, document_id: int, data: bytes) -> str:
    """Keep the PDF of a document that has none; returns its SHA-256, empty when there was one already."""
    digest = hashlib.sha256(data).hexdigest()
    row = {"document": document_id, "sha256": digest, "data": data, "at": tx.now}
    kept = upsert(tx, document_print).values(**row).on_conflict_do_nothing(index_elements=["document"])
    return digest if tx.rows(kept.returning(document_print.c.document)) else ""


def of_document(tx: Tx, document_id: int) -> bytes | None:
    found = tx.value(select(document_print.c.data).where(document_print.c.document == document_id))
    return None if found is None else bytes(found)


def erase(tx: Tx, case_id: int) -> None:
    """Take the PDFs of a case away."""
    own = select(document.c.id).where(document.c.case == case_id)
    tx.run(delete(document_print).where(document_print.c.document.in_(own)))
