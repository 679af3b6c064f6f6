"""How a region stands today, for who manages or designs it: what nobody can do, and which open tasks lie with nobody."""

from collections import Counter
from dataclasses import dataclass

from config.parents import PARENT
from engine import access
from engine.definitions import catalogue
from engine.definitions.population import Population, population_in
from engine.definitions.standing import Gap, gaps
from engine.desk import Desk
from engine.errors import NotFound, NothingPublished
from engine.store import addressing, people
from engine.store.database import Tx


@dataclass(frozen=True)
class RoleLine:
    """A role, and how many people hold it."""

    name: str
    people: int


@dataclass(frozen=True)
class LostTasks:
    """Open tasks of one step at one school that lie in nobody's inbox."""

    step: str
    school: str
    count: int


@dataclass(frozen=True)
class Standing:
    """`lost` is empty for who does not manage: it is about cases."""

    schools: int
    roles: tuple[RoleLine, ...]
    gaps: tuple[Gap, ...]
    lost: tuple[LostTasks, ...]
    manages: bool


def standing_of(desk: Desk, region: str) -> Standing:
    """By what is published and who there is now. Raises NotFound for who neither manages nor designs the region."""
    with desk.reading() as tx:
        try:
            definition = catalogue.current(tx, region).definition
        except NothingPublished:
            raise NotFound() from None
        known = definition.region
        manages = access.may_manage(desk.actor, known)
        if not manages and not access.may_design(desk.actor, known):
            raise NotFound()
        population = population_in(tx, region)
        roles = [one for one in known.roles.values() if one.of != PARENT]  # a parent is of one case
        held = Counter(role for role, _ in {(one.role, one.login) for one in population.holdings})
        return Standing(
            schools=len(population.schools),
            roles=tuple(RoleLine(role.name, held[role.id]) for role in roles),
            gaps=tuple(gaps(definition, population)),
            lost=tuple(_lost(tx, region, population)) if manages else (),
            manages=manages,
        )


def _lost(tx: Tx, region: str, population: Population) -> list[LostTasks]:
    inboxes = {
        name
        for one in population.holdings
        for name in (
            one.role,
            f"{one.role}@{one.place}",
            f"{one.role}@{people.target_of_person(one.login)}",
        )
    }
    lost = Counter(
        (one.name, one.organisation)
        for _, _, one in addressing.open_of_region(tx, region)
        if one.named is None and access.entries_of(one.audience).isdisjoint(inboxes)
    )
    places = population.organisations
    return [
        LostTasks(step, places[school].name if school in places else "", count)
        for (step, school), count in sorted(lost.items())
    ]
