"""What stands around every tab of a case: which case, of whom, in which phase, and which tabs there are."""

from dataclasses import dataclass

from config.tabs import Tab
from engine import access
from engine.casework.follow import PhaseLine, phases_of
from engine.casework.seeing import acts_as_parent, case_of_parent, read_case, sees_pupil
from engine.casework.work import Work
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Case
from engine.store import answers
from engine.store.database import Tx


@dataclass(frozen=True)
class CaseFrame:
    """`pupil` is empty for who may not know; `tabs` are those this person may read."""

    case: Case
    phases: tuple[PhaseLine, ...]
    pupil: str
    tabs: tuple[Tab, ...]


def frame_of(work: Work) -> CaseFrame:
    return CaseFrame(work.case, phases_of(work), pupil_of(work), tabs_of(work))


def pupil_of(work: Work) -> str:
    """The name of the pupil; empty for who may not know."""
    number = work.case.id
    return answers.pupils(work.tx, [number]).get(number, "") if sees_pupil(work) else ""


def read_tab(tx: Tx, desk: Desk, reference: str, tab: str) -> Work:
    """The work on a case of which this person may read the tab. Raises NotFound."""
    work = read_case(tx, desk, reference) if desk.actor.case is None else case_of_parent(tx, desk)
    if work.case.reference != reference or not reads_tab(work, tab):
        raise NotFound()
    return work


def has_tab(work: Work, tab: str) -> bool:
    """Whether cases of this route have the tab at all."""
    known = work.region.tabs.get(tab)
    return known is not None and known.is_on(work.route.id)


def reads_tab(work: Work, tab: str) -> bool:
    """A parent reads only a tab that names their role."""
    known = work.region.tabs.get(tab)
    if known is None or not has_tab(work, tab):
        return False
    return _holds(work, known.readers) if known.readers else not acts_as_parent(work)


def writes_tab(work: Work, tab: str) -> bool:
    known = work.region.tabs.get(tab)
    return known is not None and reads_tab(work, tab) and _holds(work, known.writers)


def tabs_of(work: Work) -> tuple[Tab, ...]:
    return tuple(one for one in work.region.tabs.values() if reads_tab(work, one.id))


def _holds(work: Work, roles: tuple[str, ...]) -> bool:
    """Whether this person has one of these roles for this case."""
    actor = work.desk.actor
    return actor.is_system or not access.why_not_begin(actor, work.region, work.case, roles)
