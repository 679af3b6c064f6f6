"""Who held which role in a region, the ended ones too: roles end, they are never wiped out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select, update

from engine.model import Membership, Organisation
from engine.store.database import Tx
from engine.store.schema import membership, organisation, person


@dataclass(frozen=True)
class Held:
    """One row: `id` is its key, `login` whose it is."""

    id: int
    login: str
    membership: Membership


def of_region(tx: Tx, region: str, today: date) -> list[Held]:
    """The roles of `region` that hold today or later."""
    lasting = or_(membership.c.until.is_(None), membership.c.until > today)
    query = (
        select(
            membership.c.id, person.c.login, membership.c.region, membership.c.role, membership.c.function,
            membership.c.since, membership.c.until, *organisation.c,
        )
        .select_from(membership.join(person).join(organisation))
        .where(and_(membership.c.region == region, lasting))
        .order_by(membership.c.id)
    )  # fmt: skip
    return [
        Held(key, login, Membership(of, role, Organisation(*place), function, since, until))
        for key, login, of, role, function, since, until, *place in tx.connection.execute(query)
    ]


def begin(tx: Tx, person_id: int, one: Membership) -> None:
    tx.run(
        membership.insert().values(
            person=person_id,
            region=one.region,
            role=one.role,
            organisation=one.organisation.id,
            function=one.function,
            since=one.since,
            until=one.until,
        )
    )


def end(tx: Tx, ids: Collection[int], day: date) -> None:
    """These roles no longer hold from `day` on."""
    if ids:
        tx.run(update(membership).where(membership.c.id.in_(ids)).values(until=day))
