"""The invited parents of a case, for the school: who has access, send a new link, take access back, give it again."""

from dataclasses import dataclass
from datetime import datetime

from config.parents import PARENT
from config.tabs import PARTIES
from engine import access, audit
from engine.casework.case_frame import writes_tab
from engine.casework.entering import MOST_LINKS_A_DAY, mailed_enough, send_link
from engine.casework.inviting import facts_of
from engine.casework.seeing import acts_as_parent, locked_case, read_case, sees_pupil
from engine.casework.work import Work
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound
from engine.model import Event, EventKind, Party
from engine.store import cases, invitations, parties, sessions
from engine.store.database import Tx
from engine.store.invitations import Parent
from engine.store.parties import PERSON


@dataclass(frozen=True)
class ParentLine:
    """`called` is how the story names them ("Ouder 1"). `name` is empty for who may not know the pupil, `email` also for
    who sends no links. `until` is until when the last link works, None when it works no longer. `on_paper`: they do not
    use the system."""

    id: str
    called: str
    name: str
    email: str
    invited: datetime
    accepted: datetime | None
    revoked: datetime | None
    until: datetime | None
    on_paper: bool = False


@dataclass(frozen=True)
class InvitedPanel:
    """`may_change`: this person may send links and take access back."""

    lines: tuple[ParentLine, ...]
    may_change: bool


def invited_panel(work: Work) -> InvitedPanel | None:
    """None where no parents take part, then nothing is asked of the database; and for a parent: it is not theirs."""
    if not work.region.roles_of(PARENT) or acts_as_parent(work):
        return None
    parents = invitations.of_case(work.tx, work.case.id)
    if not parents:
        return None
    links, known, changes = invitations.last_links(work.tx, work.case.id), sees_pupil(work), may_change(work)
    lines = []
    for one in parents:
        link = links.get(one.person.id)
        until = link.until if link and link.used is None and link.until > work.tx.now else None
        name, email = one.name if known else "", one.email if known and changes else ""
        called = one.person.name
        lines.append(
            ParentLine(
                one.id, called, name, email, one.invited, one.accepted, one.revoked, until, one.on_paper
            )
        )
    return InvitedPanel(tuple(lines), changes)


def may_change(work: Work) -> bool:
    """Who is of the school of the case may, and who may change who takes part."""
    of_school = access.why_not_begin(work.desk.actor, work.region, work.case, work.region.roles_of("school"))
    return work.desk.actor.is_system or not of_school or writes_tab(work, PARTIES)


def send_again(desk: Desk, reference: str, parent_id: str) -> None:
    """A new link by mail; the one before works no longer. Raises NotFound, NotAllowed."""
    with desk.transaction() as tx:
        _, parent = _changed(tx, desk, reference, parent_id)
        if not parent.has_access:
            raise NotAllowed("Deze ouder heeft geen toegang meer. Geef eerst weer toegang.")
        if not parent.email:
            raise NotAllowed("Van deze ouder is geen mailadres meer bekend.")
        _send_new_link(tx, desk, parent)


def revoke(desk: Desk, reference: str, parent_id: str) -> None:
    """The parent is out at once: sessions and links end. Raises NotFound, NotAllowed."""
    with desk.transaction() as tx:
        work, parent = _changed(tx, desk, reference, parent_id)
        if parent.has_access:
            shut_out(work, parent.person.id)
            parties.end(tx, work.case.id, f"{PERSON}{parent.person.id}")
            _tell(work, parent, "invitation_revoked")


def restore(desk: Desk, reference: str, parent_id: str) -> None:
    """Access again, with a new link by mail. Raises NotFound, NotAllowed."""
    with desk.transaction() as tx:
        work, parent = _changed(tx, desk, reference, parent_id)
        if not parent.has_access:
            invitations.set_revoked(tx, parent.person.id, None)
            parties.bring_in(tx, [Party(work.case.id, parent.role, f"{PERSON}{parent.person.id}", tx.now)])
            _save_facts(work)
            _tell(work, parent, "invitation_restored")
            _send_new_link(tx, desk, parent)


def shut_out(work: Work, person: int) -> None:
    """When this person is a parent of the case: out at once."""
    if person in [one.person.id for one in invitations.of_case(work.tx, work.case.id) if one.has_access]:
        invitations.set_revoked(work.tx, person, work.tx.now)
        end_sessions(work.tx, person)
        _save_facts(work)


def end_access(tx: Tx, case_id: int) -> None:
    """Of every parent of a case: for when what was filled in is erased."""
    for person in invitations.revoke_all(tx, case_id):
        end_sessions(tx, person)


def end_sessions(tx: Tx, person: int) -> None:
    """Sign a parent out everywhere; no link of theirs lets them in."""
    sessions.revoke_all(tx, person, tx.database.clock.now())
    invitations.close_links(tx, person)


def _changed(tx: Tx, desk: Desk, reference: str, parent_id: str) -> tuple[Work, Parent]:
    """The case, locked, and one of its parents. Raises NotFound, NotAllowed."""
    work = locked_case(tx, desk, read_case(tx, desk, reference).case.id)
    parents = invitations.of_case(tx, work.case.id)
    found = next((one for one in parents if one.id == parent_id), None)
    if found is None:
        raise NotFound()
    if found.on_paper:
        raise NotAllowed(
            "Deze ouder doet mee op papier. Voeg de ouder toe met een mailadres en een mobiel nummer."
        )
    if not may_change(work):
        raise NotAllowed("Alleen iemand van de school kan de toegang van ouders veranderen.")
    return work, found


def _send_new_link(tx: Tx, desk: Desk, parent: Parent) -> None:
    if mailed_enough(tx, parent):
        raise NotAllowed(
            f"Deze ouder kreeg vandaag al {MOST_LINKS_A_DAY} keer een nieuwe link. Probeer het morgen weer."
        )
    send_link(tx, desk, parent)


def _save_facts(work: Work) -> None:
    """Who has access is something the route knows."""
    facts = facts_of(work)
    if facts:
        cases.replace_facts(work.tx, work.case.id, {**work.case.facts, **facts})


def _tell(work: Work, parent: Parent, kind: EventKind) -> None:
    audit.append(work.tx, work.desk, work.case, [Event(kind, parent.node, {"to": parent.person.id})])
