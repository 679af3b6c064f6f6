"""Show once more who you are, before a signature: with the password, or a parent with a fresh code on their phone."""

import hmac
import secrets
from datetime import timedelta
from typing import Literal

from engine import people
from engine.casework.entering import CODE_HOLDS, MOST_TRIES, code_text
from engine.desk import Desk
from engine.errors import SignInRefused
from engine.store import invitations, outbox, sessions
from engine.store.database import Tx
from engine.store.invitations import Invitation

Way = Literal["wachtwoord", "code", ""]

MOST_CODES, WINDOW = 4, timedelta(minutes=15)
_WRONG_CODE = "Deze code klopt niet of werkt niet meer. Kijk in de laatste sms, of vraag een nieuwe code."
_NO_WAY = "U heeft nog geen wachtwoord en kunt dus niet ondertekenen. Vraag de beheerder om een wachtwoord."


def way_of(desk: Desk) -> Way:
    """How this person shows who they are; "" in a demonstration for who has no password: anybody can be anybody there."""
    if desk.actor.case is not None:
        return "code"
    return "" if desk.settings.demo and not _has_password(desk) else "wachtwoord"


def confirm(desk: Desk, typed: str, address: str) -> str:
    """Empty when it is certain who this is, else why it is not. `address` is where the request came from."""
    way = way_of(desk)
    try:
        if way == "code":
            _confirm_code(desk, typed)
        elif way == "wachtwoord" and desk.actor.person is not None:
            if not _has_password(desk):
                return _NO_WAY
            people.confirm(desk.database, desk.actor.person, typed, address)
    except SignInRefused as error:
        return error.message
    return ""


def send_code(desk: Desk) -> None:
    """Send a fresh code to the phone of this parent. Raises SignInRefused at too many."""
    with desk.transaction() as tx:
        at, subject = tx.database.clock.now(), f"tekencode/{desk.actor.id}"
        link = _link(tx, desk)
        sessions.one_at_a_time(tx, [subject])
        if sessions.attempts_since(tx, subject, at - WINDOW) >= MOST_CODES:
            raise SignInRefused(
                "U vroeg al een paar keer een code. Wacht een kwartier en vraag dan een nieuwe."
            )
        if link is not None:
            sessions.note_attempt(tx, subject, at)
            code = invitations.add_code(tx, link.id, secrets.token_hex(16), at)
            outbox.add(tx, [outbox.effect("sms", desk.actor.case, "", {"code": code})])


def _confirm_code(desk: Desk, typed: str) -> None:
    """Raises SignInRefused. A try counts whatever comes of it, and a code works once."""
    with desk.transaction() as tx:
        link, at = _link(tx, desk), tx.database.clock.now()
        code = invitations.try_code(tx, link.id, MOST_TRIES) if link else None
    plain = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    if (
        code is None
        or at - code.at >= CODE_HOLDS
        or not hmac.compare_digest(code_text(desk.settings, code), plain)
    ):
        raise SignInRefused(_WRONG_CODE)
    with desk.transaction() as tx:
        if not invitations.close_code(tx, code.id):
            raise SignInRefused(_WRONG_CODE)


def _link(tx: Tx, desk: Desk) -> Invitation | None:
    """The newest link of this parent: their codes belong to it."""
    if desk.actor.id is None or desk.actor.case is None:
        return None
    return invitations.last_links(tx, desk.actor.case).get(desk.actor.id)


def _has_password(desk: Desk) -> bool:
    return desk.actor.person is not None and people.has_password(desk.database, desk.actor.person)
