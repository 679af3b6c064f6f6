"""Every switch exists, and what it takes away leaves a clear way on."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "schakelaar"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        switch = node.properties.get("schakelaar")
        if switch is None:
            continue
        if switch not in subject.names.switches:
            advice = (
                f"Kies uit: {', '.join(sorted(subject.names.switches))}."
                if subject.names.switches
                else "Zet de schakelaar in region.toml."
            )
            yield subject.fault(RULE, node, f"De schakelaar '{switch}' bestaat niet.", advice)
        if len(node.outgoing) > 1 and not node.default:
            message = "Als deze schakelaar uit staat, is niet duidelijk welke stroom de zaak volgt."
            yield subject.fault(
                RULE,
                node,
                message,
                "Geef de poort een standaardstroom, of zet de schakelaar op de stappen erachter.",
            )
        if node.kind == "startEvent":
            advice = "Zet de schakelaar op het deelproces eromheen."
            yield subject.fault(
                RULE, node, "Een startelement kan niet wegvallen: dan begint er niets.", advice
            )
