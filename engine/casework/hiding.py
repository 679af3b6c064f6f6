"""A case that is hidden from its school: for who is of that school it does not exist, as long as the route says so.

`zichtbaar_voor_school` on the route's start event says when the school may know: only while it is true. What cannot be
worked out is not true.
"""

from dataclasses import replace

from bpmn.feel.errors import FeelError
from bpmn.feel.expressions import evaluate, parse
from bpmn.lint.words import visible_of
from config.parents import PARENT
from engine import access
from engine.casework.work import Work
from engine.clock import day
from engine.definitions.definition import Step
from engine.model import Actor, Person
from engine.store import addressing, people, register, tasks

ANONYMOUS = "anoniem"


def hide_from_school(work: Work) -> None:
    """Work out whether the school may know the case now; what is open goes to other inboxes when that changes."""
    text = visible_of(work.route.start)
    if not text:
        return
    hidden = not _is_true(work, text)
    if hidden is work.case.hidden:
        return
    work.case = replace(work.case, hidden=hidden)
    if work.case.rev:
        work.tell("hidden" if hidden else "shown")
        _move_open(work)
        if work.region.registers and work.school:
            was, now = (work.school, None) if hidden else (None, work.school)
            register.place(work.tx, work.case.id, was, now)


def is_anonymous(step: Step) -> bool:
    """Whether a letter may go to a school that may not know the case: it names neither case nor page."""
    return step.node.properties.get(ANONYMOUS, "nee") == "ja"


def may_get_mail(work: Work, person: Person) -> bool:
    """Whether the case exists for somebody who is written to in person. Asked of a case that is hidden alone."""
    if not work.case.hidden:
        return True
    held = people.memberships_of(work.tx, person.id, day(work.tx.now))
    return access.may_see_case(Actor(person.name, person, held), work.region, work.case, True)


def _is_true(work: Work, text: str) -> bool:
    known = {**work.route.runtime.constants, **work.case.facts}
    try:
        return evaluate(parse(text), known, work.tx.now).value is True
    except FeelError:
        return False


def _move_open(work: Work) -> None:
    """Put what is open in the inboxes of who may know now. What somebody picked up they put back."""
    school = access.school_of(work.case)
    addressing.place(work.tx, work.case.id, school)
    for one in tasks.open_of_case(work.tx, work.case.id):
        if one.named is not None:
            continue
        kinds = access.kinds_of(work.region, one.roles)
        known = people.targets_of(work.tx, work.region.id, work.school, kinds) if kinds else access.NO_TARGETS
        tied = {**known, PARENT: (access.place_of_case(work.case.id),)}
        relation = work.step(one.node).relation
        key = access.audience(work.region, one.roles, relation, school, tied)
        if key != one.audience:
            addressing.move(work.tx, one, key)
            if one.assignee is not None:
                tasks.assign(work.tx, one.id, one.assignee, None)
