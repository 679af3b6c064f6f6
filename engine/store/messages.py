"""Messages that came before anybody waited for them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from engine.model import Values
from engine.store.database import Tx, upsert
from engine.store.schema import message


def keep(tx: Tx, message_id: str, name: str, correlation: str, *, payload: Values, until: datetime) -> bool:
    """Keep a message nobody waits for yet. False when this message came before."""
    row = upsert(tx, message).values(
        id=message_id, name=name, correlation=correlation, payload=dict(payload), at=tx.now, until=until
    )
    return tx.run(row.on_conflict_do_nothing()) == 1


def first_time(tx: Tx, sign: str, until: datetime) -> bool:
    """Remember the sign of something that may happen once: as a message that was taken. False when it came before."""
    row = upsert(tx, message).values(id=sign, name="", payload={}, at=tx.now, until=until, taken=tx.now)
    return tx.run(row.on_conflict_do_nothing()) == 1


def came_before(tx: Tx, sign: str) -> bool:
    return tx.one(select(message.c.id).where(message.c.id == sign)) is not None


def waiting(tx: Tx, names: Iterable[str]) -> list[tuple[str, str, str, Values]]:
    """(id, name, correlation, payload) of messages that wait and still hold, oldest first."""
    found = (
        select(message.c.id, message.c.name, message.c.correlation, message.c.payload)
        .where(message.c.name.in_(set(names)), message.c.taken.is_(None), message.c.until > tx.now)
        .order_by(message.c.at, message.c.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in tx.rows(found)]


def take(tx: Tx, message_id: str) -> bool:
    """What it said goes to the case that took it and stays there alone. False: another case took it first."""
    waiting = update(message).where(message.c.id == message_id, message.c.taken.is_(None))
    return tx.run(waiting.values(taken=tx.now, payload={})) == 1


def empty_late(tx: Tx) -> None:
    """Take away what messages said that no case took in time; their ids stay, so that none comes twice."""
    late = message.c.taken.is_(None), message.c.until <= tx.now, message.c.payload != {}
    tx.run(update(message).where(*late).values(payload={}))
