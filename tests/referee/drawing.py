"""The referee's own reader: a BPMN file as dictionaries, with nothing of the house in it."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
ACTIVITIES = {
    "task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "subProcess", "callActivity",
}  # fmt: skip
NODES = ACTIVITIES | {
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
}  # fmt: skip


@dataclass
class Box:
    """A node: what is drawn, as far as the game needs it."""

    id: str
    kind: str
    level: str
    out: list[str] = field(default_factory=list)
    into: list[str] = field(default_factory=list)
    default: str = ""
    host: str = ""
    stops: bool = True
    by_event: bool = False
    event: tuple[str, str] = (
        "",
        "",
    )  # ("message", name), ("timeDuration", text), ("error", id), ("condition", text)
    loop: dict[str, str] = field(default_factory=dict)
    calls: str = ""
    script: tuple[str, str] = ("", "")  # expression, result


@dataclass
class Drawing:
    boxes: dict[str, Box]
    flows: dict[str, tuple[str, str, str]]  # from, to, condition

    def on_level(self, level: str) -> list[Box]:
        return [box for box in self.boxes.values() if box.level == level]


def read(data: bytes) -> Drawing:
    root = etree.fromstring(data)
    names = {element.get("id"): element.get("name") for element in root.iter(BPMN + "message")}
    drawing = Drawing({}, {})
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        if kind == "sequenceFlow":
            text = "".join(element.itertext()).strip().removeprefix("=")
            drawing.flows[element.get("id")] = (element.get("sourceRef"), element.get("targetRef"), text)
        elif kind in NODES and element.tag.startswith(BPMN):
            drawing.boxes[element.get("id")] = _box(element, kind, names)
    for flow, (source, target, _) in drawing.flows.items():
        drawing.boxes[source].out.append(flow)
        drawing.boxes[target].into.append(flow)
    return drawing


def _box(element: Any, kind: str, names: dict[str, str]) -> Box:
    box = Box(element.get("id"), kind, element.getparent().get("id"), default=element.get("default") or "")
    box.host = element.get("attachedToRef") or ""
    box.stops = (element.get("cancelActivity") or element.get("isInterrupting")) != "false"
    box.by_event = element.get("triggeredByEvent") == "true"
    box.event = _event(element, names)
    box.loop = _loop(element)
    for called in element.findall(f"{BPMN}extensionElements/{ZEEBE}calledElement"):
        box.calls = called.get("processId")
    for script in element.findall(f"{BPMN}extensionElements/{ZEEBE}script"):
        box.script = (script.get("expression").removeprefix("="), script.get("resultVariable"))
    return box


def _event(element: Any, names: dict[str, str]) -> tuple[str, str]:
    if element.get("messageRef"):
        return "message", names[element.get("messageRef")]
    for child in element:
        tag = etree.QName(child).localname
        if tag == "messageEventDefinition":
            return "message", names[child.get("messageRef")]
        if tag == "terminateEventDefinition":
            return "terminate", ""
        if tag == "conditionalEventDefinition":
            return "condition", "".join(child.itertext()).strip().removeprefix("=")
        for kind in ("signal", "error", "escalation"):
            if tag == kind + "EventDefinition":
                return kind, child.get(kind + "Ref") or ""
        if tag == "timerEventDefinition":
            return etree.QName(child[0]).localname, child[0].text.strip()
    return "", ""


def _loop(element: Any) -> dict[str, str]:
    standard = element.find(BPMN + "standardLoopCharacteristics")
    if standard is not None:
        condition = "".join(standard.itertext()).strip().removeprefix("=")
        return {"way": "standard", "while": condition, "max": standard.get("loopMaximum") or "",
                "first": standard.get("testBefore") or ""}  # fmt: skip
    many = element.find(BPMN + "multiInstanceLoopCharacteristics")
    if many is None:
        return {}
    words = many.find(f"{BPMN}extensionElements/{ZEEBE}loopCharacteristics")
    stop = many.find(BPMN + "completionCondition")
    loop = {key: value.removeprefix("=") for key, value in words.attrib.items()}
    loop["way"] = "one by one" if many.get("isSequential") == "true" else "together"
    loop["until"] = "" if stop is None else stop.text.strip().removeprefix("=")
    return loop
