"""Every table there is: who compares, upgrades or copies a whole database imports `metadata` from here."""

from engine.store import (
    schema_committee,
    schema_invitations,
    schema_pieces,
    schema_prints,
    schema_register,
    schema_signatures,
    schema_terms,
    schema_who,
)
from engine.store.schema import metadata

__all__ = [
    "metadata",
    "schema_committee",
    "schema_invitations",
    "schema_pieces",
    "schema_prints",
    "schema_register",
    "schema_signatures",
    "schema_terms",
    "schema_who",
]
