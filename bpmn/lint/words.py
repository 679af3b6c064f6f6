"""The names of `zeebe:property` that mean something here, and on what: the table of docs/regiobestanden.md."""

from typing import NamedTuple

from bpmn.lint.supported import PERSON_TASKS
from bpmn.model import Node

WAITING = (*PERSON_TASKS, "receiveTask", "serviceTask", "intermediateCatchEvent")
SENDERS = ("sendTask", "intermediateThrowEvent", "endEvent")
SCHOOL_KINDS = ("BaO", "SBO", "SO", "VO", "VSO", "PrO")
RELATIONS = ("school_van_de_zaak", "niet_school_van_de_zaak", "partij")
NAMED_IN = "genoemd_in:"
RECEIVERS = ("aanvrager", "school")
ANYWHERE = ("schakelaar", "aanvaard")
TERM = "termijn."  # before the name of a term: messages about it, and what stands in the place of an element
TERM_UNTIL = "termijn_tot"
COMMITTEE, COMMITTEE_DECIDES = "commissie", "commissie_besluit"
VISIBLE = "zichtbaar_voor_school"
SCHOOL_FROM = "school_uit"
PUPILLESS = "zonder_leerling"
PAPER, PAPER_FORM = "op_papier", "papier_formulier"
PLACES: dict[str, str] = {  # where each other property belongs, as `_is_place` knows it
    "fase": "stap",
    "tekst_school": "stap",
    "tekst_ouders": "stap",
    "ouders_lezen": "stap",
    "school_leest": "stap",
    "niet_door": "taak",
    "relatie": "taak",
    "toont": "taak",
    "besluit": "taak",
    "criteria": "taak",
    "stuk": "taak",
    "instemming": "taak",
    "instemming_intrekken": "begin of taak",
    PAPER: "taak",
    PAPER_FORM: "taak",
    "ondertekent": "taak",
    COMMITTEE: "taak",
    COMMITTEE_DECIDES: "taak",
    "verklaring": "taak",
    "rol": "start",
    "schoolsoort": "start",
    "uitleg": "start",
    "knop": "start",
    VISIBLE: "start",
    SCHOOL_FROM: "start",
    PUPILLESS: "start",
    "anoniem": "verzender",
    "termijn_start": "element",
    "termijn_tot": "element",
    "termijn_stop": "element",
    "termijn_verleng": "element",
    "termijn_pauze": "wachtend",
    "brief": "verzender",
    "aan": "verzender",
}
PLACE_WORDS = {
    "element": "elk element",
    "wachtend": "een stap of gebeurtenis waar de zaak op wacht",
    "stap": "een stap, een wachtende gebeurtenis, een deelproces of een startelement",
    "taak": "een taak van een mens",
    "start": "een startelement",
    "begin of taak": "het startelement van een handeling of een taak van een mens",
    "verzender": "een verzendtaak of een gebeurtenis die een bericht verstuurt",
}


def names_in(text: str) -> tuple[str, ...]:
    """The names in a property with commas."""
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def visible_of(node: Node) -> str:
    """The FEEL text that says when the school may know a case of the route that begins here; empty: always."""
    return node.properties.get(VISIBLE, "").strip().removeprefix("=").strip()


class CommitteeDecides(NamedTuple):
    """The field of a step that says what a committee decided, and its values when the votes are for, or against."""

    field: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


def decision_of(node: Node) -> CommitteeDecides | None:
    """What "besluit: toegekend | deels, afgewezen" says; None when there is nothing, or it is not that."""
    field, colon, values = node.properties.get(COMMITTEE_DECIDES, "").partition(":")
    yes, comma, no = values.partition(",")
    found = CommitteeDecides(field.strip(), _either(yes), _either(no))
    return found if colon and comma and all(found) else None


def _either(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (value.strip() for value in text.split("|"))))


def until_of(node: Node) -> str:
    """The FEEL text that says until when a term runs that begins here; empty when its own length does."""
    return node.properties.get(TERM_UNTIL, "").partition(":")[2].strip().removeprefix("=").strip()


def belongs(name: str, node: Node) -> bool:
    """Whether the property `name` means something on `node`."""
    place = PLACES.get(name)
    if name in ANYWHERE:
        return True
    if place == "taak":
        return node.kind in PERSON_TASKS
    if place == "begin of taak":
        return node.kind in (*PERSON_TASKS, "startEvent")
    if place == "start":
        return node.kind == "startEvent"
    if place == "verzender":
        return node.kind in SENDERS
    if place == "element":
        return True
    if place == "wachtend":
        return node.kind in WAITING
    return place == "stap" and not (node.is_gateway and node.kind != "eventBasedGateway")
