"""Read one flow node of a BPMN file: its event, its loop and what the extension elements say."""

from lxml import etree

from bpmn.extensions import BPMN, Extensions, read_extensions
from bpmn.model import Event, EventKind, Loop, Node, TimerKind
from bpmn.notes import Notes
from bpmn.xml import children, line_of, local_name

SUB_PROCESSES = frozenset(("subProcess", "transaction", "adHocSubProcess"))
NODE_KINDS = SUB_PROCESSES | frozenset(
    [
        "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
        "task", "userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask", "sendTask",
        "receiveTask", "callActivity", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
        "eventBasedGateway", "complexGateway",
    ]
)  # fmt: skip
_MESSAGE_TASKS = ("receiveTask", "sendTask")
_EVENT_KINDS: dict[str, EventKind] = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "conditionalEventDefinition": "conditional",
    "terminateEventDefinition": "terminate",
    "linkEventDefinition": "link",
    "compensateEventDefinition": "compensate",
    "cancelEventDefinition": "cancel",
}
_TIMERS: dict[str, TimerKind] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def read_node(element: etree._Element, node_id: str, parent: str, notes: Notes) -> Node:
    """Read one flow node, without its flows and lane: those come from elsewhere in the file."""
    kind = local_name(element)
    extensions = read_extensions(element, node_id, notes)
    script, script_format = _script(element, node_id, extensions, notes)
    due = extensions.get("taskSchedule", "dueDate")
    return Node(
        id=node_id,
        kind=kind,
        name=" ".join((element.get("name") or "").split()),
        line=line_of(element),
        parent=parent,
        default=notes.refer(element, element.get("default")),
        event=_event(element, node_id, notes),
        attached_to=notes.refer(element, element.get("attachedToRef")),
        interrupting="false" not in (element.get("cancelActivity"), element.get("isInterrupting")),
        by_event=element.get("triggeredByEvent") == "true",
        loop=_loop(element, node_id, notes),
        form=extensions.get("formDefinition", "formId"),
        groups=_names(extensions.get("assignmentDefinition", "candidateGroups")),
        assignee=extensions.get("assignmentDefinition", "assignee"),
        due=due.removeprefix("=").strip(),
        due_is_feel=due.startswith("="),
        inputs=extensions.inputs,
        outputs=extensions.outputs,
        script=script,
        script_format=script_format,
        result=extensions.get("script", "resultVariable")
        or extensions.get("calledDecision", "resultVariable"),
        decision=extensions.get("calledDecision", "decisionId"),
        called=_called(element, extensions, notes),
        job=extensions.get("taskDefinition", "type"),
        headers=extensions.headers,
        properties=extensions.properties,
        documentation=documentation(element),
        unknown=extensions.unknown,
    )


def documentation(element: etree._Element) -> str:
    texts = (
        "".join(str(text) for text in child.itertext()).strip()
        for child in children(element, BPMN + "documentation")
    )
    return "\n".join(filter(None, texts))


def text_of(element: etree._Element | None) -> str:
    return "" if element is None else "".join(str(text) for text in element.itertext()).strip()


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def _script(element: etree._Element, node_id: str, extensions: Extensions, notes: Notes) -> tuple[str, str]:
    if "script" in extensions.attributes:
        return notes.expression(extensions.get("script", "expression"), node_id, line_of(element)), ""
    plain = element.find(BPMN + "script")
    text = text_of(plain)
    return text.removeprefix("=").strip(), (element.get("scriptFormat") or "") if text else ""


def _called(element: etree._Element, extensions: Extensions, notes: Notes) -> str:
    called = extensions.get("calledElement", "processId")
    return called or notes.resolve(element.get("calledElement") or "")


def _event(element: etree._Element, node_id: str, notes: Notes) -> Event | None:
    kind = local_name(element)
    if kind in _MESSAGE_TASKS and element.get("messageRef"):
        return _definition(element, "message", node_id, notes)
    if not kind.endswith("Event"):
        return None
    definitions = [child for child in children(element, BPMN) if local_name(child) in _EVENT_KINDS]
    definitions += [
        notes.elements[found]
        for child in children(element, BPMN + "eventDefinitionRef")
        if (found := notes.refer(element, text_of(child))) in notes.elements
    ]
    if len(definitions) > 1:
        return Event("multiple", line=line_of(element))
    if not definitions:
        return Event("none", line=line_of(element))
    return _definition(definitions[0], _EVENT_KINDS.get(local_name(definitions[0]), "none"), node_id, notes)


def _definition(element: etree._Element, kind: EventKind, node_id: str, notes: Notes) -> Event:
    line = line_of(element)
    if kind == "timer":
        return _timer(element, line)
    if kind == "conditional":
        return Event(
            kind,
            expression=notes.expression(text_of(element.find(BPMN + "condition")), node_id, line),
            is_feel=True,
            line=line,
        )
    reference = _reference(element, kind, node_id, notes)
    target = notes.elements.get(reference)
    if target is None:
        return Event(kind, name=element.get("name") or "", reference=reference, line=line)
    subscription = (
        read_extensions(target, reference, notes).get("subscription", "correlationKey")
        if kind == "message"
        else ""
    )
    return Event(
        kind,
        name=(target.get("name") or reference).strip(),
        code=target.get("errorCode") or target.get("escalationCode") or "",
        correlation=notes.expression(subscription, node_id, line),
        reference=reference,
        line=line,
    )


def _reference(element: etree._Element, kind: EventKind, node_id: str, notes: Notes) -> str:
    found = notes.resolve(element.get(f"{kind}Ref") or "")
    if found and found not in notes.elements:
        notes.dangling.append((node_id, found, line_of(element)))
    return found


def _timer(element: etree._Element, line: int) -> Event:
    for child in children(element, BPMN):
        if local_name(child) in _TIMERS:
            text = text_of(child)
            return Event(
                "timer",
                timer=_TIMERS[local_name(child)],
                expression=text.removeprefix("=").strip(),
                is_feel=text.startswith("="),
                line=line_of(child),
            )
    return Event("timer", line=line)


def _loop(element: etree._Element, node_id: str, notes: Notes) -> Loop | None:
    multiple = element.find(BPMN + "multiInstanceLoopCharacteristics")
    standard = element.find(BPMN + "standardLoopCharacteristics")
    if multiple is not None:
        return _multi_instance(multiple, node_id, notes)
    if standard is None:
        return None
    maximum = standard.get("loopMaximum") or ""
    return Loop(
        "standard",
        condition=notes.expression(
            text_of(standard.find(BPMN + "loopCondition")), node_id, line_of(standard)
        ),
        maximum=int(maximum) if maximum.isdecimal() and len(maximum) < 10 else None,
        test_before=standard.get("testBefore") == "true",
        line=line_of(standard),
    )


def _multi_instance(element: etree._Element, node_id: str, notes: Notes) -> Loop:
    zeebe = read_extensions(element, node_id, notes)
    line = line_of(element)
    item = element.find(BPMN + "inputDataItem")
    plain = {
        name: text_of(element.find(BPMN + name))
        for name in ("loopDataInputRef", "loopDataOutputRef", "loopCardinality", "completionCondition")
    }
    return Loop(
        "sequential" if element.get("isSequential") == "true" else "parallel",
        collection=notes.expression(zeebe.get("loopCharacteristics", "inputCollection"), node_id, line)
        or plain["loopDataInputRef"].removeprefix("=").strip(),
        item=zeebe.get("loopCharacteristics", "inputElement")
        or ("" if item is None else item.get("name") or item.get("id") or ""),
        output_collection=zeebe.get("loopCharacteristics", "outputCollection") or plain["loopDataOutputRef"],
        output=notes.expression(zeebe.get("loopCharacteristics", "outputElement"), node_id, line),
        completion=notes.expression(plain["completionCondition"], node_id, line),
        cardinality=notes.expression(plain["loopCardinality"], node_id, line),
        line=line,
    )
