"""Who may do what: pure functions, and the answer is no unless a line here says yes.

A person's roles come from their memberships of today; what a role may comes from the region's definition.
What a person may not see does not exist for them; what they may see but not do comes back as a reason in Dutch.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from config.parents import PARENT
from config.regions import PARTNERSHIP, SCHOOL, Region, Role
from engine.model import Actor, Case, Membership, Person, Task

# Before the id of a school: the case is hidden from it, so for a role of the school it is nobody's.
HIDDEN = "~"

# Kind of relation -> to whom a school is tied (engine.store.people.targets_of).
Targets = Mapping[str, Sequence[str]]
NO_TARGETS: Targets = {}


def roles_of(actor: Actor, region: Region) -> tuple[tuple[Role, Membership], ...]:
    """The roles this person holds in this region, as far as the region knows them."""
    return tuple(
        (region.roles[one.role], one) for one in actor.in_region(region.id) if one.role in region.roles
    )


def may_start(
    actor: Actor, region: Region, roles: Collection[str], school_kinds: Collection[str]
) -> tuple[Membership, ...]:
    """The memberships with which this person may begin a route; empty: may not. Who is tied to schools begins for one of
    them: such a membership comes once for each, with that school as its organisation.

    `roles` and `school_kinds` stand on the route's start event; no `roles` is nobody, no `school_kinds` is every kind.
    """
    return tuple(
        begun
        for role, one in roles_of(actor, region)
        if role.id in roles and not role.designs
        for begun in _begun_as(role, one)
        if role.of == PARTNERSHIP or not school_kinds or begun.organisation.school_type in school_kinds
    )


def _begun_as(role: Role, one: Membership) -> Iterator[Membership]:
    if not role.tied:
        yield from () if role.of == PARENT else (one,)
        return
    schools = {tie.school.id: tie.school for tie in one.ties if tie.kind == role.of}
    yield from (replace(one, organisation=school) for school in schools.values())


def reach(role: Role, one: Membership) -> frozenset[str] | None:
    """The schools that somebody works for in a role; None is every school of the region."""
    if role.of == PARTNERSHIP:
        return None
    if role.of == SCHOOL:
        return frozenset({one.organisation.id})
    return frozenset(tie.school.id for tie in one.ties if tie.kind == role.of)


def school_of(case: Case) -> str:
    """The school of a case as rights see it, "" when it has none. A case that is hidden from its school is of "~99AA00": who
    is tied to that school still works for it, who is of it does not."""
    school = case.organisation.id if case.organisation else ""
    return f"{HIDDEN}{school}" if school and case.hidden else school


def may_see_case(actor: Actor, region: Region, case: Case, had_task: bool) -> bool:
    """Whether the case exists for this person. `had_task`: did or could do a task of it."""
    if actor.is_system:
        return True
    school = school_of(case)
    return any(_opens(role, one, school, had_task) for role, one in roles_of(actor, region))


def _opens(role: Role, one: Membership, school: str, had_task: bool) -> bool:
    if role.designs:
        return False
    if not _works_for(role, one, school):
        return False
    return role.of == SCHOOL or role.sees == "zaken" or had_task


def _works_for(role: Role, one: Membership, school: str) -> bool:
    schools = reach(role, one)
    if schools is None:
        return True
    if role.of != SCHOOL:
        school = school.removeprefix(HIDDEN)
    return bool(school) and school in schools


def is_bound_to(actor: Actor, case: int, role: Role) -> bool:
    """Whether this is a parent of the case, in this role."""
    return actor.case == case and role.of == PARENT


def place_of_case(case: int) -> str:
    """Where the parents of a case hold their role: nobody else holds one there."""
    return f"zaak-{case}"


def may_see_pupil(actor: Actor, region: Region, case: Case, had_task: bool) -> bool:
    """Whether a role with which this person may open the case may also know who the pupil is."""
    if actor.case is not None:
        return any(role.pupil and is_bound_to(actor, case.id, role) for role, _ in roles_of(actor, region))
    return may_know_pupil(actor, region, school_of(case), had_task)


def may_know_pupil(actor: Actor, region: Region, school: str, had_task: bool) -> bool:
    """The same, of a case of this school."""
    if actor.is_system:
        return True
    return any(role.pupil and _opens(role, one, school, had_task) for role, one in roles_of(actor, region))


def may_manage(actor: Actor, region: Region) -> bool:
    """Incidents, and giving tasks to people."""
    return any(role.manages for role, _ in roles_of(actor, region))


def may_design(actor: Actor, region: Region) -> bool:
    return any(role.designs for role, _ in roles_of(actor, region))


def may_open(actor: Actor, region: Region, school: str) -> bool:
    """Whether a case of this school with a task for this person exists for them."""
    return any(_opens(role, one, school, True) for role, one in roles_of(actor, region))


def opens_case_of(actor: Actor, region: Region, school: str, *, had_task: bool) -> bool:
    """As `may_see_case`, of a case of this school."""
    return any(_opens(role, one, school, had_task) for role, one in roles_of(actor, region))


def sees_region(actor: Actor, region: Region) -> bool:
    """Whether this person sees every case of the region."""
    return any(_sees_all(role) for role, _ in roles_of(actor, region))


def _sees_all(role: Role) -> bool:
    return role.of == PARTNERSHIP and role.sees == "zaken" and not role.designs


def sees_own_tasks(actor: Actor, region: Region) -> frozenset[str] | None:
    """The schools of which this person opens the cases in which they have or had a task; None is every school."""
    schools: frozenset[str] = frozenset()
    for role, one in roles_of(actor, region):
        if role.of == SCHOOL or role.designs:
            continue
        reached = reach(role, one)
        if reached is None:
            return None
        schools |= reached
    return schools


def sees_every_pupil(actor: Actor, region: Region) -> bool:
    return any(_sees_all(role) and role.pupil for role, _ in roles_of(actor, region))


def own_schools(actor: Actor, region: Region, *, pupil: bool = False) -> frozenset[str]:
    """The schools that this person is of; with `pupil` only those where they may know the pupil too."""
    return frozenset(
        one.organisation.id
        for role, one in roles_of(actor, region)
        if role.of == SCHOOL and not role.designs and (role.pupil or not pupil)
    )


def tied_schools(actor: Actor, region: Region, *, pupil: bool = False) -> frozenset[str]:
    """The schools whose cases this person sees because they are tied to them; `pupil` as in `own_schools`."""
    found = (
        reach(role, one) or frozenset()
        for role, one in roles_of(actor, region)
        if role.tied and role.sees == "zaken" and not role.designs and (role.pupil or not pupil)
    )
    return frozenset().union(*found)


def kinds_of(region: Region, roles: Collection[str]) -> frozenset[str]:
    """The kinds of relation on which these roles hang."""
    return frozenset(region.roles[one].of for one in roles if one in region.roles and region.roles[one].tied)


def places_of(
    region: Region, role: str, school: str, targets: Targets, relation: str = ""
) -> tuple[str, ...] | None:
    """Where somebody must hold a role to act in a case of this school: organisations, and persons by their login
    (engine.store.people.target_of_person). None is anywhere, an empty one is nobody."""
    known = region.roles.get(role)
    if known is not None and known.tied:
        return tuple(targets.get(known.of, ()))
    if known is not None and known.of == PARENT:
        return tuple(targets.get(PARENT, ()))
    if relation == "school_van_de_zaak" or (known is not None and known.of == SCHOOL):
        return (school,) if school and not school.startswith(HIDDEN) else ()
    return None


def audience(
    region: Region, roles: Sequence[str], relation: str, school: str, targets: Targets = NO_TARGETS
) -> str:
    """Whose inbox a task lies in: "region/place/role,role", where a place is an organisation or a person.

    A role of the school is that of the school of the case; a role on a relation is that of whom the school is tied to
    (`targets`). When there is not one place for all roles, the place is empty and each role says where:
    "region//commissie,ib@99AA00". A role that nobody holds for this school stands there as "team@".
    """
    places = {one: places_of(region, one, school, targets, relation) for one in sorted(roles)}
    wide = [role for role, found in places.items() if found is None]
    narrow = [
        (role, place) for role, found in places.items() if found is not None for place in found or ("",)
    ]
    only = {place for _, place in narrow}
    if narrow and not wide and len(only) == 1 and "" not in only:
        return f"{region.id}/{only.pop()}/{','.join(role for role, _ in narrow)}"
    return f"{region.id}//{','.join([*wide, *(f'{role}@{place}' for role, place in narrow)])}"


def inbox_prefixes(actor: Actor) -> tuple[str, ...]:
    """The beginnings of every audience this person can belong to."""
    found = [
        f"{one.region}/{place}/"
        for one in actor.memberships
        for place in ("", one.organisation.id, *(tie.target for tie in one.ties))
    ]
    return tuple(dict.fromkeys(found))


def belongs(actor: Actor, audience_key: str) -> bool:
    """Whether a task with this audience lies in this person's inbox."""
    region = audience_key.partition("/")[0]
    held = {
        name
        for one in actor.in_region(region)
        for name in (
            one.role,
            f"{one.role}@{one.organisation.id}",
            *(f"{one.role}@{tie.target}" for tie in one.ties),
        )
    }
    return not entries_of(audience_key).isdisjoint(held)


def entries_of(audience_key: str) -> frozenset[str]:
    """What somebody must hold to belong to an audience: "role" anywhere, or "role@place"."""
    _, place, roles = (audience_key.split("/", 2) + ["", ""])[:3]
    return frozenset(
        entry if "@" in entry or not place else f"{entry}@{place}" for entry in roles.split(",") if entry
    )


def identities(actor: Actor, region: str = "") -> frozenset[int]:
    """This person, and those they stand in for (in one region, or in any)."""
    mine = {actor.id} if actor.id is not None else set()
    return frozenset(mine | {one.id for one in _absent(actor, region)})


def _absent(actor: Actor, region: str) -> tuple[Person, ...]:
    held = (one for one in actor.memberships if region in ("", one.region))
    return tuple(dict.fromkeys(one.standing_for for one in held if one.standing_for is not None))


def acts_for(actor: Actor, task: Task) -> Person | None:
    """For whom this person does a task when they do it: None is for themselves."""
    absent = _absent(actor, task.region)
    if not absent:
        return None
    if task.named is not None:
        return next((one for one in absent if one.id == task.named), None)
    if belongs(_alone(actor), task.audience):
        return None
    return next((one for one in absent if belongs(_only_for(actor, one), task.audience)), None)


def _alone(actor: Actor) -> Actor:
    """The person without those they stand in for."""
    return replace(actor, memberships=tuple(one for one in actor.memberships if one.standing_for is None))


def _only_for(actor: Actor, absent: Person) -> Actor:
    return replace(actor, memberships=tuple(one for one in actor.memberships if one.standing_for == absent))


def begins_for(actor: Actor, region: Region, case: Case, roles: Collection[str]) -> Person | None:
    """The same, of an act of a case."""
    absent = _absent(actor, region.id)
    if not absent or not why_not_begin(_alone(actor), region, case, roles):
        return None
    return next(
        (one for one in absent if not why_not_begin(_only_for(actor, one), region, case, roles)), None
    )


def is_barred(actor: Actor, task: Task) -> bool:
    """Whether this person, or for whom they would do it, did what keeps one from doing this task."""
    absent = acts_for(actor, task)
    return actor.id in task.barred or (absent is not None and absent.id in task.barred)


def has_task(actor: Actor, tasks: Sequence[Task]) -> bool:
    """Whether this person did or could do one of these tasks. Who picked one up and then lost the role cannot do it."""
    mine = actor.id
    return any(
        mine is not None
        and (mine == task.done_by or task.named in identities(actor, task.region))
        or task.status == "open"
        and task.named is None
        and belongs(actor, task.audience)
        for task in tasks
    )


def why_not_do(actor: Actor, task: Task, steps: Mapping[str, str]) -> str:
    """Why this person may not do an open task they can see; empty: they may.

    `steps` are the names of the steps this person did that keep them from doing this one, by id; `start` is handing in.
    """
    if actor.is_system:
        return ""
    if task.named is not None and task.named not in identities(actor, task.region):
        return "Deze stap is voor iemand anders. Alleen de persoon die is aangewezen, kan deze stap doen."
    if task.named is None and not belongs(actor, task.audience):
        return "Uw rol mag deze stap niet doen."
    if task.barred_school and any(
        one.organisation.id == task.barred_school for one in actor.in_region(task.region)
    ):
        return "U hoort bij de school die dit vraagt: iemand van buiten de school moet deze stap doen."
    if actor.id in task.barred or steps:
        done = next(iter(steps.values()), "een eerdere stap")
        return f"U deed zelf: {done}. Iemand anders moet deze stap doen."
    absent = acts_for(actor, task)
    if absent is not None and absent.id in task.barred:
        return f"{absent.name}, voor wie u dit doet, deed zelf een eerdere stap. Iemand anders moet deze stap doen."
    if task.assignee is not None and task.assignee not in {actor.id, absent.id if absent else None}:
        return "Iemand anders heeft deze stap opgepakt. Vraag die persoon om de stap terug te leggen."
    return ""


def why_not_begin(actor: Actor, region: Region, case: Case, roles: Collection[str]) -> str:
    """Why this person may not begin an act of a case they can see; empty: they may."""
    school = school_of(case)
    for role, one in roles_of(actor, region):
        if role.id in roles and (_works_for(role, one, school) or is_bound_to(actor, case.id, role)):
            return ""
    return "Uw rol mag dit niet beginnen."
