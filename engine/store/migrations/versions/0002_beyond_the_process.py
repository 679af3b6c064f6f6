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
    _create_invitations()
    _extend_parties()
    _create_terms()
    _create_prints()


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
