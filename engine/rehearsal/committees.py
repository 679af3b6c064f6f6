"""Committees in a rehearsal: a meeting, a vote, and what a member reads on the agenda and with the decision."""

from collections.abc import Callable, Iterator
from datetime import date

from bpmn.feel.values import show
from config.regions import Region
from engine.casework.committee_panel import DecisionLine
from engine.casework.meetings import agenda, end_meeting, meet
from engine.casework.voting import vote
from engine.definitions.scripts import Meets, Refused, Scene, Votes
from engine.desk import Desk
from engine.errors import EngineError, NotFound
from engine.model import Case
from engine.rehearsal.errors import Unmet
from engine.rehearsal.opening import open_tasks
from engine.rehearsal.stage import Stage


def meets(stage: Stage, scene: Scene, how: Meets) -> None:
    """Raises Unmet when it goes otherwise than the scene says."""
    desk = stage.desk(scene.who)
    if how.ends:
        _tried(lambda: end_meeting(desk, stage.region, how.committee), how.refused)
        return
    present = {one for login in how.present if (one := stage.desk(login).actor.id) is not None}
    on = date.fromisoformat(how.day) if how.day else None
    _tried(lambda: meet(desk, stage.region, how.committee, present, on), how.refused)


def votes(stage: Stage, scene: Scene, how: Votes) -> None:
    """Raises Unmet when it goes otherwise than the scene says."""
    desk = stage.desk(scene.who)
    waiting = open_tasks(stage, stage.case_then(scene.case), how.step)
    if not waiting:
        raise Unmet(f'Over "{how.step}" wordt nu niet gestemd: de zaak staat daar niet.')
    _tried(lambda: vote(desk, waiting[0].id, how.choice, how.reason), how.refused)


def _tried(act: Callable[[], None], refused: Refused | None) -> None:
    try:
        act()
    except EngineError as error:
        if refused is None:
            raise Unmet(f"Dit hoort te lukken, maar: {error.message}") from None
        if refused.text.casefold() not in error.message.casefold():
            raise Unmet(
                f'De weigering hoort "{refused.text}" te zeggen, maar zegt: {error.message}'
            ) from None
        return
    if refused is not None:
        raise Unmet("Dit hoort geweigerd te worden, maar het is aangenomen.")


def agenda_of(desk: Desk, region: Region, case: Case | None) -> set[str]:
    """The steps of a case (of any, when there is none) on the agendas that this person reads."""
    found = set()
    for name in region.committees:
        try:
            lines = agenda(desk, region.id, name).items.items
        except NotFound:
            continue
        found |= {line.task.node for line in lines if case is None or line.task.case == case.id}
    return found


def texts_of(panel: object) -> Iterator[str]:
    """What a person reads of what committees decided."""
    for line in panel if isinstance(panel, tuple) else ():
        if isinstance(line, DecisionLine):
            yield from (line.step, line.committee, show(line.day), *line.present)
            yield f"{line.yes} voor, {line.no} tegen, {line.abstained} onthouden: {line.outcome}"
            for one in line.votes:
                yield f"{one.who}: {one.choice}. {one.reason}"
