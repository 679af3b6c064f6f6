"""The tables of who a person is in a region besides their roles: what they are good at, and who stands in for whom.

`stand_in` remembers what was done for somebody else: four eyes look at both.
"""

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text

from engine.store.columns import Feel, Moment
from engine.store.schema import Key, metadata, text_column

trait = Table(
    "trait",
    metadata,
    Column("region", Text, primary_key=True),
    Column("person", Key, ForeignKey("person.id"), primary_key=True),
    Column("values", Feel, nullable=False),
)

substitute = Table(
    "substitute",
    metadata,
    Column("id", Key, primary_key=True),
    Column("region", Text, nullable=False),
    Column("absent", Key, ForeignKey("person.id"), nullable=False),
    Column("by", Key, ForeignKey("person.id"), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),  # the first day it no longer holds
    text_column("source"),  # "bestand": of people.toml; "zelf": arranged by the person
    Column("handed_back", Moment),
    Index("ix_substitute_by", "by", "until"),
    Index("ix_substitute_absent", "absent", "until"),
)

stand_in = Table(
    "stand_in",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("node", Text, nullable=False),
    text_column("task"),  # empty: the beginning of the case, or an act
    Column("by", Key, ForeignKey("person.id"), nullable=False),
    Column("absent", Key, ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_stand_in_case", "case", "node"),
    Index("ix_stand_in_task", "task"),
)
