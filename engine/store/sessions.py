"""Who is signed in, and how often signing in was tried. A token stands here only as its digest."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from engine.model import Person
from engine.store.database import Tx
from engine.store.people import PERSON
from engine.store.schema import person, session, sign_in_attempt


def add(tx: Tx, token_hash: str, person_id: int, until: datetime) -> None:
    tx.run(
        session.insert().values(
            token_hash=token_hash, person=person_id, made=tx.now, seen=tx.now, until=until
        )
    )


def person_of(tx: Tx, token_hash: str) -> Person | None:
    """The person of a session that still holds."""
    found = (
        select(*PERSON)
        .select_from(session.join(person))
        .where(session.c.token_hash == token_hash, session.c.revoked.is_(None), session.c.until > tx.now, person.c.active)
    )  # fmt: skip
    row = tx.one(found)
    return Person(*row) if row else None


def revoke(tx: Tx, token_hash: str) -> None:
    tx.run(update(session).where(session.c.token_hash == token_hash).values(revoked=tx.now))


def revoke_all(tx: Tx, person_id: int) -> None:
    open_ones = session.c.person == person_id, session.c.revoked.is_(None)
    tx.run(update(session).where(*open_ones).values(revoked=tx.now))


def sweep(tx: Tx, before: datetime) -> None:
    """Forget what ended or was tried before a moment."""
    tx.run(delete(session).where(session.c.until < before))
    tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.at < before))


def note_attempt(tx: Tx, subject: str) -> None:
    tx.run(sign_in_attempt.insert().values(subject=subject, at=tx.now))


def attempts_since(tx: Tx, subject: str, since: datetime) -> int:
    counted = select(func.count()).where(sign_in_attempt.c.subject == subject, sign_in_attempt.c.at > since)
    return int(tx.value(counted) or 0)


def forget_attempts(tx: Tx, subject: str) -> None:
    tx.run(delete(sign_in_attempt).where(sign_in_attempt.c.subject == subject))
