"""Signing in: passwords, sessions, and a limit on trying.

A session ends after IDLE without use, after LONGEST in any case, and when the person signs out. The token is known to
the browser alone; the database keeps its digest. Times are those of the real clock (see engine.store.sessions).
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine import access
from engine.clock import day
from engine.errors import NotFound, SignInRefused
from engine.model import Actor, Membership, Organisation, Person
from engine.store import invitations, people, sessions
from engine.store.database import Database, Tx

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
KEPT = timedelta(days=1)  # how long an ended session is still known, for the draft of who was away too long
TOUCHED_AFTER = timedelta(minutes=2)  # reading a page seldom writes

WINDOW = timedelta(minutes=15)
MOST_PER_PAIR = (
    10  # of one name from one address: who does not know the password locks out nobody but themselves
)
MOST_PER_LOGIN = 100  # of one name from everywhere
MOST_PER_ADDRESS = 50  # failed ones of one address
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1_000

_hasher = PasswordHasher()


def sign_in(database: Database, login: str, password: str, address: str) -> str:
    """Returns the token of a new session. `address` is where the request came from. Raises SignInRefused."""
    subjects = {
        _digest(f"paar {address} {login.casefold()}"): MOST_PER_PAIR,
        _digest(f"naam {login.casefold()}"): MOST_PER_LOGIN,
        _digest(f"adres {address}"): MOST_PER_ADDRESS,
    }
    with database.transaction() as tx:
        tries = _note_try(tx, subjects)
    with database.transaction(writes=False) as tx:
        found = people.password_of(tx, login)
    (person, known), nobodys = found or (None, ""), _nobodys_password()
    if not _fits(known or nobodys, password) or person is None or not known:
        raise SignInRefused("De aanmeldnaam of het wachtwoord klopt niet.")
    with database.transaction() as tx:
        sessions.forget_attempts(tx, tries)
        return begin_session(tx, person)


def has_password(database: Database, person: Person) -> bool:
    with database.transaction(writes=False) as tx:
        found = people.password_of(tx, person.login)
    return found is not None and bool(found[1])


def confirm(database: Database, person: Person, password: str, address: str) -> None:
    """Make certain that it is this person, who is signed in, who sits there. Raises SignInRefused."""
    with database.transaction() as tx:
        tries = _note_try(tx, {_digest(f"teken {address} {person.login}"): MOST_PER_PAIR})
    with database.transaction(writes=False) as tx:
        found = people.password_of(tx, person.login)
    if found is None or not found[1] or not _fits(found[1], password):
        raise SignInRefused("Dit wachtwoord klopt niet. Vul het wachtwoord in waarmee u zich aanmeldt.")
    with database.transaction() as tx:
        sessions.forget_attempts(tx, tries)


def begin_session(tx: Tx, person: Person) -> str:
    """A new session for a person of whom it is certain who they are; returns its token."""
    token, at = secrets.token_urlsafe(32), _real_time(tx)
    sessions.sweep(tx, at - KEPT)
    sessions.add(tx, _digest(token), person.id, at=at, until=at + LONGEST)
    return token


def recognise(database: Database, token: str) -> Actor | None:
    """The person of a session that still holds, with the roles of today. None when it does not."""
    digest = _digest(token)
    with database.transaction(writes=False) as tx:
        session, at = sessions.find(tx, digest), _real_time(tx)
        if session is None or session.revoked or _has_run_out(session, at):
            return None
        actor = actor_of(tx, session.person)
    if actor.case is not None and not actor.memberships:
        return None  # a parent whose access was taken back
    if at - session.seen > TOUCHED_AFTER:
        with database.transaction() as tx:
            sessions.touch(tx, digest, at)
    return actor


def expired(database: Database, token: str) -> Actor | None:
    """The person whose session ran out less than KEPT ago. None when it holds, was ended by hand, or is not known."""
    with database.transaction(writes=False) as tx:
        session, at = sessions.find(tx, _digest(token)), _real_time(tx)
        if session is None or session.revoked or not _has_run_out(session, at):
            return None
        return actor_of(tx, session.person) if at - session.seen < LONGEST + KEPT else None


def sign_out(database: Database, token: str) -> None:
    with database.transaction() as tx:
        sessions.revoke(tx, _digest(token), _real_time(tx))


def set_password(database: Database, login: str, password: str) -> None:
    """Ends every session of the person. Raises NotFound, and SignInRefused when the password is too short or long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise SignInRefused(f"Neem een wachtwoord van {SHORTEST_PASSWORD} tot {LONGEST_PASSWORD} tekens.")
    digest = _hasher.hash(password)
    with database.transaction() as tx:
        person = people.person_by_login(tx, login)
        if person is None:
            raise NotFound(f'Er is niemand met de aanmeldnaam "{login}".')
        people.set_password(tx, person.id, digest)
        sessions.revoke_all(tx, person.id, _real_time(tx))


def actor_of(tx: Tx, person: Person) -> Actor:
    """A person as they act: with the roles that hold today; a parent with their role in their case."""
    if person.login.startswith(invitations.LOGIN):
        return _parent_of(tx, person)
    return Actor(person.name, person, people.memberships_of(tx, person.id, day(tx.now)))


def _parent_of(tx: Tx, person: Person) -> Actor:
    """Without a role when the access was taken back."""
    found = invitations.of_person(tx, person.id)
    if found is None or not found.has_access:
        return Actor(person.name, person, case=found.case if found else 0)
    place = Organisation(access.place_of_case(found.case), "zaak", "")
    role = Membership(found.region, found.role, place)
    return Actor(found.name or person.name, person, (role,), found.case)


def _note_try(tx: Tx, subjects: dict[str, int]) -> list[int]:
    """Every try counts before its password is looked at, so trying at once gains nothing. Returns the ids of its rows:
    only a try that turns out well is forgotten, and only itself. Raises SignInRefused."""
    at = _real_time(tx)
    sessions.one_at_a_time(tx, subjects)
    for subject, most in subjects.items():
        if sessions.attempts_since(tx, subject, at - WINDOW) >= most:
            raise SignInRefused("Er is te vaak geprobeerd. Wacht een kwartier en probeer het opnieuw.")
    return [sessions.note_attempt(tx, subject, at) for subject in subjects]


@cache
def _nobodys_password() -> str:
    """Checked when the name is unknown, so that the time it takes does not tell which names exist; and asked for always,
    so that the first time does not either. Made when somebody signs in: a command that starts need not wait for it."""
    return _hasher.hash(secrets.token_hex(16))


def _fits(known: str, password: str) -> bool:
    try:
        return len(password) <= LONGEST_PASSWORD and _hasher.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


def _has_run_out(session: sessions.Session, at: datetime) -> bool:
    return at >= session.until or at - session.seen >= IDLE


def _real_time(tx: Tx) -> datetime:
    return tx.database.clock.now()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
