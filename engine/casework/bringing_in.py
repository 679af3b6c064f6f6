"""Bring people into a case: who holds a role for it today, and who was named in an answer."""

from collections.abc import Iterator, Mapping, Sequence

from engine import access
from engine.casework.work import Work
from engine.clock import day
from engine.definitions.steps import names_in
from engine.model import Answer, Membership, Party, Person
from engine.store import answers, parties, people
from forms.fields.registry import KINDS
from forms.model import Field, Form, every_field

INVOLVE = "betrekken"
NAMED = "genoemd"
WORDS = ("naam", "rol", "organisatie", "email", "telefoon", "toegang")
_YES = (True, "ja")


def involve(work: Work, node: str, facts: Mapping[str, object]) -> object:
    """The built-in job: who holds one of these roles for the school of this case today takes part from now on."""
    headers = work.route.runtime.node(node).headers
    roles, opens = names_in(headers.get("rollen", "")), headers.get("toegang", "nee") == "ja"
    brought = [(one.role, person) for person, one in _holders(work, roles)]
    rows = {(role, person.id): _party(work, role, person, opens) for role, person in brought}
    parties.bring_in(work.tx, rows.values())
    work.tell("party_added", node, to=list(dict.fromkeys(person.id for _, person in brought)))
    return {}


def _party(work: Work, role: str, person: Person, opens: bool) -> Party:
    return Party(work.case.id, role, f"{parties.PERSON}{person.id}", work.tx.now, opens)


def _holders(work: Work, roles: Sequence[str]) -> list[tuple[Person, Membership]]:
    tx, region = work.tx, work.region
    kinds = access.kinds_of(region, roles)
    targets = people.targets_of(tx, region.id, work.school, kinds) if kinds else access.NO_TARGETS
    places = {role: access.places_of(region, role, work.school, targets) for role in roles}
    pairs = {(role, place) for role, found in places.items() for place in (("",) if found is None else found)}
    return people.holders(tx, region.id, day(tx.now), pairs)


def keep_named(work: Work) -> None:
    """Who is named in the answers of this act takes part from now on. The answers are written already."""
    for visit in work.visits:
        form = work.definition.forms.get(visit.form)
        named = list(parties_in(form, visit)) if form else []
        if named:
            number = answers.last_id(work.tx, work.case.id, visit.node)
            rows = [_named(work, number, path, about) for path, about in named]
            parties.bring_in(work.tx, {(one.kind, one.who): one for one in rows}.values())


def parties_in(form: Form, visit: Answer) -> Iterator[tuple[str, dict[str, object]]]:
    """(path, what is known by the words naam, rol, …) of everybody who is named in these answers."""
    for field in form.parties:
        if field.kind == "group":
            yield from _about(field, "", visit.values)
            continue
        rows = visit.values.get(field.key)
        for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
            yield from _about(field, f"{field.key}.{number}", row if isinstance(row, Mapping) else {})


def _about(field: Field, path: str, values: Mapping[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """A shared block may have put something before each name: "ouder1_naam" is a "naam" too."""
    found = {
        word: _said(one, word, values.get(one.key))
        for one in every_field(field.fields)
        for word in WORDS
        if one.key == word or one.key.endswith(f"_{word}")
    }
    if found.get("naam"):
        yield path or field.id, found


def _said(field: Field, word: str, value: object) -> object:
    """As people read it: of a choice its label. Whether somebody may open the case stays what was answered."""
    if word == "toegang" or value in (None, ""):
        return value
    return KINDS[field.kind].show(field, value) or value


def _named(work: Work, answer: int, path: str, about: Mapping[str, object]) -> Party:
    """With `toegang` the case opens to who has an account with this e-mail address and a role in the region."""
    who, opens = f"answer/{answer}/{path}", False
    if about.get("toegang") in _YES and about.get("email"):
        person = parties.person_with_email(work.tx, str(about["email"]))
        roles = people.memberships_of(work.tx, person, day(work.tx.now)) if person is not None else ()
        if any(one.region == work.region.id for one in roles):
            who, opens = f"{parties.PERSON}{person}", True
    return Party(work.case.id, NAMED, who, work.tx.now, opens, None, answer, path)
