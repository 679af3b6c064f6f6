"""A form as a person opens it: of a start, a task or an act; and what is not handed in yet.

A form has a key: "start/<region>/<route>", "task/<task id>" or "act/<wait id>". A draft of a start form belongs to the
school, so that a colleague can go on with it; every other draft is its writer's.
"""

from dataclasses import dataclass

from engine import access
from engine.casework.asking import around, asked, opened
from engine.casework.cases import act_key, beginner, start_key, task_key
from engine.casework.file import Visit, beside
from engine.casework.seeing import already_done, find_task, locked_case, owners, why_not
from engine.casework.work import route_of
from engine.clock import day
from engine.definitions import catalogue
from engine.definitions.definition import RouteDefinition, Step
from engine.desk import Desk
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.model import Case, Draft, Organisation, Task
from engine.store import drafts
from engine.store.database import Tx
from forms.filled import Filled
from forms.filling import Submitted, Surroundings
from forms.submitted import draft_of


@dataclass(frozen=True)
class FormPage:
    """`filled` is None for a step without a form. `reason` says why this person may not hand it in, empty when they
    may. `case` of a start form is not a row yet. `places` are the schools the person may begin for; `beside` the earlier
    answers that stand next to a task."""

    key: str
    route: RouteDefinition
    step: Step
    case: Case
    task: Task | None
    filled: Filled | None
    draft: Draft | None
    reason: str = ""
    places: tuple[Organisation, ...] = ()
    beside: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class _Place:
    """Where a form belongs, before it is filled."""

    route: RouteDefinition
    step: Step
    case: Case
    task: Task | None
    around: Surroundings
    owners: tuple[str, ...]
    reason: str = ""
    places: tuple[Organisation, ...] = ()
    beside: tuple[Visit, ...] = ()


def open_form(
    desk: Desk, key: str, submitted: Submitted | None = None, *, organisation: str = ""
) -> FormPage:
    """The form with its draft, or with what the browser sends while it is being filled in.

    Raises NotFound, NotAllowed (a start), AlreadyDone.
    """
    with desk.transaction() as tx:
        place = _place(tx, desk, key, organisation)
        draft = drafts.find(tx, key, place.owners)
        form = place.step.form
        filled = None
        if form is not None and submitted is not None:
            filled = asked(form, submitted, place.around)
        elif form is not None:
            filled = opened(form, draft.values if draft else None, place.around)
        return FormPage(
            key,
            place.route,
            place.step,
            place.case,
            place.task,
            filled,
            draft,
            place.reason,
            place.places,
            place.beside,
        )


def save_draft(desk: Desk, key: str, submitted: Submitted, *, organisation: str = "") -> None:
    """Keep what was typed, right or wrong. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        place = _place(tx, desk, key, organisation)
        if place.reason:
            raise NotAllowed(place.reason)
        drafts.put(
            tx,
            key,
            place.owners[-1] if key.startswith("start/") else place.owners[0],
            draft_of(submitted),
            desk.actor.id,
        )


def discard_draft(desk: Desk, key: str, *, organisation: str = "") -> None:
    """Throw a draft away. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        drafts.remove(tx, key, _place(tx, desk, key, organisation).owners)


def _place(tx: Tx, desk: Desk, key: str, organisation: str) -> _Place:
    kind, _, rest = key.partition("/")
    if kind == "start":
        return _of_start(tx, desk, *rest.partition("/")[::2], organisation)
    if kind == "task" and key == task_key(rest):
        return _of_task(tx, desk, rest)
    if kind == "act" and key == act_key(rest):
        return _of_act(tx, desk, rest)
    raise NotFound()


def _of_start(tx: Tx, desk: Desk, region: str, route: str, organisation: str) -> _Place:
    published = catalogue.current(tx, region)
    found = route_of(published, route)
    definition = published.definition
    member = beginner(desk, definition.region, found, organisation)
    place = member.organisation
    case = Case(
        0, "", region, found.id, found.name, published.id, place, desk.actor.person, tx.now,
        facts={"schoolsoort": place.school_type, "gestart_op": day(tx.now)},
    )  # fmt: skip
    members = access.may_start(desk.actor, definition.region, found.start_roles, found.school_kinds)
    places = tuple({one.organisation.id: one.organisation for one in members}.values())
    surrounding = around(definition, desk.actor, case, {}, tx.now)
    return _Place(
        found, found.steps[found.start.id], case, None, surrounding, owners(desk.actor, place), "", places
    )


def _of_task(tx: Tx, desk: Desk, task_id: str) -> _Place:
    work, task = find_task(tx, desk, task_id)
    if task.status != "open":
        raise already_done(tx, task_id)
    surrounding = around(work.definition, desk.actor, work.case, work.answers, tx.now)
    return _Place(
        work.route,
        work.step(task.node),
        work.case,
        task,
        surrounding,
        owners(desk.actor)[:1],
        why_not(work, task),
        beside=tuple(beside(work, work.step(task.node))),
    )


def _of_act(tx: Tx, desk: Desk, wait_id: str) -> _Place:
    number = wait_id.partition("-")[0]
    if not number.isdecimal() or len(number) > 15:
        raise NotFound()
    work = locked_case(tx, desk, int(number))
    wait = next((one for one in work.open_acts() if one.id == wait_id), None)
    if wait is None:
        raise AlreadyDone("", None, "Dit is al gebeurd, of het kan nu niet meer.")
    act = work.route.acts[wait.node]
    reason = access.why_not_begin(desk.actor, work.region, work.case, act.roles)
    surrounding = around(work.definition, desk.actor, work.case, work.answers, tx.now)
    return _Place(work.route, work.step(act.id), work.case, None, surrounding, owners(desk.actor)[:1], reason)


__all__ = ["FormPage", "act_key", "discard_draft", "open_form", "save_draft", "start_key", "task_key"]
