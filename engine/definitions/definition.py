"""A region as the house runs it: everything that casework asks, read once and never changed.

Made by `engine.definitions.reading`, kept by `engine.definitions.catalogue`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bpmn.decisions.reading import Decision
from bpmn.findings import Finding
from bpmn.model import Model, Node, Process
from config.overlays import Overlay
from config.regions import Phase, Region
from engine.definitions.bundle import Bundle
from engine.definitions.letters import Letter
from engine.definitions.rules import Rule
from engine.runtime.routes import Route
from forms.reading import Form


@dataclass(frozen=True)
class Step:
    """A node of a route, or of a process it calls, with the words of regiobestanden.md worked out.

    `roles` may do it (of a start event: may begin it); `phase` is the id of its phase or ""; `text` is what the
    school reads; `not_by`, `shows` are ids of steps; `signs` is what is signed there: ids of steps, "stuk:<id>" for the
    newest version of a document; `to` is who gets the letter. `paper_roles` may record on `paper_form` what the person
    it is for said on paper.
    """

    node: Node
    process: str
    roles: tuple[str, ...] = ()
    phase: str = ""
    form: Form | None = None
    text: str = ""
    not_by: tuple[str, ...] = ()
    relation: str = ""
    shows: tuple[str, ...] = ()
    decides: bool = False
    criteria: str = ""
    signs: tuple[str, ...] = ()
    letter: str = ""
    to: tuple[str, ...] = ()
    paper_roles: tuple[str, ...] = ()
    paper_form: Form | None = None

    @property
    def id(self) -> str:
        return self.node.id

    @property
    def name(self) -> str:
        return self.node.name or self.node.id


@dataclass(frozen=True)
class Act:
    """What a person may begin at any moment: an event sub-process that starts with a message.

    `id` is the id of its start event, which is also the node of the subscription; `message` the message's name.
    """

    id: str
    start: Node
    message: str
    roles: tuple[str, ...]
    button: str
    explanation: str
    form: Form | None


@dataclass(frozen=True)
class RouteDefinition:
    """One route: a process that a person can begin. Ids of nodes are those of every called process too."""

    id: str
    name: str
    file: str  # of the diagram, in the bundle
    process: Process
    runtime: Route
    start: Node
    start_form: Form | None
    start_roles: tuple[str, ...]
    school_kinds: tuple[str, ...]  # empty: every kind of school
    explanation: str
    phases: tuple[Phase, ...]
    steps: Mapping[str, Step]
    acts: Mapping[str, Act]
    forms: Mapping[str, Form]
    decisions: Mapping[str, Decision]
    letters: Mapping[str, Letter]

    @cached_property
    def signing(self) -> tuple[Step, ...]:
        """The steps at which somebody signs."""
        return tuple(step for step in self.steps.values() if step.signs)


@dataclass(frozen=True)
class Definition:
    """A whole region. `off` are the switches that are off; `models` are by file name, as the files are (not switched).

    `findings` is what could not be read; a published definition has none of level "fout". `overlays` are those of the
    region, by id; a definition with one of them laid over it is read from other files (`engine.definitions.overlays`).
    """

    region: Region
    bundle: Bundle
    off: frozenset[str]
    models: Mapping[str, Model]
    routes: Mapping[str, RouteDefinition]
    forms: Mapping[str, Form]
    decisions: Mapping[str, Decision]
    letters: Mapping[str, Letter]
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    overlays: Mapping[str, Overlay] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """A definition as it was published. `id` is the row's, `at` in UTC, `by` the name of who did it."""

    id: int
    region: str
    version: int
    at: datetime
    by: str
    reason: str
    definition: Definition
