"""Files that people put up with a form: kept at once, part of the case when the form is handed in."""

from engine.casework.begun import drafts_for
from engine.casework.parents import may_read_file
from engine.casework.seeing import see_case, sees_pupil
from engine.casework.sharing import is_closed
from engine.desk import Desk
from engine.errors import NotFound, UploadRefused
from engine.model import Upload
from engine.store import uploads
from engine.store.database import Tx
from forms.submitted import from_draft

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
    """A file of a case in which this person may know the pupil, or of a draft they may go on with. Raises NotFound."""
    with desk.reading() as tx:
        upload = uploads.by_id(tx, upload_id)
        if upload is None or not _may_read(tx, desk, upload):
            raise NotFound()
        return upload, uploads.data_of(tx, upload_id)


def _may_read(tx: Tx, desk: Desk, upload: Upload) -> bool:
    if desk.actor.case is not None:
        return may_read_file(tx, desk, upload)
    if upload.case is not None:
        work = see_case(tx, desk, upload.case)
        return sees_pupil(work) and not is_closed(work, upload)
    return any(upload.id in from_draft(one.values).stored for one in drafts_for(tx, desk))
