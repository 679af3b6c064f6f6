"""Read what region.toml says for parents: the public page, the links, and that a parent's role gives nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.tables import Table

PARENT = "ouder"
_NEVER_A_PARENTS = ("ziet", "ontwerpt", "beheert", "overzicht", "bereikbaar")


@dataclass(frozen=True)
class About:
    """The public page of a region, for who is not signed in. `text` is Markdown."""

    title: str
    text: str


@dataclass(frozen=True)
class Link:
    """A page elsewhere."""

    title: str
    address: str


def read_about(top: Table, worded: Callable[[str], str]) -> About | None:
    """[uitleg] of region.toml. `worded` fills in the region's own words. Raises ConfigError."""
    if "uitleg" not in top:
        return None
    row = top.table("uitleg")
    row.only("titel", "tekst")
    return About(worded(row.text("titel")), worded(row.text("tekst")))


def read_links(top: Table) -> tuple[Link, ...]:
    """[[links]] of region.toml. Raises ConfigError."""
    return tuple(_read_link(row) for row in top.tables("links"))


def _read_link(row: Table) -> Link:
    row.only("titel", "adres")
    address = row.text("adres")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        row.refuse("adres", f'"{address}" is geen webadres. Schrijf bijvoorbeeld https://voorbeeld.example.')
    return Link(row.text("titel"), address)


def refuse_rights_of_staff(row: Table, kind: str) -> None:
    """A parent reads, gives an opinion and adds documents, in one case. Raises ConfigError at any other right."""
    for word in _NEVER_A_PARENTS:
        if kind == PARENT and word in row:
            message = f'Een rol met van = "{PARENT}" krijgt dit recht nooit. Haal "{word}" weg.'
            row.refuse(word, message)
