"""What goes out after an act: one outbox row per mail and recipient, one per call."""

from collections.abc import Mapping, Sequence

from engine.casework.work import Work
from engine.clock import day
from engine.definitions.definition import Step
from engine.model import Person
from engine.runtime.progress import Sent
from engine.store import outbox, people

APPLICANT = "aanvrager"
SCHOOL = "school"


def write_effects(work: Work, sends: Sequence[Sent], calls: Mapping[str, str]) -> None:
    """Mails for what the route sent, calls for the jobs (id -> node) that wait for another system."""
    letters = [work.step(one.node) for one in sends if work.step(one.node).letter]
    rows = [row for step, persons in _recipients(work, letters) for row in _mails(work, step, persons)]
    for job, node in calls.items():
        kind = work.route.runtime.node(node).job
        rows.append(outbox.effect("call", work.case.id, node, {"connector": kind}, job=job))
        work.tell("call_written", node, connector=kind)
    outbox.add(work.tx, rows)


def _mails(work: Work, step: Step, persons: Sequence[Person]) -> list[outbox.NewEffect]:
    work.tell("mail_written", step.id, letter=step.letter, to=[one.id for one in persons])
    return [
        outbox.effect("mail", work.case.id, step.id, {"letter": step.letter, "to": person.id})
        for person in persons
    ]


def _recipients(work: Work, steps: Sequence[Step]) -> list[tuple[Step, list[Person]]]:
    """Who gets each letter, each person once; one question to the database for all of them."""
    wanted = {pair for step in steps for pair in _pairs(work, step)}
    found = people.holders(work.tx, work.region.id, day(work.tx.now), wanted)
    recipients = []
    for step in steps:
        pairs = _pairs(work, step)
        persons = {
            person.id: person
            for person, one in found
            if (one.role, one.organisation.id) in pairs or (one.role, "") in pairs
        }
        if APPLICANT in step.to and work.case.applicant is not None:
            persons[work.case.applicant.id] = work.case.applicant
        recipients.append((step, list(persons.values())))
    return recipients


def _pairs(work: Work, step: Step) -> set[tuple[str, str]]:
    """The (role, organisation) pairs that a letter goes to; roles of a school are those of the school of the case."""
    own = set(work.region.roles_of("school"))
    roles = {role for name in step.to for role in (own if name == SCHOOL else {name}) if role != APPLICANT}
    return {(role, work.school if role in own else "") for role in roles}
