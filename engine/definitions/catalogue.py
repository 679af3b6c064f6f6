"""Published definitions as cases use them: read from the database once, kept by checksum, never changed."""

from threading import Lock

from engine.definitions.bundle import Bundle, checksum_of
from engine.definitions.definition import Definition, Published
from engine.definitions.reading import read_definition
from engine.errors import NothingPublished
from engine.model import PublishedRow
from engine.store import definitions as rows
from engine.store.database import Tx

KEPT = 32  # definitions in memory per process


class _Kept:
    """The definitions read last, by checksum: the same files are the same definition, in whatever database."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: dict[str, Definition] = {}
        self._lock = Lock()

    def get(self, checksum: str) -> Definition | None:
        with self._lock:
            definition = self._found.pop(checksum, None)
            if definition is not None:
                self._found[checksum] = definition  # to the end: used last
            return definition

    def put(self, definition: Definition) -> None:
        with self._lock:
            self._found[definition.bundle.checksum] = definition
            while len(self._found) > self._size:
                del self._found[next(iter(self._found))]

    def clear(self) -> None:
        with self._lock:
            self._found.clear()


_kept = _Kept(KEPT)


def current(tx: Tx, region: str) -> Published:
    """The newest version of `region`. Raises NothingPublished."""
    row = rows.current(tx, region)
    if row is None:
        raise NothingPublished(f'De regio "{region}" heeft nog niets gepubliceerd.')
    return _published(tx, row)


def by_id(tx: Tx, definition_id: int) -> Published:
    """The version that a case runs on. Raises NothingPublished."""
    row = rows.find(tx, definition_id)
    if row is None:
        raise NothingPublished("Deze versie van de routes bestaat niet.")
    return _published(tx, row)


def regions(tx: Tx) -> list[str]:
    """The ids of the regions that have published something."""
    return rows.regions(tx)


def remember(definition: Definition) -> None:
    """Keep a definition that was just published, so that it need not be read again."""
    _kept.put(definition)


def forget() -> None:
    """Read every definition from the database again when it is next asked for."""
    _kept.clear()


def _published(tx: Tx, row: PublishedRow) -> Published:
    definition = _kept.get(row.checksum)
    if definition is None:
        definition = read_definition(_bundle(tx, row))
        _kept.put(definition)
    return Published(row.id, row.region, row.version, row.at, row.by, row.reason, definition)


def _bundle(tx: Tx, row: PublishedRow) -> Bundle:
    files = rows.files_of(tx, row.id)
    if checksum_of(files) != row.checksum:
        raise NothingPublished(
            f"Versie {row.version} van {row.region} is in de database veranderd: de controlesom klopt niet. "
            "Zet een reservekopie terug."
        )
    return Bundle(row.region, files, row.checksum)
