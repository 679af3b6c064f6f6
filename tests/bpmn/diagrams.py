"""Write small BPMN files for tests.

    diagram("start -> a -> xor", "xor -> b : bedrag > 3", "xor -> einde : anders", "b -> einde")

A node's kind follows from the start of its id (`KINDS`); any other id is a user task that the linter likes. A word
after " : " is the condition of the chain's last flow, `anders` makes that flow the default. `elements` replaces
what a node looks like: `element("scriptTask", "b", script("1 + 1", "x"))`. A flow's id is "source_target".
"""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

KINDS = {
    "start": "startEvent",
    "einde": "endEvent",
    "xor": "exclusiveGateway",
    "en_": "parallelGateway",
    "of_": "inclusiveGateway",
    "wacht": "eventBasedGateway",
    "taak": "task",
}
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' id="definities" targetNamespace="urn:test">\n'
)


def diagram(
    *chains: str,
    elements: Mapping[str, str] | None = None,
    top: str = "",
    process: str = "route",
    inside: str = "",
) -> bytes:
    """A file with one process. `top` is XML beside the process (messages, a drawing), `inside` XML in it."""
    body = scope(*chains, elements=elements)
    text = f'<bpmn:process id="{process}" name="Route" isExecutable="true">\n{inside}{body}</bpmn:process>\n{top}'
    return (HEAD + text + "</bpmn:definitions>\n").encode()


def scope(*chains: str, elements: Mapping[str, str] | None = None) -> str:
    """The nodes and flows of one level, as XML."""
    given = dict(elements or {})
    flows: list[tuple[str, str, str]] = []
    nodes = dict.fromkeys(given)
    for chain in chains:
        path, _, condition = chain.partition(" : ")
        steps = [step.strip() for step in path.split("->")]
        nodes |= dict.fromkeys(steps)
        flows += [(source, target, "") for source, target in zip(steps, steps[1:], strict=False)]
        if condition:
            flows[-1] = (steps[-2], steps[-1], condition.strip())
    defaults = {source: f"{source}_{target}" for source, target, text in flows if text == "anders"}
    drawn = [given.get(node) or _usual(node, defaults.get(node, "")) for node in nodes]
    return "".join(drawn) + "".join(flow(*each) for each in flows)


def _usual(node: str, default: str) -> str:
    kind = next((kind for start, kind in KINDS.items() if node.startswith(start)), "")
    if not kind:
        return step(node)
    return element(kind, node, default=default)


def step(node: str, inside: str = "", form: str = "formulier", role: str = "ib", **words: str) -> str:
    """A user task with a form, a role and a text for the school."""
    words = {"tekst_school": f"{node} is aan de beurt", **words}
    assigned = f'<zeebe:assignmentDefinition candidateGroups="{role}"/>' if role else ""
    filled = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    return element(
        "userTask",
        node,
        extensions("<zeebe:userTask/>", filled, assigned, properties(**words)) + inside,
        name=node.title(),
    )


def element(kind: str, node: str, inside: str = "", **attributes: str) -> str:
    """One BPMN element; `inside` is XML. Attributes without a value are left out."""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
    return f'<bpmn:{kind} id="{node}"{written}>{inside}</bpmn:{kind}>\n'


def flow(source: str, target: str, condition: str = "") -> str:
    inside = ""
    if condition and condition != "anders":
        text = condition.replace("&", "&amp;").replace("<", "&lt;")
        inside = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">={text}</bpmn:conditionExpression>'
        )
    return element("sequenceFlow", f"{source}_{target}", inside, sourceRef=source, targetRef=target)


def extensions(*parts: str) -> str:
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>" if any(parts) else ""


def properties(**words: str) -> str:
    rows = "".join(
        f"<zeebe:property name={quoteattr(name)} value={quoteattr(value)}/>" for name, value in words.items()
    )
    return f"<zeebe:properties>{rows}</zeebe:properties>" if rows else ""


def script(expression: str, result: str) -> str:
    return extensions(
        f"<zeebe:script expression={quoteattr('=' + expression)} resultVariable={quoteattr(result)}/>"
    )


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"


def message(name: str) -> str:
    """A message definition for inside an event; put `messages(name)` in `top`."""
    return f'<bpmn:messageEventDefinition messageRef="bericht_{name}"/>'


def messages(*names: str, correlation: str = "") -> str:
    key = (
        extensions(f"<zeebe:subscription correlationKey={quoteattr('=' + correlation)}/>")
        if correlation
        else ""
    )
    return "".join(element("message", f"bericht_{name}", key, name=name) for name in names)


def boundary(node: str, on: str, definition: str, interrupting: bool = True) -> str:
    cancel = "" if interrupting else "false"
    return element("boundaryEvent", node, definition, attachedToRef=on, cancelActivity=cancel)


def plane(
    shapes: Mapping[str, tuple[float, float, float, float]],
    edges: Mapping[str, Iterable[tuple[float, float]]],
) -> str:
    """The drawing of a diagram: bounds (x, y, width, height) of nodes and points of flows."""
    drawn = "".join(
        f'<bpmndi:BPMNShape id="{node}_di" bpmnElement="{node}">'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>\n'
        for node, (x, y, width, height) in shapes.items()
    )
    lines = "".join(
        f'<bpmndi:BPMNEdge id="{edge}_di" bpmnElement="{edge}">'
        + "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
        + "</bpmndi:BPMNEdge>\n"
        for edge, points in edges.items()
    )
    return (
        '<bpmndi:BPMNDiagram id="tekening"><bpmndi:BPMNPlane id="vlak" bpmnElement="route">\n'
        f"{drawn}{lines}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n"
    )
