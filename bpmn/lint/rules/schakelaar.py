"""Every switch exists, and what it takes away leaves a clear way on."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.model import Flow, Node, Process
from bpmn.switching import switches_of

RULE = "schakelaar"


def check(subject: Subject) -> Iterator[Finding]:
    holders: list[Process | Node | Flow] = [
        subject.process,
        *subject.nodes(),
        *subject.process.flows.values(),
    ]
    for holder in holders:
        yield from _check_exists(subject, holder)
    for node in subject.nodes():
        if switches_of(node.properties):
            yield from _check_way_on(subject, node)
    for flow in subject.process.flows.values():
        if switches_of(flow.properties):
            yield from _check_branch(subject, flow)


def _check_exists(subject: Subject, holder: Process | Node | Flow) -> Iterator[Finding]:
    for switch in switches_of(holder.properties):
        if switch not in subject.names.switches:
            advice = (
                f"Kies uit: {', '.join(sorted(subject.names.switches))}."
                if subject.names.switches
                else "Zet de schakelaar in region.toml."
            )
            yield subject.fault(RULE, holder, f"De schakelaar '{switch}' bestaat niet.", advice)


def _check_way_on(subject: Subject, node: Node) -> Iterator[Finding]:
    if len(node.outgoing) > 1 and not node.default:
        yield subject.fault(
            RULE,
            node,
            "Als deze schakelaar uit staat, is niet duidelijk welke stroom de zaak volgt.",
            "Geef de poort een standaardstroom, of zet de schakelaar op de stappen erachter.",
        )
    around = subject.process.nodes.get(node.parent)
    if node.kind == "startEvent" and not (around is not None and around.by_event):
        yield subject.fault(
            RULE,
            node,
            "Een startelement kan niet wegvallen: dan begint er niets.",
            "Zet de schakelaar op het deelproces eromheen, of op de hele route (het proces).",
        )


def _check_branch(subject: Subject, flow: Flow) -> Iterator[Finding]:
    """A flow that falls away is a way less out of a gateway; the way for when nothing holds must stay."""
    source = subject.process.nodes.get(flow.source)
    if source is None or not source.is_gateway or len(source.outgoing) < 2:
        yield subject.fault(
            RULE,
            flow,
            "Als deze stroom wegvalt, kan de zaak niet verder.",
            "Zet de schakelaar op een stroom uit een poort met meer stromen, of op de stap erachter.",
        )
    elif source.default == flow.id and len(source.outgoing) > 2:
        yield subject.fault(
            RULE,
            flow,
            "Dit is de standaardstroom: valt hij weg, dan is er geen weg als geen voorwaarde waar is.",
            "Maak een andere stroom de standaardstroom.",
        )
