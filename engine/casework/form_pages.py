"""A form as a person opens it: of a start, a task or an act; and what is not handed in yet.

A form has a key: "start/<region>/<route>", "task/<task id>", "papier/<task id>" (what somebody said on
paper) or "act/<wait id>". A draft of a start form belongs to the school, so that a colleague can go on with it; every
other draft is its writer's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine import access
from engine.casework.asking import asked, opened, surroundings
from engine.casework.at_row import begun_at, row_in
from engine.casework.bsn import draft_for
from engine.casework.case_frame import pupil_of
from engine.casework.cases import act_key, new_case, paper_key, refuse_late_draft, start_key, task_key
from engine.casework.consent import note_seen, why_not_answer, why_not_withdraw
from engine.casework.file import Visit, beside
from engine.casework.on_paper import why_not_record
from engine.casework.piece_pages import HIDDEN, AskedPart, SigningPage, asked_part, signing_page
from engine.casework.pieces import previous
from engine.casework.seeing import already_done, find_task, owners, see_case, why_not
from engine.casework.work import Work
from engine.definitions.definition import RouteDefinition, Step
from engine.desk import Desk
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.model import Case, Draft, Organisation, Task
from engine.store import drafts, people
from engine.store.database import Tx
from forms.fields.file import FILE
from forms.fields.kind import Reference
from forms.filled import Filled
from forms.filling import Submitted
from forms.model import Form
from forms.submitted import draft_of


@dataclass(frozen=True)
class FormPage:
    """`filled` is None for a step without a form. `reason` says why this person may not hand it in, empty when they
    may. `case` of a start form is not a row yet. `places` are the schools the person may begin for; `beside` the earlier
    answers that stand next to a task; `asked` is what consent is asked with, `signing` what is signed here; `pupil` is
    empty for who may not know."""

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
    asked: AskedPart | None = None
    signing: SigningPage | None = None
    pupil: str = ""
    named: str = ""  # for whom somebody writes down what was said on paper


@dataclass(frozen=True)
class _Place:
    """Where a form belongs, before it is filled. `owners` are whose drafts count, the one that is written to last."""

    work: Work
    step: Step
    task: Task | None
    owners: tuple[str, ...]
    reason: str = ""
    places: tuple[Organisation, ...] = ()
    has_beside: bool = False
    asked: AskedPart | None = None
    signing: SigningPage | None = None
    named: str = ""


@dataclass(frozen=True)
class Receiving:
    """What is known of a form before one takes what was sent for it. `stored` are the files this person may name in it,
    by id: those that it would open with. `reason` says why they may not hand it in, `signs` whether something is signed."""

    form: Form | None
    stored: Mapping[str, Reference]
    reason: str
    signs: bool


def receiving(desk: Desk, key: str, *, organisation: str = "") -> Receiving:
    """The form of this key, not filled in yet. Raises NotFound, NotAllowed (a start), AlreadyDone."""
    with desk.reading() as tx:
        place = _place(tx, desk, key, organisation)
        form = place.step.form
        filled = _filled(place, _draft(place, key), None) if form and FILE.name in form.kinds else None
        stored = filled.submitted.stored if filled else {}
        return Receiving(form, stored, place.reason, place.signing is not None)


def open_form(
    desk: Desk, key: str, submitted: Submitted | None = None, *, organisation: str = ""
) -> FormPage:
    """The form with its draft, or with what the browser sends while it is being filled in. Who is asked for consent has
    seen the question then.

    Raises NotFound, NotAllowed (a start), AlreadyDone.
    """
    page = _page(desk, key, submitted, organisation)
    if page.asked is not None and page.task is not None and not page.reason and key == task_key(page.task.id):
        note_seen(desk, page.task.id)
    return page


def _page(desk: Desk, key: str, submitted: Submitted | None, organisation: str) -> FormPage:
    with desk.reading() as tx:
        place = _place(tx, desk, key, organisation)
        draft = _draft(place, key)
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
            beside=tuple(beside(place.work, place.step)) if place.has_beside else (),
            asked=place.asked,
            signing=place.signing,
            pupil=pupil_of(place.work),
            named=place.named,
        )


def _draft(place: _Place, key: str) -> Draft | None:
    return draft_for(place.work, place.step.form, drafts.find(place.work.tx, key, place.owners))


def _filled(place: _Place, draft: Draft | None, submitted: Submitted | None) -> Filled | None:
    form = place.step.form
    if form is None:
        return None
    around = surroundings(place.work, place.task)
    if submitted is not None:
        return asked(form, submitted, around)
    before = previous(place.work, place.step) if draft is None and place.task else {}
    return asked(form, before, around) if before else opened(form, draft.values if draft else None, around)


def save_draft(desk: Desk, key: str, submitted: Submitted, *, organisation: str = "", once: str = "") -> None:
    """Keep what was typed, right or wrong; `once` is the sign of the page. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        place = _place(tx, desk, key, organisation)
        if place.reason:
            raise NotAllowed(place.reason)
        refuse_late_draft(place.work, once)
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
    if kind == "papier" and key == paper_key(rest):
        return _of_paper(tx, desk, rest)
    if kind == "act" and key == act_key(rest):
        return _of_act(tx, desk, rest)
    raise NotFound()


def _of_start(tx: Tx, desk: Desk, region: str, route: str, organisation: str) -> _Place:
    route, about = row_in(route)
    begun = begun_at(tx, desk, region, route, organisation=organisation, about=about)
    found, definition, place = begun.route, begun.published.definition, begun.member.organisation
    members = access.may_start(desk.actor, definition.region, found.start_roles, found.school_kinds)
    places = (
        ()
        if about is not None
        else tuple({one.organisation.id: one.organisation for one in members}.values())
    )
    work = Work(tx, desk, definition, found, new_case(tx, desk, begun), about=about)
    return _Place(work, found.steps[found.start.id], None, owners(desk.actor, place), places=places)


def _of_task(tx: Tx, desk: Desk, task_id: str) -> _Place:
    work, task = find_task(tx, desk, task_id, locked=False)
    if task.status != "open":
        raise already_done(tx, task_id)
    step = work.step(task.node)
    asked, signed = asked_part(work, task), signing_page(work, step)
    return _Place(
        work,
        step,
        task,
        owners(desk.actor)[:1],
        why_not(work, task) or why_not_answer(work, task) or (HIDDEN if signed and signed.hides else ""),
        has_beside=asked is None or bool(step.shows),
        asked=asked,
        signing=signed,
    )


def _of_paper(tx: Tx, desk: Desk, task_id: str) -> _Place:
    """Raises NotFound for a step of which nothing is recorded."""
    work, task = find_task(tx, desk, task_id, locked=False)
    if task.status != "open":
        raise already_done(tx, task_id)
    step = work.step(task.node)
    if step.paper_form is None:
        raise NotFound()
    shown = replace(step, form=step.paper_form)
    names = people.names_of(tx, [task.named] if task.named is not None else [])
    return _Place(
        work,
        shown,
        task,
        owners(desk.actor)[:1],
        why_not_record(work, task),
        asked=asked_part(work, task),
        named=names.get(task.named or 0, ""),
    )


def _of_act(tx: Tx, desk: Desk, wait_id: str) -> _Place:
    number = wait_id.partition("-")[0]
    if not number.isdecimal() or len(number) > 15:
        raise NotFound()
    work = see_case(tx, desk, int(number), act=wait_id)
    wait = next((one for one in work.open_acts() if one.id == wait_id), None)
    if wait is None:
        raise AlreadyDone("", None, "Dit is al gebeurd, of het kan nu niet meer.")
    act = work.route.acts[wait.node]
    step = work.step(act.id)
    reason = access.why_not_begin(desk.actor, work.region, work.case, act.roles) or why_not_withdraw(
        work, step
    )
    return _Place(work, step, None, owners(desk.actor)[:1], reason)


__all__ = [
    "FormPage",
    "Receiving",
    "act_key",
    "discard_draft",
    "open_form",
    "paper_key",
    "receiving",
    "save_draft",
    "start_key",
    "task_key",
]
