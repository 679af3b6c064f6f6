"""Published definitions: the files of a region as they were. Versions share the files that did not change."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select, text

from engine.model import PublishedRow
from engine.store.database import Tx, upsert
from engine.store.schema import blob, definition, definition_file, person

# By whom is the name of a person: it stays readable when that person has left.
_ROW = (
    definition.c.id, definition.c.region, definition.c.version, definition.c.checksum, definition.c.reason,
    func.coalesce(person.c.name, ""), definition.c.at,
)  # fmt: skip
_ALL = select(*_ROW).select_from(definition.outerjoin(person, person.c.id == definition.c.by))
_BY_ID = _ALL.where(definition.c.id == bindparam("wanted"))
_VERSIONS = _ALL.where(definition.c.region == bindparam("of")).order_by(definition.c.version.desc())
_NEWEST = _VERSIONS.limit(1)


def lock(tx: Tx) -> None:
    """Until the end of the transaction nobody else publishes; reading goes on. (On SQLite every write does this.)"""
    if tx.is_postgres:
        tx.run(text("LOCK TABLE definition IN SHARE ROW EXCLUSIVE MODE"))


def add(
    tx: Tx, region: str, files: Mapping[str, bytes], checksum: str, *, reason: str, by: int | None
) -> PublishedRow:
    """Keep the files of a region as its next version. Who has not called `lock` first may find the version taken."""
    last = tx.value(select(func.max(definition.c.version)).where(definition.c.region == region))
    added = (
        definition.insert()
        .values(region=region, version=(last or 0) + 1, checksum=checksum, reason=reason, by=by, at=tx.now)
        .returning(definition.c.id)
    )
    published = find(tx, tx.value(added) or 0)
    assert published is not None
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    blobs = {digests[path]: data for path, data in files.items()}
    insert = upsert(tx, blob)
    tx.many(
        insert.on_conflict_do_nothing(),
        [{"sha256": key, "data": data} for key, data in sorted(blobs.items())],
    )
    tx.many(
        definition_file.insert(),
        [{"definition": published.id, "path": path, "sha256": digest} for path, digest in digests.items()],
    )
    return published


def current(tx: Tx, region: str) -> PublishedRow | None:
    """The last version of a region."""
    row = tx.one(_NEWEST, {"of": region})
    return PublishedRow(*row) if row else None


def find(tx: Tx, definition_id: int) -> PublishedRow | None:
    row = tx.one(_BY_ID, {"wanted": definition_id})
    return PublishedRow(*row) if row else None


def versions(tx: Tx, region: str) -> list[PublishedRow]:
    """Newest first."""
    return [PublishedRow(*row) for row in tx.rows(_VERSIONS, {"of": region})]


def regions(tx: Tx) -> list[str]:
    """The ids of the regions that have published something."""
    found = select(definition.c.region).distinct().order_by(definition.c.region)
    return [str(row.region) for row in tx.rows(found)]


def files_of(tx: Tx, definition_id: int) -> dict[str, bytes]:
    found = (
        select(definition_file.c.path, blob.c.data)
        .select_from(definition_file.join(blob))
        .where(definition_file.c.definition == definition_id)
        .order_by(definition_file.c.path)
    )
    return {str(path): bytes(data) for path, data in tx.rows(found)}
