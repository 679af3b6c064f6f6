"""Every table there is: who compares, upgrades or copies a whole database imports `metadata` from here."""

from engine.store.schema import metadata

__all__ = ["metadata"]
