"""Who may do what: pure functions, and the answer is no unless a line here says yes.

A person's roles come from their memberships of today; what a role may comes from the region's definition.
What a person may not see does not exist for them; what they may see but not do comes back as a reason in Dutch.
"""

from collections.abc import Collection, Mapping, Sequence

from config.regions import Region, Role
from engine.model import Actor, Case, Membership, Task

SCHOOL = "school"


def roles_of(actor: Actor, region: Region) -> tuple[tuple[Role, Membership], ...]:
    """The roles this person holds in this region, as far as the region knows them."""
    return tuple(
        (region.roles[one.role], one) for one in actor.in_region(region.id) if one.role in region.roles
    )


def may_start(
    actor: Actor, region: Region, roles: Collection[str], school_kinds: Collection[str]
) -> tuple[Membership, ...]:
    """The memberships with which this person may begin a route; empty: may not.

    `roles` and `school_kinds` stand on the route's start event; no `roles` is nobody, no `school_kinds` is every kind.
    """
    return tuple(
        one
        for role, one in roles_of(actor, region)
        if role.id in roles
        and not role.designs
        and (role.of != SCHOOL or not school_kinds or one.organisation.school_type in school_kinds)
    )


def may_see_case(actor: Actor, region: Region, case: Case, had_task: bool) -> bool:
    """Whether the case exists for this person. `had_task`: did or could do a task of it."""
    if actor.is_system:
        return True
    school = case.organisation.id if case.organisation else ""
    return any(_opens(role, one, school, had_task) for role, one in roles_of(actor, region))


def _opens(role: Role, one: Membership, school: str, had_task: bool) -> bool:
    if role.designs:
        return False
    if role.of == SCHOOL:
        return bool(school) and one.organisation.id == school
    return role.sees == "zaken" or had_task


def may_see_pupil(actor: Actor, region: Region, case: Case, had_task: bool) -> bool:
    """Whether a role with which this person may open the case may also know who the pupil is."""
    return may_know_pupil(actor, region, case.organisation.id if case.organisation else "", had_task)


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


def sees_region(actor: Actor, region: Region) -> bool:
    """Whether this person sees every case of the region."""
    return any(
        role.of != SCHOOL and role.sees == "zaken" and not role.designs for role, _ in roles_of(actor, region)
    )


def sees_own_tasks(actor: Actor, region: Region) -> bool:
    """Whether this person has a role of the region that opens the cases in which they have or had a task."""
    return any(role.of != SCHOOL and not role.designs for role, _ in roles_of(actor, region))


def sees_every_pupil(actor: Actor, region: Region) -> bool:
    return any(
        role.of != SCHOOL and role.sees == "zaken" and not role.designs and role.pupil
        for role, _ in roles_of(actor, region)
    )


def schools_of(actor: Actor, region: Region, *, pupil: bool = False) -> frozenset[str]:
    """The schools whose cases this person sees; with `pupil` only those where they may know the pupil too."""
    return frozenset(
        one.organisation.id
        for role, one in roles_of(actor, region)
        if role.of == SCHOOL and not role.designs and (role.pupil or not pupil)
    )


def audience(region: Region, roles: Sequence[str], relation: str, school: str) -> str:
    """Whose inbox a task lies in: "region/organisation/role,role".

    A role of the school is that of the school of the case. When roles of the school and of the region may both do it,
    the place is empty and the role of the school says which: "region//commissie,ib@99AA00".
    """
    own = sorted(one for one in roles if _at_school(region, one, relation))
    wide = sorted(one for one in roles if one not in own)
    if own and not wide:
        return f"{region.id}/{school}/{','.join(own)}"
    return f"{region.id}//{','.join([*wide, *(f'{one}@{school}' for one in own)])}"


def _at_school(region: Region, role: str, relation: str) -> bool:
    known = region.roles.get(role)
    return relation == "school_van_de_zaak" or (known is not None and known.of == SCHOOL)


def inbox_prefixes(actor: Actor) -> tuple[str, ...]:
    """The beginnings of every audience this person can belong to."""
    found = [
        prefix
        for one in actor.memberships
        for prefix in (f"{one.region}//", f"{one.region}/{one.organisation.id}/")
    ]
    return tuple(dict.fromkeys(found))


def belongs(actor: Actor, audience_key: str) -> bool:
    """Whether a task with this audience lies in this person's inbox."""
    region, place, roles = (audience_key.split("/", 2) + ["", ""])[:3]
    wanted = {
        entry if "@" in entry or not place else f"{entry}@{place}" for entry in roles.split(",") if entry
    }
    held = {
        name for one in actor.in_region(region) for name in (one.role, f"{one.role}@{one.organisation.id}")
    }
    return not wanted.isdisjoint(held)


def has_task(actor: Actor, tasks: Sequence[Task]) -> bool:
    """Whether this person did or could do one of these tasks. Who picked one up and then lost the role cannot do it."""
    mine = actor.id
    return any(
        mine is not None
        and mine in (task.done_by, task.named)
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
    if task.named is not None and task.named != actor.id:
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
    if task.assignee is not None and task.assignee != actor.id:
        return "Iemand anders heeft deze stap opgepakt. Vraag die persoon om de stap terug te leggen."
    return ""


def why_not_begin(actor: Actor, region: Region, case: Case, roles: Collection[str]) -> str:
    """Why this person may not begin an act of a case they can see; empty: they may."""
    school = case.organisation.id if case.organisation else ""
    for role, one in roles_of(actor, region):
        if role.id in roles and (role.of != SCHOOL or one.organisation.id == school):
            return ""
    return "Uw rol mag dit niet beginnen."
