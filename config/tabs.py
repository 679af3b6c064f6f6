"""Read [tabs] of region.toml: which pages a case has besides its own, and who may read and change them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from config.tables import Table, did_you_mean

PARTIES, LOGBOOK, DOCUMENTS = "betrokkenen", "logboek", "documenten"
TABS: Mapping[str, str] = {PARTIES: "Betrokkenen", LOGBOOK: "Logboek", DOCUMENTS: "Documenten"}


@dataclass(frozen=True)
class Tab:
    """`routes` is where it belongs, empty is every route; `readers` are roles, empty is everyone who opens the case;
    `writers` are the roles that may change what stands on it."""

    id: str
    name: str
    routes: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    switch: str = ""

    def is_on(self, route: str) -> bool:
        return not self.routes or route in self.routes


def read_tabs(top: Table, roles: Collection[str]) -> Mapping[str, Tab]:
    """The tabs of a region, in the order of the page. `roles` are those of the region. Raises ConfigError."""
    rows = top.named("tabs")
    for name in rows:
        if name not in TABS:
            hint = did_you_mean(name, TABS)
            top.table("tabs").refuse(name, f"Dit tabblad is er niet. Kies uit: {', '.join(TABS)}.{hint}")
    return {name: _read_tab(name, rows[name], roles) for name in TABS if name in rows}


def _read_tab(name: str, row: Table, roles: Collection[str]) -> Tab:
    row.only("naam", "routes", "leest", "schakelaar", *(["schrijft"] if name == PARTIES else []))
    for word in ("leest", "schrijft"):
        for role in row.texts(word):
            if role not in roles:
                row.refuse(word, f'De rol "{role}" staat niet onder [rollen].{did_you_mean(role, roles)}')
    label = row.text("naam", TABS[name]) or TABS[name]
    switch = row.text("schakelaar", "")
    return Tab(name, label, row.texts("routes"), row.texts("leest"), row.texts("schrijft"), switch)
