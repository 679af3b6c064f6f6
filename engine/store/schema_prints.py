"""The table of PDFs: the bytes of a document on paper, as they were first made. They go when the document is erased."""

from sqlalchemy import Column, ForeignKey, Table, Text

from engine.store.columns import Bytes, Moment
from engine.store.schema import Key, metadata

document_print = Table(
    "document_print",
    metadata,
    Column("document", Key, ForeignKey("document.id"), primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),
    Column("data", Bytes, nullable=False),
    Column("at", Moment, nullable=False),
)
