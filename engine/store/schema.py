"""The tables of a case and its process. Lists read these alone; what a workflow knows is packed in `case.state`.

What else hangs on a case stands per family in `schema_<family>.py`; `all_tables` knows them all.
A change here needs a revision in `migrations/versions`; a test compares the two.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from engine.store.columns import Bytes, Feel, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Text that is compared sign by sign, so that a range of it is a beginning: PostgreSQL would otherwise sort as a language.
Plain = Text().with_variant(Text(collation="C"), "postgresql")

# An integer key that SQLite hands out itself.
Key = BigInteger().with_variant(Integer(), "sqlite")


def text_column(name: str, default: str = "") -> Column[str]:
    """A text that is empty when nothing is known."""
    return Column(name, Text, nullable=False, server_default=text(f"'{default}'"))


setting = Table("setting", metadata, Column("name", Text, primary_key=True), text_column("value"))

# What is true today: loaded, never frozen.

organisation = Table(
    "organisation",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("kind"),
    text_column("name"),
    text_column("brin"),
    text_column("school_type"),
    text_column("board"),
    text_column("municipality"),
    text_column("email"),
)

person = Table(
    "person",
    metadata,
    Column("id", Key, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    text_column("name"),
    text_column("email"),
    text_column("password"),  # argon2 hash; empty: cannot sign in with a password
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

membership = Table(
    "membership",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person", Key, ForeignKey("person.id"), nullable=False),
    Column("region", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, ForeignKey("organisation.id"), nullable=False),
    text_column("function"),
    Column("since", Date),
    Column("until", Date),
    Index("ix_membership_person", "person"),
    Index("ix_membership_region_role", "region", "role", "organisation"),
)

relation = Table(
    "relation",
    metadata,
    Column("id", Key, primary_key=True),
    Column("region", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("target", Text, nullable=False),
    Index("ix_relation_region", "region", "kind", "organisation"),
    Index("ix_relation_target", "region", "target"),
)

holiday = Table(
    "holiday",
    metadata,
    Column("region", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    text_column("name"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", Key, ForeignKey("person.id"), nullable=False),
    Column("made", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("revoked", Moment),
    Index("ix_session_person", "person"),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", Key, primary_key=True),
    Column("subject", Text, nullable=False),  # digest of a login or an address
    Column("at", Moment, nullable=False),
    Index("ix_sign_in_attempt_subject", "subject", "at"),
)

# What is published: frozen.

definition = Table(
    "definition",
    metadata,
    Column("id", Key, primary_key=True),
    Column("region", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("checksum", Text, nullable=False),
    text_column("reason"),
    Column("by", Key, ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    UniqueConstraint("region", "version"),
)

blob = Table(
    "blob", metadata, Column("sha256", Text, primary_key=True), Column("data", Bytes, nullable=False)
)

definition_file = Table(
    "definition_file",
    metadata,
    Column("definition", Key, ForeignKey("definition.id"), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("sha256", Text, ForeignKey("blob.sha256"), nullable=False),
)

# A case and what hangs on it.

case = Table(
    "case",
    metadata,
    Column("id", Key, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("once", Text, unique=True),  # of the page it was handed in from: a second press is the same case
    Column("region", Text, nullable=False),
    Column("route", Text, nullable=False),
    text_column("route_name"),
    Column("definition", Key, ForeignKey("definition.id"), nullable=False),
    Column("hidden", Boolean, nullable=False, server_default=text("false")),  # from its school
    text_column("overlay"),  # id of the overlay of the definition that the school had at the start
    Column("organisation", Text, ForeignKey("organisation.id")),
    Column("applicant", Key, ForeignKey("person.id")),
    Column("started", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("finished", Moment),
    text_column("status", "open"),
    text_column("outcome"),
    text_column("outcome_name"),
    text_column("phase"),
    text_column("step"),
    text_column("turn"),
    Column("due", Moment),
    Column("rev", Integer, nullable=False, server_default=text("0")),
    Column("state", Bytes, nullable=False),
    Column("facts", Feel, nullable=False),
    text_column("search"),
    Column("story", Integer, nullable=False, server_default=text("0")),
    text_column("head"),
    text_column("seal"),
    Index("ix_case_region", "region", "started", "id"),
    Index("ix_case_region_status", "region", "status", "started", "id"),
    Index("ix_case_organisation", "organisation", "started", "id"),
    Index("ix_case_applicant", "applicant", "started", "id"),
    Index("ix_case_definition", "definition", "status"),
    Index("ix_case_route", "region", "route", "started", "id"),
)

# An open task's place in the inbox is (audience, due, id); "9999…" stands for no due date, so that one index orders all.
task = Table(
    "task",
    metadata,
    Column("id", Plain, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("region", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("node", Text, nullable=False),
    text_column("name"),
    text_column("phase"),
    Column("audience", Plain, nullable=False),
    text_column("roles"),  # ids, commas
    text_column("organisation"),
    Column("since", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    text_column("status", "open"),
    Column("assignee", Key, ForeignKey("person.id")),
    Column("named", Key, ForeignKey("person.id")),
    text_column("barred"),  # ",12,45,": ids of persons who may not
    text_column("barred_school"),
    Column("item", Feel),
    Column("done_by", Key, ForeignKey("person.id")),
    Column("done", Moment),
    text_column("search"),
    Index("ix_task_inbox", "audience", "due", "id", sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
    Index("ix_task_inbox_route", "audience", "route", "due", "id", sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
    Index("ix_task_assignee", "assignee", "due", "id", sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
    Index("ix_task_case", "case", "status"),
    Index("ix_task_done_by", "done_by", "case"),
)  # fmt: skip

# The words of open tasks and of cases, for searching by the beginning of words: `scope` is an audience or "case/<region>".
word = Table(
    "word",
    metadata,
    Column("scope", Plain, primary_key=True),
    Column("word", Plain, primary_key=True),
    Column("thing", Plain, primary_key=True),
    Index("ix_word_thing", "thing"),
    sqlite_with_rowid=False,
)

wait = Table(
    "wait",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("node", Text, nullable=False),
    Column("kind", Text, nullable=False),  # timer, message, signal
    text_column("name"),
    text_column("correlation"),
    Column("due", Moment),
    Index("ix_wait_due", "due"),
    Index("ix_wait_name", "name", "correlation"),
    Index("ix_wait_case", "case"),
)  # fmt: skip

# The one place of what was filled in about a child.
answer = Table(
    "answer",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    Column("node", Text, nullable=False),
    text_column("task"),
    text_column("form"),
    Column("person", Key, ForeignKey("person.id")),
    text_column("organisation"),
    Column("at", Moment, nullable=False),
    Column("values", Feel, nullable=False),
    text_column("pupil"),
    Column("pupil_search", Plain, nullable=False, server_default=text("''")),
    Column("pupil_turned", Plain, nullable=False, server_default=text("''")),  # the last word first
    text_column("salt"),
    text_column("document"),
    Index("ix_answer_case", "case", "node", "id"),
    Index("ix_answer_pupil", "pupil_search", sqlite_where=text("pupil_search <> ''"), postgresql_where=text("pupil_search <> ''")),
    Index("ix_answer_pupil_turned", "pupil_turned", sqlite_where=text("pupil_search <> ''"), postgresql_where=text("pupil_search <> ''")),
)  # fmt: skip

draft = Table(
    "draft",
    metadata,
    Column("key", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("values", Feel, nullable=False),
    Column("by", Key, ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    Index("ix_draft_owner", "owner"),
)

upload = Table(
    "upload",
    metadata,
    Column("id", Text, primary_key=True),
    text_column("name"),
    text_column("type"),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("data", Bytes, nullable=False),
    Column("by", Key, ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    Column("case", Key, ForeignKey("case.id")),
    Index("ix_upload_case", "case"),
    Index("ix_upload_loose", "at", sqlite_where=text('"case" is null'), postgresql_where=text('"case" is null')),
)  # fmt: skip

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    text_column("correlation"),
    Column("payload", Feel, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("taken", Moment),
    Index("ix_message_name", "name", "correlation", "at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Text, nullable=False),  # mail, call, message
    Column("case", Key, ForeignKey("case.id")),
    text_column("node"),
    text_column("job"),  # the runtime's job that waits for the result of a call
    Column("detail", Feel, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    text_column("status", "waiting"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next", Moment, nullable=False),
    Column("leased", Moment),
    text_column("error"),
    Column("made", Moment, nullable=False),
    Column("done", Moment),
    Index("ix_outbox_next", "status", "next"),
    Index("ix_outbox_case", "case"),
)  # fmt: skip

incident = Table(
    "incident",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id")),
    Column("region", Text, nullable=False, server_default=text("''")),
    Column("kind", Text, nullable=False),
    text_column("node"),
    text_column("what"),
    Column("detail", Feel, nullable=False),
    Column("at", Moment, nullable=False),
    Column("solved", Moment),
    Column("outbox", Key, ForeignKey("outbox.id")),
    Index("ix_incident_open", "region", "at", sqlite_where=text("solved is null"), postgresql_where=text("solved is null")),
    Index("ix_incident_case", "case"),
)  # fmt: skip

# Story and audit in one: only ever added to (triggers in the migrations see to it). `values` may be emptied.
event = Table(
    "event",
    metadata,
    Column("case", Key, ForeignKey("case.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    text_column("node"),
    Column("actor", Key, ForeignKey("person.id")),
    text_column("actor_name"),
    Column("detail", Feel, nullable=False),
    Column("values", Feel),
    text_column("previous"),
    Column("hash", Text, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case", Key, ForeignKey("case.id"), nullable=False),
    text_column("node"),
    text_column("title"),
    Column("body", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("at", Moment, nullable=False),
    text_column("number"),
    text_column("salt"),
    Index("ix_document_case", "case"),
)

number_series = Table(
    "number_series",
    metadata,
    Column("region", Text, primary_key=True),
    Column("series", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

party = Table(
    "party",
    metadata,
    Column("case", Key, ForeignKey("case.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("who", Text, primary_key=True),  # "person/<id>" or "organisation/<id>"
    Column("since", Moment, nullable=False),
    Column("access", Boolean, nullable=False, server_default=text("false")),  # opens the case to a role that sees its tasks
    Column("until", Moment),  # takes part no longer
    Column("answer", Key),  # in which they were named, and at which place of it
    text_column("path"),
    Index("ix_party_who", "who"),
    Index("ix_party_access", "who", "case", sqlite_where=text("access and until is null"), postgresql_where=text("access and until is null")),
)  # fmt: skip

# Written out, not as a parameter: only then is an index on the open ones alone used.
IS_OPEN = task.c.status == literal_column("'open'")
HAS_ACCESS = text("party.access AND party.until IS NULL")
HAS_PUPIL = answer.c.pupil_search != literal_column("''")
