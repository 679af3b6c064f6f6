"""What a member of a committee does with an item on the agenda: vote, vote otherwise, or say that they are involved.

The case is locked first, as by who closes the item: a vote is in, or it is refused. What was said before stays in the story.
"""

import secrets

from engine import audit
from engine.audit import DIGEST
from engine.casework import committee
from engine.casework.committee import CHOICES, INVOLVED, REASON, VOTES_AT, Tally
from engine.casework.seeing import already_done, find_task
from engine.casework.work import Work
from engine.desk import Desk
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.model import Answer, Event, Task
from engine.store import answers, committees
from engine.store.committees import Vote

LONGEST_REASON = 2_000

_INVOLVED = "U heeft gezegd dat u zelf betrokken bent. U doet bij dit punt niet mee."


def vote(desk: Desk, task_id: str, choice: str, reason: str = "") -> None:
    """`choice` is one of CHOICES; who is involved, and who is against, says why. Raises NotFound, NotAllowed, AlreadyDone."""
    reason = reason.strip()
    with desk.transaction() as tx:
        work, task = find_task(tx, desk, task_id, locked=True)
        known = committee.tally(work, task, lock="read")
        me = desk.actor.id
        if known is None or me is None or not committee.sits_in(desk.actor, work.region, known.committee):
            raise NotFound()
        if known.item.ended is not None:  # who waited for the lock may have an older task before them
            raise _too_late(work, task)
        refusal = why_not_vote(known, me) or _wrong(choice, reason)
        if refusal:
            raise NotAllowed(refusal)
        _keep(work, task, known, choice, reason)


def why_not_vote(known: Tally, me: int) -> str:
    """Why this member may not vote on an open item now; empty: they may."""
    if known.choice_of(me) == INVOLVED:
        return _INVOLVED
    if known.meeting is None:
        return "Er is nu geen vergadering van deze commissie. Stemmen kan als de voorzitter de vergadering begint."
    if me in known.out:
        return f"U stemt niet mee over dit punt: u {known.out[me]}."
    if me not in known.present:
        return (
            "U staat niet bij de aanwezigen van deze vergadering. Vraag de voorzitter om u erbij te zetten."
        )
    return ""


def _wrong(choice: str, reason: str) -> str:
    if choice not in CHOICES:
        return "Kies voor, tegen, onthouden, of zeg dat u betrokken bent."
    if len(reason) > LONGEST_REASON:
        return f"Schrijf de reden in ten hoogste {LONGEST_REASON} tekens."
    if choice == INVOLVED and not reason:
        return "Schrijf op waarom u betrokken bent."
    return "Schrijf op waarom u tegen bent." if choice == committee.AGAINST and not reason else ""


def _too_late(work: Work, task: Task) -> AlreadyDone:
    done = already_done(work.tx, task.id)
    who = f" door {done.by}" if done.by else ""
    message = f"Dit punt is al gesloten{who}. Uw stem is niet opgeslagen."
    return AlreadyDone(done.by, done.at, message, work.case.reference)


def _keep(work: Work, task: Task, known: Tally, choice: str, reason: str) -> None:
    actor, meeting = work.desk.actor, known.meeting
    assert actor.id is not None
    assert meeting is not None
    holder = known.seats[actor.id].holder.id
    absent = holder if holder != actor.id else None
    said, salt = {REASON: reason}, secrets.token_hex(16)
    answer = _answer(work, task, said, salt) if reason else None
    given = Vote(task.id, meeting.id, actor.id, choice, work.tx.now, answer, absent)
    committees.cast_vote(work.tx, given)
    detail: dict[str, object] = {"task": task.id, "choice": choice, "meeting": meeting.id}
    if absent is not None:
        detail["for"] = absent
    if reason:
        detail[DIGEST] = audit.digest(said, salt)
    audit.append(work.tx, work.desk, work.case, [Event("voted", task.node, detail)])


def _answer(work: Work, task: Task, said: dict[str, str], salt: str) -> int:
    place = next((one.organisation.id for one in work.desk.actor.in_region(task.region)), "")
    node, person = f"{VOTES_AT}{task.node}", work.desk.actor.person
    kept = Answer(0, task.case, node, task.id, "", person, place, work.tx.now, dict(said), "", salt)
    return answers.add_one(work.tx, kept)
