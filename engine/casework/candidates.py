"""Who can be chosen in a form of a case, and the names of who was chosen."""

from collections.abc import Sequence

from engine import access
from engine.casework.work import Work
from engine.clock import day
from engine.model import Values
from engine.store import people, traits
from forms.candidates import Candidate
from forms.fields.school import SCHOOL
from forms.model import Form
from forms.persons import named_values, with_names
from forms.schools import with_schools


class Candidates:
    """Who holds a role for the school of a case today; read when a form first asks."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._known: dict[tuple[str, ...], list[Candidate]] = {}

    def __call__(self, roles: Sequence[str]) -> Sequence[Candidate]:
        key = tuple(sorted(roles))
        if key not in self._known:
            self._known[key] = candidates(self._work, key)
        return self._known[key]


def candidates(work: Work, roles: Sequence[str]) -> list[Candidate]:
    """Holders of one of these roles for the school of the case, by name; each person once."""
    tx, region = work.tx, work.region
    kinds = access.kinds_of(region, roles)
    targets = people.targets_of(tx, region.id, work.school, kinds) if kinds else access.NO_TARGETS
    wanted = {
        (role, place)
        for role in roles
        if role in region.roles
        for place in _places(access.places_of(region, role, work.school, targets))
    }
    found = {
        person.id: (person, one)
        for person, one in reversed(people.holders(tx, region.id, day(tx.now), wanted))
    }
    known = traits.of_persons(tx, region.id, found.keys())
    made = [
        Candidate(person.login, person.name, one.function, known.get(person.id, {}))
        for person, one in found.values()
    ]
    return sorted(made, key=lambda one: (one.name, one.login))


def _places(found: tuple[str, ...] | None) -> tuple[str, ...]:
    return ("",) if found is None else found


def form_with_names(work: Work, form: Form | None) -> Form | None:
    """The form as it shows answers: who or which school was chosen by name."""
    if form is None:
        return form
    if SCHOOL.name in form.kinds:
        form = with_schools(form, {one.id: one.name for one in people.organisations(work.tx, "school")})
    return with_names(form, _names(work)) if form.asks_persons else form


def answers_with_names(work: Work) -> dict[str, Values]:
    """The answers of each step for a text to read: who was chosen by name."""
    forms = {step: work.route.steps[step].form for step in work.answers if step in work.route.steps}
    chosen = {step: form for step, form in forms.items() if form is not None and form.asks_persons}
    named = {step: named_values(form, work.answers[step], _names(work)) for step, form in chosen.items()}
    return {**work.answers, **named}


def _names(work: Work) -> dict[str, str]:
    """Everybody who ever held a role in the region, by login: read once per act."""
    if not work.names:
        work.names.update(people.names_by_login(work.tx, work.region.id))
    return work.names
