"""The table of signatures: who signed what, for whom, and when. Only ever added to; the salt may be emptied."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from engine.store.columns import Feel, Moment
from engine.store.schema import Key, metadata, text_column

signature = Table(
    "signature",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("node", Text, nullable=False),
    Column("task", Text, ForeignKey("task.id"), nullable=False, unique=True),
    Column("person", Key, ForeignKey("person.id"), nullable=False),
    text_column("organisation"),
    text_column("role"),
    Column("at", Moment, nullable=False),
    text_column("statement"),
    Column("signed", Feel, nullable=False),  # what was signed: names of steps, in order
    Column("sha256", Text, nullable=False),  # over the salt, the statement, the answers and the attachments
    text_column("salt"),
    Index("ix_signature_case", "case", "id"),
)
