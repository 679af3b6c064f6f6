"""The tables of parents: who was invited to which case, the links that went out, the codes that were asked for.

Name, address and number stand in the answer alone; here stands where. Of a link only the digest is kept, and of a code
nothing but a nonce: what was sent follows from it with the key of the installation, which is not in the database.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from engine.store.columns import Moment
from engine.store.schema import Key, metadata, text_column

# One row is one parent in one case; `person` is who they are for tasks, answers and the story.
parent = Table(
    "parent",
    metadata,
    Column("person", Key, ForeignKey("person.id"), primary_key=True),
    Column("id", Text, nullable=False, unique=True),  # what the route knows of them
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("region", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("node", Text, nullable=False),  # the step that invited
    Column("answer", Key, ForeignKey("answer.id"), nullable=False),
    text_column("list"),  # the list in the answer; empty: the answer itself
    Column("row", Integer, nullable=False, server_default=text("0")),
    text_column("name"),  # keys of fields
    text_column("email"),
    text_column("mobile"),
    text_column("custody"),
    text_column("letter"),
    text_column("valid"),  # ISO duration
    Column("invited", Moment, nullable=False),
    Column("accepted", Moment),
    Column("revoked", Moment),
    Index("ix_parent_case", "case"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person", Key, ForeignKey("parent.person"), nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("nonce", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used", Moment),
    Index("ix_invitation_person", "person"),
)

sms_code = Table(
    "sms_code",
    metadata,
    Column("id", Key, primary_key=True),
    Column("invitation", Key, ForeignKey("invitation.id"), nullable=False),
    Column("nonce", Text, nullable=False),
    Column("at", Moment, nullable=False),  # by the real clock, as sessions are
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    Index("ix_sms_code_invitation", "invitation"),
)
