"""One act on one case while it is going on: what it works with and what it has gathered so far.

Made at the beginning of a transaction, thrown away at its end; on an error nothing of it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bpmn.lint.words import TERM
from config.bsn import Bsn
from config.regions import Region
from engine.definitions import catalogue
from engine.definitions.definition import Definition, Published, RouteDefinition, Step
from engine.desk import Desk
from engine.errors import NothingPublished
from engine.model import Answer, Case, Event, EventKind, Person, Values, Wait
from engine.store import answers, waits
from engine.store.database import Tx
from forms.bsn import without_bsn

MOST_KEPT = 64  # published versions remembered per database


@dataclass
class Work:
    """`case` is replaced as the act goes on; `lines` are told to the story and `visits` kept at the end, in order."""

    tx: Tx
    desk: Desk
    definition: Definition
    route: RouteDefinition
    case: Case
    lines: list[Event] = field(default_factory=list)
    visits: list[Answer] = field(default_factory=list)
    about: int | None = None  # the row of the register that a case is about which is not begun yet
    absent: Person | None = None  # for whom the person of the desk does this act
    names: dict[str, str] = field(default_factory=dict)  # by login, when they were asked for
    _earlier: dict[str, Values] | None = None
    _written: int = 0  # how many of the visits are rows already
    _bsn: tuple[Bsn | None, ...] = ()

    @property
    def region(self) -> Region:
        return self.definition.region

    @property
    def school(self) -> str:
        return self.case.organisation.id if self.case.organisation else ""

    @property
    def answers(self) -> Mapping[str, Values]:
        """What was filled in last at each step, by step, the newest at the end. Earlier acts are read once, when asked."""
        if self._earlier is None:
            self._earlier = answers.latest(self.tx, self.case.id) if self.case.id else {}
        found = dict(self._earlier)
        for visit in self.visits:
            found.pop(visit.node, None)
            found[visit.node] = visit.values
        return found if self.region.bsn is None else without_numbers(self.route, found)

    @property
    def bsn(self) -> Bsn | None:
        """What the region says about the citizen service number, in this version and today; None: there are none here."""
        if not self._bsn:
            self._bsn = (bsn_of(self.tx, self.region),)
        return self._bsn[0]

    def keep(self, visit: Answer) -> None:
        """These are the latest answers of a step now; `settle` writes them."""
        self.visits.append(visit)

    def keep_now(self) -> None:
        """Write the answers that were kept: for who must refer to their rows before the act is over."""
        answers.add(self.tx, self.visits[self._written :])
        self._written = len(self.visits)

    def open_acts(self) -> list[Wait]:
        """What may be begun beside the route now: the waits of the acts, in the order of the drawing (that of their ids is
        chance)."""
        drawn = {node: number for number, node in enumerate(self.route.acts)}
        found = [one for one in waits.of_case(self.tx, self.case.id) if one.node in drawn]
        return sorted(found, key=lambda one: drawn[one.node])

    def step(self, node: str) -> Step:
        return self.route.steps[node]

    def name_of(self, node: str) -> str:
        known = self.route.steps.get(node)
        if known is None and node.startswith(TERM):
            term = self.region.terms.get(node.removeprefix(TERM))
            return f"Termijn: {term.name}" if term else node
        return known.name if known else node

    def tell(self, kind: EventKind, node: str = "", values: Values | None = None, **detail: object) -> None:
        self.lines.append(Event(kind, node, detail, values))


def bsn_of(tx: Tx, region: Region) -> Bsn | None:
    """What holds for the citizen service number in a version and today; None: there are none here."""
    if region.bsn is None or not region.bsn.on:
        return None
    today = catalogue.current(tx, region.id).definition.region.bsn
    return today if today is not None and today.on else None


def without_numbers(route: RouteDefinition, given: Mapping[str, Values]) -> dict[str, Values]:
    """Answers by step without citizen service numbers: these are for who asks for one on the page of the case, and no
    letter or form gets them."""
    forms = {node: route.steps[node].form for node in given if node in route.steps}
    return {
        node: without_bsn(form.fields, values) if (form := forms.get(node)) else values
        for node, values in given.items()
    }


def work_on(tx: Tx, desk: Desk, case: Case) -> Work:
    """The work on a case that exists, on the version it runs on. Raises NothingPublished."""
    published = published_of(tx, case.definition, case.overlay)
    return Work(tx, desk, published.definition, route_of(published, case.route), case)


def published_of(tx: Tx, definition_id: int, overlay: str = "") -> Published:
    """A published version never changes: read once per database and process. `overlay` is that of the case."""
    published = tx.database.kept.get(definition_id)
    if not isinstance(published, Published):
        published = catalogue.by_id(tx, definition_id)
        if len(tx.database.kept) >= MOST_KEPT:
            tx.database.kept.clear()
        tx.database.kept[definition_id] = published
    return catalogue.with_overlay(published, overlay)


def route_of(published: Published, route: str) -> RouteDefinition:
    found = published.definition.routes.get(route)
    if found is None:
        raise NothingPublished(f'De route "{route}" staat niet in versie {published.version} van de regio.')
    return found
