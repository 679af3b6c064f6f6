"""Published definitions as cases use them: read from the database once, kept by checksum, never changed."""

from dataclasses import replace
from threading import Lock

from engine.definitions.bundle import Bundle, checksum_of
from engine.definitions.definition import Definition, Published
from engine.definitions.joining import ids_in, join_ids
from engine.definitions.overlays import fitting, kinds_of_ties, overlaid
from engine.definitions.reading import read_definition
from engine.errors import NothingPublished
from engine.model import Actor, Organisation, PublishedRow
from engine.store import definitions as rows
from engine.store import people
from engine.store.database import Tx

KEPT = 96  # definitions in memory per process; one with an overlay counts as one


class _Kept:
    """The definitions read last, by the checksum of their files: the same files are the same definition, in whatever
    database. One with an overlay is kept by the checksum of the region and the id of the overlay."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: dict[str, Definition] = {}
        self._lock = Lock()

    def get(self, key: str) -> Definition | None:
        with self._lock:
            definition = self._found.pop(key, None)
            if definition is not None:
                self._found[key] = definition  # to the end: used last
            return definition

    def put(self, key: str, definition: Definition) -> None:
        with self._lock:
            self._found[key] = definition
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


def with_overlay(published: Published, overlay: str) -> Published:
    """The same version with one or more of its overlays laid over it; "" is the version as it is. Built once and kept.

    Raises NothingPublished when the version has no such overlay.
    """
    if not overlay:
        return published
    base = published.definition
    if not base.overlays.keys() >= set(ids_in(overlay)):
        raise NothingPublished(
            f'Versie {published.version} van {published.region} heeft geen overlay "{overlay}".'
        )
    key = f"{base.bundle.checksum}/{overlay}"
    definition = _kept.get(key)
    if definition is None:
        definition = read_definition(overlaid(base, overlay))
        _kept.put(key, definition)
    return replace(published, definition=definition)


def overlay_for(tx: Tx, published: Published, place: Organisation) -> str:
    """The overlay that a school has today, or those (`joining.join_ids`); "" when none is for it. Reads the relations only
    when it must."""
    overlays = published.definition.overlays.values()
    if not overlays:
        return ""
    kinds = kinds_of_ties(overlays)
    ties = people.targets_of(tx, published.region, place.id, kinds) if kinds else {}
    return join_ids(fitting(overlays, place, ties))


def for_actor(tx: Tx, published: Published, actor: Actor) -> Published:
    """The version as the pages of a person show it: with the overlay of their schools, when these have one and the same."""
    if not published.definition.overlays:
        return published
    places = {one.organisation.id: one.organisation for one in actor.in_region(published.region)}
    found = {overlay_for(tx, published, place) for place in places.values()}
    return with_overlay(published, found.pop()) if len(found) == 1 else published


def regions(tx: Tx) -> list[str]:
    """The ids of the regions that have published something."""
    return rows.regions(tx)


def remember(definition: Definition) -> None:
    """Keep a definition that was just published, so that it need not be read again."""
    _kept.put(definition.bundle.checksum, definition)


def forget() -> None:
    """Read every definition from the database again when it is next asked for."""
    _kept.clear()


def _published(tx: Tx, row: PublishedRow) -> Published:
    definition = _kept.get(row.checksum)
    if definition is None:
        definition = read_definition(_bundle(tx, row))
        _kept.put(row.checksum, definition)
    return Published(row.id, row.region, row.version, row.at, row.by, row.reason, definition)


def _bundle(tx: Tx, row: PublishedRow) -> Bundle:
    files = rows.files_of(tx, row.id)
    if checksum_of(files) != row.checksum:
        raise NothingPublished(
            f"Versie {row.version} van {row.region} is in de database veranderd: de controlesom klopt niet. "
            "Zet een reservekopie terug."
        )
    return Bundle(row.region, files, row.checksum)
