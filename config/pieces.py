"""[stukken.<id>] of region.toml: documents with versions, the parts they have, and whose consent a part needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from config.tables import Table

ConsentRule = Literal["allen", "een"]
VERSION_STATES = ("concept", "niet akkoord", "vastgesteld", "vervangen")

# FEEL reads `stukken.<id>.<deel>`, so a name is one that FEEL can read; these two it has for something else.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TAKEN = ("versie", "inhoud")


@dataclass(frozen=True)
class Piece:
    """A document of a case with versions. `parts` are keys of fields or ids of groups, by the name of the part;
    `consent` says whether everybody who is asked has to agree with a part, or one of them."""

    id: str
    name: str
    parts: Mapping[str, tuple[str, ...]]
    consent: ConsentRule = "allen"


def read_pieces(top: Table) -> Mapping[str, Piece]:
    """The documents of a region, by id. Raises ConfigError."""
    return {key: _read_piece(top, key, row) for key, row in top.named("stukken").items()}


def _read_piece(top: Table, key: str, row: Table) -> Piece:
    _refuse_bad_name(top.table("stukken"), key)
    row.only("naam", "delen", "instemming")
    parts = row.table("delen")
    for name in parts.values:
        _refuse_bad_name(parts, name)
    consent = cast(ConsentRule, row.choice("instemming", ("allen", "een"), "allen"))
    return Piece(key, row.text("naam"), {name: _keys(parts, name) for name in parts.values}, consent)


def _keys(parts: Table, name: str) -> tuple[str, ...]:
    keys = parts.texts(name)
    if not keys:
        parts.refuse(name, "Een deel heeft ten minste één veld. Zet de sleutels van de velden in de lijst.")
    return keys


def _refuse_bad_name(row: Table, name: str) -> None:
    if not _NAME.fullmatch(name) or name in _TAKEN:
        message = f'"{name}" kan hier geen naam zijn. Gebruik kleine letters, cijfers en _.'
        row.refuse(name, message)
