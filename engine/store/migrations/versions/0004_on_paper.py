"""Consent that somebody gave on paper: who wrote it down."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("consent") as consent:
        consent.add_column(sa.Column("recorded_by", key, nullable=True))
        consent.create_foreign_key(op.f("fk_consent_recorded_by"), "person", ["recorded_by"], ["id"])
