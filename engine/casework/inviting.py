"""Invite parents to a case: the built-in job `uitnodigen`, and the links that it and later mails carry.

A link is made of a nonce and the key of the installation, so that the mail can be written when it goes out: the database
holds the nonce and the digest of the link, never the link.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping, Sequence

from config.parents import PARENT
from config.settings import Settings
from engine.casework.work import Work
from engine.definitions.parent_checks import LISTS
from engine.model import Answer, Values
from engine.runtime.errors import RouteError
from engine.runtime.periods import NotATime, add, parse_period
from engine.store import answers, invitations, outbox, parties
from engine.store.database import Tx
from engine.store.invitations import Invitation, Parent, Source, text_at
from engine.store.parties import PERSON

EVERYBODY, WITH_CUSTODY = LISTS
VALID = "P14D"


def invite(work: Work, node: str) -> dict[str, object]:
    """Everyone of the newest answer that names them, and who was not invited to this case before. Raises RouteError."""
    headers = work.route.runtime.node(node).headers
    role = work.region.roles.get(headers.get("rol", ""))
    if role is None or role.of != PARENT:
        raise RouteError(f'De rol "{headers.get("rol", "")}" is geen rol met van = "{PARENT}".', node)
    work.keep_now()
    known = {one.email.casefold() for one in invitations.of_case(work.tx, work.case.id)}
    for source, said in _named(answers.last_visits(work.tx, work.case.id), headers):
        email = text_at(said, source.email).casefold()
        if email and text_at(said, source.mobile) and email not in known:
            known.add(email)
            _add(work, node, headers, source, f"{role.name} {len(known)}")
    return facts_of(work)


def _add(work: Work, node: str, headers: Mapping[str, str], source: Source, label: str) -> None:
    """One parent, with a mail that has a link in it."""
    new = {
        "id": secrets.token_hex(6),
        "role": headers["rol"],
        "label": label,
        "node": node,
        "letter": headers.get("brief", ""),
        "valid": headers.get("geldig", "") or VALID,
    }
    person = invitations.add(work.tx, work.case.id, work.region.id, new, source)
    parent = invitations.of_person(work.tx, person)
    assert parent is not None
    parties.add(work.tx, work.case.id, [(parent.role, f"{PERSON}{person}")])
    outbox.add(work.tx, [mail_with_link(work, parent, parent.letter)])
    work.tell("invited", node, to=person)


def facts_of(work: Work) -> dict[str, object]:
    """What the route knows of its parents: the ids of those who have access, and of those who have custody too."""
    here = [one for one in invitations.of_case(work.tx, work.case.id) if one.has_access]
    found: dict[str, object] = {
        EVERYBODY: [one.id for one in here],
        WITH_CUSTODY: [one.id for one in here if one.custody],
    }
    return {name: ids for name, ids in found.items() if name in work.route.runtime.facts_read}


def nobody_yet(names_read: frozenset[str]) -> dict[str, object]:
    """The same at the beginning of a case."""
    return {name: [] for name in LISTS if name in names_read}


def mail_with_link(work: Work, parent: Parent, letter: str) -> outbox.NewEffect:
    """A mail to a parent, with a link of its own; the links before it work no longer."""
    try:
        until = add(work.tx.now, parse_period(parent.valid))
    except NotATime as error:
        raise RouteError(str(error), parent.node) from None
    nonce = secrets.token_hex(16)
    invitations.close_links(work.tx, parent.person.id)
    digest = digest_of(token_of(work.desk.settings, nonce))
    link = invitations.add_link(work.tx, parent.person.id, digest, nonce, until)
    detail = {"letter": letter, "to": parent.person.id, "invitation": link}
    return outbox.effect("mail", work.case.id, parent.node, detail)


def parents_with(tx: Tx, case_id: int, roles: Sequence[str]) -> list[Parent]:
    """The parents of a case who have access in one of these roles."""
    return [one for one in invitations.of_case(tx, case_id) if one.has_access and one.role in roles]


def token_of(settings: Settings, nonce: str) -> str:
    signed = keyed(settings, f"uitnodiging {nonce}")
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def address_of(settings: Settings, link: Invitation) -> str:
    """The address that stands in the mail."""
    return f"{settings.base_url}/uitnodiging/{token_of(settings, link.nonce)}"


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(settings: Settings, text: str) -> bytes:
    """Only who has the key of the installation can make this."""
    return hmac.digest(settings.secret_key.encode(), text.encode(), "sha256")


def _named(visits: Sequence[Answer], headers: Mapping[str, str]) -> Iterator[tuple[Source, Values]]:
    """Where the newest answer that has the fields names parents, and what it says of each."""
    rows, email = headers.get("lijst", ""), headers.get("email", "")
    newest = next((one for one in reversed(visits) if (rows or email) in one.values), None)
    if newest is None:
        return
    given = newest.values.get(rows) if rows else [newest.values]
    for number, said in enumerate(given if isinstance(given, list) else []):
        if isinstance(said, Mapping):
            fields = (headers.get(word, "") for word in ("naam", "email", "mobiel", "gezag"))
            yield Source(newest.id, rows, number, *fields), said
