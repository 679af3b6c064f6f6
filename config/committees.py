"""Read [commissies.<id>] of region.toml: who sits in a committee, who chairs it, and how it decides."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from config.parents import PARENT
from config.tables import Table, did_you_mean

Decides = Literal["meerderheid", "unaniem"]
Tie = Literal["afgewezen", "voorzitter"]

DECIDES = ("meerderheid", "unaniem")
TIES = ("afgewezen", "voorzitter")
MOST_MEMBERS = 100

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WORDS = ("naam", "rol", "voorzitter", "quorum", "beslist", "bij_staking", "belegt", "leest", "schakelaar")


@dataclass(frozen=True)
class Committee:
    """Who holds `role` or `chair` sits in it. `quorum` is how many must be present who may vote on an item. `tie` says
    who wins when as many are for as against. `convenes` are roles that make a meeting besides the chair; `readers`
    read who voted what besides those who sit in it."""

    id: str
    name: str
    role: str
    chair: str
    quorum: int = 1
    decides: Decides = "meerderheid"
    tie: Tie = "afgewezen"
    convenes: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    switch: str = ""

    @property
    def seats(self) -> frozenset[str]:
        """The roles of which the holders vote."""
        return frozenset({self.role, self.chair})


def read_committees(
    top: Table, roles: Mapping[str, str], switches: Collection[str]
) -> Mapping[str, Committee]:
    """`roles` gives of each role what it is of ("school"), `switches` the ids there are. Raises ConfigError."""
    return {key: _read(key, row, roles, switches) for key, row in top.named("commissies").items()}


def _read(key: str, row: Table, roles: Mapping[str, str], switches: Collection[str]) -> Committee:
    if not _ID.fullmatch(key):
        row.refuse("", f'"{key}" kan geen naam zijn. Gebruik kleine letters, cijfers en _.')
    row.only(*_WORDS)
    return Committee(
        id=key,
        name=row.text("naam"),
        role=_seat(row, "rol", roles),
        chair=_seat(row, "voorzitter", roles),
        quorum=row.number("quorum", 1, 1, MOST_MEMBERS),
        decides=cast(Decides, row.choice("beslist", DECIDES, "meerderheid")),
        tie=cast(Tie, row.choice("bij_staking", TIES, "afgewezen")),
        convenes=tuple(_known(row, "belegt", one, roles) for one in row.texts("belegt")),
        readers=tuple(_known(row, "leest", one, roles) for one in row.texts("leest")),
        switch=_switch(row, switches),
    )


def _seat(row: Table, key: str, roles: Mapping[str, str]) -> str:
    role = _known(row, key, row.text(key), roles)
    if roles[role] == "school":
        row.refuse(key, f'De rol "{role}" is van een school. Een commissie werkt voor meer scholen.')
    return role


def _known(row: Table, key: str, role: str, roles: Mapping[str, str]) -> str:
    if role not in roles:
        row.refuse(key, f'De rol "{role}" staat niet onder [rollen].{did_you_mean(role, roles)}')
    if roles[role] == PARENT:
        row.refuse(key, f'De rol "{role}" is van ouders, en die zien alleen hun eigen zaak.')
    return role


def _switch(row: Table, switches: Collection[str]) -> str:
    name = row.text("schakelaar", "")
    if name and name not in switches:
        row.refuse("schakelaar", f'"{name}" staat niet onder [schakelaars].{did_you_mean(name, switches)}')
    return name
