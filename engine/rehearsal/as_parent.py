"""A parent in a rehearsal: `wie = "ouder:<mailadres>"` acts as who was invited to the case under that address.

The link and the code are left out: they are the same for every region, and the tests of the house walk through them.
"""

from dataclasses import replace

from engine.casework.file import CaseFile, OpenTask
from engine.casework.follow import FollowStory
from engine.casework.invited import restore, revoke, send_again
from engine.casework.lists import TaskLine
from engine.casework.parents import ParentCase, parent_case
from engine.definitions.scripts import PARENT, Access, Scene
from engine.desk import Desk
from engine.errors import NotFound
from engine.people import actor_of
from engine.rehearsal.errors import Unmet
from engine.rehearsal.stage import Stage
from engine.store import invitations
from engine.store.database import Tx
from engine.store.invitations import Parent


def desk_of(stage: Stage, scene: Scene) -> Desk:
    """The desk of who does this scene, a parent too. Raises Unmet when there is no such person."""
    if not scene.who.startswith(PARENT):
        return stage.desk(scene.who)
    with stage.system.reading() as tx:
        return replace(stage.system, actor=actor_of(tx, invited(stage, tx, scene.case, scene.who).person))


def invited(stage: Stage, tx: Tx, case: str, who: str) -> Parent:
    """The parent who was invited to the case under this address, or is on paper under this name ("ouder:…"). Raises Unmet."""
    known = who.removeprefix(PARENT).strip().casefold()
    parents = invitations.of_case(tx, stage.case_then(case).id)
    found = next(
        (one for one in parents if (one.name if one.on_paper else one.email).casefold() == known), None
    )
    if found is None:
        raise Unmet(f'Onder "{known}" is niemand uitgenodigd voor de zaak "{case}".')
    return found


def seen(desk: Desk) -> ParentCase | None:
    """What a parent sees; None when they have no access any more."""
    try:
        return parent_case(desk)
    except NotFound:
        return None


def file_of(desk: Desk) -> CaseFile | None:
    """What a parent sees of their case, as the page of a case: parts that parents have not are empty."""
    known = seen(desk)
    if known is None:
        return None
    return CaseFile(
        case=known.story.case,
        phases=known.story.phases,
        pupil=known.pupil,
        sees_pupil=bool(known.pupil),
        manages=False,
        parties=(),
        visits=(*known.visits, *known.concepts),
        tasks=tuple(OpenTask(one, "") for one in known.tasks),
        acts=known.acts,
        documents=known.documents,
        story=(),
        waits="",
        school={},
        tabs=(),
        panels={},
    )


def story_for(desk: Desk) -> FollowStory | None:
    known = seen(desk)
    return replace(known.story, now=known.now) if known else None


def tasks_of(desk: Desk) -> list[TaskLine]:
    known = seen(desk)
    if known is None:
        return []
    case = known.story.case
    return [TaskLine(one, case.reference, case.route_name, "", known.pupil) for one in known.tasks]


_CHANGES = {"opnieuw": send_again, "intrekken": revoke, "toelaten": restore}


def change_access(stage: Stage, scene: Scene, change: Access) -> None:
    """A new link, no access any more, or access again. Raises Unmet, NotAllowed, NotFound."""
    with stage.system.reading() as tx:
        parent = invited(stage, tx, scene.case, change.parent)
    _CHANGES[change.what](stage.desk(scene.who), stage.case_then(scene.case).reference, parent.id)
    stage.work()
