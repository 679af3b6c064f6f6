"""Fields for a person: who can be chosen exists, and so does what is asked of them."""

import re
from collections.abc import Iterator

from bpmn.findings import Finding
from config.errors import ConfigError
from config.parents import PARENT
from config.regions import PARTNERSHIP, SCHOOL
from config.tables import did_you_mean
from engine.clock import Clock, day
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.population import population_of
from engine.definitions.standing import findings_of
from engine.definitions.today import Today, read_today
from forms.model import Field, Form, every_field

RULE = "formulier-persoon"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ADD_FIRST = "Zet de organisatie of persoon eerst in organisations.toml of people.toml."


def check_persons(definition: Definition) -> Iterator[Finding]:
    """Every field for a person names roles of the region, and traits that somebody has."""
    known = _traits_known(definition)
    for form in definition.forms.values():
        for each in every_field(form.fields):
            if each.persons is not None:
                yield from _check_roles(form, each, definition)
                yield from _check_traits(form, each, known)


def check_standing(definition: Definition) -> Iterator[Finding]:
    """What nobody can do by the folder today/, when it says who there is."""
    today = today_of(definition)
    if today is not None and today.people is not None and today.organisations:
        yield from _unknown_ends(today)
        yield from _unlike_relations(definition, today)
        yield from _without_mail(today, definition.bundle.today["today/people.toml"].decode(errors="replace"))
        population = population_of(today, day(Clock().now()))
        yield from findings_of(definition, population, "today/people.toml")


def _unknown_ends(today: Today) -> Iterator[Finding]:
    logins = {one.login for one in today.people or ()}
    for one in today.relations or ():
        for word, name, known in (
            ("van", one.organisation, {*today.organisations}),
            ("naar", one.target, {*today.organisations, *logins}),
        ):
            if name not in known:
                message = f'Bij `{word}` staat "{name}", en dat bestaat niet.{did_you_mean(name, known)}'
                yield fault("relatie-bestaat", message, _ADD_FIRST, Place("today/relations.toml"))


def _unlike_relations(definition: Definition, today: Today) -> Iterator[Finding]:
    """A role hangs on a relation of which there is none, and its name is nearly that of something else."""
    kinds = {one.kind for one in today.relations or ()}
    for role in definition.region.roles.values():
        known = {SCHOOL, PARTNERSHIP, PARENT, *kinds}
        hint = "" if role.of in known else did_you_mean(role.of, known)
        if hint:
            message = f'De rol "{role.id}" heeft van = "{role.of}", en zo\'n relatie staat niet in today/relations.toml.{hint}'
            yield warning(
                "rol-van", message, "Verbeter `van` bij de rol, of maak de relatie.", Place("region.toml")
            )


def _without_mail(today: Today, text: str) -> Iterator[Finding]:
    """Somebody with a role but no address gets no mail, and nothing is filled in where a form asks for it."""
    for person in today.people or ():
        if person.memberships and not _ADDRESS.fullmatch(person.email):
            has = f'heeft "{person.email}" als e-mailadres' if person.email else "heeft geen e-mailadres"
            yield warning(
                "persoon-zonder-mail",
                f"{person.name} ({person.login}) {has}: deze persoon krijgt geen berichten, en een formulier kan het adres "
                "niet vooraf invullen.",
                "Vul `email` in.",
                Place("today/people.toml", _line_of(text, person.login)),
            )


def _line_of(text: str, login: str) -> int | None:
    found = re.search(rf"""^\s*aanmeldnaam\s*=\s*["']{re.escape(login)}["']""", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else None


def today_of(definition: Definition) -> Today | None:
    """What is true today by the folder today/; None when there is none or it cannot be read."""
    files = {name.removeprefix("today/"): data for name, data in definition.bundle.today.items()}
    try:
        return read_today(files, definition.bundle.region) if files else None
    except ConfigError:
        return None


def _traits_known(definition: Definition) -> set[str] | None:
    today = today_of(definition)
    people = today.people if today else None
    return None if people is None else {name for person in people for name in person.traits}


def _check_roles(form: Form, each: Field, definition: Definition) -> Iterator[Finding]:
    roles = each.persons.roles if each.persons else ()
    if not roles:
        message = "Niemand kan gekozen worden: er staat niet bij uit welke rol."
        yield fault(RULE, message, "Vul de eigenschap `personen` in.", _place(form, each))
    for role in roles:
        if role not in definition.region.roles:
            hint = did_you_mean(role, definition.region.roles)
            message = f'De rol "{role}" staat niet in region.toml.{hint}'
            yield fault(RULE, message, "Verbeter de eigenschap `personen`.", _place(form, each))


def _check_traits(form: Form, each: Field, known: set[str] | None) -> Iterator[Finding]:
    if each.persons is None or known is None:
        return
    for name in each.persons.shows:
        if name not in known:
            hint = did_you_mean(name, known)
            message = f'Niemand in today/people.toml heeft het kenmerk "{name}".{hint}'
            yield warning(RULE, message, "Verbeter `personen_toont` of de kenmerken.", _place(form, each))


def _place(form: Form, each: Field) -> Place:
    return Place(form.file, each.line, each.id)
