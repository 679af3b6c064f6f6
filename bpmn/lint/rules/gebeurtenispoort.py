"""An event gateway waits for at least two things, and for nothing but events."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.model import Node

RULE = "gebeurtenispoort"


def check(subject: Subject) -> Iterator[Finding]:
    for gateway in subject.nodes("eventBasedGateway"):
        targets = [
            subject.process.nodes[flow.target]
            for flow in subject.out(gateway)
            if flow.target in subject.process.nodes
        ]
        if len(targets) < 2:
            advice = "Zet er minstens twee gebeurtenissen achter, of haal de poort weg."
            yield subject.fault(RULE, gateway, "Deze poort heeft niets te kiezen.", advice)
        for target in targets:
            yield from _target(subject, target)


def _target(subject: Subject, target: Node) -> Iterator[Finding]:
    if target.kind not in ("intermediateCatchEvent", "receiveTask"):
        advice = "Zet eerst een wachtende gebeurtenis, en dan deze stap."
        yield subject.fault(
            RULE, target, "Achter een gebeurtenispoort staan alleen wachtende gebeurtenissen.", advice
        )
    elif len(target.incoming) > 1:
        advice = "Laat de andere stroom naar een eigen gebeurtenis lopen."
        yield subject.fault(RULE, target, "Hier komt behalve de gebeurtenispoort nog een stroom aan.", advice)
