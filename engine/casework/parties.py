"""Who takes part in a case: who acted, who was brought in, and who was named in an answer."""

from dataclasses import dataclass

from config.tabs import PARTIES
from engine.casework.case_frame import CaseFrame, frame_of, read_tab
from engine.casework.work import Work
from engine.desk import Desk
from engine.store import parties, people


@dataclass(frozen=True)
class PartyLine:
    """`kind` is "aanvrager", "school" or a role; `name` who it is."""

    kind: str
    name: str


def parties_of(work: Work) -> tuple[PartyLine, ...]:
    """Who takes part, oldest first."""
    rows = parties.of_case(work.tx, work.case.id)
    ids = {int(who.removeprefix("person/")) for _, who, _ in rows if who.startswith("person/")}
    names = {f"person/{key}": name for key, name in people.names_of(work.tx, ids).items()}
    if work.case.organisation is not None:
        names[f"organisation/{work.school}"] = work.case.organisation.name
    return tuple(PartyLine(kind, names[who]) for kind, who, _ in rows if who in names)


@dataclass(frozen=True)
class PartiesPage:
    frame: CaseFrame
    parties: tuple[PartyLine, ...]


def parties_page(desk: Desk, reference: str) -> PartiesPage:
    """Raises NotFound."""
    with desk.reading() as tx:
        work = read_tab(tx, desk, reference, PARTIES)
        return PartiesPage(frame_of(work), parties_of(work))
