"""Load what is true today: organisations, people and their roles, relations, holidays. First a preview, then all of it.

A person is never deleted: a role that no longer stands in people.toml ends today. An organisation stays.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from config.errors import ConfigError
from config.regions import read_region
from config.tables import did_you_mean
from engine.clock import day
from engine.definitions.readdressing import readdress
from engine.definitions.recounting import recount
from engine.definitions.rights import must_manage
from engine.definitions.today import FILES, KnownPerson, KnownSubstitute, Today, read_today
from engine.desk import Desk
from engine.model import Membership, Organisation, Person
from engine.store import memberships, people, substitutes, terms, traits
from engine.store.database import Tx

Kind = Literal["nieuw", "gewijzigd", "beëindigd", "weg"]

_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True)
class Change:
    """One line of the preview: `what` is "organisatie", "persoon", "rol", "relatie", "vrije dag" or "vakantie"."""

    kind: Kind
    what: str
    text: str


def load(desk: Desk, folder: Path, preview: bool = False) -> tuple[Change, ...]:
    """Load the folder today/ of a region (or the region's folder itself). Returns what changes; a preview changes nothing.

    The region is the name of the region's folder. Raises ConfigError, NotAllowed.
    """
    folder = folder / "today" if (folder / "today").is_dir() else folder
    region = folder.resolve().parent.name
    today = read_today(_read_files(folder), region)
    _refuse_unknown_roles(folder.parent / "region.toml", today)
    with desk.transaction() as tx:
        must_manage(desk.actor, tx, region)
        changes = changes_of(tx, region, today)
        if not preview:
            counted = terms.calendar_of(tx, region)
            apply(tx, region, today)
            readdress(tx, desk, region)
            recount(tx, desk, region, counted)
    return changes


def changes_of(tx: Tx, region: str, today: Today) -> tuple[Change, ...]:
    """What `apply` would change."""
    return (
        *_organisations(tx, today),
        *_people(tx, today),
        *_roles(tx, region, today),
        *_traits(tx, region, today),
        *_substitutes(tx, region, today),
        *_relations(tx, region, today),
        *_holidays(tx, region, today),
        *_vacations(tx, region, today),
    )


def apply(tx: Tx, region: str, today: Today) -> None:
    """Make it so. Raises ConfigError at a relation of or to nobody."""
    people.put_organisations(tx, today.organisations.values())
    if today.people is not None:
        _apply_people(tx, region, today.people, today.substitutes)
    if today.relations is not None:
        people.replace_relations(tx, region, _relation_rows(tx, today))
    if today.holidays is not None:
        people.replace_holidays(tx, region, today.holidays.items())
    if today.vacations is not None:
        rows = [(first, last, name) for (first, last), name in today.vacations.items()]
        terms.replace_vacations(tx, region, rows)


def _relation_rows(tx: Tx, today: Today) -> list[tuple[str, str, str]]:
    """The relations as the store keeps them: what is no organisation is the login of a person. Raises ConfigError."""
    places = {*today.organisations, *(one.id for one in people.organisations(tx))}
    logins = {one.login for one in today.people or ()}
    rows = []
    for number, one in enumerate(today.relations or (), 1):
        if one.organisation not in places:
            raise _unknown(number, "van", one.organisation, places)
        if one.target in places:
            rows.append((one.kind, one.organisation, one.target))
        elif one.target in logins or people.person_by_login(tx, one.target):
            rows.append((one.kind, one.organisation, people.target_of_person(one.target)))
        else:
            raise _unknown(number, "naar", one.target, {*places, *logins})
    return rows


def _unknown(number: int, key: str, name: str, known: Collection[str]) -> ConfigError:
    message = f'"{name}" is geen organisatie{" en geen aanmeldnaam" if key == "naar" else ""}.'
    advice = f" Zet die eerst in organisations.toml of people.toml.{did_you_mean(name, known)}"
    return ConfigError(message + advice, "relations.toml", f"relatie[{number}].{key}")


def _read_files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise ConfigError("Deze map bestaat niet.", str(folder))
    files = {name: (folder / name).read_bytes() for name in FILES if (folder / name).is_file()}
    if not files:
        raise ConfigError(f"In deze map staat geen van: {', '.join(FILES)}.", str(folder))
    return files


def _refuse_unknown_roles(path: Path, today: Today) -> None:
    if not path.is_file():
        return
    roles = read_region(path.read_bytes()).roles
    for person in today.people or ():
        for one in person.memberships:
            if one.role not in roles:
                hint = did_you_mean(one.role, roles)
                message = f'De rol "{one.role}" staat niet in region.toml.{hint}'
                raise ConfigError(message, "people.toml", person.login)


def _apply_people(
    tx: Tx, region: str, known: tuple[KnownPerson, ...], standing_in: tuple[KnownSubstitute, ...]
) -> None:
    ending, beginning = _role_changes(tx, region, known)
    persons = {one.login: _put_person(tx, one) for one in known}
    memberships.end(tx, [held.id for held in ending], day(tx.now))
    for login, one in beginning:
        memberships.begin(tx, persons[login].id, one)
    traits.replace_all(tx, region, [(persons[one.login].id, one.traits) for one in known])
    rows = [(persons[one.absent].id, persons[one.by].id, one.since, one.until) for one in standing_in]
    substitutes.replace_of_file(tx, region, rows, day(tx.now))


def _put_person(tx: Tx, known: KnownPerson) -> Person:
    person = people.person_by_login(tx, known.login)
    if person is not None and (person.name, person.email, person.active) == (known.name, known.email, True):
        return person
    return people.put_person(tx, known.login, known.name, known.email)


def _role_changes(
    tx: Tx, region: str, known: tuple[KnownPerson, ...]
) -> tuple[list[memberships.Held], list[tuple[str, Membership]]]:
    """(what ends, what begins). A role begins today unless the file says otherwise."""
    today = day(tx.now)
    wanted = {
        (person.login, _role_key(one)): one
        for person in known
        for one in person.memberships
        if one.until is None or one.until > today
    }
    held = memberships.of_region(tx, region, today)
    there = {(each.login, _role_key(each.membership)) for each in held}
    ending = [each for each in held if (each.login, _role_key(each.membership)) not in wanted]
    beginning = [
        (key[0], replace(one, since=one.since or today)) for key, one in wanted.items() if key not in there
    ]
    return ending, beginning


def _role_key(one: Membership) -> tuple[object, ...]:
    return (one.role, one.organisation.id, one.function, one.until)


def _organisations(tx: Tx, today: Today) -> Iterator[Change]:
    old = {one.id: one for one in people.organisations(tx)}
    for one in today.organisations.values():
        if one.id not in old:
            yield Change("nieuw", "organisatie", f"{one.name} ({one.id})")
        elif one != old[one.id]:
            yield Change(
                "gewijzigd", "organisatie", f"{one.name} ({one.id}): {_differences(old[one.id], one)}"
            )


def _differences(old: Organisation, new: Organisation) -> str:
    words = {"kind": "soort", "name": "naam", "brin": "brin", "school_type": "schoolsoort", "board": "bestuur",
             "municipality": "gemeente", "email": "email"}  # fmt: skip
    return "; ".join(
        f'{word} was "{getattr(old, name)}", wordt "{getattr(new, name)}"'
        for name, word in words.items()
        if getattr(old, name) != getattr(new, name)
    )


def _people(tx: Tx, today: Today) -> Iterator[Change]:
    for known in today.people or ():
        person = people.person_by_login(tx, known.login)
        if person is None:
            yield Change("nieuw", "persoon", f"{known.name} ({known.login})")
        elif (person.name, person.email) != (known.name, known.email):
            was = f"{person.name} {person.email}".strip()
            now = f"{known.name} {known.email}".strip()
            yield Change("gewijzigd", "persoon", f"{known.login}: was {was}, wordt {now}")


def _roles(tx: Tx, region: str, today: Today) -> Iterator[Change]:
    if today.people is None:
        return
    ending, beginning = _role_changes(tx, region, today.people)
    for login, one in beginning:
        yield Change("nieuw", "rol", _role_text(login, one))
    for held in ending:
        yield Change("beëindigd", "rol", _role_text(held.login, held.membership))


def _role_text(login: str, one: Membership) -> str:
    return f"{login}: {one.role} bij {one.organisation.name}"


def _traits(tx: Tx, region: str, today: Today) -> Iterator[Change]:
    """Whose traits change, and which: not what they say of somebody."""
    if today.people is None:
        return
    old = traits.by_login(tx, region)
    for known in today.people:
        before = old.pop(known.login, {})
        if dict(known.traits) != dict(before):
            names = ", ".join(sorted(dict(known.traits).keys() | dict(before).keys()))
            yield Change("gewijzigd" if before else "nieuw", "kenmerken", f"{known.login}: {names}")
    for login in old:
        yield Change("weg", "kenmerken", login)


def _substitutes(tx: Tx, region: str, today: Today) -> Iterator[Change]:
    if today.people is None:
        return
    on = day(tx.now)
    wanted = [(one.absent, one.by, one.since, one.until) for one in today.substitutes if one.until > on]
    old = dict.fromkeys(substitutes.of_file(tx, region, on), "")
    yield from _compared("vervanging", old, dict.fromkeys(wanted, ""), _substitute_text)


def _substitute_text(row: tuple[str, str, date, date]) -> str:
    absent, by, since, until = row
    return f"{by} voor {absent}, van {since.isoformat()} tot {until.isoformat()}"


def _relations(tx: Tx, region: str, today: Today) -> Iterator[Change]:
    if today.relations is None:
        return
    old = dict.fromkeys(people.relations(tx, region), "")
    new = dict.fromkeys(_relation_rows(tx, today), "")
    yield from _compared("relatie", old, new, _relation_text)


def _relation_text(row: tuple[str, str, str]) -> str:
    kind, school, target = row
    return f"{school} {kind} {target.removeprefix(people.PERSON_TARGET)}"


def _holidays(tx: Tx, region: str, today: Today) -> Iterator[Change]:
    if today.holidays is None:
        return
    yield from _compared(
        "vrije dag", people.holidays(tx, region), today.holidays, lambda one: one.isoformat()
    )


def _vacations(tx: Tx, region: str, today: Today) -> Iterator[Change]:
    if today.vacations is None:
        return
    yield from _compared(
        "vakantie",
        terms.vacations(tx, region),
        today.vacations,
        lambda days: f"{days[0].isoformat()} tot en met {days[1].isoformat()}",
    )


def _compared(
    what: str, old: Mapping[_K, str], new: Mapping[_K, str], text: Callable[[_K], str]
) -> Iterator[Change]:
    for key, name in new.items():
        if key not in old:
            yield Change("nieuw", what, f"{text(key)} {name}".strip())
        elif old[key] != name:
            yield Change("gewijzigd", what, f'{text(key)}: was "{old[key]}", wordt "{name}"')
    for key, name in old.items():
        if key not in new:
            yield Change("weg", what, f"{text(key)} {name}".strip())
