"""What another system answers in a rehearsal: there is no other system, the rehearsal says what it would say."""

import json
from datetime import date
from decimal import Decimal

from engine.casework.background import finish_call, retry_incident
from engine.definitions.scripts import Reply, Scene
from engine.errors import CaseStuck
from engine.model import OutboxRow
from engine.rehearsal.errors import Stuck, Unmet
from engine.rehearsal.stage import Stage
from engine.store import incidents, outbox, queue


def answer(stage: Stage, scene: Scene, reply: Reply) -> None:
    """The call that waits gets its answer, or fails for good as it does in the house. Raises Unmet, Stuck."""
    row = _call_that_waits(stage, scene, reply.connector)
    if reply.failure:
        _fail(stage, row, reply.failure)
        return
    if row.status == "failed":
        _offer_again(stage, row)
    try:
        finish_call(stage.system, row, json.loads(json.dumps(dict(reply.result), default=_as_json)))
    except CaseStuck as error:
        raise Stuck(f"De route loopt vast bij {row.node}: {error.__cause__}") from None
    stage.work()


def _call_that_waits(stage: Stage, scene: Scene, connector: str) -> OutboxRow:
    case = stage.case(scene.case)
    with stage.system.reading() as tx:
        rows = [row for row in outbox.of_case(tx, case.id) if row.kind == "call" and row.status != "done"]
    waiting = [row for row in rows if row.detail.get("connector") == connector]
    if not waiting:
        others = ", ".join(str(row.detail.get("connector")) for row in rows) or "geen koppeling"
        raise Unmet(f'De zaak wacht niet op de koppeling "{connector}". Nu wacht: {others}.')
    return waiting[0]


def _fail(stage: Stage, row: OutboxRow, message: str) -> None:
    case = row.case
    with stage.system.transaction() as tx:
        queue.give_up(tx, row.id, message)
        incidents.add(tx, "call", message, case_id=case, region=stage.region, node=row.node, outbox_id=row.id)


def _offer_again(stage: Stage, row: OutboxRow) -> None:
    """What a beheerder does with an incident; the worker then takes the call in hand again."""
    with stage.system.reading() as tx:
        found = [one.id for one in incidents.open_in(tx, [stage.region]) if one.outbox == row.id]
    for incident in found:
        retry_incident(stage.system, incident)
    stage.work()


def _as_json(value: object) -> object:
    """An answer is JSON: it has no dates, and numbers as JSON has them."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
