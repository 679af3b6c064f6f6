"""Read the folder today/: what is true today in a region. Loaded, never frozen (docs/regiobestanden.md)."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from config.tables import Table, collect, did_you_mean, read_table
from engine.model import Membership, Organisation, Values

SCHOOL_TYPES = ("BaO", "SBO", "SO", "VO", "VSO", "PrO")
FILES = ("organisations.toml", "people.toml", "relations.toml", "holidays.toml")

LONGEST_VACATION = timedelta(days=183)

_KIND = re.compile(r"[a-z][a-z_-]{0,39}")
_TRAIT = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")

_T = TypeVar("_T")


@dataclass(frozen=True)
class KnownPerson:
    """A person of people.toml with the roles that hold."""

    login: str
    name: str
    email: str
    memberships: tuple[Membership, ...]
    traits: Values = field(default_factory=dict)


@dataclass(frozen=True)
class KnownSubstitute:
    """`by` stands in for `absent`, both by login; `until` is the first day they no longer do."""

    absent: str
    by: str
    since: date
    until: date


@dataclass(frozen=True)
class Relation:
    """`organisation`, a school, belongs to `target`: an organisation ("team": which team) or a person by login."""

    kind: str
    organisation: str
    target: str


@dataclass(frozen=True)
class Today:
    """A part that has no file is None: loading leaves it as it is."""

    organisations: Mapping[str, Organisation]
    people: tuple[KnownPerson, ...] | None = None
    substitutes: tuple[KnownSubstitute, ...] = ()  # of people.toml
    relations: tuple[Relation, ...] | None = None
    holidays: Mapping[date, str] | None = None
    vacations: Mapping[tuple[date, date], str] | None = None  # (first day, last day) -> name


def read_today(files: Mapping[str, bytes], region: str) -> Today:
    """Read the files by their name without folder; `region` is whose roles these are. Raises ConfigError.

    Organisations that people refer to must stand in organisations.toml.
    """
    organisations = _read(files, "organisations.toml", _read_organisations) or {}
    return Today(
        organisations=organisations,
        people=_read(files, "people.toml", lambda top: _read_people(top, region, organisations)),
        substitutes=_read(files, "people.toml", _read_substitutes) or (),
        relations=_read(files, "relations.toml", _read_relations),
        holidays=_read(files, "holidays.toml", _read_holidays),
        vacations=_read(files, "holidays.toml", _read_vacations),
    )


def _read(files: Mapping[str, bytes], name: str, read: Callable[[Table], _T]) -> _T | None:
    return read(read_table(files[name], name)) if name in files else None


def _read_organisations(top: Table) -> dict[str, Organisation]:
    top.only("organisatie")
    return collect(top.tables("organisatie"), _read_organisation, lambda one: one.id)


def _read_organisation(row: Table) -> Organisation:
    row.only("id", "soort", "naam", "brin", "schoolsoort", "bestuur", "gemeente", "email")
    kind, key = row.text("soort"), row.text("id")
    if not _KIND.fullmatch(kind):
        row.refuse("soort", f'"{kind}" kan geen soort zijn. Gebruik kleine letters, zoals school of team.')
    if not _PLACE.fullmatch(key):
        row.refuse("id", f'"{key}" kan geen id zijn. Gebruik letters, cijfers, punten, _ en -.')
    return Organisation(
        id=key,
        kind=kind,
        name=row.text("naam"),
        brin=row.text("brin", ""),
        school_type=row.choice("schoolsoort", SCHOOL_TYPES)
        if kind == "school"
        else row.text("schoolsoort", ""),
        board=row.text("bestuur", ""),
        municipality=row.text("gemeente", ""),
        email=row.text("email", ""),
    )


def _read_people(
    top: Table, region: str, organisations: Mapping[str, Organisation]
) -> tuple[KnownPerson, ...]:
    top.only("persoon", "vervanging")
    people = collect(
        top.tables("persoon"),
        lambda row: _read_person(row, region, organisations),
        lambda person: person.login,
    )
    return tuple(people.values())


def _read_substitutes(top: Table) -> tuple[KnownSubstitute, ...]:
    logins = {row.text("aanmeldnaam") for row in top.tables("persoon")}
    return tuple(_read_substitute(row, logins) for row in top.tables("vervanging"))


def _read_substitute(row: Table, logins: Collection[str]) -> KnownSubstitute:
    row.only("van", "door", "vanaf", "tot")
    for word in ("van", "door"):
        if row.text(word) not in logins:
            hint = did_you_mean(row.text(word), logins)
            row.refuse(word, f'"{row.text(word)}" staat niet in people.toml.{hint}')
    if row.text("van") == row.text("door"):
        row.refuse("door", "Iemand kan zichzelf niet vervangen. Noem een ander.")
    since, until = _day(row, "vanaf"), _day(row, "tot")
    if until <= since:
        row.refuse(
            "tot", "De vervanging eindigt voordat zij begint. `tot` is de eerste dag dat zij niet meer geldt."
        )
    return KnownSubstitute(row.text("van"), row.text("door"), since, until)


def _read_person(row: Table, region: str, organisations: Mapping[str, Organisation]) -> KnownPerson:
    row.only("aanmeldnaam", "naam", "email", "rol", "kenmerken")
    login = row.text("aanmeldnaam")
    if login != login.strip().lower() or any(sign.isspace() or sign in ",/~" for sign in login):
        row.refuse(
            "aanmeldnaam", f'"{login}" kan niet. Gebruik kleine letters, zonder spaties, komma\'s of /.'
        )
    roles = tuple(_read_membership(each, region, organisations) for each in row.tables("rol"))
    traits = _read_traits(row.table("kenmerken"))
    return KnownPerson(login, row.text("naam"), row.text("email", ""), roles, traits)


def _read_traits(row: Table) -> Values:
    """Texts, numbers, yes or no, and lists of those, as FEEL values."""
    for name in row.values:
        if not _TRAIT.fullmatch(name):
            row.refuse(name, f'"{name}" kan geen kenmerk zijn. Gebruik kleine letters, cijfers en _.')
    return {name: _trait(row, name, value) for name, value in row.values.items()}


def _trait(row: Table, name: str, value: object) -> object:
    if isinstance(value, list):
        return [_plain_trait(row, name, each) for each in value]
    return _plain_trait(row, name, value)


def _plain_trait(row: Table, name: str, value: object) -> object:
    if isinstance(value, bool | str | Decimal):
        return value
    if not isinstance(value, int):
        row.refuse(name, "Een kenmerk is een tekst, een getal, true of false, of een lijst daarvan.")
    return Decimal(value)


def _read_membership(row: Table, region: str, organisations: Mapping[str, Organisation]) -> Membership:
    row.only("rol", "organisatie", "functie", "sinds", "tot")
    place = row.text("organisatie")
    if place not in organisations:
        row.refuse(
            "organisatie", f'"{place}" staat niet in organisations.toml. Zet de organisatie daar eerst bij.'
        )
    since = _day(row, "sinds") if "sinds" in row else None
    until = _day(row, "tot") if "tot" in row else None
    return Membership(region, row.text("rol"), organisations[place], row.text("functie", ""), since, until)


def _read_relations(top: Table) -> tuple[Relation, ...]:
    top.only("relatie")
    return tuple(_read_relation(row) for row in top.tables("relatie"))


def _read_relation(row: Table) -> Relation:
    row.only("soort", "van", "naar")
    kind = row.text("soort")
    if not _KIND.fullmatch(kind):
        row.refuse("soort", f'"{kind}" kan geen soort relatie zijn. Gebruik kleine letters, zoals team.')
    return Relation(kind, row.text("van"), row.text("naar"))


def _read_holidays(top: Table) -> dict[date, str]:
    top.only("vrije_dag", "vakantie")
    days = {}
    for row in top.tables("vrije_dag"):
        row.only("dag", "naam")
        days[_day(row, "dag")] = row.text("naam", "")
    return days


def _read_vacations(top: Table) -> dict[tuple[date, date], str]:
    vacations = {}
    for row in top.tables("vakantie"):
        row.only("van", "tot", "naam")
        first, last = _day(row, "van"), _day(row, "tot")
        if not timedelta() <= last - first <= LONGEST_VACATION:
            row.refuse("tot", "De laatste dag van een vakantie komt na de eerste, binnen een half jaar.")
        vacations[first, last] = row.text("naam", "")
    return vacations


def _day(row: Table, key: str) -> date:
    value = row.values.get(key)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        row.refuse(key, "Dit moet een datum zijn, zoals 2026-12-25.")
    return value
