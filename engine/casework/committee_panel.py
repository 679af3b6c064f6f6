"""What the page of a case says of what committees decided: the meeting, who was present, who voted what and why. For who
sits in the committee, and for the readers that the region names; for everybody else there is nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.casework.ballots import VoteLine, reasons_of
from engine.casework.committee import committee_of, reads_votes
from engine.casework.work import Work
from engine.model import Event
from engine.store import committees, people
from engine.store.committees import Vote


@dataclass(frozen=True)
class DecisionLine:
    """A closed item; `outcome` is "voor" or "tegen"."""

    step: str
    committee: str
    day: date
    present: tuple[str, ...]
    yes: int
    no: int
    abstained: int
    outcome: str
    votes: tuple[VoteLine, ...]


def decisions_of(work: Work) -> tuple[DecisionLine, ...]:
    """For the page of a case; asks nothing of the database for who reads no votes."""
    readable = {
        one.id for one in work.region.committees.values() if reads_votes(work.desk.actor, work.region, one)
    }
    found = committees.closed_of_case(work.tx, work.case.id) if readable else []
    shown = [one for one in found if one.committee in readable]
    if not shown:
        return ()
    given = committees.votes(work.tx, [one.task for one in shown])
    meetings = committees.meetings(work.tx, {one.meeting for one in shown if one.meeting is not None})
    mentioned = {person for one in shown for person in one.present}
    mentioned |= {person for one in given for person in (one.person, one.absent) if person is not None}
    names, reasons = people.names_of(work.tx, mentioned), reasons_of(work)
    return tuple(
        DecisionLine(
            work.name_of(one.node), work.region.committees[one.committee].name, meetings[one.meeting or 0].day,
            tuple(sorted(names.get(person, "") for person in one.present)), one.yes, one.no, one.abstained, one.outcome,
            tuple(_line(vote, names, reasons) for vote in given if (vote.item, vote.meeting) == (one.task, one.meeting)),
        )
        for one in shown
    )  # fmt: skip


def _line(vote: Vote, names: Mapping[int, str], reasons: Mapping[int, str]) -> VoteLine:
    who = names.get(vote.person, "")
    if vote.absent is not None:
        who = f"{who}, voor {names.get(vote.absent, '')}"
    return VoteLine(who, vote.choice, reasons.get(vote.answer or 0, ""))


def is_secret(work: Work, event: Event) -> bool:
    """Whether this line of the story tells who voted what, to somebody who may not read that."""
    if event.kind != "voted":
        return False
    step = work.route.steps.get(event.node)
    known = committee_of(work.region, step) if step else None
    return known is None or not reads_votes(work.desk.actor, work.region, known)
