"""A BPMN file as data: what the rest of the house knows about a diagram.

Read by `bpmn.reading`; nothing here knows XML. Texts of expressions stand here as written in the file but without
the leading "=" of the modelers. Every thing knows the line it stands on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

EventKind = Literal[
    "none", "timer", "message", "signal", "error", "escalation", "conditional", "terminate", "link", "compensate", "cancel", "multiple",
]  # fmt: skip
TimerKind = Literal["date", "duration", "cycle"]


@dataclass(frozen=True)
class Event:
    """What an event waits for or throws.

    `name` is the name of the message, signal, error or escalation (not its id); `code` an error's or escalation's
    code; `correlation` the FEEL text of `zeebe:subscription correlationKey`; `timer` and `expression` a timer's kind
    and text (an ISO 8601 literal or FEEL; `is_feel` says which); `expression` is also a condition's text.
    """

    kind: EventKind
    name: str = ""
    code: str = ""
    correlation: str = ""
    timer: TimerKind | None = None
    expression: str = ""
    is_feel: bool = False
    reference: str = ""  # the id that the definition refers to, also when nothing has that id
    line: int = 0


@dataclass(frozen=True)
class Loop:
    """Multi-instance or standard loop of an activity. `collection`, `output` and `completion` are FEEL texts."""

    kind: Literal["parallel", "sequential", "standard"]
    collection: str = ""
    item: str = ""  # name of the local variable that holds the item
    output_collection: str = ""  # name of the fact that gets the list of results
    output: str = ""  # FEEL text: what one instance adds to that list
    completion: str = ""
    cardinality: str = ""  # loopCardinality: a number instead of a collection
    condition: str = ""  # of a standard loop
    maximum: int | None = None
    test_before: bool = False
    line: int = 0


@dataclass(frozen=True)
class IoMapping:
    """One row of `zeebe:ioMapping`: `source` is FEEL, `target` a name."""

    source: str
    target: str
    line: int = 0


@dataclass(frozen=True)
class Node:
    """A flow node. `kind` is the local name of its BPMN element ("userTask", "exclusiveGateway", …)."""

    id: str
    kind: str
    name: str = ""
    line: int = 0
    parent: str = ""  # id of the sub-process it lies in, or of the process
    lane: str = ""  # name of its innermost lane
    incoming: tuple[str, ...] = ()  # ids of flows, in the order of the file
    outgoing: tuple[str, ...] = ()
    default: str = ""  # id of the default flow
    event: Event | None = None
    attached_to: str = ""  # of a boundary event
    interrupting: bool = True  # of a boundary event or of the start event of an event sub-process
    by_event: bool = False  # a sub-process with triggeredByEvent
    loop: Loop | None = None
    form: str = ""  # zeebe:formDefinition formId
    groups: tuple[str, ...] = ()  # zeebe:assignmentDefinition candidateGroups
    assignee: str = ""
    due: str = ""  # zeebe:taskSchedule dueDate: FEEL or ISO text
    due_is_feel: bool = False
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    script: str = ""  # zeebe:script expression, or the text of bpmn:script
    script_format: str = ""  # scriptFormat of bpmn:script; empty for zeebe:script
    result: str = ""  # resultVariable of a script or decision
    decision: str = ""  # zeebe:calledDecision decisionId
    called: str = ""  # zeebe:calledElement processId
    job: str = ""  # zeebe:taskDefinition type
    headers: Mapping[str, str] = field(default_factory=dict)  # zeebe:taskHeaders
    properties: Mapping[str, str] = field(
        default_factory=dict
    )  # zeebe:properties: the words of regiobestanden.md
    documentation: str = ""
    unknown: tuple[str, ...] = ()  # extension elements and attributes nobody here knows, as "prefix:name"

    @property
    def is_activity(self) -> bool:
        return self.kind.endswith(("Task", "task", "ubProcess")) or self.kind in (
            "callActivity",
            "transaction",
        )

    @property
    def is_gateway(self) -> bool:
        return self.kind.endswith("Gateway")


@dataclass(frozen=True)
class Flow:
    """A sequence flow. `condition` is FEEL text, empty when there is none."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    language: str = ""  # of the condition, when the file names one that is not FEEL
    line: int = 0
    properties: Mapping[str, str] = field(default_factory=dict)  # of which only `schakelaar` means something


@dataclass(frozen=True)
class Process:
    """One process: its nodes and flows of all levels, by id, in the order of the file."""

    id: str
    name: str
    executable: bool
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, tuple[str, ...]]  # name of a lane -> ids of the nodes that lie in it
    properties: Mapping[str, str] = field(default_factory=dict)
    documentation: str = ""
    line: int = 0

    @cached_property
    def _inside(self) -> Mapping[str, list[Node]]:
        return _grouped((node.parent, node) for node in self.nodes.values())

    @cached_property
    def _attached(self) -> Mapping[str, list[Node]]:
        return _grouped((node.attached_to, node) for node in self.nodes.values() if node.attached_to)

    def inside(self, parent: str) -> Iterator[Node]:
        """The nodes whose innermost sub-process (or process) is `parent`."""
        return iter(self._inside.get(parent, ()))

    def boundary_events(self, activity: str) -> Iterator[Node]:
        return iter(self._attached.get(activity, ()))


def _grouped(pairs: Iterable[tuple[str, Node]]) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = {}
    for key, node in pairs:
        groups.setdefault(key, []).append(node)
    return groups


@dataclass(frozen=True)
class Model:
    """One BPMN file. `deviations` are (line, message) of the XSD check; `leftovers` are BPMN elements that are read
    past: (element kind, id, line), such as data objects, ad-hoc sub-processes and choreographies."""

    file: str
    processes: Mapping[str, Process]
    deviations: tuple[tuple[int, str], ...] = ()
    leftovers: tuple[tuple[str, str, int], ...] = ()
    duplicates: tuple[tuple[str, int], ...] = ()  # ids that stand more than once, with the later line
    dangling: tuple[tuple[str, str, int], ...] = ()  # (element id, id it refers to that does not exist, line)
    repeated: tuple[
        tuple[str, str, int], ...
    ] = ()  # (element id, extension or property that stands twice, line)
    bare: tuple[tuple[str, str, int], ...] = ()  # (element id, expression without the leading "=", line)
    unknown: tuple[tuple[str, str, int], ...] = ()  # (element id, "prefix:name", line) outside the flow nodes
