"""A step that a committee decides about: it comes on the agenda, the members vote, and who chairs closes it by doing the task.

The votes are no multi-instance task: a vote may change until the item is closed, who is present is known long after the
step began, and somebody who turns out to be involved falls away in the middle of it. A token that is done stays done.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bpmn.lint.words import COMMITTEE, decision_of
from config.committees import Committee
from config.regions import Region
from engine import access
from engine.casework.work import Work
from engine.clock import day
from engine.definitions.definition import RouteDefinition, Step
from engine.model import Actor, Answer, Person, Task
from engine.store import committees, people
from engine.store.committees import Item, Meeting, Vote
from engine.store.database import Tx
from forms.model import questions

FACT = "stemmen"
FOR, AGAINST, ABSTAINED, INVOLVED = "voor", "tegen", "onthouden", "betrokken"
CHOICES = (FOR, AGAINST, ABSTAINED, INVOLVED)
OUTCOME = "uitkomst"
REASON = "reden"
VOTES_AT = "stemming."  # before the id of a step: where the reasons of its votes stand among the answers

_NOT_CHAIR = "Over dit punt stemt de commissie. De voorzitter legt het besluit vast."
_NO_MEETING = (
    "Er is nu geen vergadering van deze commissie. Maak eerst een vergadering, met wie er aanwezig zijn."
)
_TIE = "De stemmen staken. De voorzitter beslist: stem eerst zelf voor of tegen."


@dataclass(frozen=True)
class Seat:
    """Somebody who sits in a committee today, and whose seat it is when they stand in for another."""

    person: Person
    holder: Person

    @property
    def name(self) -> str:
        same = self.person.id == self.holder.id
        return self.person.name if same else f"{self.person.name}, voor {self.holder.name}"


@dataclass(frozen=True)
class Tally:
    """How an item stands in the meeting of now. `present` may vote on it; `silent` are those of them who did not yet;
    `out` are those who were excluded or said that they are involved."""

    committee: Committee
    item: Item
    meeting: Meeting | None
    seats: Mapping[int, Seat]
    present: tuple[int, ...]
    out: Mapping[int, str]
    votes: tuple[Vote, ...]

    def count(self, choice: str) -> int:
        return sum(one.choice == choice and one.person in self.present for one in self.votes)

    @property
    def silent(self) -> tuple[int, ...]:
        voted = {one.person for one in self.votes}
        return tuple(one for one in self.present if one not in voted)

    def choice_of(self, person: int | None) -> str:
        return next((one.choice for one in self.votes if one.person == person), "")


def committee_of(region: Region, step: Step) -> Committee | None:
    """The committee that decides at a step."""
    return region.committees.get(step.node.properties.get(COMMITTEE, ""))


def steps_of(region: Region, route: RouteDefinition) -> list[Step]:
    """The steps of a route at which a committee decides."""
    return [step for step in route.steps.values() if committee_of(region, step)]


def sits_in(actor: Actor, region: Region, committee: Committee) -> bool:
    """Whether somebody votes in this committee."""
    return any(role.id in committee.seats for role, _ in access.roles_of(actor, region))


def convenes(actor: Actor, region: Region, committee: Committee) -> bool:
    """Whether somebody makes its meetings."""
    wanted = {committee.chair, *committee.convenes}
    return any(role.id in wanted for role, _ in access.roles_of(actor, region))


def reads_agenda(actor: Actor, region: Region, committee: Committee) -> bool:
    return sits_in(actor, region, committee) or convenes(actor, region, committee)


def reads_votes(actor: Actor, region: Region, committee: Committee) -> bool:
    """Whether somebody reads who voted what, and why."""
    if actor.is_system or reads_agenda(actor, region, committee):
        return True
    return any(role.id in committee.readers for role, _ in access.roles_of(actor, region))


def put_on_agenda(work: Work, fresh: Mapping[str, str]) -> None:
    """Tasks that just opened (id -> element)."""
    items = []
    for task_id, node in fresh.items():
        committee = committee_of(work.region, work.step(node))
        if committee is not None:
            items.append(Item(task_id, work.case.id, work.case.region, committee.id, node, work.tx.now))
    committees.put_on_agenda(work.tx, items)


def take_off_agenda(work: Work, gone: Collection[str]) -> None:
    """Tasks that fell away."""
    if work.region.committees and gone:
        committees.drop(work.tx, gone)


def not_yet(region: Region, route: RouteDefinition) -> dict[str, object]:
    """The fact `stemmen` when a case begins."""
    return {step.id: _fact(0, 0, 0, "") for step in steps_of(region, route)}


def seats_of(tx: Tx, region: Region, committee: Committee) -> dict[int, Seat]:
    """Who sits in a committee today, by id, those who stand in for somebody too."""
    wanted = {(role, "") for role in committee.seats}
    found: dict[int, Seat] = {}
    for person, holder, _ in people.with_substitutes(tx, region.id, day(tx.now), wanted):
        found.setdefault(person.id, Seat(person, holder))
    return found


def tally(work: Work, task: Task, *, lock: str = "") -> Tally | None:
    """How the votes on a task stand; None for a step without a committee. `lock` as in `committees.meeting_now`."""
    committee = committee_of(work.region, work.step(task.node))
    item = committees.item(work.tx, task.id) if committee else None
    if committee is None or item is None:
        return None
    meeting = committees.meeting_now(work.tx, item.region, item.committee, lock=lock)
    seats = seats_of(work.tx, work.region, committee)
    there = committees.present(work.tx, meeting.id) & seats.keys() if meeting else frozenset()
    votes = committees.votes(work.tx, [task.id], meeting.id) if meeting else []
    out = _excluded(work, task, seats, there)
    out |= {one.person: "is zelf betrokken" for one in votes if one.choice == INVOLVED}
    present = tuple(sorted(one for one in there if one not in out))
    return Tally(committee, item, meeting, seats, present, out, tuple(votes))


def _excluded(work: Work, task: Task, seats: Mapping[int, Seat], there: Collection[int]) -> dict[int, str]:
    """Of who is there, those whom the rules of the task keep out: `niet_door` and `relatie`."""
    found = {
        one: "deed een eerdere stap van deze zaak"
        for one in there
        if {one, seats[one].holder.id} & set(task.barred)
    }
    if task.barred_school:
        today = day(work.tx.now)
        own = people.members(work.tx, task.region, today, (), task.barred_school)
        of_school = {person.id for person, _ in own}
        found |= {one: "hoort bij de school die dit vraagt" for one in there if one in of_school}
    return found


def outcome_of(known: Tally, chair: int | None) -> str:
    """What the votes come to: "voor" or "tegen"; empty when the votes are equal and who chairs did not choose."""
    yes, no = known.count(FOR), known.count(AGAINST)
    if known.committee.decides == "unaniem":
        return FOR if yes and not no else AGAINST
    if yes != no:
        return FOR if yes > no else AGAINST
    if known.committee.tie == "afgewezen":
        return AGAINST
    chosen = known.choice_of(chair)
    return chosen if chosen in (FOR, AGAINST) else ""


def why_not_close(work: Work, task: Task, actor: Actor) -> str:
    """Why somebody who has the role for the task may not do it: a committee decides, and they do not chair it."""
    committee = committee_of(work.region, work.step(task.node))
    if committee is None or actor.is_system:
        return ""
    held = {role.id for role, _ in access.roles_of(actor, work.region)}
    return "" if committee.chair in held else _NOT_CHAIR


def why_not_decided(work: Work, task: Task, values: Mapping[str, object]) -> list[tuple[str, str]]:
    """(field, message) of everything that keeps the committee's decision from being laid down now."""
    known = tally(work, task, lock="read")
    if known is None:
        return []
    if known.meeting is None:
        return [("", _NO_MEETING)]
    chair = work.desk.actor.id
    if chair not in known.present:
        return [("", "U bent niet aanwezig in deze vergadering. Wie voorzit, is er zelf bij.")]
    if len(known.present) < known.committee.quorum:
        message = f"Er zijn {len(known.present)} leden die over dit punt stemmen. Er zijn er {known.committee.quorum} nodig."
        return [("", message)]
    if known.silent:
        names = ", ".join(sorted(known.seats[one].name for one in known.silent))
        return [("", f"Nog niet iedereen heeft gestemd: {names}. Wie niet kiest, stemt onthouden.")]
    outcome = outcome_of(known, chair)
    return _disagreement(work.step(task.node), outcome, values) if outcome else [("", _TIE)]


def _disagreement(step: Step, outcome: str, values: Mapping[str, object]) -> list[tuple[str, str]]:
    """The field that says what was decided says something else than the votes."""
    rule = decision_of(step.node)
    allowed = () if rule is None else rule.yes if outcome == FOR else rule.no
    if rule is None or str(values.get(rule.field, "")) in allowed:
        return []
    asked = questions(step.form.fields) if step.form else ()
    labels = {one.value: one.label for field in asked if field.key == rule.field for one in field.options}
    said = " of ".join(f"“{labels.get(one, one)}”" for one in allowed)
    return [(rule.field, f"De commissie stemde {outcome}. Kies {said}.")]


def close(work: Work, step: Step, task: Task) -> None:
    """The item is closed with the votes as they are; everything was looked at before (`why_not_decided`)."""
    known = tally(work, task)
    if known is None or known.meeting is None:
        return
    yes, no, abstained = known.count(FOR), known.count(AGAINST), known.count(ABSTAINED)
    outcome = outcome_of(known, work.desk.actor.id)
    closed = replace(
        known.item, meeting=known.meeting.id, present=known.present, yes=yes, no=no, abstained=abstained, outcome=outcome
    )  # fmt: skip
    committees.close(work.tx, closed)
    work.tell(
        "committee_decided", step.id, committee=known.committee.id, meeting=known.meeting.id, outcome=outcome
    )
    before = work.case.facts.get(FACT)
    facts = {**(before if isinstance(before, Mapping) else {}), step.id: _fact(yes, no, abstained, outcome)}
    work.case = replace(work.case, facts={**work.case.facts, FACT: facts})


def without_votes(given: Sequence[Answer]) -> list[Answer]:
    """The answers without why somebody voted as they did: that is read on the agenda and with the decision."""
    return [one for one in given if not one.node.startswith(VOTES_AT)]


def _fact(yes: int, no: int, abstained: int, outcome: str) -> dict[str, object]:
    return {FOR: Decimal(yes), AGAINST: Decimal(no), ABSTAINED: Decimal(abstained), OUTCOME: outcome}
