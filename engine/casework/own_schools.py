"""Who works for the schools of this person: everybody with a role on a relation, as it is today."""

from dataclasses import dataclass

from config.regions import SCHOOL, Region
from engine import access
from engine.clock import day
from engine.desk import Desk
from engine.model import Organisation
from engine.store import people
from engine.store.database import Tx


@dataclass(frozen=True)
class Tied:
    """One person who works for a school. `email` is there in a role that can be reached (`bereikbaar`)."""

    name: str
    role: str
    email: str


@dataclass(frozen=True)
class OwnSchool:
    name: str
    tied: tuple[Tied, ...]


def own_schools(desk: Desk, region: Region) -> tuple[OwnSchool, ...]:
    """The schools where this person holds a role, with who is tied to each. Empty in a region without such roles."""
    roles = [role.id for role in region.roles.values() if role.tied]
    held = [one.organisation for role, one in access.roles_of(desk.actor, region) if role.of == SCHOOL]
    if not roles or not held:
        return ()
    with desk.reading() as tx:
        schools = {one.id: one for one in held}.values()
        return tuple(OwnSchool(one.name, _tied(tx, region, one, roles)) for one in schools)


def _tied(tx: Tx, region: Region, school: Organisation, roles: list[str]) -> tuple[Tied, ...]:
    targets = people.targets_of(tx, region.id, school.id, access.kinds_of(region, roles))
    places = {role: access.places_of(region, role, school.id, targets) or () for role in roles}
    wanted = {(role, place) for role, found in places.items() for place in found}
    found = [
        (region.roles[one.role], person) for person, one in people.holders(tx, region.id, day(tx.now), wanted)
    ]
    lines = [Tied(person.name, role.name, person.email if role.reachable else "") for role, person in found]
    return tuple(sorted(dict.fromkeys(lines), key=lambda one: (one.role, one.name)))
