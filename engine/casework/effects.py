"""What goes out after an act: one outbox row per mail and recipient, one per call."""

from collections.abc import Mapping, Sequence

from config.parents import PARENT
from engine import access
from engine.casework.hiding import ANONYMOUS, is_anonymous, may_get_mail
from engine.casework.inviting import mail_with_link, parents_with
from engine.casework.opening import named_person
from engine.casework.work import Work
from engine.clock import day
from engine.definitions.definition import Step
from engine.model import Event, Person, Values
from engine.runtime.progress import Sent
from engine.store import outbox, people

APPLICANT = "aanvrager"
NOTHING: Values = {}
SCHOOL = "school"


def write_effects(work: Work, sends: Sequence[Sent], calls: Mapping[str, str]) -> None:
    """Mails for what the route sent, calls for the jobs (id -> node) that wait for another system."""
    letters = [work.step(one.node) for one in sends if work.step(one.node).letter]
    rows = [row for step, persons in _recipients(work, letters) for row in _letter(work, step, persons)]
    for job, node in calls.items():
        kind = work.route.runtime.node(node).job
        rows.append(outbox.effect("call", work.case.id, node, {"connector": kind}, job=job))
        work.tell("call_written", node, connector=kind)
    outbox.add(work.tx, rows)


def write_letters(work: Work, steps: Sequence[Step], **about: object) -> None:
    """Mails for steps that name a letter and who gets it, beside what the route sends. `about` is kept with each mail
    for when it goes out: ids and dates, never answers."""
    for step, persons in _recipients(work, steps):
        _tell(work, step, persons, about)
        outbox.add(work.tx, _mails(work, step, persons, about))


def _letter(work: Work, step: Step, persons: Sequence[Person]) -> list[outbox.NewEffect]:
    """To these persons, and to parents each with a link of their own, to come in by."""
    roles = [one for one in step.to if one in work.region.roles_of(PARENT)]
    parents = parents_with(work.tx, work.case.id, roles) if roles else []
    _tell(work, step, [*persons, *(one.person for one in parents)])
    return [*_mails(work, step, persons), *(mail_with_link(work, one, step.letter) for one in parents)]


def _tell(work: Work, step: Step, to: Sequence[Person], about: Values = NOTHING) -> None:
    """A mail about a row of the register says so: no step of the route sends it."""
    detail: dict[str, object] = {"letter": step.letter, "to": [one.id for one in to]}
    row = {name: value for name, value in about.items() if name == "register"}
    work.lines.append(Event("mail_written", step.id, detail | row))


def _mails(
    work: Work, step: Step, persons: Sequence[Person], about: Values = NOTHING
) -> list[outbox.NewEffect]:
    anonymous = {ANONYMOUS: True} if is_anonymous(step) else NOTHING
    return [
        outbox.effect(
            "mail", work.case.id, step.id, {"letter": step.letter, "to": person.id, **about, **anonymous}
        )
        for person in persons
    ]


def _recipients(work: Work, steps: Sequence[Step]) -> list[tuple[Step, list[Person]]]:
    """Who gets each letter, each person once; one question to the database for all of them."""
    targets = _targets(work, steps)
    wanted = {pair for step in steps for pair in _pairs(work, step, targets)}
    found = people.with_substitutes(work.tx, work.region.id, day(work.tx.now), wanted)
    recipients = []
    for step in steps:
        pairs = _pairs(work, step, targets)
        persons = {
            person.id: person
            for person, holder, one in found
            if not pairs.isdisjoint(
                (one.role, place)
                for place in ("", one.organisation.id, people.target_of_person(holder.login))
            )
        }
        named = [named_person(work, name) for name in step.to]
        named += [work.case.applicant] if APPLICANT in step.to else []
        persons |= {one.id: one for one in named if one is not None and may_get_mail(work, one)}
        recipients.append((step, list(persons.values())))
    return recipients


def _targets(work: Work, steps: Sequence[Step]) -> access.Targets:
    kinds = access.kinds_of(work.region, {role for step in steps for role in step.to})
    return people.targets_of(work.tx, work.region.id, work.school, kinds) if kinds else access.NO_TARGETS


def _pairs(work: Work, step: Step, targets: access.Targets) -> set[tuple[str, str]]:
    """The (role, place) pairs that a letter goes to; roles of a school are those of the school of the case, roles on a
    relation those of whom that school is tied to."""
    own = set(work.region.roles_of("school"))
    roles = {role for name in step.to for role in (own if name == SCHOOL else {name}) if role != APPLICANT}
    school = work.school if is_anonymous(step) else access.school_of(work.case)
    places = {role: access.places_of(work.region, role, school, targets) for role in roles}
    return {(role, place) for role, found in places.items() for place in (("",) if found is None else found)}
