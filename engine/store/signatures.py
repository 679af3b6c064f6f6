"""Signatures of a case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from engine.store.database import Tx
from engine.store.schema_signatures import signature


@dataclass(frozen=True)
class Signature:
    """Who signed at a step. `signed` are the names of what was signed: ids of steps, or "stuk:<id>"; `sha256` is over
    the salt, the statement, the answers and the attachments. An empty salt: the answers were erased."""

    id: int
    case: int
    node: str
    task: str
    person: int
    organisation: str
    role: str
    at: datetime
    statement: str
    signed: tuple[str, ...]
    sha256: str
    salt: str = ""


_SIGNATURE = (
    signature.c.id, signature.c.case, signature.c.node, signature.c.task, signature.c.person, signature.c.organisation,
    signature.c.role, signature.c.at, signature.c.statement, signature.c.signed, signature.c.sha256, signature.c.salt,
)  # fmt: skip
_OF_CASE = select(*_SIGNATURE).where(signature.c.case == bindparam("of")).order_by(signature.c.id)


def add(tx: Tx, one: Signature) -> None:
    """Write a signature; its id is not used."""
    values = {key: value for key, value in vars(one).items() if key != "id"}
    tx.run(insert(signature).values(**{**values, "signed": list(one.signed)}))


def of_case(tx: Tx, case_id: int) -> list[Signature]:
    """Oldest first."""
    return [_signature(row) for row in tx.rows(_OF_CASE, {"of": case_id})]


def _signature(row: tuple[object, ...]) -> Signature:
    values = dict(zip((column.name for column in _SIGNATURE), row, strict=True))
    signed = values.pop("signed")
    names = tuple(str(name) for name in signed) if isinstance(signed, list) else ()
    return Signature(**values, signed=names)  # type: ignore[arg-type]


def erase(tx: Tx, case_id: int) -> None:
    """Without the salt nobody can try what was signed; that it was signed, by whom and when, stays."""
    tx.run(update(signature).where(signature.c.case == case_id).values(salt=""))
