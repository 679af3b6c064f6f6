"""What the engine can run, by name. Kept in step with engine/runtime/building.py: what is not here, is refused there.

The kinds are local names of BPMN elements; the kinds of events are those of bpmn.model.EventKind, for each element
that can have one. For an event sub-process the last row counts.
"""

ELEMENTS = (
    "task", "userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask",
    "subProcess", "callActivity",
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
)  # fmt: skip

EVENTS: dict[str, tuple[str, ...]] = {
    "startEvent": ("none", "message"),  # of a process; of an embedded sub-process only "none"
    "endEvent": ("none", "message", "terminate"),
    "intermediateCatchEvent": ("message", "timer"),
    "intermediateThrowEvent": ("none", "message"),
    "boundaryEvent": ("message", "timer"),
    "event sub-process": ("message", "timer"),
}

# Behind an event-based gateway; several timers, messages or both are fine.
RACED = ("intermediateCatchEvent", "receiveTask")

# Loops on activities; a receive task does not repeat, an event sub-process neither.
LOOPS = ("parallel", "sequential", "standard")
