"""What a person may begin has a button that says what happens."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import TERM
from bpmn.model import Node

RULE = "knop"


def check(subject: Subject) -> Iterator[Finding]:
    for act in subject.nodes("subProcess"):
        for start in subject.process.inside(act.id) if act.by_event else ():
            if _is_begun_by_a_person(start) and not start.properties.get("knop", "").strip():
                shown = start.name or act.name or start.id
                yield subject.warning(
                    RULE,
                    start,
                    f"Deze handeling heeft geen tekst voor de knop. Op de zaakpagina staat nu '{shown}'.",
                    "Vul bij het startelement de eigenschap 'knop' in: wat iemand doet, zoals 'Aanvraag intrekken'.",
                )


def _is_begun_by_a_person(start: Node) -> bool:
    """Not by the message of a term: that comes by itself."""
    event = start.event
    return (
        start.kind == "startEvent"
        and event is not None
        and event.kind == "message"
        and not event.name.startswith(TERM)
    )
