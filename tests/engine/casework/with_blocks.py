"""The region of tests/regions/blokken in a database, and the people who work in it."""

from collections.abc import Mapping
from pathlib import Path

from config.settings import Settings
from engine.casework import cases
from engine.definitions import loading
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.model import Case
from engine.store import definitions
from engine.store.database import Database
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "blokken"
BUNDLE = read_folder(FOLDER)
BSN = "999990019"
REQUEST: Mapping[str, object] = {
    "roepnaam": "Noor", "achternaam": "Voorbeeld", "geboortedatum": "2017-03-01", "bsn": BSN,
    "aanvrager_naam": "Iris de Boer", "aanvrager_functie": "ib", "aanvrager_email": "iris@eikel.example",
    "ouders_standpunt": "gezien", "zienswijze_ouders": "Zij twijfelen.", "vraag": "Hulp bij lezen",
}  # fmt: skip


class Blocks(Mini):
    """The people of this region: `ib.eikel`, `ib2.eikel` and `ib.beuk` of schools, `begeleider` and `beheerder`."""

    def begun(self, login: str = "ib.eikel", **other: object) -> Case:
        return cases.start_case(self.desk(login), "blokken", "plan", {**REQUEST, **other})

    def published(self, bundle: Bundle) -> None:
        """A next version of the region."""
        with self.database.transaction() as tx:
            definitions.add(tx, "blokken", bundle.files, bundle.checksum, reason="volgende", by=None)


def set_up(database: Database, settings: Settings) -> Blocks:
    blocks = Blocks(database, settings)
    loading.load(blocks.system, FOLDER)
    blocks.published(BUNDLE)
    return blocks


def changed(old: str, new: str, file: str = "region.toml") -> Bundle:
    """The region with one text of a file replaced."""
    text = BUNDLE.files[file].decode()
    assert old in text
    return make_bundle("blokken", {**BUNDLE.files, file: text.replace(old, new).encode()}, BUNDLE.today)
