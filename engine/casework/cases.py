"""The acts of a person on a case: begin one, do a task, begin something beside the route. One transaction each."""

import secrets
from dataclasses import replace
from datetime import timedelta

from engine import access
from engine.audit import DIGEST, digest
from engine.casework import consequences
from engine.casework.asking import Answers, checked, facts_from, files_in, surroundings
from engine.casework.at_row import begun_at
from engine.casework.beginning import Beginning
from engine.casework.carrying import settle, token_of
from engine.casework.choosing_school import choose_school
from engine.casework.duplicates import refuse_second
from engine.casework.incidents import keeping_incidents
from engine.casework.inviting import nobody_yet
from engine.casework.on_paper import why_not_record
from engine.casework.opening import START
from engine.casework.register_facts import bind_row
from engine.casework.seeing import already_done, find_task, locked_case, owners, why_not
from engine.casework.signing import Sealed
from engine.casework.standing_in import on_behalf
from engine.casework.work import Work
from engine.clock import day
from engine.desk import Desk
from engine.errors import AlreadyDone, AnswersRejected, CaseChanged, NotAllowed, NotFound
from engine.model import Answer, Case, Event, EventKind, Task
from engine.runtime.errors import NotWaiting
from engine.runtime.running import complete, deliver, start
from engine.store import cases, drafts, messages, parties, tasks, uploads, words
from engine.store.database import Tx
from forms.filled import FieldError, Filled
from forms.model import Form

# How long a page that was handed in is remembered; a browser that is restored may send it again.
SIGNS_KEPT = timedelta(days=30)


def start_case(
    desk: Desk, region: str, route: str, answers: Answers, *, organisation: str = "", once: str = "",
    about: int | None = None, anyway: bool = False,
) -> Case:  # fmt: skip
    """Begin a case. `organisation` says for which one when the person begins for more than one; `once` is a sign of
    the page it was filled in on: the same sign a second time begins nothing; `about` is the row of the register that
    the case is about; `anyway` begins it also when the same goes on for this pupil already.

    Raises NothingPublished, NotAllowed, AnswersRejected (also AlreadyRunning), AlreadyDone, CaseStuck.
    """
    with keeping_incidents(desk, region), desk.transaction() as tx:
        begun = begun_at(tx, desk, region, route, organisation=organisation, about=about)
        found, member = begun.route, begun.member
        _refuse_second(tx, desk, once)
        case = new_case(tx, desk, begun)
        work = Work(
            tx, desk, begun.published.definition, found, case, about=about, absent=member.standing_for
        )
        filled = checked(found.start_form, answers, surroundings(work))
        choose_school(work, filled)
        if not anyway:
            refuse_second(work, filled)
        add_row(work, once)
        facts = {**bind_row(work), **facts_from(work.route, filled)}
        _keep_answers(work, "started", found.start.id, "", found.start_form, filled)
        drafts.remove(tx, start_key(region, route, about), owners(desk.actor, member.organisation))
        return settle(work, start(work.route.runtime, {**work.case.facts, **facts}, tx.now))


def complete_task(
    desk: Desk, task_id: str, answers: Answers, sealed: Sealed | None = None, *, on_paper: bool = False
) -> Case:
    """Do an open task. `sealed` is what a task that is signed needs besides its answers; with `on_paper` the answers say
    what the person it is for said on paper.

    Raises NotFound, NotAllowed, AnswersRejected, AlreadyDone, CaseStuck, CaseChanged.
    """
    with keeping_incidents(desk, task=task_id), desk.transaction() as tx:
        work, task = find_task(tx, desk, task_id, locked=True)
        if task.status != "open":
            raise already_done(tx, task_id)
        step = work.step(task.node)
        filled = _recorded(work, task, answers) if on_paper else _answered(work, task, answers)
        # Who waited for the lock has an older task before them: the row itself decides.
        if not tasks.claim(tx, task_id, desk.actor.id):
            raise already_done(tx, task_id)
        if on_paper:
            work.absent = access.begins_for(desk.actor, work.region, work.case, step.paper_roles)
            _keep_answers(work, "paper_done", step.id, task_id, step.paper_form, filled)
            consequences.recorded(work, step, filled, task)
            drafts.remove(tx, paper_key(task_id), owners(desk.actor))
        else:
            consequences.refuse_unfit(work, task, filled, sealed)
            work.absent = access.acts_for(desk.actor, task)
            _keep_answers(work, "step_done", step.id, task_id, step.form, filled)
            consequences.done(work, step, filled, task)
        facts = facts_from(work.route, filled)
        progress = complete(
            work.route.runtime, work.case.state, work.case.facts, token_of(task_id), facts, tx.now
        )
        return settle(work, progress, step.id)


def _answered(work: Work, task: Task, answers: Answers) -> Filled | None:
    """The answers when this person may do the task, with them. Raises NotAllowed, AnswersRejected."""
    _refuse(why_not(work, task))
    step = work.step(task.node)
    return checked(step.form, consequences.with_previous(work, step, answers), surroundings(work, task))


def _recorded(work: Work, task: Task, answers: Answers) -> Filled | None:
    """The same, of what somebody said on paper."""
    _refuse(why_not_record(work, task))
    return checked(work.step(task.node).paper_form, answers, surroundings(work, task))


def begin_act(desk: Desk, case_id: int, wait_id: str, answers: Answers, *, once: str = "") -> Case:
    """Begin something that may be done beside the route at any moment: a button on the page of the case.

    `once` is a sign of the page it was filled in on: an act that may be begun again and again is begun once from one
    page. Raises NotFound, NotAllowed, AnswersRejected, AlreadyDone, CaseStuck, CaseChanged.
    """
    with keeping_incidents(desk, case=case_id), desk.transaction() as tx:
        work = locked_case(tx, desk, case_id, act=wait_id)
        act = next((work.route.acts[one.node] for one in work.open_acts() if one.id == wait_id), None)
        if act is None:
            raise AlreadyDone(
                "", None, "Dit is al gebeurd, of het kan nu niet meer. Er is niets dubbel opgeslagen."
            )
        _refuse(access.why_not_begin(desk.actor, work.region, work.case, act.roles))
        work.absent = access.begins_for(desk.actor, work.region, work.case, act.roles)
        _refuse_second_act(work, once)
        filled = checked(act.form, answers, surroundings(work))
        _keep_answers(work, "act_done", act.id, "", act.form, filled)
        consequences.done(work, work.step(act.id), filled)
        facts = facts_from(work.route, filled)
        try:
            progress = deliver(
                work.route.runtime, work.case.state, work.case.facts, token_of(wait_id), facts, tx.now
            )
        except NotWaiting as error:
            raise AlreadyDone("", None, error.message) from None
        drafts.remove(tx, act_key(wait_id), owners(desk.actor))
        return settle(work, progress)


def start_key(region: str, route: str, about: int | None = None) -> str:
    """`about` is the row of the register that the case will be about."""
    return f"start/{region}/{route}" + (f"/{about}" if about is not None else "")


def task_key(task_id: str) -> str:
    return f"task/{task_id}"


def paper_key(task_id: str) -> str:
    return f"papier/{task_id}"


def act_key(wait_id: str) -> str:
    return f"act/{wait_id}"


def _refuse(reason: str) -> None:
    if reason:
        raise NotAllowed(reason)


def _refuse_second(tx: Tx, desk: Desk, once: str) -> None:
    first = cases.by_once(tx, once) if once else None
    if first is None:
        return
    if first.applicant is None or first.applicant.id != desk.actor.id:
        raise NotFound()
    message = f"U heeft dit al ingediend: {first.reference}. Er is niets dubbel opgeslagen."
    raise AlreadyDone(desk.actor.name, first.started, message, first.reference)


def _refuse_second_act(work: Work, once: str) -> None:
    if once and not messages.first_time(work.tx, _act_sign(work, once), work.tx.now + SIGNS_KEPT):
        raise _sent_before(work)


def refuse_late_draft(work: Work, once: str) -> None:
    """A draft that a page sends while it is being handed in may come last: there is nothing to go on with any more.

    `once` is the sign of that page. Raises AlreadyDone, NotFound.
    """
    if not work.case.id:
        _refuse_second(work.tx, work.desk, once)
    elif once and messages.came_before(work.tx, _act_sign(work, once)):
        raise _sent_before(work)


def _act_sign(work: Work, once: str) -> str:
    return f"once/{work.case.id}/{work.desk.actor.id}/{once}"


def _sent_before(work: Work) -> AlreadyDone:
    message = "U heeft dit al verstuurd. Er is niets dubbel opgeslagen."
    return AlreadyDone(work.desk.actor.name, None, message, work.case.reference)


def new_case(tx: Tx, desk: Desk, begun: Beginning) -> Case:
    """A case that is not a row yet."""
    published, route, place = begun.published, begun.route, begun.member.organisation
    return Case(
        id=0,
        reference=cases.new_reference(published.region, tx.now),
        region=published.region,
        route=route.id,
        route_name=route.name,
        definition=published.id,
        organisation=place,
        applicant=desk.actor.person,
        started=tx.now,
        facts={
            "schoolsoort": place.school_type,
            "gestart_op": day(tx.now),
            **nobody_yet(route.runtime.facts_read),
            **consequences.nothing_yet(begun.published.definition.region, route),
        },
        overlay=begun.overlay,
    )


def add_row(work: Work, once: str) -> None:
    """Make the case a row, with who takes part; `work.case` has its id then."""
    case, place = work.case, work.case.organisation
    search = words.searchable(case.reference, case.route_name, place.name if place else "")
    applicant = case.applicant.id if case.applicant else None
    row = cases.NewCase(
        case.reference, case.region, case.route, case.route_name, case.definition, work.school or None, applicant, search, once or None,
        case.overlay,
    )  # fmt: skip
    case_id = cases.add(work.tx, row)
    if case_id is None:  # the same page was handed in at this very moment
        _refuse_second(work.tx, work.desk, once)
        raise CaseChanged(0)
    work.case = replace(case, id=case_id)
    words.add(work.tx, [(f"case/{case.region}", str(work.case.id), search)])
    people = [("aanvrager", f"person/{applicant}")] if applicant is not None else []
    school = [("school", f"organisation/{work.school}")] if work.school else []
    parties.add(work.tx, work.case.id, [*people, *school])


def _keep_answers(
    work: Work, kind: EventKind, node: str, task: str, form: Form | None, filled: Filled | None
) -> None:
    """Write the answers of this visit, and a line that says who filled in which fields."""
    behalf = on_behalf(work, START if kind == "started" else node, task)
    if filled is None or form is None:
        work.lines.append(Event(kind, node, {"task": task, **behalf}))
        return
    salt = secrets.token_hex(16)
    pupil = str(filled.pupil.get("naam", ""))
    answer = Answer(
        0, work.case.id, node, task, form.id, work.desk.actor.person, _place(work), work.tx.now, dict(filled.values),
        pupil, salt, _criteria(work, node),
    )  # fmt: skip
    work.keep(answer)
    _bind_files(work, filled)
    work.lines.append(
        Event(
            kind,
            node,
            {"task": task, "fields": list(filled.values), DIGEST: digest(filled.values, salt), **behalf},
        )
    )


def _bind_files(work: Work, filled: Filled) -> None:
    """Files become part of the case; a file of another case, or one that does not exist, is refused."""
    named = files_in(filled)
    if not named:
        return
    uploads.bind(work.tx, work.case.id, named)
    if set(named) - uploads.known(work.tx, work.case.id, named):
        gone = FieldError("", "Een bestand is niet meer te vinden. Kies het opnieuw.")
        raise AnswersRejected(replace(filled, errors=(gone,)))


def _place(work: Work) -> str:
    """The organisation for which this person acts: that of the case when theirs, else their first in the region."""
    if work.desk.actor.case is not None:
        return ""  # a parent acts for nobody else
    own = [one.organisation.id for one in work.desk.actor.in_region(work.case.region)]
    return work.school if work.school in own else next(iter(own), "")


def _criteria(work: Work, node: str) -> str:
    """The guiding document that held for this step, with its version."""
    document = work.region.documents.get(work.step(node).criteria)
    return f"{document.id} {document.version}" if document else ""
