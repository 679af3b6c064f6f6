"""A rehearsal as data: who does what with which answers, what must follow, and who may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from engine.runtime.periods import Period, add

Verb = Literal["start", "doet", "begint"]

# In the place of a login: the parent who was invited to the case under the address that follows.
PARENT = "ouder:"


@dataclass(frozen=True)
class Refused:
    """An act that must be refused: at this field (empty: anywhere), with these words (empty: any)."""

    field: str = ""
    text: str = ""


@dataclass(frozen=True)
class RowOf:
    """A row of the register: the last one that a case wrote, of a kind (empty: of any)."""

    case: str
    kind: str


@dataclass(frozen=True)
class Deed:
    """Begin a route ("start"), do a task ("doet") or begin an act ("begint"); `target` is the id. `place` is the school
    for which a route is begun, when there is a choice; without `signs` a task that is signed is handed in unsigned;
    `anyway`: a route is begun also when it goes on for this pupil already; `on_paper` is the parent ("ouder:…") whose
    answer on paper is recorded here."""

    verb: Verb
    target: str
    answers: Mapping[str, object]
    refused: Refused | None = None
    place: str = ""
    signs: bool = True
    about: RowOf | None = None
    anyway: bool = False
    on_paper: str = ""


@dataclass(frozen=True)
class MayNot:
    """`verb` is "start", "doen", "begint" or "zien"; `target` the id, or the name of the case."""

    verb: Literal["start", "doen", "begint", "zien"]
    target: str


@dataclass(frozen=True)
class View:
    """What somebody sees, or does not see. An empty part says nothing."""

    case: bool | None = None
    step: str = ""
    texts: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    register: tuple[str, ...] = ()
    overview: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()  # steps of the case that stand on an agenda
    numbers: tuple[str, ...] = ()  # steps whose citizen service number they may have shown


@dataclass(frozen=True)
class Typing:
    """A form that somebody fills in and has not handed in: of a route, a task or an act (`target` is its id)."""

    verb: Verb
    target: str
    answers: Mapping[str, object]


@dataclass(frozen=True)
class Sees:
    """`typing`: look at that form alone, as it is after these answers were typed."""

    there: View
    absent: View
    typing: Typing | None = None


@dataclass(frozen=True)
class Mail:
    """Mails with this letter to this person: with these texts, without those, so many (None: at least one)."""

    letter: str
    to: str
    texts: tuple[str, ...]
    without: tuple[str, ...]
    count: int | None


@dataclass(frozen=True)
class Access:
    """Somebody sends a parent a new link ("opnieuw"), takes their access back ("intrekken") or gives it again
    ("toelaten"); `parent` is "ouder:<address>"."""

    what: str
    parent: str


@dataclass(frozen=True)
class Reply:
    """What a connector answers to the call that waits: a result, or (when `failure` is not empty) that it fails."""

    connector: str
    result: Mapping[str, object]
    failure: str = ""


@dataclass(frozen=True)
class Move:
    """The clock goes forward: by a span, or to a moment."""

    by: Period | datetime

    def from_moment(self, now: datetime) -> datetime:
        return self.by if isinstance(self.by, datetime) else add(now, self.by)


@dataclass(frozen=True)
class TermIs:
    """How a term stands: its last day (ISO) and its state; an empty part says nothing."""

    end: str
    state: str


@dataclass(frozen=True)
class TermDeed:
    """What a person does about a term by hand: `act` is "pauzeren", "hervatten" or "verlengen"."""

    term: str
    act: str
    reason: str
    refused: Refused | None = None


@dataclass(frozen=True)
class PieceIs:
    """How a document stands: the number of a version (0: the newest), its state, and the consents with its parts."""

    number: int
    state: str
    consents: Mapping[str, str]


@dataclass(frozen=True)
class ByItself:
    """The system began a case of this route, and so many in all (None: at least a new one)."""

    route: str
    count: int | None


@dataclass(frozen=True)
class Is:
    """How a case stands; None and empty parts say nothing."""

    finished: bool | None
    outcome: str
    facts: Mapping[str, object]
    documents: tuple[str, ...]
    terms: Mapping[str, TermIs] = field(default_factory=dict)
    pieces: Mapping[str, PieceIs] = field(default_factory=dict)
    signed: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()
    register: tuple[Mapping[str, object], ...] | None = None
    phase: str = ""


@dataclass(frozen=True)
class Ending:
    """Somebody lets a party (by name) take part no longer."""

    name: str
    reason: str
    refused: Refused | None = None


@dataclass(frozen=True)
class Meets:
    """Somebody begins a meeting of a committee with these members (logins), changes who is present, or ends it. Without
    a `day` (ISO) it is today's."""

    committee: str
    present: tuple[str, ...]
    day: str = ""
    ends: bool = False
    refused: Refused | None = None


@dataclass(frozen=True)
class Votes:
    """Somebody votes at a step, or says that they are involved."""

    step: str
    choice: str
    reason: str
    refused: Refused | None = None


Action = (
    Meets | Votes | Ending | Deed | Access | MayNot | Sees | Mail | Reply | Move | Is | TermDeed | ByItself
)


@dataclass(frozen=True)
class Scene:
    """One [[stap]]: `number` from 1, `line` in the file, `who` a login or "", `case` the name of the case. With a
    `switch` it is left out when that switch is off."""

    number: int
    line: int | None
    who: str
    case: str
    action: Action
    switch: str = ""


@dataclass(frozen=True)
class Script:
    """A rehearsal. With a `switch` it is not played when that switch is off; `positions` are switches that stand on
    (True) or off while it plays, whatever region.toml says."""

    id: str
    file: str
    name: str
    rules: tuple[str, ...]
    clock: datetime
    scenes: tuple[Scene, ...] = ()
    switch: str = ""
    positions: Mapping[str, bool] = field(default_factory=dict)

    @property
    def switches(self) -> tuple[str, ...]:
        """Every switch that it names."""
        named = (self.switch, *self.positions, *(scene.switch for scene in self.scenes))
        return tuple(dict.fromkeys(filter(None, named)))

    def off(self, standing: frozenset[str]) -> frozenset[str]:
        """The switches that are off while it plays; `standing` are those that are off in the region."""
        turned_off = (name for name, on in self.positions.items() if not on)
        return frozenset({*standing.difference(self.positions), *turned_off})

    def without(self, off: frozenset[str]) -> "Script | None":
        """What is left of it when these switches are off; None when nothing is."""
        scenes = tuple(scene for scene in self.scenes if scene.switch not in off)
        return replace(self, scenes=scenes) if scenes and self.switch not in off else None
