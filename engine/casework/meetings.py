"""The agenda of a committee: the meeting of now, the items that wait, and one item with its votes.

The agenda reads tables alone. What a member may not see of the cases is not on it, whoever else sits in the committee.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.committees import Committee
from config.regions import Region
from engine import access
from engine.casework import committee
from engine.casework.ballots import VoteLine, votes_of
from engine.casework.case_frame import pupil_of
from engine.casework.committee import Seat, Tally
from engine.casework.file import Visit, beside
from engine.casework.seeing import find_task, why_not
from engine.casework.voting import why_not_vote
from engine.casework.work import Work
from engine.clock import day
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import AlreadyDone, NotAllowed, NotFound, NothingPublished
from engine.model import Case, Page, Task
from engine.store import answers, committees, inbox, people, tasks
from engine.store.committees import Meeting
from engine.store.database import Tx


@dataclass(frozen=True)
class AgendaLine:
    """`pupil` is empty for who may not know; `votes` is how many said something in the meeting of now."""

    task: Task
    reference: str
    route_name: str
    school: str
    pupil: str = ""
    votes: int = 0


@dataclass(frozen=True)
class Agenda:
    """`present` are ids out of `seats`; `convenes`: this person makes the meetings."""

    region: Region
    committee: Committee
    meeting: Meeting | None
    seats: Mapping[int, Seat]
    present: frozenset[int]
    items: Page[AgendaLine]
    convenes: bool
    today: date


@dataclass(frozen=True)
class ItemPage:
    """An item as a member reads it: `pupil` is empty for who may not know; `reason` says why they do not vote on it, empty when they do; `mine` is what they
    chose; `may_close`: they chair the committee and may do the task. Who is excluded reads no votes."""

    case: Case
    pupil: str
    task: Task
    tally: Tally
    reason: str
    mine: str
    votes: tuple[VoteLine, ...]
    outside: tuple[tuple[str, str], ...]
    may_close: bool
    beside: tuple[Visit, ...]


def agenda(desk: Desk, region: str, name: str, after: str = "") -> Agenda:
    """Raises NotFound."""
    with desk.reading() as tx:
        known, found = _committee(tx, desk, region, name)
        meeting = committees.meeting_now(tx, region, name)
        page = committees.agenda(tx, region, name, after)
        shown = _visible(tx, desk, known, page.items)
        lines = _lines(tx, desk, known, shown, meeting)
        return Agenda(
            region=known,
            committee=found,
            meeting=meeting,
            seats=committee.seats_of(tx, known, found),
            present=committees.present(tx, meeting.id) if meeting else frozenset(),
            items=Page(lines, page.after, total=len(lines), more=page.more),
            convenes=committee.convenes(desk.actor, known, found),
            today=day(tx.now),
        )


def _committee(tx: Tx, desk: Desk, region: str, name: str) -> tuple[Region, Committee]:
    """A committee as the region has it today, for who reads its agenda. Raises NotFound."""
    if region not in desk.actor.regions:
        raise NotFound()
    try:
        known = catalogue.current(tx, region).definition.region
    except NothingPublished:
        raise NotFound() from None
    found = known.committees.get(name)
    if found is None or not committee.reads_agenda(desk.actor, known, found):
        raise NotFound()
    return known, found


def _visible(tx: Tx, desk: Desk, region: Region, found: Sequence[Task]) -> list[Task]:
    """Those of which this person opens the case; of the others nothing exists."""
    doubtful = {
        one.case
        for one in found
        if access.opens_case_of(desk.actor, region, one.organisation, had_task=True)
        and not access.opens_case_of(desk.actor, region, one.organisation, had_task=False)
    }
    theirs = tasks.of_cases(tx, doubtful)
    return [
        one
        for one in found
        if access.opens_case_of(
            desk.actor,
            region,
            one.organisation,
            had_task=access.has_task(desk.actor, theirs.get(one.case, ())),
        )
    ]


def _lines(
    tx: Tx, desk: Desk, region: Region, shown: Sequence[Task], meeting: Meeting | None
) -> tuple[AgendaLine, ...]:
    about = inbox.cases_of(tx, {one.case for one in shown})
    schools = {one.id: one.organisation.removeprefix(access.HIDDEN) for one in shown}
    places = people.organisation_names(tx, set(schools.values()))
    known = [
        one.case
        for one in shown
        if access.may_know_pupil(desk.actor, region, one.organisation, had_task=True)
    ]
    pupils = answers.pupils(tx, known)
    counts = committees.counts(tx, [one.id for one in shown], meeting.id) if meeting else {}
    return tuple(
        AgendaLine(
            one, *about.get(one.case, ("", "")), places.get(schools[one.id], ""), pupils.get(one.case, ""), counts.get(one.id, 0)
        )
        for one in shown
    )  # fmt: skip


def item_page(desk: Desk, task_id: str) -> ItemPage:
    """Raises NotFound, AlreadyDone."""
    with desk.reading() as tx:
        work, task = find_task(tx, desk, task_id, locked=False)
        known = committee.tally(work, task)
        if known is None or not committee.reads_agenda(desk.actor, work.region, known.committee):
            raise NotFound()
        if known.item.ended is not None:
            raise AlreadyDone("", None, "Dit punt is gesloten.", work.case.reference)
        me = desk.actor.id or 0
        excluded = me in known.out
        return ItemPage(
            case=work.case,
            pupil=pupil_of(work),
            task=task,
            tally=known,
            reason=_why_not_vote(work, known, me),
            mine=known.choice_of(me),
            votes=() if excluded else votes_of(work, known),
            outside=tuple(
                (known.seats[one].name, why) for one, why in known.out.items() if one in known.seats
            ),
            may_close=not why_not(work, task),
            beside=() if excluded else tuple(beside(work, work.step(task.node))),
        )


def _why_not_vote(work: Work, known: Tally, me: int) -> str:
    if not committee.sits_in(work.desk.actor, work.region, known.committee):
        return "U zit niet in deze commissie en stemt niet mee."
    return why_not_vote(known, me)


def meet(desk: Desk, region: str, name: str, present: Collection[int], on: date | None = None) -> None:
    """Begin a meeting with these members, or change who is present at the one of now; `on` is its day, today when empty.

    Raises NotFound, NotAllowed, AlreadyDone.
    """
    with desk.transaction() as tx:
        known, found = _convened(tx, desk, region, name)
        on = on or day(tx.now)
        seats = committee.seats_of(tx, known, found)
        _refuse(_wrong(tx, seats, present, on))
        meeting = committees.meeting_now(tx, region, name, lock="write")
        if meeting is None:
            assert desk.actor.id is not None
            number = committees.begin(tx, region, name, on, desk.actor.id)
            if number is None:
                raise AlreadyDone("", None, "Er is net een vergadering van deze commissie begonnen.")
        else:
            number = meeting.id
            _refuse(_left(seats, committees.voted(tx, number) - set(present)))
            committees.change_day(tx, number, on)
        committees.set_present(tx, number, present)


def end_meeting(desk: Desk, region: str, name: str) -> None:
    """What is still open waits for the next meeting, and is voted on anew there. Raises NotFound, NotAllowed, AlreadyDone."""
    with desk.transaction() as tx:
        _convened(tx, desk, region, name)
        meeting = committees.meeting_now(tx, region, name, lock="write")
        if meeting is None:
            raise AlreadyDone("", None, "Deze vergadering is al gesloten.")
        committees.end(tx, meeting.id)


def _convened(tx: Tx, desk: Desk, region: str, name: str) -> tuple[Region, Committee]:
    known, found = _committee(tx, desk, region, name)
    if not committee.convenes(desk.actor, known, found):
        raise NotAllowed("De voorzitter maakt de vergadering. U kunt wel de agenda lezen en stemmen.")
    return known, found


def _wrong(tx: Tx, seats: Mapping[int, Seat], present: Collection[int], on: date) -> str:
    if not present:
        return "Kies wie er aanwezig zijn."
    if not seats.keys() >= set(present):
        return "Iemand die u koos, zit vandaag niet in deze commissie."
    both = next(
        (one for one in present if seats[one].holder.id != one and seats[one].holder.id in present), None
    )
    if both is not None:
        return f"{seats[both].holder.name} is er zelf. Dan stemt {seats[both].person.name} niet ook."
    if on > day(tx.now):
        return "Deze dag komt nog. Maak de vergadering op de dag zelf, met wie er dan zijn."
    return ""


def _left(seats: Mapping[int, Seat], gone: Collection[int]) -> str:
    names = ", ".join(sorted(seats[one].name for one in gone if one in seats))
    return f"{names} stemde al over een punt dat nog open is. Sluit dat punt eerst." if names else ""


def _refuse(reason: str) -> None:
    if reason:
        raise NotAllowed(reason)
