"""Read [tellingen.<id>] of region.toml: of which question the overview says how often each answer was given."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from config.tables import Table

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Tally:
    """`field` is the key of a choice on a form of `route`, and a fact of it."""

    id: str
    name: str
    route: str
    field: str


def read_tallies(top: Table) -> Mapping[str, Tally]:
    """Every [tellingen.<id>], in the order of the file. Raises ConfigError."""
    return {key: _read(key, row) for key, row in top.named("tellingen").items()}


def _read(key: str, row: Table) -> Tally:
    if not _ID.fullmatch(key):
        row.refuse("", f'"{key}" kan geen naam zijn. Gebruik kleine letters, cijfers en _.')
    row.only("naam", "route", "veld")
    return Tally(key, row.text("naam"), row.text("route"), row.text("veld"))
