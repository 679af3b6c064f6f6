"""How a parent comes in: a link from the mail, then a code on the mobile phone, then a session bound to one case.

Whatever is sent, the answer is the same: a link that never was, that ran out, that was used or that was taken back looks
alike. Codes, tries and sessions run on the real clock (see engine.store.sessions); links on that of the database.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.settings import Settings
from engine import audit, people
from engine.casework.inviting import digest_of, keyed, mail_with_link
from engine.casework.work import work_on
from engine.desk import Desk
from engine.errors import SignInRefused
from engine.model import Event
from engine.store import cases, invitations, outbox, sessions
from engine.store.database import Tx
from engine.store.invitations import Code, Invitation, Parent

CODE_HOLDS = timedelta(minutes=10)
MOST_TRIES = 5
WINDOW = timedelta(minutes=15)
DAY = timedelta(hours=23)  # within what is remembered of tries
MOST_CODES, MOST_CODES_A_DAY = 4, 15
MOST_LINKS, MOST_LINKS_A_DAY = 2, 6
MOST_PER_ADDRESS = 50
_LONGEST_TOKEN = 100
_WRONG = "Deze code klopt niet of werkt niet meer. Kijk goed naar de laatste sms, of vraag een nieuwe code."
_TOO_OFTEN = "Er is te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw."


@dataclass(frozen=True)
class Sms:
    """A text message as it goes out."""

    to: str
    text: str
    at: datetime


def holds(desk: Desk, token: str) -> str:
    """The region to which a link still lets somebody in; empty when it does not."""
    with desk.reading() as tx:
        found = _holding(tx, token)
        return found[1].region if found else ""


def send_code(desk: Desk, token: str, address: str) -> None:
    """Send a code to the phone of whose link this is, when it holds. Raises SignInRefused at too many tries."""
    digest = digest_of(token)
    _count(desk, {f"code {digest}": (MOST_CODES, WINDOW), f"dag {digest}": (MOST_CODES_A_DAY, DAY)}, address)
    with desk.transaction() as tx:
        found = _holding(tx, token)
        if found is not None and found[1].mobile:
            link, parent = found
            code = invitations.add_code(tx, link.id, secrets.token_hex(16), _real_time(tx))
            outbox.add(tx, [outbox.effect("sms", parent.case, parent.node, {"code": code})])


def enter(desk: Desk, token: str, typed: str, address: str) -> str:
    """Returns the token of a session of the parent; the link is used. Raises SignInRefused."""
    _count(desk, {}, address)
    with desk.transaction() as tx:  # the try counts, whatever comes of it
        found = _holding(tx, token)
        code = invitations.try_code(tx, found[0].id, MOST_TRIES) if found else None
        at = _real_time(tx)
    if found is None or code is None or not _fits(desk.settings, code, typed, at):
        raise SignInRefused(_WRONG)
    with desk.transaction() as tx:
        return _entered(tx, desk, code, found[0])


def ask_again(desk: Desk, token: str, address: str) -> None:
    """Mail a new link to whose link this was, if it was somebody's who still has access. Raises SignInRefused at too
    many tries."""
    digest = digest_of(token)
    _count(desk, {f"link {digest}": (MOST_LINKS, WINDOW)}, address)
    with desk.transaction() as tx:
        found = _known(tx, token)
        if found is None or not found[1].has_access or not found[1].email or mailed_enough(tx, found[1]):
            return
        send_link(tx, desk, found[1])


def send_link(tx: Tx, desk: Desk, parent: Parent) -> None:
    """A new link for a parent, by the same letter, told in the story."""
    case = cases.lock(tx, parent.case)
    if case is not None:
        work = work_on(tx, desk, case)
        outbox.add(tx, [mail_with_link(work, parent, parent.letter)])
        audit.append(tx, desk, case, [Event("invitation_sent", parent.node, {"to": parent.person.id})])


def sms_of(tx: Tx, settings: Settings, code_id: int) -> Sms | None:
    """The message of a code, written now: the row of the outbox holds its id only. None when it has no receiver."""
    found = invitations.code_by_id(tx, code_id)
    if found is None or not found[1].mobile:
        return None
    text = f"Uw code is {code_text(settings, found[0])}. Hij werkt tien minuten. Geef hem aan niemand."
    return Sms(found[1].mobile, text, found[0].at)


def code_text(settings: Settings, code: Code) -> str:
    """Six digits: they follow from the nonce with the key of the installation."""
    return f"{int.from_bytes(keyed(settings, f'code {code.nonce}')[:8]) % 1_000_000:06d}"


def _entered(tx: Tx, desk: Desk, code: Code, link: Invitation) -> str:
    parent = invitations.of_person(tx, link.person)
    case = cases.lock(tx, parent.case) if parent else None
    if parent is None or case is None or not parent.has_access:
        raise SignInRefused(_WRONG)
    if not invitations.close_code(tx, code.id) or not invitations.use(tx, link.id):
        raise SignInRefused(_WRONG)
    invitations.set_accepted(tx, parent.person.id)
    mine = replace(desk, actor=people.actor_of(tx, parent.person))
    audit.append(tx, mine, case, [Event("invitation_opened", parent.node, {"to": parent.person.id})])
    return people.begin_session(tx, parent.person)


def _fits(settings: Settings, code: Code, typed: str, at: datetime) -> bool:
    plain = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    return at - code.at < CODE_HOLDS and hmac.compare_digest(code_text(settings, code), plain)


def _holding(tx: Tx, token: str) -> tuple[Invitation, Parent] | None:
    """A link that lets somebody in now."""
    found = _known(tx, token)
    if found is None or found[0].used is not None or tx.now >= found[0].until or not found[1].has_access:
        return None
    return found


def _known(tx: Tx, token: str) -> tuple[Invitation, Parent] | None:
    known = 0 < len(token) <= _LONGEST_TOKEN
    return invitations.link_by_digest(tx, digest_of(token)) if known else None


def mailed_enough(tx: Tx, parent: Parent) -> bool:
    """Counts a link that will be mailed; True when that would be one too many: nobody fills the mailbox of a parent."""
    subject, at = digest_of(f"ouder {parent.person.id}"), _real_time(tx)
    sessions.one_at_a_time(tx, [subject])
    if sessions.attempts_since(tx, subject, at - DAY) >= MOST_LINKS_A_DAY:
        return True
    sessions.note_attempt(tx, subject, at)
    return False


def _count(desk: Desk, limits: Mapping[str, tuple[int, timedelta]], address: str) -> None:
    """Every try counts before anything is looked up. Raises SignInRefused."""
    limits = {**limits, f"adres ouder {address}": (MOST_PER_ADDRESS, WINDOW)}
    with desk.transaction() as tx:
        at, counted = _real_time(tx), {digest_of(subject): limit for subject, limit in limits.items()}
        sessions.one_at_a_time(tx, counted)
        for subject, (most, since) in counted.items():
            if sessions.attempts_since(tx, subject, at - since) >= most:
                raise SignInRefused(_TOO_OFTEN)
        for subject in counted:
            sessions.note_attempt(tx, subject, at)


def _real_time(tx: Tx) -> datetime:
    return tx.database.clock.now()
