"""Carry a case on: take what the runtime gave back, do what belongs to the same transaction, and write the differences.

The order of one act: lock, claim, check, run (the callers), then here: built-in jobs and early messages until nothing
happens by itself any more, then rows of tasks and waits, effects, the story, and the case last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from engine import audit
from engine.casework.bringing_in import keep_named
from engine.casework.builtin import BUILT_IN, do_job
from engine.casework.committee import put_on_agenda, take_off_agenda
from engine.casework.consent import ask
from engine.casework.effects import write_effects
from engine.casework.hiding import hide_from_school
from engine.casework.opening import bar_from_open, open_tasks
from engine.casework.terms import carry_terms
from engine.casework.work import Work
from engine.definitions.definition import Step
from engine.errors import CaseChanged
from engine.model import STEPS_JOINED, Case, Wait
from engine.runtime.errors import RouteError
from engine.runtime.progress import Passed, Progress, Subscription, Waiting
from engine.runtime.running import deliver, finish_job
from engine.store import cases, messages, outbox, tasks, waits

# An act that sets off more than this by itself goes round in a circle.
MOST_ROUNDS = 100


def settle(work: Work, progress: Progress, done: str = "") -> Case:
    """Write everything that follows from a step; `done` is the task's element, when a person did one.

    Returns the case as it is saved. Raises RouteError, CaseChanged.
    """
    rev = work.case.rev
    before = waits.pending(work.tx, work.case.id) if rev else waits.NOTHING
    progress = _run_on(work, progress, before)
    work.case = replace(work.case, state=progress.state, facts=progress.facts)
    _tell_path(work, progress)
    hide_from_school(work)
    work.keep_now()
    keep_named(work)
    kept, due = _write_differences(work, progress, before)
    bar_from_open(work, done, kept)
    carry_terms(work, progress)
    write_effects(work, progress.sends, _calls(work, progress, before))
    if progress.finished:
        work.tell("finished", progress.outcome)
    work.case = _described(work, progress, due)
    work.case = audit.record(work.tx, work.desk, work.case, work.lines)
    if not cases.save(work.tx, work.case, rev):
        raise CaseChanged(work.case.id)
    return replace(work.case, rev=rev + 1)


def key(work: Work, token: str) -> str:
    """The id of a row for something that waits in the runtime: the runtime's ids are unique within a case only."""
    return f"{work.case.id}-{token}"


def token_of(row_id: str) -> str:
    return row_id.partition("-")[2]


def _run_on(work: Work, progress: Progress, before: waits.Pending) -> Progress:
    """Do the built-in jobs and take the messages that were early, until neither changes anything. Decisions are told
    before what they set off."""
    told = 0
    for _ in range(MOST_ROUNDS):
        _tell_decisions(work, progress.passed[told:], progress.facts)
        told = len(progress.passed)
        job = next((one for one in progress.jobs if work.route.runtime.node(one.node).job in BUILT_IN), None)
        if job is not None:
            progress = _with_job_done(work, progress, job)
            continue
        taken = _with_early_message(work, progress, before)
        if taken is None:
            return progress
        progress = taken
    raise RouteError(
        f"De zaak blijft vanzelf doorlopen: meer dan {MOST_ROUNDS} ingebouwde klussen in één stap."
    )


def _with_job_done(work: Work, progress: Progress, job: Waiting) -> Progress:
    result = do_job(work, job.node, progress.facts)
    then = finish_job(work.route.runtime, progress.state, progress.facts, job.id, result, work.tx.now)
    return joined(progress, then)


def _with_early_message(work: Work, progress: Progress, before: waits.Pending) -> Progress | None:
    """Deliver one message that came before this case waited for it; None when there is none."""
    acts = work.route.acts
    fresh = [
        one
        for one in progress.subscriptions
        if one.kind == "message" and one.node not in acts and key(work, one.id) not in before.waits
    ]
    for waiting in messages.waiting(work.tx, {one.name for one in fresh}) if fresh else ():
        message_id, name, correlation, payload = waiting
        one = next((one for one in fresh if one.name == name and one.correlation in ("", correlation)), None)
        if one is not None and messages.take(work.tx, message_id):
            work.tell("message_received", one.node, message=name)
            facts = {name: value for name, value in payload.items() if name in work.route.runtime.facts_read}
            then = deliver(work.route.runtime, progress.state, progress.facts, one.id, facts, work.tx.now)
            return joined(progress, then)
    return None


def joined(first: Progress, then: Progress) -> Progress:
    """Two steps as one: what waits is as it is after the second."""
    return replace(then, passed=(*first.passed, *then.passed), sends=(*first.sends, *then.sends))


def _tell_decisions(work: Work, passed: Sequence[Passed], facts: Mapping[str, object]) -> None:
    """Each decision with why: names always, values only of facts."""
    for one in passed:
        if one.decision:
            reads: Mapping[str, object] = {
                name: value for chosen in one.decision for name, value in chosen.reads if name in facts
            }
            choices = [
                {"flow": each.flow, "expression": each.expression, "reads": [name for name, _ in each.reads], "value": each.value}
                for each in one.decision
            ]  # fmt: skip
            work.tell("decided", one.node, dict(reads), choices=choices)


def _tell_path(work: Work, progress: Progress) -> None:
    """The path for the drawing."""
    left = list(dict.fromkeys(one.node for one in progress.passed if one.kind == "left"))
    work.tell("passed", path=left)


def _write_differences(
    work: Work, progress: Progress, before: waits.Pending
) -> tuple[dict[str, str], datetime | None]:
    """Write what began and what ended; returns the tasks that were open and still are, with their elements, and when
    the first of all tasks is due."""
    now_tasks = {key(work, one.id): one for one in progress.tasks}
    gone = [task for task in before.tasks if task not in now_tasks]
    tasks.cancel(work.tx, gone)
    take_off_agenda(work, gone)
    for task in gone:
        work.tell("step_cancelled", before.tasks[task], task=task)
    fresh = {task: one for task, one in now_tasks.items() if task not in before.tasks}
    dues = open_tasks(work, fresh)
    ask(work, {task: one.node for task, one in fresh.items()})
    put_on_agenda(work, {task: one.node for task, one in fresh.items()})
    dues += [due for task, due in before.dues.items() if task in now_tasks]
    now_waits = {one.id: one for one in _waits(work, progress)}
    changed = {one for one, due in before.waits.items() if one in now_waits and now_waits[one].due != due}
    waits.remove(work.tx, [one for one in before.waits if one not in now_waits or one in changed])
    waits.add(
        work.tx, [one for name, one in now_waits.items() if name not in before.waits or name in changed]
    )
    now_jobs = {key(work, one.id) for one in progress.jobs}
    outbox.drop_jobs(work.tx, work.case.id, sorted(before.jobs - now_jobs))
    return {task: node for task, node in before.tasks.items() if task in now_tasks}, min(dues, default=None)


def _waits(work: Work, progress: Progress) -> list[Wait]:
    case = work.case.id
    timers = [Wait(key(work, one.id), case, one.node, "timer", due=one.due) for one in progress.timers]
    return [*timers, *(_catching(work, one) for one in progress.subscriptions)]


def _catching(work: Work, one: Subscription) -> Wait:
    return Wait(key(work, one.id), work.case.id, one.node, one.kind, one.name, one.correlation)


def _calls(work: Work, progress: Progress, before: waits.Pending) -> dict[str, str]:
    """The jobs for the world outside that began in this step: the node of each."""
    fresh = {key(work, one.id): one.node for one in progress.jobs}
    return {job: node for job, node in fresh.items() if job not in before.jobs}


def _described(work: Work, progress: Progress, due: datetime | None) -> Case:
    """The case with what lists show: phase, step, whose turn, when due."""
    now = work.tx.now
    steps = [work.step(one.node) for one in progress.tasks]
    standing = steps or _waiting_steps(work, progress)
    names = tuple(dict.fromkeys(step.name for step in standing))
    phases = [step.phase for step in standing if step.phase] or _phases_passed(work, progress)
    finished = progress.finished
    outcome = work.route.steps.get(progress.outcome)
    return replace(
        work.case,
        due=due,
        changed=now,
        status="finished" if finished else "open",
        finished=now if finished else None,
        outcome=progress.outcome,
        outcome_name=outcome.name if outcome else "",
        phase=_furthest(work, phases) if finished else next(iter(phases), work.case.phase),
        step="" if finished else STEPS_JOINED.join(names),
        turn=",".join(dict.fromkeys(role for step in steps for role in step.roles)),
    )


def _furthest(work: Work, phases: list[str]) -> str:
    """Of a case that is over, however it came to its end: a phase that was reached once is not left undone."""
    order = [phase.id for phase in work.route.phases]
    return max([work.case.phase, *phases], key=lambda one: order.index(one) if one in order else -1)


def _waiting_steps(work: Work, progress: Progress) -> list[Step]:
    """The elements that wait for something else than a person, in the way of the route."""
    nodes = [one.node for one in progress.subscriptions]
    nodes += [one.node for one in progress.timers] + [one.node for one in progress.jobs]
    steps = [work.step(node) for node in nodes if node not in work.route.acts]
    return [step for step in steps if not step.node.attached_to and step.node.kind != "startEvent"]


def _phases_passed(work: Work, progress: Progress) -> list[str]:
    """The phase that was passed last, when nothing stands still in a phase: as an element says of itself. What only
    comes after another may be reached from more than one phase, an end above all."""
    passed = (work.route.steps.get(one.node) for one in reversed(progress.passed))
    return [step.phase for step in passed if step is not None and step.node.properties.get("fase")][:1]
