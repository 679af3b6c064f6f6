"""Every way out of a choice has a condition, and there is one for when none holds."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import CHOICES

RULE = "poort"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes(*CHOICES):
        flows = subject.out(node)
        if len(flows) < 2:
            continue
        for flow in flows:
            if not flow.condition and flow.id != node.default:
                advice = "Schrijf een voorwaarde, of maak dit de standaardstroom van de poort."
                yield subject.fault(RULE, flow, "Deze stroom uit een poort heeft geen voorwaarde.", advice)
        if not node.default:
            message = (
                "Deze poort heeft geen standaardstroom: als geen voorwaarde waar is, loopt de zaak vast."
            )
            yield subject.fault(RULE, node, message, "Maak een van de stromen de standaardstroom.")
