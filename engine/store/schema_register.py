"""The tables of what was granted: until when, how much, and which warnings came.

Nothing of a child stands here: a row names the case in which it was decided, and the answers of that case say who it is
about. Money is in whole cents and hours in hundredths, so that sums are exact.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.columns import Moment
from engine.store.schema import Key, metadata, text_column

# `until` is the last day it holds; 9999-12-31 stands for no end, so that one index orders all.
register = Table(
    "register",
    metadata,
    Column("id", Key, primary_key=True),
    Column("region", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("node", Text, nullable=False),
    text_column("decision"),  # the step whose answers are the decision
    Column("organisation", Text, ForeignKey("organisation.id")),  # the school that is responsible
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("cents", BigInteger),
    Column("hours", BigInteger),
    text_column("form"),
    text_column("number"),
    text_column("bearer"),
    text_column("closed"),  # "": nobody ended it; vervangen, beeindigd
    Column("closed_case", Key, ForeignKey("case.id")),
    text_column("closed_node"),  # whose answers say why
    text_column("closed_field"),
    Column("first", Key, ForeignKey("register.id")),  # of the rows that came in place of each other
    Column("made", Moment, nullable=False),
    Index("ix_register_region", "region", "until", "id"),
    Index("ix_register_kind", "region", "kind", "until", "id"),
    Index("ix_register_organisation", "organisation", "until", "id"),
    Index("ix_register_case", "case"),
    Index("ix_register_first", "first"),
)

# What of a row falls in each school year: `year` is that in which it begins (2026: from 1 August 2026).
commitment = Table(
    "commitment",
    metadata,
    Column("row", Key, ForeignKey("register.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("region", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("organisation", Text),
    text_column("bearer"),
    Column("cents", BigInteger, nullable=False, server_default=text("0")),
    Column("hours", BigInteger, nullable=False, server_default=text("0")),
    Index("ix_commitment_year", "region", "year", "kind", "organisation"),
)

# The moments at which somebody is told that a row ends. `told` is when that was done.
register_warning = Table(
    "register_warning",
    metadata,
    Column("row", Key, ForeignKey("register.id"), primary_key=True),
    Column("moment", Text, primary_key=True),  # "P6M" before the last day
    Column("due", Date, nullable=False),
    Column("told", Moment),
    Column("case", Key, ForeignKey("case.id")),  # the case that was begun for it
    Index("ix_register_warning_due", "due", sqlite_where=text("told is null"), postgresql_where=text("told is null")),
)  # fmt: skip

# The case that is about a row: begun at a warning, to renew it, or to change it.
register_case = Table(
    "register_case",
    metadata,
    Column("case", Key, ForeignKey("case.id"), primary_key=True),
    Column("row", Key, ForeignKey("register.id"), nullable=False),
    UniqueConstraint("row", "case"),
)
