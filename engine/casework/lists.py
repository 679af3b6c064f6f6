"""The lists people work from. They read tables alone; what a person may not see is not in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from config.regions import Region
from engine import access
from engine.casework.begun import drafts_for
from engine.casework.term_panel import TermLine, first_terms, hidden_terms
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import NothingPublished
from engine.model import Actor, Case, Draft, Page, Task
from engine.store import answers, case_lists, inbox, parties, people, tasks
from engine.store.case_lists import CaseFilters, Scope
from engine.store.database import Tx
from engine.store.inbox import TaskFilters

__all__ = [
    "CaseFilters",
    "CaseLine",
    "Requests",
    "TaskFilters",
    "TaskLine",
    "cases",
    "left_tasks",
    "my_requests",
    "my_tasks",
]


EVERY_TASK = TaskFilters()
EVERY_CASE = CaseFilters()


@dataclass(frozen=True)
class TaskLine:
    """`pupil` is empty for who may not know; `assignee` is the name of who picked it up; `term` the first term of the case
    to end, when that may be seen."""

    task: Task
    reference: str
    route_name: str
    school: str
    pupil: str = ""
    assignee: str = ""
    term: TermLine | None = None


@dataclass(frozen=True)
class CaseLine:
    case: Case
    pupil: str = ""


@dataclass(frozen=True)
class Requests:
    """What a school has running: a page of cases, or its drafts."""

    page: Page[CaseLine] = field(default_factory=lambda: Page(()))
    drafts: tuple[Draft, ...] = ()


def my_tasks(desk: Desk, filters: TaskFilters = EVERY_TASK, after: str = "") -> Page[TaskLine]:
    """The open tasks this person may do, the most urgent first."""
    actor = desk.actor
    if actor.id is None:
        return Page(())
    with desk.reading() as tx:
        keys = my_audiences(tx, desk)
        schools = {one.organisation.id for one in actor.memberships}
        regions = {one.id: one for one in _regions(tx, desk)}
        if filters.late:
            filters = replace(filters, hidden_terms=hidden_terms(desk.actor, regions.values()))
        found = inbox.page(tx, keys, actor.id, schools, filters, after, access.identities(actor))
        shown = [
            one for one in found.items if one.region in regions and _is_mine(desk, regions[one.region], one)
        ]
        lines = _task_lines(tx, desk, shown, regions)
        return Page(lines, found.after, total=found.total, more=found.more)


def left_tasks(desk: Desk, after: str = "") -> Page[TaskLine]:
    """For who manages: the open tasks that nobody took or that are late. Who the pupil is and of which school is not in it:
    to give a task away nobody needs to know."""
    with desk.reading() as tx:
        managed = [one.id for one in _regions(tx, desk) if access.may_manage(desk.actor, one)]
        found = inbox.neglected(tx, managed, after)
        about = inbox.cases_of(tx, {task.case for task in found.items})
        names = people.names_of(tx, {task.assignee for task in found.items if task.assignee is not None})
        lines = tuple(
            TaskLine(
                task, *about.get(task.case, ("", "")), school="", assignee=names.get(task.assignee or 0, "")
            )
            for task in found.items
        )
        return Page(lines, found.after, total=found.total, more=found.more)


def my_audiences(tx: Tx, desk: Desk) -> list[str]:
    keys = inbox.audiences(tx, access.inbox_prefixes(desk.actor))
    named = [f"persoon/{one}" for one in sorted(access.identities(desk.actor))]
    return [*(key for key in keys if access.belongs(desk.actor, key)), *named]


def _is_mine(desk: Desk, region: Region, task: Task) -> bool:
    """Not what somebody picked up, or was named for, in a role that has ended since."""
    return access.may_open(desk.actor, region, task.organisation) and (
        access.has_task(desk.actor, [task]) and not access.is_barred(desk.actor, task)
    )


def _task_lines(
    tx: Tx, desk: Desk, found: Sequence[Task], regions: Mapping[str, Region]
) -> tuple[TaskLine, ...]:
    about = inbox.cases_of(tx, {task.case for task in found})
    schools = {task.id: task.organisation.removeprefix(access.HIDDEN) for task in found}
    places = people.organisation_names(tx, set(schools.values()))
    names = people.names_of(tx, {task.assignee for task in found if task.assignee is not None})
    allowed = [task.case for task in found if _pupil_of_task(desk, regions[task.region], task)]
    pupils = answers.pupils(tx, allowed)
    timed = first_terms(tx, desk.actor, [(task.case, regions[task.region]) for task in found])
    return tuple(
        TaskLine(
            task, *about.get(task.case, ("", "")), places.get(schools[task.id], ""), pupils.get(task.case, ""),
            names.get(task.assignee or 0, ""), timed.get(task.case),
        )
        for task in found
    )  # fmt: skip


def _pupil_of_task(desk: Desk, region: Region, task: Task) -> bool:
    return access.may_know_pupil(desk.actor, region, task.organisation, had_task=True)


def my_requests(desk: Desk, tab: str = "running", after: str = "", text: str = "") -> Requests:
    """What this person's schools asked: "running", "done" or "drafts". For who has no school: what they began."""
    with desk.reading() as tx:
        if tab == "drafts":
            own = drafts_for(tx, desk)
            return Requests(drafts=tuple(one for one in own if one.key.startswith("start/")))
        regions = _regions(tx, desk)
        scopes = [scope for region in regions for scope in _school_scopes(desk, region)]
        if not scopes:
            scopes = [scope for region in regions for scope in _begun_scopes(tx, desk, region)]
        filters = CaseFilters(status="finished" if tab == "done" else "open", text=text)
        return Requests(_lines(tx, desk, case_lists.page(tx, scopes, filters, after), regions))


def _begun_scopes(tx: Tx, desk: Desk, region: Region) -> list[Scope]:
    """What this person began for an organisation they are still of; who sees all of the region, for whichever school,
    on the routes that they may begin today."""
    if access.sees_region(desk.actor, region):
        mine, routes = desk.actor.roles_in(region.id), catalogue.current(tx, region.id).definition.routes
        begun = tuple(route.id for route in routes.values() if not mine.isdisjoint(route.start_roles))
        return [Scope(region.id, applicant=desk.actor.id, routes=begun)] if begun else []
    places: set[str] = set()
    for role, one in access.roles_of(desk.actor, region):
        if not role.designs:
            places |= {one.organisation.id, *(access.reach(role, one) or ())}
    return [Scope(region.id, organisation=one, applicant=desk.actor.id) for one in sorted(places)]


def cases(desk: Desk, filters: CaseFilters = EVERY_CASE, after: str = "") -> Page[CaseLine]:
    """Every case this person may see, newest first."""
    with desk.reading() as tx:
        regions = _regions(tx, desk)
        scopes = [scope for region in regions for scope in _scopes(tx, desk, region)]
        return _lines(tx, desk, case_lists.page(tx, scopes, filters, after), regions)


def _regions(tx: Tx, desk: Desk) -> list[Region]:
    """The regions in which this person has a role, as they are today."""
    found = []
    for region in desk.actor.regions:
        try:
            found.append(catalogue.current(tx, region).definition.region)
        except NothingPublished:
            continue
    return found


def _scopes(tx: Tx, desk: Desk, region: Region) -> list[Scope]:
    if access.sees_region(desk.actor, region):
        return [Scope(region.id, pupil=access.sees_every_pupil(desk.actor, region))]
    scopes = [*_school_scopes(desk, region), *_tied_scopes(desk, region)]
    schools = access.sees_own_tasks(desk.actor, region)
    if desk.actor.id is not None and (schools is None or schools):
        keys = tuple(key for key in my_audiences(tx, desk) if key.startswith(f"{region.id}/"))
        mine = (*keys, *(f"persoon/{one}" for one in sorted(access.identities(desk.actor, region.id))))
        among = tuple(sorted(schools or ()))
        brought_in = tuple(access.identities(desk.actor, region.id))
        scopes.append(
            Scope(region.id, person=desk.actor.id, audiences=mine, organisations=among, brought_in=brought_in)
        )
    return scopes


def _school_scopes(desk: Desk, region: Region) -> list[Scope]:
    named = access.own_schools(desk.actor, region, pupil=True)
    return [
        Scope(region.id, organisation=one, pupil=one in named, of_school=True)
        for one in sorted(access.own_schools(desk.actor, region))
    ]


def _tied_scopes(desk: Desk, region: Region) -> list[Scope]:
    """Of very many schools in two scopes: where the pupil may be known, and where not."""
    seen = access.tied_schools(desk.actor, region)
    named = access.tied_schools(desk.actor, region, pupil=True)
    groups = ((named, True), (seen - named, False))
    return [
        Scope(region.id, organisations=tuple(sorted(schools)), pupil=pupil)
        for schools, pupil in groups
        if schools
    ]


def _lines(tx: Tx, desk: Desk, found: Page[Case], regions: Sequence[Region]) -> Page[CaseLine]:
    known = {region.id: region for region in regions}
    pupils = answers.pupils(tx, _with_pupil(tx, desk, found.items, known))
    lines = tuple(CaseLine(one, pupils.get(one.id, "")) for one in found.items)
    return Page(lines, found.after, total=found.total, more=found.more)


def _with_pupil(tx: Tx, desk: Desk, found: Sequence[Case], regions: Mapping[str, Region]) -> list[int]:
    """The cases of which this person may know the pupil. Only where a task makes the difference the tasks are read."""

    def may(one: Case, had_task: bool) -> bool:
        return access.may_see_pupil(desk.actor, regions[one.region], one, had_task)

    doubtful = [one.id for one in found if may(one, True) and not may(one, False)]
    unsure = tasks.of_cases(tx, doubtful)
    opened = parties.with_access(tx, doubtful, access.identities(desk.actor))
    return [one.id for one in found if may(one, _takes_part(desk.actor, one, unsure, opened))]


def _takes_part(
    actor: Actor, case: Case, tasks_of: Mapping[int, Sequence[Task]], opened: Mapping[int, set[int]]
) -> bool:
    """Whether this person had a task of the case, or it was opened to them or to who they stand in for there."""
    mine = access.identities(actor, case.region)
    return not mine.isdisjoint(opened.get(case.id, ())) or access.has_task(actor, tasks_of.get(case.id, ()))
