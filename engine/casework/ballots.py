"""What was said of an item, to read: who voted what, and why."""

from dataclasses import dataclass

from engine.casework.committee import REASON, VOTES_AT, Tally
from engine.casework.work import Work
from engine.store import answers


@dataclass(frozen=True)
class VoteLine:
    """What somebody said of an item; `reason` is empty when they gave none, or when it was erased."""

    who: str
    choice: str
    reason: str


def votes_of(work: Work, known: Tally) -> tuple[VoteLine, ...]:
    """What was said of an item in the meeting of now, oldest first."""
    reasons = reasons_of(work) if known.votes else {}
    return tuple(
        VoteLine(known.seats[one.person].name, one.choice, reasons.get(one.answer or 0, ""))
        for one in known.votes
        if one.person in known.seats
    )


def reasons_of(work: Work) -> dict[int, str]:
    """Why people voted as they did in a case, by id of the answer."""
    given = answers.of_case(work.tx, work.case.id)
    return {one.id: str(one.values.get(REASON, "")) for one in given if one.node.startswith(VOTES_AT)}
