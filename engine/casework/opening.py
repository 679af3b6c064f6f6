"""Open tasks: whose inbox, until when, who may not, and under which words they are found."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bpmn.feel.errors import FeelError
from bpmn.feel.expressions import evaluate, parse, strip_equals
from config.parents import PARENT
from engine import access
from engine.casework.work import Work
from engine.clock import AMSTERDAM, day
from engine.definitions.definition import Step
from engine.model import Actor, Person, Task
from engine.runtime.periods import NotATime, add, looks_literal, parse_moment, parse_period, period_of
from engine.runtime.progress import Waiting
from engine.store import invitations, people, tasks, words

START = "start"
_NAMED = "genoemd_in:"
_NOT_THE_SCHOOL = "niet_school_van_de_zaak"
_PARTY = "partij"


def open_tasks(work: Work, fresh: Mapping[str, Waiting]) -> list[datetime]:
    """Put tasks that just began in their inboxes; returns when they are due. `fresh` is by the id of the row."""
    if not fresh:
        return []
    barred, targets = _barred(work, fresh), _targets(work, fresh)
    rows = [
        replace(_task(work, row_id, one, targets), barred=barred.get(one.node, ()))
        for row_id, one in fresh.items()
    ]
    tasks.add(work.tx, rows)
    words.add(work.tx, [(row.audience, row.id, row.search) for row in rows])
    for row in rows:
        work.tell("step_opened", row.node, task=row.id)
    return [row.due for row in rows if row.due]


def bar_from_open(work: Work, done: str, still_open: Mapping[str, str]) -> None:
    """Who just did a step may not do the tasks that stay open and name it in `niet_door`; `still_open` is by id."""
    naming = {task: work.step(node) for task, node in still_open.items() if done in work.step(node).not_by}
    for task, step in naming.items():
        doers = tasks.doers(work.tx, work.case.id, step.not_by)
        tasks.bar(work.tx, task, _persons(work, step, doers))


def _targets(work: Work, fresh: Mapping[str, Waiting]) -> access.Targets:
    """To whom the school of the case is tied, asked only when a role hangs on a relation; and where its parents are."""
    roles = {role for one in fresh.values() for role in work.step(one.node).roles}
    kinds = access.kinds_of(work.region, roles)
    tied = people.targets_of(work.tx, work.region.id, work.school, kinds) if kinds else access.NO_TARGETS
    return {**tied, PARENT: (access.place_of_case(work.case.id),)}


def _task(work: Work, row_id: str, one: Waiting, targets: access.Targets) -> Task:
    step = work.step(one.node)
    named = _named(work, step) or _parent_of(work, step, one)
    at = (
        f"persoon/{named}"
        if named is not None
        else access.audience(work.region, step.roles, step.relation, access.school_of(work.case), targets)
    )
    school = work.case.organisation.name if work.case.organisation else ""
    return Task(
        id=row_id,
        case=work.case.id,
        region=work.case.region,
        route=work.case.route,
        node=one.node,
        name=step.name,
        audience=at,
        roles=step.roles,
        organisation=access.school_of(work.case),
        since=work.tx.now,
        due=_due(work, step, one),
        named=named,
        barred_school=work.school if step.relation == _NOT_THE_SCHOOL else "",
        item=one.item,
        phase=step.phase,
        search=words.searchable(work.case.reference, step.name, school, work.case.route_name),
    )


def _named(work: Work, step: Step) -> int | None:
    """The person that an earlier form names; None when nobody is named (then the roles hold)."""
    person = named_person(work, step.relation)
    return person.id if person else None


def named_person(work: Work, word: str) -> Person | None:
    """Who the last answer to the field of "genoemd_in:<field>" names, by login or e-mail; None when nobody fits."""
    if not word.startswith(_NAMED):
        return None
    field = word.removeprefix(_NAMED).strip()
    given = [values[field] for values in work.answers.values() if isinstance(values.get(field), str)]
    person = people.person_by_name(work.tx, str(given[-1])) if given else None
    return person if person is not None and _may_come_in(work, person) else None


def _parent_of(work: Work, step: Step, one: Waiting) -> int | None:
    """The parent that an instance of a repeated step is about: only they can do it."""
    if step.relation != _PARTY or not isinstance(one.item, str):
        return None
    return invitations.person_of(work.tx, work.case.id, one.item)


def _may_come_in(work: Work, person: Person) -> bool:
    """Whether this person holds a role today with which a case of this school opens: nobody else is drawn into it."""
    held = people.memberships_of(work.tx, person.id, day(work.tx.now))
    return access.may_open(Actor(person.name, person, held), work.region, access.school_of(work.case))


def _barred(work: Work, fresh: Mapping[str, Waiting]) -> dict[str, tuple[int, ...]]:
    """Who may not do each of these nodes: who did one of the steps that `niet_door` names."""
    steps = [work.step(one.node) for one in fresh.values() if work.step(one.node).not_by]
    if not steps:
        return {}
    names = {name for step in steps for name in step.not_by}
    if work.route.start.id in names:
        names.add(START)
    doers = tasks.doers(work.tx, work.case.id, names)
    return {step.id: _persons(work, step, doers) for step in steps}


def _persons(work: Work, step: Step, doers: Mapping[str, set[int]]) -> tuple[int, ...]:
    persons = {person for name in step.not_by for person in doers.get(name, ())}
    began = {START, work.route.start.id} & set(step.not_by)
    if began and work.case.applicant is not None:
        persons |= {work.case.applicant.id, *doers.get(START, ())}
    return tuple(sorted(persons))


def _due(work: Work, step: Step, one: Waiting) -> datetime | None:
    """When a task should be done: what `dueDate` says, a date being the end of that day. None when it says nothing."""
    text = strip_equals(step.node.due)
    if not text:
        return None
    try:
        if looks_literal(text):
            return (
                add(one.since, parse_period(text)) if text.startswith("P") else _end(parse_moment(text), text)
            )
        context = {
            **work.route.runtime.constants,
            **work.case.facts,
            "antwoorden": work.answers,
            "item": one.item,
        }
        return _moment(evaluate(parse(text), context, work.tx.now).value, one.since)
    except (FeelError, NotATime):
        return None  # a task without a date is better than a case that stands still


def _moment(value: object, since: datetime) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(23, 59, 59), AMSTERDAM)
    if isinstance(value, str) and not value.startswith("P"):
        return _end(parse_moment(value), value)
    return add(since, period_of(value))


def _end(moment: datetime, text: str) -> datetime:
    return moment if "T" in text else moment + timedelta(days=1, seconds=-1)
