"""Every way round leads out again, and does not spin by itself."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.graph import followers, passes_by_itself, reached_from
from bpmn.lint.subject import Subject

RULE = "eindeloze-lus"


def check(subject: Subject) -> Iterator[Finding]:
    nodes, after = subject.process.nodes, followers(subject.process)
    before: dict[str, list[str]] = {node: [] for node in nodes}
    for node, targets in after.items():
        for target in targets:
            before[target].append(node)
    leads_out = reached_from([node for node in nodes if not after[node]], lambda node: before[node])
    stuck = next((node for node in nodes if node not in leads_out), None)
    if stuck is not None:
        yield subject.fault(
            RULE,
            nodes[stuck],
            "Vanaf hier gaat de zaak altijd rond: er is geen weg naar een einde.",
            "Zet een keuze in de lus met een stroom eruit.",
        )
        return
    moving = {node for node in nodes if passes_by_itself(nodes[node])}
    for node in nodes:
        if node in moving and node in reached_from(
            _moving(after[node], moving), lambda each: _moving(after[each], moving)
        ):
            message = "Deze lus gaat rond zonder dat iemand iets doet; na 500 stappen stopt de zaak met een storing."
            yield subject.warning(RULE, nodes[node], message, "Zet een taak of een timer in de lus.")
            return


def _moving(targets: list[str], moving: set[str]) -> list[str]:
    return [target for target in targets if target in moving]
