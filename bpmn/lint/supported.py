"""What the engine can run. The one place that says so: change it together with `engine.runtime.building`."""

from collections.abc import Mapping

PROCESS_STARTS = ("none", "message")
SUB_PROCESS_STARTS = ("none",)
EVENT_SUB_PROCESS_STARTS = ("message", "timer", "signal", "error", "escalation", "conditional")
EVENTS: Mapping[str, tuple[str, ...]] = {
    "intermediateCatchEvent": ("message", "timer", "signal", "conditional"),
    "intermediateThrowEvent": ("none", "message", "signal", "escalation"),
    "endEvent": ("none", "message", "signal", "escalation", "error", "terminate"),
    "boundaryEvent": ("message", "timer", "signal", "conditional", "error", "escalation"),
}
PERSON_TASKS = ("userTask", "manualTask", "task")
TASKS = (*PERSON_TASKS, "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask")
SCOPES = ("subProcess", "callActivity")
CHOICES = ("exclusiveGateway", "inclusiveGateway")
GATEWAYS = (*CHOICES, "parallelGateway", "eventBasedGateway")
NODE_KINDS = frozenset((*TASKS, *SCOPES, *GATEWAYS, *EVENTS, "startEvent"))
BUILT_IN_JOBS = (
    "nummer",
    "document",
    "betrekken",
    "vaststellen",
    "register",
    "register_wijzig",
    "uitnodigen",
)
SCRIPT_LANGUAGES = ("", "feel", "text/feel")
EVENT_WORDS = {
    "none": "zonder soort",
    "timer": "tijd",
    "message": "bericht",
    "signal": "signaal",
    "error": "fout",
    "escalation": "escalatie",
    "conditional": "voorwaarde",
    "terminate": "alles stopt",
    "link": "sprong (link)",
    "compensate": "terugdraaien (compensatie)",
    "cancel": "annuleren",
    "multiple": "meer dan één soort tegelijk",
}
INSTEAD = {  # what to draw in place of what does not run
    "complexGateway": "Gebruik een exclusieve, inclusieve of parallelle poort.",
    "adHocSubProcess": "Maak er een gewoon deelproces van, of een handeling: een deelproces dat door een bericht begint.",
    "transaction": "Maak er een gewoon deelproces van en teken zelf hoe het verder gaat als het misgaat.",
    "signal": "Gebruik een bericht of een gewone stroom.",
    "error": "Zet de fout op een einde, op de rand van een deelproces of aan het begin van een handeling.",
    "escalation": "Zet de escalatie op een einde, op een rand of aan het begin van een handeling.",
    "conditional": "Zet de voorwaarde tussen stappen, op een rand of aan het begin van een handeling.",
    "link": "Trek een gewone stroom naar de plek waar het verdergaat.",
    "compensate": "Teken de stappen die iets terugdraaien als gewone stappen.",
    "cancel": "Teken een gewone stroom naar een eigen einde.",
    "multiple": "Zet elke gebeurtenis apart neer.",
    "terminate": "Gebruik hier een gewone gebeurtenis; 'alles stopt' hoort op een einde.",
    "timer": "Een timer kan tussen stappen staan, op de rand van een stap, of een handeling beginnen.",
    "message": "Een bericht kan tussen stappen staan, op de rand van een stap, of een handeling beginnen.",
    "none": "Kies een bericht of een tijd.",
}
