"""What hangs on a case besides its process."""

import sqlalchemy as sa
from alembic import op

from engine.store import columns

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Each family makes its own tables."""
    _add_overlay()
    _add_hidden()
    _create_register()
    _create_who()
    _create_pieces()
    _create_invitations()
    _extend_parties()
    _create_terms()
    _create_prints()
    _create_committees()


def _add_hidden() -> None:
    op.add_column("case", sa.Column("hidden", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def _add_overlay() -> None:
    op.add_column("case", sa.Column("overlay", sa.Text(), server_default=sa.text("''"), nullable=False))


def _extend_parties() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for column in (
        sa.Column("access", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("until", columns.Moment(), nullable=True),
        sa.Column("answer", key, nullable=True),
        sa.Column("path", sa.Text(), server_default=sa.text("''"), nullable=False),
    ):
        op.add_column("party", column)
    still = sa.text("access and until is null")
    op.create_index("ix_party_access", "party", ["who", "case"], sqlite_where=still, postgresql_where=still)


def _create_prints() -> None:
    op.create_table(
        "document_print",
        sa.Column(
            "document",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_document_print_document")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_document_print")),
    )


def _create_who() -> None:
    op.create_index(op.f("ix_relation_target"), "relation", ["region", "target"])
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "trait",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("person", key, nullable=False),
        sa.Column("values", columns.Feel(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_trait_person")),
        sa.PrimaryKeyConstraint("region", "person", name=op.f("pk_trait")),
    )
    op.create_table(
        "substitute",
        sa.Column("id", key, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("absent", key, nullable=False),
        sa.Column("by", key, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("handed_back", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["absent"], ["person.id"], name=op.f("fk_substitute_absent")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_substitute_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute")),
    )
    op.create_index("ix_substitute_by", "substitute", ["by", "until"])
    op.create_index("ix_substitute_absent", "substitute", ["absent", "until"])
    op.create_table(
        "stand_in",
        sa.Column("id", key, nullable=False),
        sa.Column("case", key, nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("by", key, nullable=False),
        sa.Column("absent", key, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_stand_in_case")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_stand_in_by")),
        sa.ForeignKeyConstraint(["absent"], ["person.id"], name=op.f("fk_stand_in_absent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index("ix_stand_in_case", "stand_in", ["case", "node"])
    op.create_index("ix_stand_in_task", "stand_in", ["task"])


def _create_register() -> None:
    op.create_table(
        "register",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("form", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("bearer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("closed", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("closed_case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_node", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("closed_field", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("first", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_register_case")),
        sa.ForeignKeyConstraint(["closed_case"], ["case.id"], name=op.f("fk_register_closed_case")),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.id"], name=op.f("fk_register_organisation")),
        sa.ForeignKeyConstraint(["first"], ["register.id"], name=op.f("fk_register_first")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
    )
    op.create_index("ix_register_case", "register", ["case"], unique=False)
    op.create_index("ix_register_kind", "register", ["region", "kind", "until", "id"], unique=False)
    op.create_index("ix_register_organisation", "register", ["organisation", "until", "id"], unique=False)
    op.create_index("ix_register_region", "register", ["region", "until", "id"], unique=False)
    op.create_index("ix_register_first", "register", ["first"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("bearer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("cents", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("hours", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["row"], ["register.id"], name=op.f("fk_commitment_row")),
        sa.PrimaryKeyConstraint("row", "year", name=op.f("pk_commitment")),
    )
    op.create_index(
        "ix_commitment_year", "commitment", ["region", "year", "kind", "organisation"], unique=False
    )
    op.create_table(
        "register_case",
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_register_case_case")),
        sa.ForeignKeyConstraint(["row"], ["register.id"], name=op.f("fk_register_case_row")),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_register_case")),
        sa.UniqueConstraint("row", "case", name=op.f("uq_register_case_row_case")),
    )
    op.create_table(
        "register_warning",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("told", columns.Moment(), nullable=True),
        sa.Column("case", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_register_warning_case")),
        sa.ForeignKeyConstraint(["row"], ["register.id"], name=op.f("fk_register_warning_row")),
        sa.PrimaryKeyConstraint("row", "moment", name=op.f("pk_register_warning")),
    )
    op.create_index(
        "ix_register_warning_due",
        "register_warning",
        ["due"],
        unique=False,
        sqlite_where=sa.text("told is null"),
        postgresql_where=sa.text("told is null"),
    )


def _create_invitations() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    empty = sa.text("''")
    op.create_table(
        "parent",
        sa.Column("person", key, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case", key, nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("answer", key, nullable=False),
        sa.Column("list", sa.Text(), server_default=empty, nullable=False),
        sa.Column("row", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default=empty, nullable=False)
            for name in ("name", "email", "mobile", "custody", "letter", "valid")
        ),
        sa.Column("invited", columns.Moment(), nullable=False),
        sa.Column("accepted", columns.Moment(), nullable=True),
        sa.Column("revoked", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["answer"], ["answer.id"], name=op.f("fk_parent_answer")),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_parent_case")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_parent_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_parent")),
        sa.UniqueConstraint("id", name=op.f("uq_parent_id")),
    )
    op.create_index("ix_parent_case", "parent", ["case"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", key, nullable=False),
        sa.Column("person", key, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("made", columns.Moment(), nullable=False),
        sa.Column("until", columns.Moment(), nullable=False),
        sa.Column("used", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["parent.person"], name=op.f("fk_invitation_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    op.create_index("ix_invitation_person", "invitation", ["person"], unique=False)
    op.create_table(
        "sms_code",
        sa.Column("id", key, nullable=False),
        sa.Column("invitation", key, nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("closed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["invitation"], ["invitation.id"], name=op.f("fk_sms_code_invitation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_code")),
    )
    op.create_index("ix_sms_code_invitation", "sms_code", ["invitation"], unique=False)


def _create_terms() -> None:
    op.create_table(
        "vacation",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.PrimaryKeyConstraint("region", "first", "last", name=op.f("pk_vacation")),
    )
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "term",
        sa.Column("id", key, nullable=False),
        sa.Column("case", key, nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("node", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("started", columns.Moment(), nullable=False),
        sa.Column("counted", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("paused", columns.Moment(), nullable=True),
        sa.Column("extended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("stopped", columns.Moment(), nullable=True),
        sa.Column("told", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("next", columns.Moment(), nullable=True),
        sa.Column("late", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["case.id"], name=op.f("fk_term_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index(op.f("ix_term_case"), "term", ["case"])
    for name in ("next", "late"):
        filled = sa.text(f"{name} is not null")
        op.create_index(op.f(f"ix_term_{name}"), "term", [name], sqlite_where=filled, postgresql_where=filled)
    op.create_table(
        "term_pause",
        sa.Column("id", key, nullable=False),
        sa.Column("term", key, nullable=False),
        sa.Column("node", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answer", key, nullable=True),
        sa.Column("since", columns.Moment(), nullable=False),
        sa.Column("until", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["term"], ["term.id"], name=op.f("fk_term_pause_term")),
        sa.ForeignKeyConstraint(["answer"], ["answer.id"], name=op.f("fk_term_pause_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_pause")),
    )
    op.create_index(op.f("ix_term_pause_term"), "term_pause", ["term"])


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
