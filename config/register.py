"""Read [register.<soort>] of region.toml: what is kept of what was granted (docs/regiobestanden.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from config.tables import Table, did_you_mean

SHOWN = ("nummer", "vorm", "uren", "bedrag", "kostendrager")

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_SPAN = re.compile(r"P(?=[0-9])(?:[0-9]{1,2}Y)?(?:[0-9]{1,3}M)?(?:[0-9]{1,3}W)?(?:[0-9]{1,4}D)?")


@dataclass(frozen=True)
class Register:
    """One kind of row. `warns` are ISO 8601 spans before the last day; `to` are who gets `letter`.

    `task_route` is begun by the system at a warning; `renewed_by` and `changed_by` are routes that a person begins at
    the row. `budget`: the money and hours of the rows are commitments.
    """

    id: str
    name: str
    shows: tuple[str, ...] = SHOWN
    warns: tuple[str, ...] = ()
    letter: str = ""
    to: tuple[str, ...] = ()
    task_route: str = ""
    renewed_by: str = ""
    changed_by: str = ""
    budget: bool = False

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes whose cases are about a row of this kind."""
        return tuple(filter(None, (self.task_route, self.renewed_by, self.changed_by)))


def read_registers(top: Table) -> Mapping[str, Register]:
    """Every [register.<soort>], in the order of the file. Raises ConfigError."""
    return {key: _read(key, row) for key, row in top.named("register").items()}


def _read(key: str, row: Table) -> Register:
    if not _ID.fullmatch(key):
        row.refuse("", f'"{key}" kan geen soort zijn. Gebruik kleine letters, cijfers en _.')
    row.only(
        "naam", "toont", "waarschuwt", "brief", "aan", "taak_route", "vernieuwt", "wijzigt", "budget",
    )  # fmt: skip
    return Register(
        id=key,
        name=row.text("naam"),
        shows=_shown(row),
        warns=_spans(row),
        letter=row.text("brief", ""),
        to=row.texts("aan"),
        task_route=row.text("taak_route", ""),
        renewed_by=row.text("vernieuwt", ""),
        changed_by=row.text("wijzigt", ""),
        budget=row.flag("budget", False),
    )


def _shown(row: Table) -> tuple[str, ...]:
    shown = row.texts("toont") if "toont" in row else SHOWN
    for name in shown:
        if name not in SHOWN:
            row.refuse(
                "toont", f'"{name}" kan hier niet. Kies uit: {", ".join(SHOWN)}.{did_you_mean(name, SHOWN)}'
            )
    return shown


def _spans(row: Table) -> tuple[str, ...]:
    spans = row.texts("waarschuwt")
    for span in spans:
        if not _SPAN.fullmatch(span):
            row.refuse("waarschuwt", f'"{span}" is geen duur. Schrijf bijvoorbeeld P12M, P6W of P30D.')
    if len(set(spans)) != len(spans):
        row.refuse("waarschuwt", "Hetzelfde moment staat er twee keer. Haal er een weg.")
    return spans
