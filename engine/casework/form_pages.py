"""A form as a person opens it: of a start, a task or an act; and what is not handed in yet.

A form has a key: "start/<region>/<route>", "task/<task id>" or "act/<wait id>". A draft of a start form belongs to the
school, so that a colleague can go on with it; every other draft is its writer's.
"""

from dataclasses import dataclass

from engine import access
from engine.casework.asking import asked, opened, surroundings
from engine.casework.beginning import beginning
from engine.casework.cases import act_key, new_case, start_key, task_key
from engine.casework.file import Visit, beside
from engine.casework.seeing import already_done, find_task, owners, see_case, why_not
from engine.casework.work import Work
from engine.definitions.definition import RouteDefinition, Step
from engine.desk import Desk
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.model import Case, Draft, Organisation, Task
from engine.store import drafts
from engine.store.database import Tx
from forms.filled import Filled
from forms.filling import Submitted
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
    """Where a form belongs, before it is filled. `owners` are whose drafts count, the one that is written to last."""

    work: Work
    step: Step
    task: Task | None
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
    with desk.reading() as tx:
        place = _place(tx, desk, key, organisation)
        draft = drafts.find(tx, key, place.owners)
        return FormPage(
            key=key,
            route=place.work.route,
            step=place.step,
            case=place.work.case,
            task=place.task,
            filled=_filled(place, draft, submitted),
            draft=draft,
            reason=place.reason,
            places=place.places,
            beside=place.beside,
        )


def _filled(place: _Place, draft: Draft | None, submitted: Submitted | None) -> Filled | None:
    form = place.step.form
    if form is None:
        return None
    around = surroundings(place.work, place.task)
    if submitted is not None:
        return asked(form, submitted, around)
    return opened(form, draft.values if draft else None, around)


def save_draft(desk: Desk, key: str, submitted: Submitted, *, organisation: str = "") -> None:
    """Keep what was typed, right or wrong. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        place = _place(tx, desk, key, organisation)
        if place.reason:
            raise NotAllowed(place.reason)
        drafts.put(tx, key, place.owners[-1], draft_of(submitted), desk.actor.id)


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
    begun = beginning(tx, desk, region, route, organisation)
    found, definition, place = begun.route, begun.published.definition, begun.member.organisation
    members = access.may_start(desk.actor, definition.region, found.start_roles, found.school_kinds)
    places = tuple({one.organisation.id: one.organisation for one in members}.values())
    work = Work(tx, desk, definition, found, new_case(tx, desk, begun))
    return _Place(work, found.steps[found.start.id], None, owners(desk.actor, place), places=places)


def _of_task(tx: Tx, desk: Desk, task_id: str) -> _Place:
    work, task = find_task(tx, desk, task_id, locked=False)
    if task.status != "open":
        raise already_done(tx, task_id)
    step = work.step(task.node)
    return _Place(
        work, step, task, owners(desk.actor)[:1], why_not(work, task), beside=tuple(beside(work, step))
    )


def _of_act(tx: Tx, desk: Desk, wait_id: str) -> _Place:
    number = wait_id.partition("-")[0]
    if not number.isdecimal() or len(number) > 15:
        raise NotFound()
    work = see_case(tx, desk, int(number))
    wait = next((one for one in work.open_acts() if one.id == wait_id), None)
    if wait is None:
        raise AlreadyDone("", None, "Dit is al gebeurd, of het kan nu niet meer.")
    act = work.route.acts[wait.node]
    reason = access.why_not_begin(desk.actor, work.region, work.case, act.roles)
    return _Place(work, work.step(act.id), None, owners(desk.actor)[:1], reason)


__all__ = ["FormPage", "act_key", "discard_draft", "open_form", "save_draft", "start_key", "task_key"]
