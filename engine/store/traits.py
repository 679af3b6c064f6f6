"""What is known of a person in a region besides their roles: expertise, being available."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select

from engine.model import Values
from engine.store.database import Tx
from engine.store.schema import person
from engine.store.schema_who import trait


def replace_all(tx: Tx, region: str, traits: Iterable[tuple[int, Values]]) -> None:
    """Of this region, exactly these (person, values) hold."""
    tx.run(delete(trait).where(trait.c.region == region))
    rows = [{"region": region, "person": key, "values": dict(values)} for key, values in traits if values]
    tx.many(trait.insert(), rows)


def by_login(tx: Tx, region: str) -> dict[str, Values]:
    """Everybody's in a region."""
    found = select(person.c.login, trait.c["values"]).select_from(trait.join(person))
    return {str(login): values for login, values in tx.rows(found.where(trait.c.region == region))}


def of_persons(tx: Tx, region: str, persons: Collection[int]) -> dict[int, Values]:
    if not persons:
        return {}
    found = select(trait.c.person, trait.c["values"]).where(
        trait.c.region == region, trait.c.person.in_(persons)
    )
    return {int(key): values for key, values in tx.rows(found)}
