"""Who there is in a region today: schools, people with their roles, and who is tied to whom. From the folder today/, or
from the database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from config.regions import SCHOOL, Region
from engine import access
from engine.clock import day
from engine.definitions.today import Today
from engine.model import Organisation
from engine.store import people
from engine.store.database import Tx

Row = tuple[str, str, str]  # of a relation: kind, school, target as engine.store.people keeps it


@dataclass(frozen=True)
class Holding:
    """A person who holds a role at an organisation."""

    login: str
    name: str
    role: str
    place: str


@dataclass(frozen=True)
class Population:
    """`targets`: to whom each school is tied, by school and kind of relation."""

    organisations: Mapping[str, Organisation]
    schools: tuple[Organisation, ...]
    holdings: tuple[Holding, ...]
    targets: Mapping[str, Mapping[str, tuple[str, ...]]]

    def who(
        self, region: Region, roles: Collection[str], school: str, relation: str = ""
    ) -> dict[str, frozenset[str]]:
        """The logins of who may act for a school, by role."""
        return {role: self._holders(region, role, school, relation) for role in roles}

    def _holders(self, region: Region, role: str, school: str, relation: str) -> frozenset[str]:
        places = access.places_of(region, role, school, self.targets.get(school, {}), relation)
        return frozenset(
            one.login
            for one in self.holdings
            if one.role == role
            and (places is None or not {one.place, people.target_of_person(one.login)}.isdisjoint(places))
        )

    def names(self, logins: Collection[str]) -> str:
        return ", ".join(sorted({one.name for one in self.holdings if one.login in logins}))

    def at(self, school: str) -> frozenset[str]:
        """Who belongs to a school."""
        return frozenset(one.login for one in self.holdings if one.place == school)


def population_of(today: Today, on: date) -> Population:
    """By the folder today/ on a day."""
    logins = {one.login for one in today.people or ()}
    holdings = tuple(
        Holding(known.login, known.name, one.role, one.organisation.id)
        for known in today.people or ()
        for one in known.memberships
        if one.holds(on)
    )
    rows = [
        (
            one.kind,
            one.organisation,
            one.target
            if one.target in today.organisations or one.target not in logins
            else people.target_of_person(one.target),
        )
        for one in today.relations or ()
    ]
    schools = [one for one in today.organisations.values() if one.kind == SCHOOL]
    return Population(today.organisations, _by_name(schools), holdings, _targets(rows))


def population_in(tx: Tx, region: str) -> Population:
    """By the database, now. A school is of the region when somebody holds a role there or a relation names it."""
    members = people.members(tx, region, day(tx.now))
    rows = people.relations(tx, region)
    known = {one.id: one for one in people.organisations(tx)}
    here = {one.organisation.id for _, one in members} | {school for _, school, _ in rows}
    holdings = tuple(
        Holding(person.login, person.name, one.role, one.organisation.id) for person, one in members
    )
    schools = [known[one] for one in here if one in known and known[one].kind == SCHOOL]
    return Population(known, _by_name(schools), holdings, _targets(rows))


def _by_name(schools: Iterable[Organisation]) -> tuple[Organisation, ...]:
    return tuple(sorted(schools, key=lambda one: (one.name, one.id)))


def _targets(rows: Iterable[Row]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, school, target in rows:
        of_school = found.setdefault(school, {})
        of_school[kind] = (*of_school.get(kind, ()), target)
    return found
