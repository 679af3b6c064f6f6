"""The names of `zeebe:property` that mean something here, and on what: the table of docs/regiobestanden.md."""

from bpmn.lint.supported import PERSON_TASKS
from bpmn.model import Node

SENDERS = ("sendTask", "intermediateThrowEvent", "endEvent")
SCHOOL_KINDS = ("BaO", "SBO", "SO", "VO", "VSO", "PrO")
RELATIONS = ("school_van_de_zaak", "niet_school_van_de_zaak")
NAMED_IN = "genoemd_in:"
RECEIVERS = ("aanvrager", "school")
ANYWHERE = ("schakelaar", "aanvaard")
PLACES: dict[str, str] = {  # where each other property belongs, as `_is_place` knows it
    "fase": "stap",
    "tekst_school": "stap",
    "niet_door": "taak",
    "relatie": "taak",
    "toont": "taak",
    "besluit": "taak",
    "criteria": "taak",
    "rol": "start",
    "schoolsoort": "start",
    "uitleg": "start",
    "knop": "start",
    "brief": "verzender",
    "aan": "verzender",
}
PLACE_WORDS = {
    "stap": "een stap, een wachtende gebeurtenis, een deelproces of een startelement",
    "taak": "een taak van een mens",
    "start": "een startelement",
    "verzender": "een verzendtaak of een gebeurtenis die een bericht verstuurt",
}


def names_in(text: str) -> tuple[str, ...]:
    """The names in a property with commas."""
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def belongs(name: str, node: Node) -> bool:
    """Whether the property `name` means something on `node`."""
    place = PLACES.get(name)
    if name in ANYWHERE:
        return True
    if place == "taak":
        return node.kind in PERSON_TASKS
    if place == "start":
        return node.kind == "startEvent"
    if place == "verzender":
        return node.kind in SENDERS
    return place == "stap" and not (node.is_gateway and node.kind != "eventBasedGateway")
