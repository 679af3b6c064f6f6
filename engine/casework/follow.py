"""Follow a case: where it stands, what was done, whose turn it is, and what comes next. Read from tables alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.casework.ahead import ahead_of, on_the_drawing
from engine.casework.seeing import read_case
from engine.casework.telling import flows_taken
from engine.casework.work import Work
from engine.definitions.definition import Step
from engine.desk import Desk
from engine.model import Case, Event, Task
from engine.store import events, outbox, people, tasks, waits

PhaseState = Literal["done", "current", "todo"]
Mark = Literal["done", "current"]


@dataclass(frozen=True)
class PhaseLine:
    id: str
    name: str
    state: PhaseState
    level: str = ""


@dataclass(frozen=True)
class DoneLine:
    """A step that was done, once for every visit."""

    name: str
    at: datetime


@dataclass(frozen=True)
class FollowStory:
    """`now` is what the school reads of where it stands; `turn` names the roles whose turn it is; `next` the steps that
    may come after, joined by "of"; `states` marks the elements of `drawing` (the file) and `process` in it."""

    case: Case
    phases: tuple[PhaseLine, ...]
    done: tuple[DoneLine, ...]
    now: str
    turn: str
    since: datetime | None
    due: datetime | None
    next: str
    states: dict[str, Mark]
    drawing: bytes
    process: str


def story_of(desk: Desk, reference: str) -> FollowStory:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_case(tx, desk, reference)
        return follow(work, tasks.open_of_case(tx, work.case.id))


def follow(work: Work, open_ones: Sequence[Task]) -> FollowStory:
    """The story of a case that this person may see. `open_ones` are its open tasks."""
    told = events.of_case(work.tx, work.case.id)
    standing = [task.node for task in open_ones] or waiting(work)
    return FollowStory(
        case=work.case,
        phases=phases_of(work),
        done=_done(work, told),
        now=_now(work, [work.step(node) for node in standing]),
        turn=_turn(work, open_ones),
        since=min((task.since for task in open_ones if task.since), default=work.case.changed),
        due=min((task.due for task in open_ones if task.due), default=None),
        next=_next(work, standing),
        states=states_of(told, on_the_drawing(work.definition, work.route, standing)),
        drawing=work.definition.bundle.files[work.route.file],
        process=work.route.process.id,
    )


def phases_of(work: Work) -> tuple[PhaseLine, ...]:
    """The step bar: phases before the current one are done; of a finished case the current one is too."""
    ids = [phase.id for phase in work.route.phases]
    place = ids.index(work.case.phase) if work.case.phase in ids else 0
    finished = work.case.status == "finished"

    def state(number: int) -> PhaseState:
        if number < place or (finished and number == place):
            return "done"
        return "current" if number == place else "todo"

    return tuple(
        PhaseLine(one.id, one.name, state(number), one.level) for number, one in enumerate(work.route.phases)
    )


def states_of(told: Sequence[Event], standing: Sequence[str]) -> dict[str, Mark]:
    """Elements by id: passed, or where the case stands now; and the flows that a gateway chose."""
    passed = [one.detail.get("path") for one in told if one.kind == "passed"]
    done: dict[str, Mark] = {str(node): "done" for path in passed if isinstance(path, list) for node in path}
    chosen = (flow for one in told if one.kind == "decided" for flow in flows_taken(one))
    return {**done, **dict.fromkeys(chosen, "done"), **dict.fromkeys(standing, "current")}


def waiting_for(work: Work) -> str:
    """What the school reads of where a case stands that waits for no person, "" when it waits for nothing."""
    return _now(work, [work.step(node) for node in waiting(work)])


def waiting(work: Work) -> list[str]:
    """The elements in the way of the route that wait for a moment, a message or another system."""
    found = [one.node for one in waits.of_case(work.tx, work.case.id) if one.node not in work.route.acts]
    found += outbox.nodes_waiting(work.tx, work.case.id)
    return [
        node
        for node in found
        if not work.step(node).node.attached_to and work.step(node).node.kind != "startEvent"
    ]


def _done(work: Work, told: Sequence[Event]) -> tuple[DoneLine, ...]:
    kinds = ("started", "step_done", "act_done", "paper_done")
    recorders = {one.actor for one in told if one.kind == "paper_done" and one.actor is not None}
    names = people.names_of(work.tx, recorders) if recorders else {}
    return tuple(
        DoneLine(_done_name(work, one, names), one.at) for one in told if one.kind in kinds and one.at
    )


def _done_name(work: Work, event: Event, names: Mapping[int, str]) -> str:
    """A step that somebody else wrote down on paper says so."""
    by = (
        f" (op papier, vastgelegd door {names.get(event.actor or 0, '')})"
        if event.kind == "paper_done"
        else ""
    )
    return f"{work.name_of(event.node)}{by}"


def _now(work: Work, steps: Sequence[Step]) -> str:
    if work.case.status == "finished":
        return work.case.outcome_name or "De zaak is klaar."
    texts = dict.fromkeys(step.text or step.name for step in steps)
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)


def _turn(work: Work, open_ones: Sequence[Task]) -> str:
    roles = dict.fromkeys(role for task in open_ones for role in task.roles)
    return " of ".join(work.region.roles[role].name for role in roles if role in work.region.roles)


def _next(work: Work, standing: Sequence[str]) -> str:
    if work.case.status == "finished" or not standing:
        return ""
    ahead = ahead_of(work.definition, work.route, standing)
    names = list(dict.fromkeys(work.name_of(step) for step in ahead.steps))
    return " of ".join([*names, *(["klaar"] if ahead.may_end else [])])
