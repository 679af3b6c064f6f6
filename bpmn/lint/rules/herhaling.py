"""A step that is done more than once says over what, and what comes of it."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "herhaling"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        loop = node.loop
        if loop is None:
            continue
        if loop.kind == "standard":
            if not loop.condition and loop.maximum is None:
                yield subject.fault(
                    RULE, node, "Deze lus houdt nooit op.", "Vul een voorwaarde of een maximum in."
                )
            continue
        if not loop.collection and not loop.cardinality:
            advice = "Vul de lijst in (inputCollection) en hoe één ding eruit heet (inputElement)."
            yield subject.fault(
                RULE, node, "Er staat niet voor welke lijst deze stap wordt herhaald.", advice
            )
        if bool(loop.output_collection) != bool(loop.output):
            advice = (
                "Vul allebei in: de naam van de lijst (outputCollection) en wat erin komt (outputElement)."
            )
            yield subject.fault(RULE, node, "De lijst van uitkomsten is half ingevuld.", advice)
        if node.kind == "receiveTask":
            advice = "Zet haar in een deelproces, en herhaal dat."
            yield subject.fault(RULE, node, "Een ontvangtaak kan niet worden herhaald.", advice)
