"""The tables of committees: meetings with who is present, items on the agenda, and the votes.

Why somebody voted so is an answer of the case: `vote.answer`. What an item was closed with does not change any more, nor do
its votes; triggers in the migrations see to it.
"""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from engine.store.columns import Feel, Moment
from engine.store.schema import Key, Plain, metadata, text_column

meeting = Table(
    "meeting",
    metadata,
    Column("id", Key, primary_key=True),
    Column("region", Text, nullable=False),
    Column("committee", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("made", Moment, nullable=False),
    Column("made_by", Key, ForeignKey("person.id"), nullable=False),
    Column("ended", Moment),
    # A committee meets once at a time.
    Index("ix_meeting_now", "region", "committee", unique=True, sqlite_where=text("ended is null"), postgresql_where=text("ended is null")),
)  # fmt: skip

attendance = Table(
    "attendance",
    metadata,
    Column("meeting", Key, ForeignKey("meeting.id"), primary_key=True),
    Column("person", Key, ForeignKey("person.id"), primary_key=True),
)

# A task that a committee decides about. Open as long as `ended` is empty; closed with a meeting, or fallen away without.
agenda_item = Table(
    "agenda_item",
    metadata,
    Column("task", Plain, ForeignKey("task.id"), primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("region", Text, nullable=False),
    Column("committee", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("opened", Moment, nullable=False),
    Column("ended", Moment),
    Column("meeting", Key, ForeignKey("meeting.id")),
    Column("present", Feel),  # the members who were present, by id
    Column("yes", Integer),
    Column("no", Integer),
    Column("abstained", Integer),
    text_column("outcome"),
    Index("ix_agenda_item_open", "region", "committee", "opened", "task", sqlite_where=text("ended is null"), postgresql_where=text("ended is null")),
    Index("ix_agenda_item_case", "case"),
)  # fmt: skip

vote = Table(
    "vote",
    metadata,
    Column("id", Key, primary_key=True),
    Column("item", Plain, ForeignKey("agenda_item.task"), nullable=False),
    Column("meeting", Key, ForeignKey("meeting.id"), nullable=False),
    Column("person", Key, ForeignKey("person.id"), nullable=False),
    Column("absent", Key, ForeignKey("person.id")),  # for whom
    Column("choice", Text, nullable=False),  # voor, tegen, onthouden, betrokken
    Column("answer", Key, ForeignKey("answer.id")),  # in which the reason stands
    Column("at", Moment, nullable=False),
    UniqueConstraint("item", "meeting", "person"),
)
