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

EVERYBODY, WITH_CUSTODY, ON_PAPER = LISTS
VALID = "P14D"
_YES = (True, "ja")


def invite(work: Work, node: str) -> dict[str, object]:
    """Everyone of the newest answer that names them, and who was not invited to this case before. Raises RouteError."""
    headers = work.route.runtime.node(node).headers
    role = work.region.roles.get(headers.get("rol", ""))
    if role is None or role.of != PARENT:
        raise RouteError(f'De rol "{headers.get("rol", "")}" is geen rol met van = "{PARENT}".', node)
    work.keep_now()
    for source, said in _named(answers.last_visits(work.tx, work.case.id), headers):
        known = invitations.of_case(work.tx, work.case.id)
        if said.get(headers.get("papier", "")) in _YES:
            if _same_name(known, said, source) is None:
                _add(work, node, headers, source, f"{role.name} {len(known) + 1}", on_paper=True)
        elif text_at(said, source.email) and text_at(said, source.mobile):
            _invite(work, node, headers, source, said)
    return facts_of(work)


def _invite(work: Work, node: str, headers: Mapping[str, str], source: Source, said: Values) -> None:
    """A parent with an address, when they were not invited before; one who was on paper comes in under the same name."""
    known = invitations.of_case(work.tx, work.case.id)
    if text_at(said, source.email).casefold() in [one.email.casefold() for one in known if not one.on_paper]:
        return
    before = _same_name([one for one in known if one.on_paper], said, source)
    if before is None:
        name = work.region.roles[headers["rol"]].name
        person = _add(work, node, headers, source, f"{name} {len(known) + 1}")
    else:
        person = before.person.id
        invitations.let_in(work.tx, person, headers.get("brief", ""), _valid(headers), source)
    parent = invitations.of_person(work.tx, person)
    assert parent is not None
    outbox.add(work.tx, [mail_with_link(work, parent, parent.letter)])
    work.tell("invited", node, to=person)


def _same_name(known: Sequence[Parent], said: Values, source: Source) -> Parent | None:
    name = text_at(said, source.name).casefold()
    return next((one for one in known if name and one.name.casefold() == name), None)


def _add(
    work: Work, node: str, headers: Mapping[str, str], source: Source, label: str, *, on_paper: bool = False
) -> int:
    """One parent of the case; returns the id of their person."""
    new = {
        "id": secrets.token_hex(6),
        "role": headers["rol"],
        "label": label,
        "node": node,
        "letter": "" if on_paper else headers.get("brief", ""),
        "valid": "" if on_paper else _valid(headers),
    }
    person = invitations.add(work.tx, work.case.id, work.region.id, new, source)
    parties.add(work.tx, work.case.id, [(headers["rol"], f"{PERSON}{person}")])
    return person


def _valid(headers: Mapping[str, str]) -> str:
    return headers.get("geldig", "") or VALID


def facts_of(work: Work) -> dict[str, object]:
    """What the route knows of its parents: the ids of those who have access, of those who have custody too, and of those
    on paper (where custody is asked: with custody)."""
    everybody = invitations.of_case(work.tx, work.case.id)
    here = [one for one in everybody if one.has_access]
    away = [one for one in everybody if one.on_paper and one.revoked is None]
    found: dict[str, object] = {
        EVERYBODY: [one.id for one in here],
        WITH_CUSTODY: [one.id for one in here if one.custody],
        ON_PAPER: [one.id for one in away if one.custody or not one.source.custody],
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
    rows = headers.get("lijst", "")
    key = rows or headers.get(
        "naam" if headers.get("papier") else "email", ""
    )  # on paper there is no address
    newest = next((one for one in reversed(visits) if key in one.values), None)
    if newest is None:
        return
    given = newest.values.get(rows) if rows else [newest.values]
    for number, said in enumerate(given if isinstance(given, list) else []):
        if isinstance(said, Mapping):
            fields = (headers.get(word, "") for word in ("naam", "email", "mobiel", "gezag"))
            yield Source(newest.id, rows, number, *fields), said
