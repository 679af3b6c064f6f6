"""The tables of documents with versions, and of who consented with which part of which version.

What stands in a version is the answer it was made of: it is not copied. A version in force does not change any more,
nor does its answer; triggers in the migrations see to it.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from engine.store.columns import Moment
from engine.store.schema import Key, metadata, text_column

piece_version = Table(
    "piece_version",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("piece", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("node", Text, nullable=False),  # the step it was made at
    Column("task", Text, ForeignKey("task.id"), nullable=False),
    Column("answer", Key, ForeignKey("answer.id"), nullable=False),
    Column("made", Moment, nullable=False),
    Column("made_by", Key, ForeignKey("person.id")),
    Column("in_force", Moment),
    Column("replaced", Moment),
    UniqueConstraint("case", "piece", "number"),
    Index("ix_piece_version_answer", "answer"),
)

# Asked, seen, answered and withdrawn are four moments; `answer` is "", "gegeven" or "geweigerd".
consent = Table(
    "consent",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("version", Key, ForeignKey("piece_version.id"), nullable=False),
    Column("part", Text, nullable=False),
    Column("task", Text, ForeignKey("task.id"), nullable=False, unique=True),
    Column("person", Key, ForeignKey("person.id")),
    Column("asked", Moment, nullable=False),
    Column("seen", Moment),
    Column("seen_by", Key, ForeignKey("person.id")),
    Column("answered", Moment),
    text_column("answer"),
    Column("withdrawn", Moment),
    Column("recorded_by", Key, ForeignKey("person.id")),  # who wrote down what was said on paper
    Index("ix_consent_case", "case", "id"),
)
