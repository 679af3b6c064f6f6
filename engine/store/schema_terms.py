"""The tables of legal terms: how long something may take, when it stood still, and which days do not count.

What a person gave as a reason stands in `answer`; a pause refers to it. `next` is when the worker must look, `late` the
beginning of the day after the end; both are empty while the term stands still, is over, or has no end.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Table, Text, text

from engine.store.columns import Moment
from engine.store.schema import Key, metadata, text_column

vacation = Table(
    "vacation",
    metadata,
    Column("region", Text, primary_key=True),
    Column("first", Date, primary_key=True),
    Column("last", Date, primary_key=True),
    text_column("name"),
)

term = Table(
    "term",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("term", Text, nullable=False),
    text_column("node"),  # the element that began it
    Column("started", Moment, nullable=False),
    Column("counted", Date),  # the end as it was counted, before it was moved off a free day
    Column("end", Date),  # the last day
    Column("paused", Moment),
    Column("extended", Boolean, nullable=False, server_default=text("false")),
    Column("stopped", Moment),
    text_column("told"),  # reminders and "te_laat", commas
    Column("next", Moment),
    Column("late", Moment),
    Index("ix_term_case", "case"),
    Index("ix_term_next", "next", sqlite_where=text("next is not null"), postgresql_where=text("next is not null")),
    Index("ix_term_late", "late", sqlite_where=text("late is not null"), postgresql_where=text("late is not null")),
)  # fmt: skip

term_pause = Table(
    "term_pause",
    metadata,
    Column("id", Key, primary_key=True),
    Column("term", Key, ForeignKey("term.id"), nullable=False),
    text_column("node"),  # the step that is waited for; empty: a person did it
    Column("answer", Key, ForeignKey("answer.id")),  # why, when a person did it
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index("ix_term_pause_term", "term"),
)
