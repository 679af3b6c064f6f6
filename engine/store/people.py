"""Persons, organisations and who holds which role: what is true today."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql import FromClause

from engine.model import Membership, Organisation, Person, Tie
from engine.store.database import Tx, upsert
from engine.store.schema import holiday, membership, organisation, person, relation
from engine.store.schema_who import substitute

# Before a login, in a relation that ties a school to one person: the id of an organisation never begins with it.
PERSON_TARGET = "~"

ORGANISATION = tuple(organisation.c)
PERSON = (person.c.id, person.c.login, person.c.name, person.c.email, person.c.active)
_BY_ID = select(*PERSON).where(person.c.id == bindparam("wanted"))
_BY_LOGIN = select(*PERSON).where(person.c.login == bindparam("wanted"))
_NAMES = select(person.c.id, person.c.name).where(person.c.id.in_(bindparam("ids", expanding=True)))
_TARGETS = (
    select(relation.c.kind, relation.c.target)
    .where(relation.c.region == bindparam("region"), relation.c.organisation == bindparam("school"))
    .where(relation.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(relation.c.id)
)


def put_organisations(tx: Tx, organisations: Iterable[Organisation]) -> None:
    """Add, or change what is known by the same id."""
    rows = [vars(one) for one in organisations]
    insert = upsert(tx, organisation)
    changes = {column.name: insert.excluded[column.name] for column in ORGANISATION if column.name != "id"}
    tx.many(insert.on_conflict_do_update(index_elements=["id"], set_=changes), rows)


def organisation_by_id(tx: Tx, organisation_id: str) -> Organisation | None:
    row = tx.one(select(*ORGANISATION).where(organisation.c.id == organisation_id))
    return Organisation(*row) if row else None


def organisations(tx: Tx, kind: str = "") -> list[Organisation]:
    chosen = select(*ORGANISATION).where(organisation.c.kind == kind if kind else true())
    return [Organisation(*row) for row in tx.rows(chosen.order_by(organisation.c.name))]


def schools_of(tx: Tx, region: str) -> list[Organisation]:
    """The schools of a region, by name: where somebody holds a role in it, or that a relation of it names."""
    works = exists().where(membership.c.organisation == organisation.c.id, membership.c.region == region)
    tied = exists().where(relation.c.organisation == organisation.c.id, relation.c.region == region)
    chosen = select(*ORGANISATION).where(organisation.c.kind == "school", or_(works, tied))
    return [Organisation(*row) for row in tx.rows(chosen.order_by(organisation.c.name, organisation.c.id))]


def organisation_names(tx: Tx, ids: Collection[str]) -> dict[str, str]:
    found = select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(ids))
    return {str(row.id): str(row.name) for row in tx.rows(found)} if ids else {}


def put_person(tx: Tx, login: str, name: str, email: str = "") -> Person:
    """Add a person, or change the name and address of the one with this login."""
    row = tx.one(
        update(person)
        .where(person.c.login == login)
        .values(name=name, email=email, active=True)
        .returning(*PERSON)
    )
    if row is None:
        row = tx.rows(person.insert().values(login=login, name=name, email=email).returning(*PERSON))[0]
    return Person(*row)


def set_password(tx: Tx, person_id: int, password_hash: str) -> None:
    tx.run(update(person).where(person.c.id == person_id).values(password=password_hash))


def password_of(tx: Tx, login: str) -> tuple[Person, str] | None:
    """The active person with this login and the hash of the password; None when there is none."""
    found = select(*PERSON, person.c.password).where(person.c.login == login, person.c.active)
    row = tx.one(found)
    return (Person(*row[:5]), str(row[5])) if row else None


def person_by_login(tx: Tx, login: str) -> Person | None:
    row = tx.one(_BY_LOGIN, {"wanted": login})
    return Person(*row) if row else None


def person_by_name(tx: Tx, text: str) -> Person | None:
    """The active person that a form names, by login, e-mail or name; None when nobody or more than one fits."""
    wanted = text.strip().casefold()
    fits = or_(
        func.lower(person.c.login) == wanted,
        func.lower(person.c.email) == wanted,
        func.lower(person.c.name) == wanted,
    )
    rows = tx.rows(select(*PERSON).where(fits, person.c.active).limit(2))
    return Person(*rows[0]) if len(rows) == 1 else None


def person_by_id(tx: Tx, person_id: int) -> Person | None:
    row = tx.one(_BY_ID, {"wanted": person_id})
    return Person(*row) if row else None


def persons(tx: Tx) -> list[Person]:
    return [Person(*row) for row in tx.rows(select(*PERSON).where(person.c.active).order_by(person.c.name))]


def names_of(tx: Tx, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {int(row[0]): str(row[1]) for row in tx.rows(_NAMES, {"ids": list(ids)})}


def emails_of(tx: Tx, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = tx.rows(select(person.c.id, person.c.email).where(person.c.id.in_(ids)))
    return {int(row[0]): str(row[1]) for row in rows}


def names_by_login(tx: Tx, region: str) -> dict[str, str]:
    """The names of everybody who holds or ever held a role in a region."""
    held = select(membership.c.person).where(membership.c.region == region)
    found = select(person.c.login, person.c.name).where(person.c.id.in_(held))
    return {str(login): str(name) for login, name in tx.rows(found)}


def memberships_of(tx: Tx, person_id: int, today: date) -> tuple[Membership, ...]:
    """The roles this person holds on `today`, each with the relations of schools to it: their own first, then those of
    whom they stand in for. What persons arranged themselves passes on only roles that both hold."""
    found = tx.rows(_HELD, {"of": person_id, "today": today})
    rows = [(Person(*row[:5]), row[5], _membership(row[6:])) for row in found]
    own = {one: holder for holder, _, one in rows if holder.id == person_id}
    roles = {(one.region, one.role) for one in own}
    lent = {
        replace(one, standing_for=holder): holder
        for holder, source, one in rows
        if holder.id != person_id and (source == "bestand" or (one.region, one.role) in roles)
    }
    return _with_ties(tx, {**own, **lent})


def _with_ties(tx: Tx, held: Mapping[Membership, Person]) -> tuple[Membership, ...]:
    """`held` are memberships with whose they are."""
    if not held:
        return ()
    places = {one.organisation.id for one in held}
    places |= {target_of_person(holder.login) for holder in held.values()}
    found = tx.rows(_TIES, {"regions": sorted({one.region for one in held}), "places": sorted(places)})
    ties = [(row[0], Tie(row[1], Organisation(*row[3:]), row[2])) for row in found]
    return tuple(
        replace(
            one,
            ties=tuple(
                tie
                for region, tie in ties
                if region == one.region
                and tie.target in (one.organisation.id, target_of_person(holder.login))
            ),
        )
        for one, holder in held.items()
    )


def members(
    tx: Tx, region: str, today: date, roles: Collection[str] = (), organisation_id: str = ""
) -> list[tuple[Person, Membership]]:
    """Who holds one of `roles` (all when empty) in a region today, at one organisation or anywhere; by name."""
    return _members(
        tx,
        and_(
            membership.c.region == region,
            membership.c.role.in_(roles) if roles else true(),
            membership.c.organisation == organisation_id if organisation_id else true(),
            _holds(today),
        ),
    )


def holders(
    tx: Tx, region: str, today: date, wanted: Collection[tuple[str, str]]
) -> list[tuple[Person, Membership]]:
    """Who holds one of the (role, place) pairs: a place is an organisation or one person, as `target_of_person` writes
    it; empty means anywhere. One statement."""
    if not wanted:
        return []
    pairs = [and_(membership.c.role == role, _at(place)) for role, place in wanted]
    return _members(tx, and_(membership.c.region == region, or_(*pairs), _holds(today)))


def with_substitutes(
    tx: Tx, region: str, today: date, wanted: Collection[tuple[str, str]]
) -> list[tuple[Person, Person, Membership]]:
    """(who gets it, whose role it is, the role): the holders of `holders`, and who stands in for one of them. One
    statement."""
    if not wanted:
        return []
    pairs = [and_(membership.c.role == role, _at(place)) for role, place in wanted]
    standing = person.alias("standing")
    also = membership.alias("also")
    shared = exists().where(
        also.c.person == substitute.c.by, also.c.region == region, also.c.role == membership.c.role
    )
    held = and_(
        substitute.c.absent == membership.c.person,
        substitute.c.region == region,
        substitute.c.since <= today,
        substitute.c.until > today,
        or_(substitute.c.source == "bestand", shared),
    )
    columns = [standing.c[column.name] for column in PERSON]
    found = (
        select(*PERSON, *columns, *_MEMBERSHIP)
        .select_from(
            membership.join(person, person.c.id == membership.c.person)
            .join(organisation)
            .outerjoin(substitute, held)
            .outerjoin(standing, and_(standing.c.id == substitute.c.by, standing.c.active))
        )
        .where(membership.c.region == region, or_(*pairs), _holds(today), person.c.active)
        .order_by(person.c.name, person.c.id, membership.c.id)
    )
    rows = [(Person(*row[:5]), row[5:10], _membership(row[10:])) for row in tx.rows(found)]
    others = [(Person(*other), holder, one) for holder, other, one in rows if other[0] is not None]
    return [*((holder, holder, one) for holder, _, one in rows), *others]


def _at(place: str) -> ColumnElement[bool]:
    if place.startswith(PERSON_TARGET):
        return person.c.login == place.removeprefix(PERSON_TARGET)
    return membership.c.organisation == place if place else true()


def _members(tx: Tx, condition: ColumnElement[bool]) -> list[tuple[Person, Membership]]:
    joined: FromClause = membership.join(person).join(organisation)
    found = (
        select(*PERSON, *_MEMBERSHIP)
        .select_from(joined)
        .where(condition, person.c.active)
        .order_by(person.c.name, person.c.id, membership.c.id)
    )
    return [(Person(*row[:5]), _membership(row[5:])) for row in tx.rows(found)]


def _holds(today: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        or_(membership.c.since.is_(None), membership.c.since <= today),
        or_(membership.c.until.is_(None), membership.c.until > today),
    )


_MEMBERSHIP = (
    membership.c.region, membership.c.role, membership.c.function, membership.c.since, membership.c.until, *ORGANISATION,
)  # fmt: skip


# Every request asks these two: built once, because building takes longer than asking.
_OF: BindParameter[int] = bindparam("of")
_TODAY: BindParameter[date] = bindparam("today", type_=Date())
_STANDS_IN = and_(
    substitute.c.absent == membership.c.person,
    substitute.c.region == membership.c.region,
    substitute.c.by == _OF,
    substitute.c.since <= _TODAY,
    substitute.c.until > _TODAY,
)
_HELD = (
    select(*PERSON, substitute.c.source, *_MEMBERSHIP)
    .select_from(
        membership.join(organisation)
        .join(person, person.c.id == membership.c.person)
        .outerjoin(substitute, _STANDS_IN)
    )
    .where(or_(membership.c.person == _OF, substitute.c.id.is_not(None)), _holds(_TODAY))
    .order_by(membership.c.id)
)
_TIES = (
    select(relation.c.region, relation.c.kind, relation.c.target, *ORGANISATION)
    .select_from(relation.join(organisation, organisation.c.id == relation.c.organisation))
    .where(
        relation.c.region.in_(bindparam("regions", expanding=True)),
        relation.c.target.in_(bindparam("places", expanding=True)),
    )
    .order_by(organisation.c.name, relation.c.id)
)


def _membership(row: Sequence[Any]) -> Membership:
    region, role, function, since, until, *place = row
    return Membership(region, role, Organisation(*place), function, since, until)


def replace_relations(tx: Tx, region: str, relations: Iterable[tuple[str, str, str]]) -> None:
    """Of this region, exactly these (kind, organisation, target) hold: which school belongs to which team. A target is
    the id of an organisation, or a person as `target_of_person` writes it."""
    tx.run(delete(relation).where(relation.c.region == region))
    rows = [{"region": region, "kind": kind, "organisation": of, "target": to} for kind, of, to in relations]
    tx.many(relation.insert(), rows)


def target_of_person(login: str) -> str:
    return PERSON_TARGET + login


def targets_of(tx: Tx, region: str, school: str, kinds: Collection[str]) -> dict[str, tuple[str, ...]]:
    """To whom a school is tied today, by kind of relation."""
    targets: dict[str, tuple[str, ...]] = {}
    for kind, target in tx.rows(_TARGETS, {"region": region, "kinds": list(kinds), "school": school}):
        targets[kind] = (*targets.get(kind, ()), target)
    return targets


def relations(tx: Tx, region: str) -> list[tuple[str, str, str]]:
    found = select(relation.c.kind, relation.c.organisation, relation.c.target).where(
        relation.c.region == region
    )
    return [(str(kind), str(of), str(to)) for kind, of, to in tx.rows(found.order_by(relation.c.id))]


def replace_holidays(tx: Tx, region: str, holidays: Iterable[tuple[date, str]]) -> None:
    tx.run(delete(holiday).where(holiday.c.region == region))
    tx.many(
        holiday.insert(),
        [{"region": region, "day": day, "name": name} for day, name in dict(holidays).items()],
    )


def holidays(tx: Tx, region: str) -> dict[date, str]:
    found = select(holiday.c.day, holiday.c.name).where(holiday.c.region == region).order_by(holiday.c.day)
    return {row.day: row.name for row in tx.rows(found)}
