"""Consent of one person with one part of one version of a document: asked, seen, given or refused, and withdrawn.

What is asked is fixed when the task opens: consent with one version is never consent with the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from config.pieces import Piece
from engine import audit
from engine.casework.pieces import GIVEN, REFUSED, know, newest
from engine.casework.seeing import find_task, why_not
from engine.casework.work import Work
from engine.definitions.definition import Step
from engine.desk import Desk
from engine.errors import NotAllowed
from engine.model import Event, Task
from engine.runtime.errors import RouteError
from engine.store import pieces
from engine.store.pieces import Consent

CONSENT = "instemming"  # the property of a step, and the key of its answer
WITHDRAWAL = "instemming_intrekken"
YES = "ja"


@dataclass(frozen=True)
class Wanted:
    """A part of a document, as a property names it: "opp#handelingsdeel"."""

    piece: Piece
    part: str


def asked_at(work: Work, step: Step) -> Wanted | None:
    """What a step asks consent with."""
    return _wanted(work, step, CONSENT)


def ask(work: Work, fresh: Mapping[str, str]) -> None:
    """Tasks that just opened (id -> element) ask for consent with the version of now. Raises RouteError without one."""
    rows = []
    for task_id, node in fresh.items():
        wanted = asked_at(work, work.step(node))
        if wanted is None:
            continue
        version = newest(work, wanted.piece.id)
        if version is None:
            message = f'Van "{wanted.piece.name}" is er nog geen versie om mee in te stemmen.'
            raise RouteError(message, node)
        rows.append((version, wanted.part, task_id))
    if rows:
        pieces.ask(work.tx, rows)
        know(work)


def answer(work: Work, step: Step, task: Task, values: Mapping[str, object]) -> None:
    """Keep what this person says, for the version that was asked. Raises NotAllowed at a second answer."""
    wanted = asked_at(work, step)
    if wanted is None:
        return
    given = pieces.consents(work.tx, work.case.id)
    mine = _at_task(given, step, task)
    _refuse(_second(work, mine, given))
    what = _said(values)
    pieces.answered(work.tx, mine, work.desk.actor.id, what)
    work.tell("consent_answered", step.id, piece=wanted.piece.id, part=wanted.part, answer=what)
    know(work)


def record(work: Work, step: Step, task: Task, values: Mapping[str, object]) -> None:
    """Keep what the person of the task said on paper or in a conversation, as this person wrote it down."""
    wanted, by = asked_at(work, step), work.desk.actor.id
    if wanted is None or by is None:  # `on_paper.why_not_record` saw to it
        raise RouteError("Bij deze taak is geen instemming gevraagd.", step.id)
    asked, what = _at_task(pieces.consents(work.tx, work.case.id), step, task), _said(values)
    pieces.recorded(work.tx, asked, what, by)
    work.tell(
        "consent_answered",
        step.id,
        piece=wanted.piece.id,
        part=wanted.part,
        answer=what,
        to=asked.person,
        paper=True,
    )
    know(work)


def _at_task(given: list[Consent], step: Step, task: Task) -> Consent:
    found = next((one for one in given if one.task == task.id), None)
    if found is None:
        raise RouteError("Bij deze taak is geen instemming gevraagd.", step.id)
    return found


def _said(values: Mapping[str, object]) -> str:
    said = values.get(CONSENT)
    _refuse("" if said is not None else "Zeg of u instemt: ja of nee. Er is niets opgeslagen.")
    return GIVEN if said in (YES, True) else REFUSED


def why_not_answer(work: Work, task: Task) -> str:
    """Why this person, who may do the task, may not answer there; empty: they may."""
    if asked_at(work, work.step(task.node)) is None:
        return ""
    given = pieces.consents(work.tx, work.case.id)
    mine = next((one for one in given if one.task == task.id), None)
    return _second(work, mine, given) if mine else ""


def _second(work: Work, asked: Consent, given: list[Consent]) -> str:
    me = work.desk.actor.id
    before = (
        one
        for one in given
        if one.answer and one.person == me and (one.version, one.part) == (asked.version, asked.part)
    )
    if me is None or next(before, None) is None:
        return ""
    return "U heeft hier al antwoord op gegeven. Ieder antwoordt voor zichzelf: dit is voor iemand anders."


def withdraw(work: Work, step: Step) -> None:
    """Take back what this person consented with. Raises NotAllowed when there is nothing to take back."""
    wanted = _wanted(work, step, WITHDRAWAL)
    if wanted is None:
        return
    _refuse(why_not_withdraw(work, step))
    open_ones = _to_withdraw(work, wanted)
    pieces.withdraw(work.tx, [one.id for one in open_ones])
    work.tell("consent_withdrawn", step.id, piece=wanted.piece.id, part=wanted.part)
    know(work)


def why_not_withdraw(work: Work, step: Step) -> str:
    """Why this person may not take consent back at this step; empty: they may, or it is no such step."""
    wanted = _wanted(work, step, WITHDRAWAL)
    if wanted is None or _to_withdraw(work, wanted):
        return ""
    return (
        f"U heeft niet ingestemd met “{wanted.piece.name}”, of u trok dat al in. Er valt niets in te trekken."
    )


def _to_withdraw(work: Work, wanted: Wanted) -> list[Consent]:
    """What this person gave for the newest version with which they agreed, as far as they did not take it back."""
    me = work.desk.actor.id
    versions = {one.id for one in pieces.of_case(work.tx, work.case.id) if one.piece == wanted.piece.id}
    mine = [
        one
        for one in pieces.consents(work.tx, work.case.id)
        if one.version in versions and (one.part, one.answer, one.person) == (wanted.part, GIVEN, me)
    ]
    return [one for one in mine if one.version == mine[-1].version and one.withdrawn is None]


def note_seen(desk: Desk, task_id: str) -> None:
    """Keep that this person, who is asked for consent, has the question before them. Raises NotFound."""
    with desk.transaction() as tx:
        work, task = find_task(tx, desk, task_id, locked=True)
        wanted = asked_at(work, work.step(task.node))
        me = desk.actor.id
        if wanted is None or me is None or task.status != "open" or why_not(work, task):
            return
        if pieces.saw(tx, task_id, me):
            seen = Event("consent_seen", task.node, {"piece": wanted.piece.id, "part": wanted.part})
            audit.append(tx, desk, work.case, [seen])


def _wanted(work: Work, step: Step, word: str) -> Wanted | None:
    name, _, part = step.node.properties.get(word, "").partition("#")
    piece = work.region.pieces.get(name.strip())
    return Wanted(piece, part.strip()) if piece is not None else None


def _refuse(reason: str) -> None:
    if reason:
        raise NotAllowed(reason)
