"""Arrange who stands in for you while you are away. What somebody passes on are the roles that both hold."""

from dataclasses import dataclass
from datetime import date, timedelta

from config.regions import SCHOOL, Region
from engine import access
from engine.casework.standing_in import hand_back
from engine.clock import day
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound, NothingPublished
from engine.model import Person
from engine.store import people, substitutes
from engine.store.database import Tx
from engine.store.substitutes import Substitute

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Choice:
    """Who can stand in for this person in a region, by name."""

    region: str
    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Arrangements:
    """`mine` are who stands in for this person, `theirs` for whom this person does; now and later."""

    choices: tuple[Choice, ...]
    mine: tuple[Substitute, ...]
    theirs: tuple[Substitute, ...]


def arrangements(desk: Desk) -> Arrangements:
    """Raises NotFound for who has no role of their own."""
    with desk.reading() as tx:
        person = _myself(desk)
        found = substitutes.about(tx, person.id, day(tx.now))
        return Arrangements(
            choices=tuple(_choices(tx, desk)),
            mine=tuple(one for one in found if one.absent.id == person.id),
            theirs=tuple(one for one in found if one.by.id == person.id),
        )


def arrange(desk: Desk, region: str, by: int, first: date, last: date) -> Person:
    """Let somebody stand in from `first` up to and including `last`. Raises NotFound, NotAllowed."""
    with desk.transaction() as tx:
        me, today = _myself(desk), day(tx.now)
        choice = next((one for one in _choices(tx, desk) if one.region == region), None)
        if choice is None:
            raise NotFound()
        wanted = next((one for one in choice.people if one.id == by), None)
        if wanted is None:
            raise NotAllowed("Deze persoon kan u hier niet vervangen. Kies iemand uit de lijst.")
        _refuse_days(first, last, today)
        substitutes.lock(tx, me.id)
        until = last + timedelta(days=1)
        for one in substitutes.about(tx, me.id, today):
            if one.absent.id == me.id and one.region == region and one.since < until and first < one.until:
                raise NotAllowed(
                    "In die dagen heeft u al een vervanger. Kies andere dagen of stop de andere eerst."
                )
        substitutes.add(tx, region, me.id, by, first, until)
        return wanted


def stop(desk: Desk, substitute_id: int) -> None:
    """End what one arranged oneself, today; what was picked up is put back. Raises NotFound."""
    with desk.transaction() as tx:
        me, today = _myself(desk), day(tx.now)
        mine = [one for one in substitutes.about(tx, me.id, today) if one.id == substitute_id and one.own]
        if not mine or not substitutes.end(tx, substitute_id, me.id, today):
            raise NotFound()
        hand_back(tx, desk)


def _myself(desk: Desk) -> Person:
    person = desk.actor.person
    if person is None or not any(one.standing_for is None for one in desk.actor.memberships):
        raise NotFound()
    return person


def _refuse_days(first: date, last: date, today: date) -> None:
    if first < today:
        raise NotAllowed("De eerste dag is al voorbij. Kies vandaag of een latere dag.")
    if last < first:
        raise NotAllowed("De laatste dag ligt vóór de eerste. Kies een latere laatste dag.")
    if last - first > LONGEST:
        raise NotAllowed("Een vervanging duurt ten hoogste een jaar. Kies een eerdere laatste dag.")
    if first - today > LONGEST:
        raise NotAllowed("De eerste dag is nog meer dan een jaar weg. Kies een eerdere eerste dag.")


def _choices(tx: Tx, desk: Desk) -> list[Choice]:
    choices = []
    for region in dict.fromkeys(one.region for one in desk.actor.memberships if one.standing_for is None):
        try:
            known = catalogue.current(tx, region).definition.region
        except NothingPublished:
            continue
        choices.append(Choice(region, known.name, _who_can(tx, desk, known)))
    return [one for one in choices if one.people]


def _who_can(tx: Tx, desk: Desk, region: Region) -> tuple[Person, ...]:
    """Who holds one of this person's roles; a role of a school only at the same school."""
    own = [(role, one) for role, one in access.roles_of(desk.actor, region) if one.standing_for is None]
    if not own:
        return ()
    places = {(role.id, one.organisation.id if role.of == SCHOOL else "") for role, one in own}
    found = people.holders(tx, region.id, day(tx.now), places)
    return tuple({person.id: person for person, _ in found if person.id != desk.actor.id}.values())
