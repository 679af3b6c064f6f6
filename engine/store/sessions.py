"""Who is signed in, and how often signing in was tried. A token stands here only as its digest.

Times are those of the real clock and come from the caller: putting a demonstration's clock forward signs nobody out.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from engine.model import Person
from engine.store.database import Tx
from engine.store.people import PERSON
from engine.store.schema import person, session, sign_in_attempt

_FIND = (
    select(*PERSON, session.c.made, session.c.seen, session.c.until, session.c.revoked)
    .select_from(session.join(person))
    .where(session.c.token_hash == bindparam("wanted"), person.c.active)
)


@dataclass(frozen=True)
class Session:
    """`seen` is when it was last used, `until` when it ends whatever happens, `revoked` when it was ended before."""

    person: Person
    made: datetime
    seen: datetime
    until: datetime
    revoked: datetime | None


def add(tx: Tx, token_hash: str, person_id: int, *, at: datetime, until: datetime) -> None:
    row = {"token_hash": token_hash, "person": person_id, "made": at, "seen": at, "until": until}
    tx.run(session.insert().values(**row))


def find(tx: Tx, token_hash: str) -> Session | None:
    """A session of a person who may still sign in, also when it has ended."""
    row = tx.one(_FIND, {"wanted": token_hash})
    return Session(Person(*row[:5]), *row[5:]) if row else None


def touch(tx: Tx, token_hash: str, at: datetime) -> None:
    tx.run(update(session).where(session.c.token_hash == token_hash).values(seen=at))


def revoke(tx: Tx, token_hash: str, at: datetime) -> None:
    tx.run(update(session).where(session.c.token_hash == token_hash).values(revoked=at))


def revoke_all(tx: Tx, person_id: int, at: datetime) -> None:
    open_ones = session.c.person == person_id, session.c.revoked.is_(None)
    tx.run(update(session).where(*open_ones).values(revoked=at))


def sweep(tx: Tx, before: datetime) -> None:
    """Forget what ended or was tried before a moment."""
    tx.run(delete(session).where(session.c.until < before))
    tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.at < before))


def one_at_a_time(tx: Tx, subjects: Collection[str]) -> None:
    """Who tries for one of these subjects waits for who does so now: else all who try at once are counted as the first.

    SQLite lets one write at a time as it is.
    """
    if tx.is_postgres:
        for key in sorted(int.from_bytes(hashlib.sha256(one.encode()).digest()[:7]) for one in subjects):
            tx.value(select(func.pg_advisory_xact_lock(key)))


def note_attempt(tx: Tx, subject: str, at: datetime) -> int:
    """Returns the id of the row."""
    row = sign_in_attempt.insert().values(subject=subject, at=at).returning(sign_in_attempt.c.id)
    return int(tx.value(row) or 0)


def attempts_since(tx: Tx, subject: str, since: datetime) -> int:
    counted = select(func.count()).where(sign_in_attempt.c.subject == subject, sign_in_attempt.c.at > since)
    return int(tx.value(counted) or 0)


def forget_attempts(tx: Tx, ids: Collection[int]) -> None:
    tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.id.in_(ids)))
