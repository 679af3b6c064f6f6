"""Read [zegel] of leidraad.toml: the certificate with which the installation seals its documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.tables import Table


@dataclass(frozen=True)
class Seal:
    """`file` is a PKCS#12 file with the certificate and its key; `password` opens it."""

    file: Path
    password: str = field(default="", repr=False)


def read_seal(top: Table, environment: Mapping[str, str], folder: Path) -> Seal | None:
    """None when nothing is said about it; the file is relative to `folder`. Raises ConfigError."""
    if "zegel" not in top:
        return None
    row = top.table("zegel")
    row.only("bestand", "wachtwoord_omgeving")
    file = folder / row.text("bestand")
    if not file.is_file():
        row.refuse(
            "bestand", f'Het bestand "{file}" bestaat niet. Zet het certificaat daar (PKCS#12, .p12 of .pfx).'
        )
    name = row.text("wachtwoord_omgeving", "")
    if name and name not in environment:
        row.refuse("wachtwoord_omgeving", f'In de omgeving staat geen "{name}". Zet daar het wachtwoord in.')
    return Seal(file, environment.get(name, ""))
