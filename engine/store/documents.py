"""Documents that a case lays down, and the series their numbers come from."""

import hashlib
import secrets

from sqlalchemy import bindparam, select, update

from engine.model import Document
from engine.store.database import Tx, upsert
from engine.store.schema import document, number_series

_DOCUMENT = (
    document.c.id, document.c.case, document.c.node, document.c.title, document.c.body, document.c.sha256,
    document.c.at, document.c.number, document.c.salt,
)  # fmt: skip
_OF_CASE = select(*_DOCUMENT).where(document.c.case == bindparam("of")).order_by(document.c.id)


def next_number(tx: Tx, region: str, series: str, period: str) -> int:
    """The next of a series; never the same one twice, also when two cases ask at once."""
    first = upsert(tx, number_series).values(region=region, series=series, period=period, last=1)
    given = first.on_conflict_do_update(
        index_elements=["region", "series", "period"], set_={"last": number_series.c.last + 1}
    )
    return int(tx.rows(given.returning(number_series.c.last))[0][0])


def add(tx: Tx, case_id: int, node: str, *, title: str, body: str, number: str = "") -> tuple[int, str]:
    """Lay down a text; returns its id and checksum, which the story keeps."""
    salt = secrets.token_hex(16)
    digest = checksum(body, salt)
    row = document.insert().values(
        case=case_id, node=node, title=title, body=body, salt=salt, sha256=digest, at=tx.now, number=number
    )
    return int(tx.rows(row.returning(document.c.id))[0][0]), digest


def checksum(body: str, salt: str) -> str:
    """Without the salt, which goes with the text, nobody can try which text it was."""
    return hashlib.sha256(f"{salt}{body}".encode()).hexdigest()


def of_case(tx: Tx, case_id: int) -> list[Document]:
    return [Document(*row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def by_id(tx: Tx, document_id: int) -> Document | None:
    row = tx.one(select(*_DOCUMENT).where(document.c.id == document_id))
    return Document(*row) if row else None


def erase(tx: Tx, case_id: int, title: str) -> None:
    """Take the text of the documents away, and put `title` over it; that they were made, and their checksums, stay."""
    tx.run(update(document).where(document.c.case == case_id).values(title=title, body="", salt=""))
