"""Work out what casework needs to know of each node of a route: who, in which phase, with which form."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bpmn.decisions.reading import Decision
from bpmn.lint.words import PAPER, PAPER_FORM, TERM
from bpmn.model import Node, Process
from config.regions import Region
from engine.definitions.definition import Act, Step
from engine.definitions.letters import Letter
from forms.reading import Form


@dataclass(frozen=True)
class Material:
    """What the routes of a region are made of. `processes` are of every file, by id, with the switches applied."""

    region: Region
    processes: Mapping[str, Process]
    forms: Mapping[str, Form]
    decisions: Mapping[str, Decision]
    letters: Mapping[str, Letter]


@dataclass(frozen=True)
class _Visit:
    """A node on the walk, and what it inherits: the phase of the step before, the phase of the sub-process around it
    when that names one, and the roles of the call activity through which the walk came in."""

    process: Process
    node: Node
    phase: str
    around: str
    roles: tuple[str, ...]


def names_in(text: str) -> tuple[str, ...]:
    """The names in a property with commas."""
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def start_of(process: Process) -> Node | None:
    """The start event of a route: the first at the top level that waits for nothing."""
    starts = (node for node in process.inside(process.id) if node.kind == "startEvent")
    return next((node for node in starts if node.event is None or node.event.kind == "none"), None)


def called_by(process: Process, processes: Mapping[str, Process]) -> dict[str, Process]:
    """`process` and every process it calls, also through others, by id."""
    found: dict[str, Process] = {}
    waiting = [process]
    while waiting:
        current = waiting.pop()
        if current.id in found:
            continue
        found[current.id] = current
        names = {node.called for node in current.nodes.values() if node.called}
        waiting.extend(processes[name] for name in sorted(names) if name in processes)
    return found


def steps_of(process: Process, material: Material) -> dict[str, Step]:
    """Every node of the route and of the processes it calls, by id.

    Starts, ends and gateways of a called process may share an id with one of its caller: the caller's is kept.
    """
    steps: dict[str, Step] = {}
    seen: set[tuple[str, str]] = set()
    waiting = deque(_entries(process, process.id, _Visit(process, _NOWHERE, "", "", ())))
    while waiting:
        visit = waiting.popleft()
        if (visit.process.id, visit.node.id) in seen:
            continue
        seen.add((visit.process.id, visit.node.id))
        phase = visit.node.properties.get("fase") or visit.around or visit.phase
        roles = roles_of(visit.node, material.region, visit.roles)
        steps.setdefault(visit.node.id, _step(visit, phase, roles, material))
        waiting.extend(_next(visit, phase, roles, material.processes))
    for called in called_by(process, material.processes).values():
        for node in called.nodes.values():  # what no path reaches: the check says so, but the step must exist
            if node.id not in steps:
                roles = roles_of(node, material.region, ())
                steps[node.id] = _step(_Visit(called, node, "", "", ()), "", roles, material)
    return steps


def roles_of(node: Node, region: Region, inherited: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Who does a step, or begins at a start event: what stands there, else the role of its lane, else `inherited`."""
    named = names_in(node.properties.get("rol", "")) if node.kind == "startEvent" else node.groups
    lane_role = region.lanes.get(node.lane)
    return named or ((lane_role,) if lane_role else inherited)


def acts_of(steps: Iterable[Step], material: Material) -> dict[str, Act]:
    """The acts among the steps: start events of event sub-processes that wait for a message."""
    acts = (step for step in steps if _begins_act(step, material.processes))
    return {step.id: _act(step, material.processes[step.process], material.region) for step in acts}


def _begins_act(step: Step, processes: Mapping[str, Process]) -> bool:
    node = step.node
    around = processes[step.process].nodes.get(node.parent)
    waits = node.event is not None and node.event.kind == "message" and not node.event.name.startswith(TERM)
    return node.kind == "startEvent" and waits and around is not None and around.by_event


def _act(step: Step, process: Process, region: Region) -> Act:
    node = step.node
    button = node.properties.get("knop") or node.name or process.nodes[node.parent].name or node.id
    return Act(
        id=node.id,
        start=node,
        message=node.event.name if node.event else "",
        roles=step.roles,
        button=region.worded(button),
        explanation=region.worded(node.properties.get("uitleg", "")),
        form=step.form,
    )


def _entries(process: Process, parent: str, visit: _Visit) -> Iterator[_Visit]:
    """The nodes inside `parent` with nothing before them."""
    for node in process.inside(parent):
        if not node.incoming and not node.attached_to:
            yield _Visit(process, node, visit.phase, visit.around, visit.roles)


def _next(
    visit: _Visit, phase: str, roles: tuple[str, ...], processes: Mapping[str, Process]
) -> Iterator[_Visit]:
    process, node = visit.process, visit.node
    own = node.properties.get("fase", "")
    inside = _Visit(process, node, phase, own or visit.around, visit.roles)
    yield from _entries(process, node.id, inside)
    called = processes.get(node.called)
    if called is not None:
        yield from _entries(called, called.id, _Visit(called, node, phase, own, roles))
    after = [process.flows[flow].target for flow in node.outgoing]
    for name in [*after, *(event.id for event in process.boundary_events(node.id))]:
        if name in process.nodes:
            yield _Visit(process, process.nodes[name], phase, visit.around, visit.roles)


def _step(visit: _Visit, phase: str, roles: tuple[str, ...], material: Material) -> Step:
    words = visit.node.properties
    return Step(
        node=visit.node,
        process=visit.process.id,
        roles=roles,
        phase=phase,
        form=material.forms.get(visit.node.form),
        text=material.region.worded(words.get("tekst_school", "")),
        not_by=names_in(words.get("niet_door", "")),
        relation=words.get("relatie", ""),
        shows=names_in(words.get("toont", "")),
        decides=words.get("besluit", "nee") not in ("", "nee"),
        criteria=words.get("criteria", ""),
        signs=names_in(words.get("ondertekent", "")),
        letter=words.get("brief", "") or visit.node.headers.get("brief", ""),
        to=names_in(words.get("aan", "")),
        paper_roles=names_in(words.get(PAPER, "")),
        paper_form=material.forms.get(words.get(PAPER_FORM, "")),
    )


_NOWHERE = Node("", "")
