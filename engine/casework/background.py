"""What happens to a case without a person at a desk: timers, messages, results of calls; and trying again."""

from collections.abc import Mapping
from datetime import timedelta

from bpmn.feel.expressions import evaluate, parse, strip_equals
from engine import access, audit
from engine.casework.asking import school_values
from engine.casework.carrying import settle, token_of
from engine.casework.incidents import keeping_incidents
from engine.casework.work import Work, bsn_of, published_of, route_of, without_numbers, work_on
from engine.definitions.definition import Published
from engine.definitions.steps import names_in
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound
from engine.model import Answer, Case, Event, OutboxRow, Values, Wait
from engine.runtime.errors import NotWaiting
from engine.runtime.running import deliver, finish_job, fire_due
from engine.store import answers, cases, incidents, messages, outbox, queue, waits
from engine.store.database import Tx

# How long a message waits for somebody to wait for it.
KEPT = timedelta(days=30)


def fire_due_timers(desk: Desk, case_id: int) -> bool:
    """Let the timers of a case go off that are due. False when there are none (any more): somebody was first.

    Raises NotFound, CaseStuck (the sweep leaves the case alone until a person tries again), CaseChanged.
    """
    with keeping_incidents(desk, case=case_id, kind="timer"), desk.transaction() as tx:
        work = _locked(tx, desk, case_id)
        due = [one for one in waits.of_case(tx, case_id) if one.due is not None and one.due <= tx.now]
        if not due:
            return False
        progress = fire_due(work.route.runtime, work.case.state, work.case.facts, tx.now)
        for one in due:
            work.tell("timer_fired", one.node)
        settle(work, progress)
        return True


def deliver_message(
    desk: Desk, name: str, correlation: str, payload: Values, *, message_id: str, kept: timedelta = KEPT
) -> list[int]:
    """Bring a message to the case that waits for it, a signal to every one; returns the ids of the cases.

    When nobody waits yet, the message is kept for `kept`. The same `message_id` a second time does nothing.
    """
    with desk.transaction() as tx:
        waiting = waits.for_message(tx, name, correlation)
        fresh = messages.keep(tx, message_id, name, correlation, payload=payload, until=tx.now + kept)
        if not fresh:
            return []
        if waiting:
            messages.take(tx, message_id)
    chosen = [one for one in waiting if one.kind == "signal"] or waiting[:1]
    return [one.case for one in chosen if _delivered(desk, one, payload)]


def _delivered(desk: Desk, wait: Wait, payload: Values) -> bool:
    with keeping_incidents(desk, case=wait.case, kind="message"), desk.transaction() as tx:
        work = _locked(tx, desk, wait.case)
        facts = {name: value for name, value in payload.items() if name in work.route.runtime.facts_read}
        try:
            progress = deliver(
                work.route.runtime, work.case.state, work.case.facts, token_of(wait.id), facts, tx.now
            )
        except NotWaiting:
            return False
        work.tell("message_received", wait.node, message=wait.name)
        settle(work, progress)
        return True


def call_payload(tx: Tx, row: OutboxRow) -> dict[str, object]:
    """What a call sends: the case and what the task names; nothing else leaves the house.

    The input mapping of the task names facts. A header that begins with "=" may name answers too: it is read now, from
    the one place where they stand, and kept nowhere. Raises NotFound when the case is gone, FeelError when an
    expression cannot be read.
    """
    case = cases.find(tx, row.case or 0)
    if case is None:
        raise NotFound()
    published = published_of(tx, case.definition, case.overlay)
    runtime = route_of(published, case.route).runtime
    node, facts = runtime.node(row.node), {**runtime.constants, **case.facts}
    named = {name: text for name, text in node.headers.items() if text.startswith("=")}
    wider = {**facts, **_around(tx, published, case)} if named else facts
    sent = {one.target: _value(one.source, facts, tx) for one in node.inputs}
    sent |= {name: _value(text, wider, tx) for name, text in named.items()}
    return {
        "zaak": case.reference,
        "regio": case.region,
        "route": case.route,
        "stap": row.node,
        "gegevens": sent,
    }


def _around(tx: Tx, published: Published, case: Case) -> dict[str, object]:
    given = answers.latest(tx, case.id)
    if bsn_of(tx, published.definition.region) is None:
        given = without_numbers(route_of(published, case.route), given)
    return {"antwoorden": given, "school": school_values(case.organisation)}


def _value(text: str, known: Mapping[str, object], tx: Tx) -> object:
    return evaluate(parse(strip_equals(text)), known, tx.now).value


def finish_call(desk: Desk, row: OutboxRow, result: Mapping[str, object]) -> None:
    """A call got through: the case goes on with its result, in the transaction that ends the effect.

    Only names that the route reads become facts; what the header `resultaat` names is kept as the answer of the step.
    A case that no longer waits for it stays as it is.
    Raises NotFound, CaseStuck, CaseChanged.
    """
    with keeping_incidents(desk, case=row.case, kind="call"), desk.transaction() as tx:
        work = _locked(tx, desk, row.case or 0)
        effect = outbox.find(tx, row.id)
        if effect is None or not queue.finish(tx, row.id):
            return
        facts = {name: value for name, value in result.items() if name in work.route.runtime.facts_read}
        try:
            runtime, case = work.route.runtime, work.case
            progress = finish_job(runtime, case.state, case.facts, token_of(effect.job), facts, tx.now)
        except NotWaiting:
            return
        _keep_result(work, row.node, result)
        work.tell("job_done", row.node)
        settle(work, progress)


def _keep_result(work: Work, node: str, result: Mapping[str, object]) -> None:
    names = names_in(work.route.runtime.node(node).headers.get("resultaat", ""))
    kept = {name: result[name] for name in names if result.get(name) is not None}
    if kept:
        work.keep(Answer(0, work.case.id, node, "", "", None, "", work.tx.now, kept))


def retry_incident(desk: Desk, incident_id: int) -> None:
    """Offer what went wrong to the worker again. Raises NotFound, NotAllowed."""
    with desk.transaction() as tx:
        incident = incidents.by_id(tx, incident_id)
        if incident is None or incident.case is None:
            raise NotFound()
        work = _locked(tx, desk, incident.case)
        if not work.desk.actor.in_region(work.case.region) and not desk.actor.is_system:
            raise NotFound()
        if not access.may_manage(desk.actor, work.region) and not desk.actor.is_system:
            raise NotAllowed("Alleen een beheerder kan een storing opnieuw proberen.")
        if not incidents.solve(tx, incident_id):
            return
        if incident.outbox is not None:
            queue.again(tx, incident.outbox)
        audit.append(tx, desk, work.case, [Event("retried", incident.node, {"incident": incident_id})])


def _locked(tx: Tx, desk: Desk, case_id: int) -> Work:
    case = cases.lock(tx, case_id)
    if case is None:
        raise NotFound()
    return work_on(tx, desk, case)
