"""Carry out one effect that was taken from the queue, and write down how it went.

The effect itself happens outside any transaction. A mail that somebody else had in hand when that process died may have
gone out: it goes again with the same Message-ID, and the story says so.
"""

import logging
from datetime import timedelta

from bpmn.feel.errors import FeelError
from engine import audit
from engine.casework.background import call_payload, finish_call
from engine.casework.entering import sms_of
from engine.casework.letters import compose
from engine.desk import Desk
from engine.errors import CaseChanged, CaseStuck, NotFound
from engine.jobs.calling import call
from engine.jobs.errors import CallFailed, EffectFailed
from engine.jobs.mailing import send
from engine.model import Event, OutboxRow
from engine.store import cases, incidents, queue

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 8
SMS = "sms"  # the connection by which codes go out

log = logging.getLogger(__name__)


def carry_out(desk: Desk, row: OutboxRow) -> bool:
    """Whether the effect happened. When not, it waits for the next try, or there is an incident."""
    if row.status == "busy":
        _tell_again(desk, row)
    try:
        if row.kind == "mail":
            _mail(desk, row)
        elif row.kind == "sms":
            _sms(desk, row)
        else:
            _call(desk, row)
    except EffectFailed as error:
        _failed(desk, row, error)
        return False
    except (NotFound, FeelError, CaseStuck) as error:
        _failed(desk, row, EffectFailed(str(error), final=True))
        return False
    except CaseChanged as error:
        _failed(desk, row, EffectFailed(str(error)))
        return False
    except Exception as error:  # noqa: BLE001 - what nobody foresaw in one effect may not stop all others
        log.error("%s in effect %d", type(error).__name__, row.id)  # its message may hold personal data
        _failed(desk, row, EffectFailed(f"dit ging onverwacht mis ({type(error).__name__})"))
        return False
    return True


def _mail(desk: Desk, row: OutboxRow) -> None:
    """Without a mail server it lands in the mailbox of the installation: the done rows of the outbox."""
    with desk.reading() as tx:
        mail = compose(tx, desk.settings, row)
    if not mail.to:
        raise EffectFailed("deze persoon heeft geen mailadres", final=True)
    if desk.settings.smtp is not None:
        send(desk.settings.smtp, mail)
    with desk.transaction() as tx:
        queue.finish(tx, row.id)


def _sms(desk: Desk, row: OutboxRow) -> None:
    """By the connection `sms`. Where everything is practice it lands beside the mail, for whoever plays the parent."""
    connector = desk.settings.connectors.get(SMS)
    if connector is None and not desk.settings.demo:
        raise CallFailed(f"de koppeling {SMS} staat niet in de instellingen van deze installatie", final=True)
    with desk.reading() as tx:
        sms = sms_of(tx, desk.settings, int(str(row.detail["code"])))
    if sms is not None and connector is not None:
        call(connector, {"aan": sms.to, "tekst": sms.text}, row.message_id)
    with desk.transaction() as tx:
        queue.finish(tx, row.id)


def _call(desk: Desk, row: OutboxRow) -> None:
    name = str(row.detail["connector"])
    connector = desk.settings.connectors.get(name)
    if connector is None:
        raise CallFailed(
            f"de koppeling {name} staat niet in de instellingen van deze installatie", final=True
        )
    with desk.reading() as tx:
        payload = call_payload(tx, row)
    result = call(connector, payload, row.message_id)
    finish_call(desk, row, result)


def _failed(desk: Desk, row: OutboxRow, error: EffectFailed) -> None:
    tried = row.attempts + 1
    with desk.transaction() as tx:
        if not error.final and tried < MOST_ATTEMPTS:
            queue.postpone(tx, row.id, tx.now + _wait(tried), error.message)
            return
        queue.give_up(tx, row.id, error.message)
        case = cases.find(tx, row.case) if row.case is not None else None
        region = case.region if case else ""
        detail = {"attempts": tried, "message_id": row.message_id}
        incidents.add(
            tx,
            row.kind,
            error.message,
            case_id=row.case,
            region=region,
            node=row.node,
            detail=detail,
            outbox_id=row.id,
        )


def _wait(tried: int) -> timedelta:
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << tried))


def _tell_again(desk: Desk, row: OutboxRow) -> None:
    if row.case is None:
        return
    with desk.transaction() as tx:
        case = cases.lock(tx, row.case)
        if case is not None:
            audit.append(
                tx,
                desk,
                case,
                [Event("sent_again", row.node, {"message_id": row.message_id, "effect": row.kind})],
            )
