"""Files that people put up with a form: kept at once, part of the case when the form is handed in."""

from engine.casework.seeing import see_case
from engine.clock import day
from engine.desk import Desk
from engine.errors import NotFound, UploadRefused
from engine.model import Upload
from engine.store import people, uploads
from engine.store.database import Tx

MOST_BYTES = 20_000_000
_LONGEST_NAME = 200


def keep_file(desk: Desk, name: str, type_: str, data: bytes) -> dict[str, object]:
    """Keep a file; returns the reference that an answer holds. Raises UploadRefused."""
    if not data:
        raise UploadRefused("Dit bestand is leeg. Kies een ander bestand.")
    if len(data) > MOST_BYTES:
        raise UploadRefused(
            f"Dit bestand is te groot. Kies een bestand van ten hoogste {MOST_BYTES // 1_000_000} MB."
        )
    if desk.actor.id is None:
        raise NotFound()
    with desk.transaction() as tx:
        kept = uploads.add(tx, name[-_LONGEST_NAME:] or "bestand", type_, data, desk.actor.id)
    return {"id": kept.id, "name": kept.name, "size": kept.size, "type": kept.type}


def read_file(desk: Desk, upload_id: str) -> tuple[Upload, bytes]:
    """A file of a case this person sees, or one that is not handed in yet, of themselves or a colleague at school.

    Raises NotFound.
    """
    with desk.reading() as tx:
        upload = uploads.by_id(tx, upload_id)
        if upload is None or not _may_read(tx, desk, upload):
            raise NotFound()
        return upload, uploads.data_of(tx, upload_id)


def _may_read(tx: Tx, desk: Desk, upload: Upload) -> bool:
    if upload.case is not None:
        see_case(tx, desk, upload.case)
        return True
    if upload.by is None or desk.actor.id is None:
        return False
    return upload.by == desk.actor.id or bool(
        _schools(tx, desk, upload.by) & _schools(tx, desk, desk.actor.id)
    )


def _schools(tx: Tx, desk: Desk, person: int) -> set[str]:
    held = people.memberships_of(tx, person, day(tx.now))
    return {one.organisation.id for one in held if one.organisation.kind == "school"}
