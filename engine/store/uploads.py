"""Files that people put up with a form."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Text, bindparam, delete, exists, select, type_coerce, update

from engine.model import Upload
from engine.store.database import Tx
from engine.store.schema import draft, upload

_UPLOAD = (
    upload.c.id, upload.c.name, upload.c.type, upload.c.size, upload.c.sha256, upload.c.by, upload.c.at, upload.c.case,
)  # fmt: skip
_CHECKSUMS = select(upload.c.id, upload.c.sha256).where(upload.c.case == bindparam("of"))


def add(tx: Tx, name: str, type_: str, data: bytes, by: int | None) -> Upload:
    """Keep a file. It belongs to no case until an answer that names it is handed in."""
    row = {
        "id": secrets.token_hex(16), "name": name, "type": type_, "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(), "data": data, "by": by, "at": tx.now,
    }  # fmt: skip
    return Upload(*tx.rows(upload.insert().values(**row).returning(*_UPLOAD))[0])


def by_id(tx: Tx, upload_id: str) -> Upload | None:
    row = tx.one(select(*_UPLOAD).where(upload.c.id == upload_id))
    return Upload(*row) if row else None


def data_of(tx: Tx, upload_id: str) -> bytes:
    return bytes(tx.value(select(upload.c.data).where(upload.c.id == upload_id)) or b"")


def bind(tx: Tx, case_id: int, ids: Iterable[str]) -> None:
    """Files that an answer names belong to the case from now on; their ids cannot be guessed."""
    free = upload.c.id.in_(set(ids)), upload.c.case.is_(None)
    tx.run(update(upload).where(*free).values(case=case_id))


def sweep(tx: Tx, before: datetime) -> int:
    """Take away the files from before a moment that belong to no case and stand in no draft; returns how many."""
    in_a_draft = exists().where(type_coerce(draft.c["values"], Text).contains(upload.c.id))
    return tx.run(delete(upload).where(upload.c.case.is_(None), upload.c.at < before, ~in_a_draft))


def checksums(tx: Tx, case_id: int) -> dict[str, str]:
    """The SHA-256 of every file of a case, by id."""
    return {str(row[0]): str(row[1]) for row in tx.rows(_CHECKSUMS, {"of": case_id})}


def known(tx: Tx, case_id: int, ids: Iterable[str]) -> set[str]:
    """Which of these files belong to the case."""
    found = select(upload.c.id).where(upload.c.id.in_(set(ids)), upload.c.case == case_id)
    return {str(row.id) for row in tx.rows(found)}


def erase(tx: Tx, case_id: int) -> None:
    """Take the files of a case away."""
    tx.run(delete(upload).where(upload.c.case == case_id))
