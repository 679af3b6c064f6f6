"""From models to levels of steps: everything a route needs to run, or a RouteError that says what is in the way."""

from collections.abc import Callable, Iterable, Mapping

from bpmn.decisions.deciding import names_read
from bpmn.decisions.model import Decision
from bpmn.lint.words import until_of, visible_of
from bpmn.model import Event, Loop, Node, Process
from engine.runtime import periods
from engine.runtime.errors import RouteError
from engine.runtime.events import Boundary, Catch, HandlerStart, Race, Raced, Trigger
from engine.runtime.expressions import Expression, compiled
from engine.runtime.gateways import Exclusive, Inclusive, Parallel
from engine.runtime.loops import MultiInstance, StandardLoop
from engine.runtime.reaching import flows_in_reach
from engine.runtime.shape import (
    AT_THE_END,
    FROM_INSIDE,
    OF_A_HANDLER,
    OF_A_PROCESS,
    ON_THE_EDGE,
    THROWN,
    WAITED_FOR,
    check_conditions,
    check_connections,
    check_event,
    check_flow,
    check_key,
    check_start,
    check_thrown,
    kind_of,
    only_start,
)
from engine.runtime.steps import End, Human, Inner, Job, Level, Rule, Script, Send, Step, Throw, key_of

BODY = "#"  # behind the id of a repeated activity: the name of its body
_SCRIPT_LANGUAGES = ("", "feel", "text/feel")


class Builder:
    """Builds the levels of one route and of the processes that it calls; each process once."""

    def __init__(self, processes: Mapping[str, Process], decisions: Mapping[str, Decision]) -> None:
        self.processes = processes
        self.decisions = decisions
        self.levels: dict[str, Level] = {}
        self.under_way: list[str] = []
        self.expressions: list[tuple[Process, Expression]] = []
        self.decision_reads: list[tuple[Process, str, frozenset[str]]] = []

    def process(self, process_id: str, asked_by: str = "") -> Level:
        """The level of a process. Raises RouteError when it does not exist or calls itself."""
        if process_id not in self.processes:
            raise RouteError(f"Het proces '{process_id}' bestaat niet. Kies een proces dat er is.", asked_by)
        if process_id in self.under_way:
            circle = " > ".join([*self.under_way, process_id])
            raise RouteError(f"Het proces roept zichzelf aan: {circle}. Haal deze kring weg.", asked_by)
        if process_id not in self.levels:
            self.under_way.append(process_id)
            process = self.processes[process_id]
            for flow in process.flows.values():
                check_flow(flow, process)
            self.levels[process_id] = LevelBuilder(self, process, process_id).build()
            self.under_way.pop()
        return self.levels[process_id]


class LevelBuilder:
    """Builds one level: the nodes whose innermost sub-process (or process) is `parent`."""

    def __init__(self, builder: Builder, process: Process, parent: str) -> None:
        self.builder = builder
        self.process = process
        self.level = Level(parent)
        self.nodes = tuple(process.inside(parent))

    def build(self) -> Level:
        holder = self.process.nodes.get(self.level.name)
        start = only_start(self.nodes, self.level.name)
        if holder is None:
            check_event(start, OF_A_PROCESS)
        else:
            check_start(holder, start)
            self.level.interrupts = holder.by_event and start.interrupting
        for node in self.nodes:
            self._add(node)
        self.level.begin = start.id
        for node in self.nodes:
            if node.kind == "inclusiveGateway":
                self.level.task_specs[node.id].reach = flows_in_reach(node, self.nodes, self.process.flows)
        return self.level

    def compiled(self, text: str, element: str) -> Expression:
        expression = compiled(text, element)
        self.builder.expressions.append((self.process, expression))
        return expression

    def _add(self, node: Node) -> None:
        if node.by_event:
            self._add_handler(node)
            return
        check_connections(node)
        flows = tuple(self.process.flows[flow] for flow in node.outgoing)
        step = self._step(node)
        if node.loop is not None:
            step.is_instance = True
            step.local_names = frozenset([node.loop.item or "item", "loopCounter"])
            step = self._repeated(node)
        step.flows = flows
        step.edges = tuple(edge.id for edge in self.process.boundary_events(node.id))
        if step.edges and not node.is_activity:
            raise RouteError(
                "Een gebeurtenis op de rand kan alleen aan een taak of deelproces vastzitten.", node.id
            )
        check_conditions(step)

    def _step(self, node: Node) -> Step:
        make = _KINDS.get(node.kind)
        if make is None:
            raise RouteError(
                f"Een element van het soort {node.kind} kan hier niet lopen. Teken het anders.", node.id
            )
        self._read_beside(node)
        step = make(self, node, node.id + BODY if node.loop is not None else node.id)
        step.takes = tuple((row.target, self.compiled(row.source, node.id)) for row in node.inputs)
        step.gives = tuple((row.target, self.compiled(row.source, node.id)) for row in node.outputs)
        return step

    def _read_beside(self, node: Node) -> None:
        """What the case asks of an element besides running it: the names in it are facts too."""
        for text in filter(None, (until_of(node), visible_of(node))):
            self.compiled(text, node.id)

    def _repeated(self, node: Node) -> Step:
        loop = node.loop
        assert loop is not None
        body = self.level.task_specs[node.id + BODY]
        if loop.kind == "standard":
            return self._standard_loop(node, loop, body)
        outer = MultiInstance(self.level, node, loop, body.name)
        if loop.collection:
            outer.collection = self.compiled(loop.collection, node.id)
        elif loop.cardinality:
            outer.cardinality = self.compiled(loop.cardinality, node.id)
        else:
            raise RouteError(
                "Deze stap herhaalt, maar over welke lijst staat er niet. Vul de verzameling in.", node.id
            )
        if loop.output:
            outer.result = self.compiled(loop.output, node.id)
            body.local_names |= outer.result.names
        if loop.completion:
            outer.completion = self.compiled(loop.completion, node.id)
        return outer

    def _standard_loop(self, node: Node, loop: Loop, body: Step) -> Step:
        outer = StandardLoop(self.level, node, loop, body.name)
        if loop.condition:
            outer.condition = self.compiled(loop.condition, node.id)
        elif loop.maximum is None:
            raise RouteError("Deze herhaling heeft geen voorwaarde en geen maximum. Vul er een in.", node.id)
        return outer

    def _add_handler(self, node: Node) -> None:
        """An event sub-process: its start event is armed in this level, the rest is a level of its own."""
        if node.incoming or node.outgoing or node.loop is not None:
            raise RouteError(
                "Een deelproces dat door een gebeurtenis begint heeft geen pijlen naar binnen of buiten en herhaalt niet.",
                node.id,
            )
        start = only_start(tuple(self.process.inside(node.id)), node.id)
        inner = LevelBuilder(self.builder, self.process, node.id).build()
        step = Inner(self.level, node, inner)
        step.takes = tuple((row.target, self.compiled(row.source, node.id)) for row in node.inputs)
        step.gives = tuple((row.target, self.compiled(row.source, node.id)) for row in node.outputs)
        self._read_beside(start)
        armed = HandlerStart(self.level, start, self.trigger(start, OF_A_HANDLER))
        armed.gives = tuple((row.target, self.compiled(row.source, start.id)) for row in start.outputs)
        self.level.handlers += (start.id,)

    # one function for each kind of node

    def human(self, node: Node, name: str) -> Step:
        if node.due and (node.due_is_feel or not periods.looks_literal(node.due)):
            self.compiled(node.due, node.id)
        return Human(self.level, node, name)

    def job(self, node: Node, name: str) -> Step:
        return Job(self.level, node, name)

    def script(self, node: Node, name: str) -> Step:
        if not node.script and node.job:
            return Job(self.level, node, name)
        if not node.script or node.script_format.lower() not in _SCRIPT_LANGUAGES:
            raise RouteError("Deze scripttaak heeft geen FEEL-expressie. Vul die in.", node.id)
        return Script(self.level, node, self.compiled(node.script, node.id), name)

    def rule(self, node: Node, name: str) -> Step:
        if not node.decision and node.job:
            return Job(self.level, node, name)
        if node.decision not in self.builder.decisions:
            raise RouteError(
                f"De beslistabel '{node.decision}' bestaat niet. Kies een tabel die er is.", node.id
            )
        decision = self.builder.decisions[node.decision]
        self.builder.decision_reads.append((self.process, node.id, names_read(decision)))
        return Rule(self.level, node, decision, name)

    def send(self, node: Node, name: str) -> Step:
        return Send(self.level, node, name)

    def receive(self, node: Node, name: str) -> Step:
        if node.loop is not None:
            raise RouteError(
                "Een ontvangsttaak kan niet herhalen. Zet haar in een deelproces dat herhaalt.", node.id
            )
        return self._waiting(node, ("message",))

    def catch(self, node: Node, name: str) -> Step:
        return self._waiting(node, WAITED_FOR)

    def _waiting(self, node: Node, kinds: Iterable[str]) -> Step:
        trigger = self.trigger(node, kinds)
        sources = [self.process.nodes[self.process.flows[flow].source] for flow in node.incoming]
        raced = [source.kind == "eventBasedGateway" for source in sources]
        if any(raced) and len(raced) > 1:
            raise RouteError(
                "Achter een gebeurtenispoort mag een gebeurtenis maar één pijl naar binnen hebben.", node.id
            )
        return (Raced if any(raced) else Catch)(self.level, node, trigger)

    def start(self, node: Node, name: str) -> Step:
        return Step(self.level, node)

    def throw(self, node: Node, name: str) -> Step:
        check_event(node, THROWN)
        if kind_of(node) == "none":
            return Step(self.level, node)
        check_thrown(node)
        return (Send if kind_of(node) == "message" else Throw)(self.level, node)

    def end(self, node: Node, name: str) -> Step:
        check_event(node, AT_THE_END)
        check_thrown(node)
        return End(self.level, node)

    def boundary(self, node: Node, name: str) -> Step:
        if node.attached_to not in {other.id for other in self.nodes}:
            raise RouteError(
                "Deze gebeurtenis zit niet vast aan een taak of deelproces. Zet haar op de rand.", node.id
            )
        holder = self.process.nodes[node.attached_to]
        if kind_of(node) in FROM_INSIDE and holder.kind not in ("subProcess", "callActivity"):
            raise RouteError(
                "Een fout of escalatie komt uit een deelproces. Zet deze gebeurtenis op de rand daarvan.",
                node.id,
            )
        return Boundary(self.level, node, self.trigger(node, ON_THE_EDGE))

    def exclusive(self, node: Node, name: str) -> Step:
        return Exclusive(self.level, node, self._conditions(node))

    def inclusive(self, node: Node, name: str) -> Step:
        return Inclusive(self.level, node, self._conditions(node))

    def parallel(self, node: Node, name: str) -> Step:
        return Parallel(self.level, node)

    def race(self, node: Node, name: str) -> Step:
        for flow in node.outgoing:
            target = self.process.nodes[self.process.flows[flow].target]
            if target.kind not in ("intermediateCatchEvent", "receiveTask"):
                raise RouteError(
                    "Achter een gebeurtenispoort staan alleen wachtende gebeurtenissen.", node.id
                )
        return Race(self.level, node)

    def sub_process(self, node: Node, name: str) -> Step:
        inner = LevelBuilder(self.builder, self.process, node.id).build()
        return Inner(self.level, node, inner, name)

    def call(self, node: Node, name: str) -> Step:
        return Inner(self.level, node, self.builder.process(node.called, node.id), name)

    def _conditions(self, node: Node) -> Mapping[str, Expression]:
        found = {}
        for flow in (self.process.flows[flow] for flow in node.outgoing):
            if flow.condition and flow.id != node.default:
                if flow.language:
                    raise RouteError(
                        f"De voorwaarde is in {flow.language} geschreven. Schrijf haar in FEEL.", flow.id
                    )
                found[flow.id] = self.compiled(flow.condition, flow.id)
            elif len(node.outgoing) > 1 and flow.id != node.default:
                raise RouteError("Deze stroom uit een poort heeft geen voorwaarde. Schrijf er een.", flow.id)
        return found

    def trigger(self, node: Node, kinds: Iterable[str]) -> Trigger:
        """What an event waits for. Raises RouteError when it waits for nothing that can come."""
        check_event(node, kinds)
        event = node.event
        assert event is not None
        if event.kind == "timer":
            return Trigger("timer", timer=event.timer or "", value=self._timer_value(event, node.id))
        if event.kind == "conditional":
            return Trigger("conditional", condition=self.compiled(event.expression, node.id))
        if event.kind not in FROM_INSIDE or event.reference:  # an error or escalation of any kind names none
            check_key(node)
        if event.kind == "error" and not node.interrupting:
            raise RouteError("Een fout breekt altijd af. Maak deze gebeurtenis onderbrekend.", node.id)
        correlation = self.compiled(event.correlation, node.id) if event.correlation else None
        return Trigger(event.kind, key_of(event), correlation=correlation)

    def _timer_value(self, event: Event, element: str) -> str | Expression:
        if event.timer is None or not event.expression:
            raise RouteError("Deze timer heeft geen tijd. Vul een datum, duur of herhaling in.", element)
        if event.is_feel or not periods.looks_literal(event.expression):
            return self.compiled(event.expression, element)
        try:
            periods.READERS[event.timer](event.expression)
        except periods.NotATime as error:
            raise RouteError(str(error), element) from error
        return event.expression


_KINDS: Mapping[str, Callable[[LevelBuilder, Node, str], Step]] = {
    "task": LevelBuilder.human,
    "userTask": LevelBuilder.human,
    "manualTask": LevelBuilder.human,
    "serviceTask": LevelBuilder.job,
    "scriptTask": LevelBuilder.script,
    "businessRuleTask": LevelBuilder.rule,
    "sendTask": LevelBuilder.send,
    "receiveTask": LevelBuilder.receive,
    "subProcess": LevelBuilder.sub_process,
    "callActivity": LevelBuilder.call,
    "startEvent": LevelBuilder.start,
    "endEvent": LevelBuilder.end,
    "intermediateCatchEvent": LevelBuilder.catch,
    "intermediateThrowEvent": LevelBuilder.throw,
    "boundaryEvent": LevelBuilder.boundary,
    "exclusiveGateway": LevelBuilder.exclusive,
    "inclusiveGateway": LevelBuilder.inclusive,
    "parallelGateway": LevelBuilder.parallel,
    "eventBasedGateway": LevelBuilder.race,
}
