"""What a drawing must look like before it can run; all else raises a RouteError that names the element."""

from collections.abc import Iterable

from bpmn.model import Flow, Node, Process
from engine.runtime.errors import RouteError
from engine.runtime.steps import Step, key_of

FROM_INSIDE = ("error", "escalation")
OF_A_PROCESS = ("none", "message")  # what a process can begin with; the caller knows why it began
OF_A_SUB_PROCESS = ("none",)
OF_A_HANDLER = ("message", "timer", "signal", "error", "escalation", "conditional")
WAITED_FOR = ("message", "timer", "signal", "conditional")
ON_THE_EDGE = (*WAITED_FOR, "error", "escalation")
THROWN = ("none", "message", "signal", "escalation")
AT_THE_END = ("none", "message", "signal", "escalation", "error", "terminate")


def kind_of(node: Node) -> str:
    return node.event.kind if node.event else "none"


def check_event(node: Node, kinds: Iterable[str]) -> None:
    if kind_of(node) not in kinds:
        raise RouteError(
            f"Een {node.kind} met een gebeurtenis van het soort {kind_of(node)} kan hier niet lopen. Teken het anders.",
            node.id,
        )


def check_thrown(node: Node) -> None:
    """What throws a signal, error or escalation says which; a message that is sent needs no name."""
    if kind_of(node) not in ("none", "terminate", "message"):
        check_key(node)


def check_key(node: Node) -> None:
    """What waits for something says for what."""
    if node.event is not None and not key_of(node.event):
        raise RouteError(
            f"Bij dit element ({kind_of(node)}) staat niet welk bericht, signaal of welke fout. Kies er een.",
            node.id,
        )


def only_start(nodes: Iterable[Node], parent: str) -> Node:
    starts = [node for node in nodes if node.kind == "startEvent"]
    if len(starts) != 1:
        raise RouteError(
            f"Hier horen precies één startelement te staan; het zijn er nu {len(starts)}.", parent
        )
    if starts[0].incoming:
        raise RouteError("Naar een startelement kan geen pijl gaan.", starts[0].id)
    return starts[0]


def check_start(holder: Node, start: Node) -> None:
    """A sub-process begins at once; one that is begun by an event begins with that event."""
    if not holder.by_event:
        check_event(start, OF_A_SUB_PROCESS)
    else:
        check_event(start, OF_A_HANDLER)


def check_connections(node: Node) -> None:
    if not node.incoming and node.kind not in ("startEvent", "boundaryEvent"):
        raise RouteError(
            "Naar dit element gaat geen pijl: het wordt nooit bereikt. Verbind het of haal het weg.", node.id
        )
    if not node.outgoing and node.kind != "endEvent":
        raise RouteError(
            "Uit dit element gaat geen pijl: het pad loopt dood. Verbind het met een eindelement.", node.id
        )
    if node.outgoing and node.kind == "endEvent":
        raise RouteError("Uit een eindelement kan geen pijl gaan.", node.id)
    if node.incoming and node.kind == "boundaryEvent":
        raise RouteError("Naar een gebeurtenis op de rand kan geen pijl gaan.", node.id)


def check_flow(flow: Flow, process: Process) -> None:
    ends = [process.nodes.get(flow.source), process.nodes.get(flow.target)]
    if ends[0] is None or ends[1] is None:
        raise RouteError("Deze pijl zit aan één kant nergens aan vast.", flow.id)
    if ends[0].parent != ends[1].parent:
        raise RouteError("Een pijl kan niet over de rand van een deelproces gaan.", flow.id)


def check_conditions(step: Step) -> None:
    """A condition does something on a flow out of an exclusive or inclusive gateway only."""
    if step.node.kind in ("exclusiveGateway", "inclusiveGateway"):
        return
    for flow in step.flows:
        if flow.condition:
            raise RouteError(
                "Een voorwaarde hoort op een stroom uit een exclusieve of inclusieve poort. Zet er een poort voor.",
                flow.id,
            )
