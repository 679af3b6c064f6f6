"""A condition stands on a flow out of an exclusive or inclusive gateway; elsewhere it would not count."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import CHOICES

RULE = "voorwaarde-plaats"


def check(subject: Subject) -> Iterator[Finding]:
    for flow in subject.process.flows.values():
        source = subject.process.nodes.get(flow.source)
        if not flow.condition or source is None:
            continue
        if source.kind not in CHOICES:
            advice = "Zet er een exclusieve of inclusieve poort voor, of haal de voorwaarde weg."
            yield subject.fault(RULE, flow, "Een voorwaarde telt hier niet.", advice)
        elif source.default == flow.id:
            advice = "Haal de voorwaarde weg: deze stroom geldt als geen andere past."
            yield subject.warning(
                RULE, flow, "De standaardstroom heeft een voorwaarde; die telt niet.", advice
            )
