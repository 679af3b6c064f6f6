"""Read [bsn] of region.toml: whether forms of this region may ask for a citizen service number, why, and who reads it."""

from collections.abc import Collection
from dataclasses import dataclass

from config.tables import Table, did_you_mean


@dataclass(frozen=True)
class Bsn:
    """`ground` is why the region may keep the number; `readers` are the roles that may have it shown in full."""

    on: bool
    ground: str
    readers: tuple[str, ...] = ()


def read_bsn(top: Table, roles: Collection[str]) -> Bsn | None:
    """None when region.toml says nothing of it: then no form may ask. `roles` are those of the region.

    Raises ConfigError.
    """
    if "bsn" not in top:
        return None
    row = top.table("bsn")
    row.only("aan", "grondslag", "rollen")
    readers = row.texts("rollen")
    for role in readers:
        if role not in roles:
            row.refuse("rollen", f'De rol "{role}" staat niet onder [rollen].{did_you_mean(role, roles)}')
    return Bsn(row.flag("aan", False), row.text("grondslag"), readers)
