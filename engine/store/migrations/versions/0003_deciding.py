"""How people decide on a case: the votes of a committee, documents with versions, consent and signatures."""

import sqlalchemy as sa
from alembic import op

from engine.store import columns

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_pieces()
    _create_committees()


def _create_committees() -> None:
    key, moment = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), columns.Moment()
    plain, still = sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), sa.text("ended is null")
    op.create_table(
        "meeting",
        sa.Column("id", key, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("committee", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("made_by", key, nullable=False),
        sa.Column("ended", moment, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_meeting_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(
        "ix_meeting_now", "meeting", ["region", "committee"], unique=True, sqlite_where=still, postgresql_where=still
    )  # fmt: skip
    op.create_table(
        "attendance",
        sa.Column("meeting", key, nullable=False),
        sa.Column("person", key, nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_attendance_meeting")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_attendance_person")),
        sa.PrimaryKeyConstraint("meeting", "person", name=op.f("pk_attendance")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("task", plain, nullable=False),
        sa.Column("case", key, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("committee", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("opened", moment, nullable=False),
        sa.Column("ended", moment, nullable=True),
        sa.Column("meeting", key, nullable=True),
        sa.Column("present", columns.Feel(), nullable=True),
        sa.Column("yes", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["task"], ["task.id"], name=op.f("fk_agenda_item_task")),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_agenda_item_case")),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_agenda_item_meeting")),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_agenda_item")),
    )
    op.create_index(
        "ix_agenda_item_open", "agenda_item", ["region", "committee", "opened", "task"], sqlite_where=still, postgresql_where=still
    )  # fmt: skip
    op.create_index("ix_agenda_item_case", "agenda_item", ["case"])
    op.create_table(
        "vote",
        sa.Column("id", key, nullable=False),
        sa.Column("item", plain, nullable=False),
        sa.Column("meeting", key, nullable=False),
        sa.Column("person", key, nullable=False),
        sa.Column("absent", key, nullable=True),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("answer", key, nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["item"], ["agenda_item.task"], name=op.f("fk_vote_item")),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_vote_meeting")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_vote_person")),
        sa.ForeignKeyConstraint(["absent"], ["person.id"], name=op.f("fk_vote_absent")),
        sa.ForeignKeyConstraint(["answer"], ["answer.id"], name=op.f("fk_vote_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("item", "meeting", "person", name=op.f("uq_vote_item_meeting_person")),
    )
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for statement in _VOTES_ON_POSTGRES if is_postgres else _VOTES_ON_SQLITE:
        op.execute(sa.text(statement))


# A vote changes as long as its item is open, and never goes away. An item is closed once.
_VOTES_ON_SQLITE = (
    """CREATE TRIGGER vote_is_kept BEFORE DELETE ON vote
       BEGIN SELECT RAISE(ABORT, 'a vote is kept'); END""",
    """CREATE TRIGGER vote_comes_in_time BEFORE INSERT ON vote
       WHEN EXISTS (SELECT 1 FROM agenda_item WHERE task = NEW.item AND ended IS NOT NULL)
            OR EXISTS (SELECT 1 FROM vote WHERE id = NEW.id
                       OR (item = NEW.item AND meeting = NEW.meeting AND person = NEW.person))
       BEGIN SELECT RAISE(ABORT, 'a vote is kept'); END""",
    """CREATE TRIGGER vote_of_closed_item_stays_the_same BEFORE UPDATE ON vote
       WHEN EXISTS (SELECT 1 FROM agenda_item WHERE task = OLD.item AND ended IS NOT NULL)
            OR NOT (NEW.id IS OLD.id AND NEW.item IS OLD.item AND NEW.meeting IS OLD.meeting AND NEW.person IS OLD.person)
       BEGIN SELECT RAISE(ABORT, 'a vote is kept'); END""",
    """CREATE TRIGGER agenda_item_is_kept BEFORE DELETE ON agenda_item
       BEGIN SELECT RAISE(ABORT, 'an item is kept'); END""",
    """CREATE TRIGGER agenda_item_is_not_replaced BEFORE INSERT ON agenda_item
       WHEN EXISTS (SELECT 1 FROM agenda_item WHERE task = NEW.task)
       BEGIN SELECT RAISE(ABORT, 'an item is kept'); END""",
    """CREATE TRIGGER agenda_item_is_closed_once BEFORE UPDATE ON agenda_item
       WHEN OLD.ended IS NOT NULL OR NEW.task IS NOT OLD.task OR NEW."case" IS NOT OLD."case"
       BEGIN SELECT RAISE(ABORT, 'an item is kept'); END""",
)
_VOTES_ON_POSTGRES = (
    """CREATE FUNCTION vote_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF EXISTS (SELECT 1 FROM agenda_item WHERE task = NEW.item AND ended IS NOT NULL) THEN
           RAISE EXCEPTION 'a vote is kept';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER vote_is_kept BEFORE DELETE ON vote FOR EACH ROW EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER vote_is_not_emptied BEFORE TRUNCATE ON vote EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER vote_comes_in_time BEFORE INSERT OR UPDATE ON vote FOR EACH ROW EXECUTE FUNCTION vote_refuse()""",
    """CREATE TRIGGER vote_stays_of_its_person BEFORE UPDATE ON vote FOR EACH ROW
       WHEN ((NEW.id, NEW.item, NEW.meeting, NEW.person) IS DISTINCT FROM (OLD.id, OLD.item, OLD.meeting, OLD.person))
       EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER agenda_item_is_kept BEFORE DELETE ON agenda_item FOR EACH ROW EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER agenda_item_is_not_emptied BEFORE TRUNCATE ON agenda_item EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER agenda_item_is_closed_once BEFORE UPDATE ON agenda_item FOR EACH ROW
       WHEN (OLD.ended IS NOT NULL OR (NEW.task, NEW."case") IS DISTINCT FROM (OLD.task, OLD."case"))
       EXECUTE FUNCTION kept_refuse()""",
)


def _create_pieces() -> None:
    key, moment = sa.BigInteger().with_variant(sa.Integer(), "sqlite"), columns.Moment()
    empty = sa.text("''")
    op.create_table(
        "piece_version",
        sa.Column("id", key, nullable=False),
        sa.Column("case", key, nullable=False),
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("answer", key, nullable=False),
        sa.Column("made", moment, nullable=False),
        sa.Column("made_by", key, nullable=True),
        sa.Column("in_force", moment, nullable=True),
        sa.Column("replaced", moment, nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_piece_version_case")),
        sa.ForeignKeyConstraint(["task"], ["task.id"], name=op.f("fk_piece_version_task")),
        sa.ForeignKeyConstraint(["answer"], ["answer.id"], name=op.f("fk_piece_version_answer")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_piece_version_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_version")),
        sa.UniqueConstraint("case", "piece", "number", name=op.f("uq_piece_version_case_piece_number")),
    )
    op.create_index("ix_piece_version_answer", "piece_version", ["answer"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", key, nullable=False),
        sa.Column("case", key, nullable=False),
        sa.Column("version", key, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("person", key, nullable=True),
        sa.Column("asked", moment, nullable=False),
        sa.Column("seen", moment, nullable=True),
        sa.Column("seen_by", key, nullable=True),
        sa.Column("answered", moment, nullable=True),
        sa.Column("answer", sa.Text(), server_default=empty, nullable=False),
        sa.Column("withdrawn", moment, nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_consent_case")),
        sa.ForeignKeyConstraint(["version"], ["piece_version.id"], name=op.f("fk_consent_version")),
        sa.ForeignKeyConstraint(["task"], ["task.id"], name=op.f("fk_consent_task")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_consent_person")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_consent_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("task", name=op.f("uq_consent_task")),
    )
    op.create_index("ix_consent_case", "consent", ["case", "id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", key, nullable=False),
        sa.Column("case", key, nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("person", key, nullable=False),
        sa.Column("organisation", sa.Text(), server_default=empty, nullable=False),
        sa.Column("role", sa.Text(), server_default=empty, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("statement", sa.Text(), server_default=empty, nullable=False),
        sa.Column("signed", columns.Feel(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), server_default=empty, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_signature_case")),
        sa.ForeignKeyConstraint(["task"], ["task.id"], name=op.f("fk_signature_task")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_signature_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("task", name=op.f("uq_signature_task")),
    )
    op.create_index("ix_signature_case", "signature", ["case", "id"], unique=False)
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for statement in _KEPT_ON_POSTGRES if is_postgres else _KEPT_ON_SQLITE:
        op.execute(sa.text(statement))


# A version keeps what it was made of; it is put in force once and replaced once. The answer of a version may only be
# emptied (a child's data can be erased), and so may the salt of a signature.
_KEPT_ON_SQLITE = (
    """CREATE TRIGGER piece_version_is_kept BEFORE DELETE ON piece_version
       BEGIN SELECT RAISE(ABORT, 'a version is kept'); END""",
    """CREATE TRIGGER piece_version_is_not_replaced BEFORE INSERT ON piece_version
       WHEN EXISTS (SELECT 1 FROM piece_version
                    WHERE id = NEW.id OR ("case" = NEW."case" AND piece = NEW.piece AND number = NEW.number))
       BEGIN SELECT RAISE(ABORT, 'a version is kept'); END""",
    """CREATE TRIGGER piece_version_stays_the_same BEFORE UPDATE ON piece_version
       WHEN NOT (NEW.id IS OLD.id AND NEW."case" IS OLD."case" AND NEW.piece IS OLD.piece AND NEW.number IS OLD.number
                 AND NEW.node IS OLD.node AND NEW.task IS OLD.task AND NEW.made IS OLD.made AND NEW.made_by IS OLD.made_by
                 AND NEW.answer IS OLD.answer
                 AND (OLD.in_force IS NULL OR NEW.in_force IS OLD.in_force)
                 AND (NEW.replaced IS OLD.replaced OR (OLD.replaced IS NULL AND OLD.in_force IS NOT NULL)))
       BEGIN SELECT RAISE(ABORT, 'a version is kept'); END""",
    """CREATE TRIGGER answer_of_version_stays_the_same BEFORE UPDATE ON answer
       WHEN EXISTS (SELECT 1 FROM piece_version WHERE answer = OLD.id)
            AND NOT (NEW.id IS OLD.id AND NEW."case" IS OLD."case" AND NEW.node IS OLD.node AND NEW.task IS OLD.task
                     AND NEW.form IS OLD.form AND NEW.person IS OLD.person AND NEW.at IS OLD.at
                     AND (NEW."values" IS OLD."values" OR NEW."values" = '{}'))
       BEGIN SELECT RAISE(ABORT, 'a version is kept'); END""",
    # INSERT OR REPLACE deletes without a trigger for that.
    """CREATE TRIGGER answer_of_version_is_not_replaced BEFORE INSERT ON answer
       WHEN EXISTS (SELECT 1 FROM piece_version WHERE answer = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'a version is kept'); END""",
    """CREATE TRIGGER signature_is_kept BEFORE DELETE ON signature
       BEGIN SELECT RAISE(ABORT, 'a signature is kept'); END""",
    """CREATE TRIGGER signature_is_not_replaced BEFORE INSERT ON signature
       WHEN EXISTS (SELECT 1 FROM signature WHERE id = NEW.id OR task = NEW.task)
       BEGIN SELECT RAISE(ABORT, 'a signature is kept'); END""",
    """CREATE TRIGGER signature_stays_the_same BEFORE UPDATE ON signature
       WHEN NOT (NEW.salt = '' AND NEW.id IS OLD.id AND NEW."case" IS OLD."case" AND NEW.node IS OLD.node
                 AND NEW.task IS OLD.task AND NEW.person IS OLD.person AND NEW.organisation IS OLD.organisation
                 AND NEW.role IS OLD.role AND NEW.at IS OLD.at AND NEW.statement IS OLD.statement
                 AND NEW.signed IS OLD.signed AND NEW.sha256 IS OLD.sha256)
       BEGIN SELECT RAISE(ABORT, 'a signature is kept'); END""",
)
_KEPT_ON_POSTGRES = (
    """CREATE FUNCTION kept_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'this is kept as it is'; END $$""",
    """CREATE TRIGGER piece_version_is_kept BEFORE DELETE ON piece_version FOR EACH ROW EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER piece_version_is_not_emptied BEFORE TRUNCATE ON piece_version EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER piece_version_stays_the_same BEFORE UPDATE ON piece_version FOR EACH ROW
       WHEN ((NEW.id, NEW."case", NEW.piece, NEW.number, NEW.node, NEW.task, NEW.answer, NEW.made, NEW.made_by)
             IS DISTINCT FROM
             (OLD.id, OLD."case", OLD.piece, OLD.number, OLD.node, OLD.task, OLD.answer, OLD.made, OLD.made_by)
             OR (OLD.in_force IS NOT NULL AND NEW.in_force IS DISTINCT FROM OLD.in_force)
             OR (NEW.replaced IS DISTINCT FROM OLD.replaced AND (OLD.replaced IS NOT NULL OR OLD.in_force IS NULL)))
       EXECUTE FUNCTION kept_refuse()""",
    """CREATE FUNCTION answer_of_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF EXISTS (SELECT 1 FROM piece_version WHERE answer = OLD.id) THEN
           RAISE EXCEPTION 'a version is kept';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER answer_of_version_stays_the_same BEFORE UPDATE ON answer FOR EACH ROW
       WHEN ((NEW.id, NEW."case", NEW.node, NEW.task, NEW.form, NEW.person, NEW.at)
             IS DISTINCT FROM (OLD.id, OLD."case", OLD.node, OLD.task, OLD.form, OLD.person, OLD.at)
             OR (NEW."values" IS DISTINCT FROM OLD."values" AND NEW."values" <> '{}'))
       EXECUTE FUNCTION answer_of_version_refuse()""",
    """CREATE TRIGGER signature_is_kept BEFORE DELETE ON signature FOR EACH ROW EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER signature_is_not_emptied BEFORE TRUNCATE ON signature EXECUTE FUNCTION kept_refuse()""",
    """CREATE TRIGGER signature_stays_the_same BEFORE UPDATE ON signature FOR EACH ROW
       WHEN (NEW.salt <> ''
             OR (NEW.id, NEW."case", NEW.node, NEW.task, NEW.person, NEW.organisation, NEW.role, NEW.at, NEW.statement,
                 NEW.signed, NEW.sha256)
                IS DISTINCT FROM
                (OLD.id, OLD."case", OLD.node, OLD.task, OLD.person, OLD.organisation, OLD.role, OLD.at, OLD.statement,
                 OLD.signed, OLD.sha256))
       EXECUTE FUNCTION kept_refuse()""",
)
