"""The first tables, and the triggers that keep the story append-only."""

import sqlalchemy as sa
from alembic import op

from engine.store import columns

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_tables()
    for statement in _POSTGRES if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(sa.text(statement))


def _create_tables() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "holiday",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("region", "day", name=op.f("pk_holiday")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("correlation", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("payload", columns.Feel(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("until", columns.Moment(), nullable=False),
        sa.Column("taken", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_name", "message", ["name", "correlation", "at"], unique=False)
    op.create_table(
        "number_series",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region", "series", "period", name=op.f("pk_number_series")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("brin", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("school_type", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("board", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("municipality", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("password", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    op.create_index("ix_relation_region", "relation", ["region", "kind", "organisation"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_subject", "sign_in_attempt", ["subject", "at"], unique=False)
    op.create_table(
        "word",
        sa.Column("scope", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("thing", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("scope", "word", "thing", name=op.f("pk_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_word_thing", "word", ["thing"], unique=False)
    op.create_table(
        "definition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_definition_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
        sa.UniqueConstraint("region", "version", name=op.f("uq_definition_region_version")),
    )
    op.create_table(
        "draft",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("values", columns.Feel(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_draft_by")),
        sa.PrimaryKeyConstraint("key", "owner", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_owner", "draft", ["owner"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_membership_organisation")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_person", "membership", ["person"], unique=False)
    op.create_index(
        "ix_membership_region_role", "membership", ["region", "role", "organisation"], unique=False
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made", columns.Moment(), nullable=False),
        sa.Column("seen", columns.Moment(), nullable=False),
        sa.Column("until", columns.Moment(), nullable=False),
        sa.Column("revoked", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_session_person")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_index("ix_session_person", "session", ["person"], unique=False)
    op.create_table(
        "case",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("route_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("definition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("applicant", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("started", columns.Moment(), nullable=False),
        sa.Column("changed", columns.Moment(), nullable=False),
        sa.Column("finished", columns.Moment(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("outcome", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("outcome_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("phase", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("step", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("turn", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("due", columns.Moment(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("facts", columns.Feel(), nullable=False),
        sa.Column("search", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("story", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("head", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("seal", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["applicant"], ["person.id"], name=op.f("fk_case_applicant")),
        sa.ForeignKeyConstraint(["definition"], ["definition.id"], name=op.f("fk_case_definition")),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name=op.f("fk_case_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("once", name=op.f("uq_case_once")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
    )
    op.create_index("ix_case_applicant", "case", ["applicant", "started", "id"], unique=False)
    op.create_index("ix_case_definition", "case", ["definition", "status"], unique=False)
    op.create_index("ix_case_organisation", "case", ["organisation", "started", "id"], unique=False)
    op.create_index("ix_case_region", "case", ["region", "started", "id"], unique=False)
    op.create_index("ix_case_region_status", "case", ["region", "status", "started", "id"], unique=False)
    op.create_index("ix_case_route", "case", ["region", "route", "started", "id"], unique=False)
    op.create_table(
        "definition_file",
        sa.Column("definition", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition"], ["definition.id"], name=op.f("fk_definition_file_definition")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_definition_file_sha256")),
        sa.PrimaryKeyConstraint("definition", "path", name=op.f("pk_definition_file")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("form", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("values", columns.Feel(), nullable=False),
        sa.Column("pupil", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "pupil_search",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            server_default=sa.text("''"),
            nullable=False,
        ),
        sa.Column(
            "pupil_turned",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            server_default=sa.text("''"),
            nullable=False,
        ),
        sa.Column("salt", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("document", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_answer_case")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_answer_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index("ix_answer_case", "answer", ["case", "node", "id"], unique=False)
    op.create_index(
        "ix_answer_pupil",
        "answer",
        ["pupil_search"],
        unique=False,
        sqlite_where=sa.text("pupil_search <> ''"),
        postgresql_where=sa.text("pupil_search <> ''"),
    )
    op.create_index(
        "ix_answer_pupil_turned",
        "answer",
        ["pupil_turned"],
        unique=False,
        sqlite_where=sa.text("pupil_search <> ''"),
        postgresql_where=sa.text("pupil_search <> ''"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("node", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("title", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("salt", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_document_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index("ix_document_case", "document", ["case"], unique=False)
    op.create_table(
        "event",
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("actor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("detail", columns.Feel(), nullable=False),
        sa.Column("values", columns.Feel(), nullable=True),
        sa.Column("previous", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["person.id"], name=op.f("fk_event_actor")),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_event_case")),
        sa.PrimaryKeyConstraint("case", "seq", name=op.f("pk_event")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("node", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("job", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("detail", columns.Feel(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next", columns.Moment(), nullable=False),
        sa.Column("leased", columns.Moment(), nullable=True),
        sa.Column("error", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("made", columns.Moment(), nullable=False),
        sa.Column("done", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_outbox_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index("ix_outbox_case", "outbox", ["case"], unique=False)
    op.create_index("ix_outbox_next", "outbox", ["status", "next"], unique=False)
    op.create_table(
        "party",
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("since", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_party_case")),
        sa.PrimaryKeyConstraint("case", "kind", "who", name=op.f("pk_party")),
    )
    op.create_index("ix_party_who", "party", ["who"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("phase", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("audience", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("roles", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("organisation", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("since", columns.Moment(), nullable=False),
        sa.Column("due", columns.Moment(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("assignee", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("named", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("barred", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("barred_school", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("item", columns.Feel(), nullable=True),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("done", columns.Moment(), nullable=True),
        sa.Column("search", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["person.id"], name=op.f("fk_task_assignee")),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_task_case")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_task_done_by")),
        sa.ForeignKeyConstraint(["named"], ["person.id"], name=op.f("fk_task_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(
        "ix_task_assignee",
        "task",
        ["assignee", "due", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_task_case", "task", ["case", "status"], unique=False)
    op.create_index("ix_task_done_by", "task", ["done_by", "case"], unique=False)
    op.create_index(
        "ix_task_inbox",
        "task",
        ["audience", "due", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_task_inbox_route",
        "task",
        ["audience", "route", "due", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("type", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_upload_by")),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_upload_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index("ix_upload_case", "upload", ["case"], unique=False)
    op.create_index(
        "ix_upload_loose",
        "upload",
        ["at"],
        unique=False,
        sqlite_where=sa.text('"case" is null'),
        postgresql_where=sa.text('"case" is null'),
    )
    op.create_table(
        "wait",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("correlation", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("due", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_wait_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
    )
    op.create_index("ix_wait_case", "wait", ["case"], unique=False)
    op.create_index("ix_wait_due", "wait", ["due"], unique=False)
    op.create_index("ix_wait_name", "wait", ["name", "correlation"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("region", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("what", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("detail", columns.Feel(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("solved", columns.Moment(), nullable=True),
        sa.Column("outbox", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_incident_case")),
        sa.ForeignKeyConstraint(["outbox"], ["outbox.id"], name=op.f("fk_incident_outbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_case", "incident", ["case"], unique=False)
    op.create_index(
        "ix_incident_open",
        "incident",
        ["region", "at"],
        unique=False,
        sqlite_where=sa.text("solved is null"),
        postgresql_where=sa.text("solved is null"),
    )


# A line of the story stays as it was written; only `values` may be emptied (a child's data can be erased).
# A task that is no longer open takes its search words and its draft along; an act that can no longer be done its draft.
_SQLITE = (
    """CREATE TRIGGER event_is_kept BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'event is append-only'); END""",
    """CREATE TRIGGER event_stays_the_same BEFORE UPDATE ON event
       WHEN NOT (NEW."values" IS NULL AND NEW."case" IS OLD."case" AND NEW.seq IS OLD.seq AND NEW.at IS OLD.at
                 AND NEW.kind IS OLD.kind AND NEW.node IS OLD.node AND NEW.actor IS OLD.actor
                 AND NEW.actor_name IS OLD.actor_name AND NEW.detail IS OLD.detail
                 AND NEW.previous IS OLD.previous AND NEW.hash IS OLD.hash)
       BEGIN SELECT RAISE(ABORT, 'event is append-only'); END""",
    # INSERT OR REPLACE deletes without the trigger for that.
    """CREATE TRIGGER event_is_not_replaced BEFORE INSERT ON event
       WHEN EXISTS (SELECT 1 FROM event WHERE "case" = NEW."case" AND seq = NEW.seq)
       BEGIN SELECT RAISE(ABORT, 'event is append-only'); END""",
    """CREATE TRIGGER wait_over AFTER DELETE ON wait
       BEGIN DELETE FROM draft WHERE key = 'act/' || OLD.id; END""",
    """CREATE TRIGGER task_closed AFTER UPDATE OF status ON task WHEN NEW.status <> 'open'
       BEGIN DELETE FROM word WHERE thing = OLD.id; DELETE FROM draft WHERE key = 'task/' || OLD.id; END""",
)
_POSTGRES = (
    """CREATE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'event is append-only'; END $$""",
    """CREATE TRIGGER event_is_kept BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_refuse()""",
    """CREATE TRIGGER event_is_not_emptied BEFORE TRUNCATE ON event EXECUTE FUNCTION event_refuse()""",
    """CREATE TRIGGER event_stays_the_same BEFORE UPDATE ON event FOR EACH ROW
       WHEN (NEW."values" IS NOT NULL
             OR (NEW."case", NEW.seq, NEW.at, NEW.kind, NEW.node, NEW.actor, NEW.actor_name, NEW.detail,
                 NEW.previous, NEW.hash)
                IS DISTINCT FROM
                (OLD."case", OLD.seq, OLD.at, OLD.kind, OLD.node, OLD.actor, OLD.actor_name, OLD.detail,
                 OLD.previous, OLD.hash))
       EXECUTE FUNCTION event_refuse()""",
    """CREATE FUNCTION wait_leave() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         DELETE FROM draft WHERE key = 'act/' || OLD.id;
         RETURN NULL;
       END $$""",
    """CREATE TRIGGER wait_over AFTER DELETE ON wait FOR EACH ROW EXECUTE FUNCTION wait_leave()""",
    """CREATE FUNCTION task_leave() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         DELETE FROM word WHERE thing = OLD.id;
         DELETE FROM draft WHERE key = 'task/' || OLD.id;
         RETURN NULL;
       END $$""",
    """CREATE TRIGGER task_closed AFTER UPDATE OF status ON task FOR EACH ROW WHEN (NEW.status <> 'open')
       EXECUTE FUNCTION task_leave()""",
)
