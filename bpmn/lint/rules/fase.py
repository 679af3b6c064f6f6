"""Every phase exists, and every step has one when the region works with phases."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.graph import followers, reached_from
from bpmn.lint.subject import Subject

RULE = "fase"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        phase = node.properties.get("fase", "")
        if phase and phase not in subject.names.phases:
            advice = (
                f"Kies uit: {', '.join(subject.names.phases)}."
                if subject.names.phases
                else "Zet de fase in region.toml."
            )
            yield subject.fault(RULE, node, f"De fase '{phase}' bestaat niet.", advice)
    if not subject.names.phases or not subject.is_route:
        return
    covered = _covered(subject)
    for node in subject.people_tasks():
        if node.id not in covered:
            advice = "Vul de eigenschap 'fase' in, hier of op het startelement."
            yield subject.warning(
                RULE, node, "Deze stap heeft geen fase, en de stappen ervoor ook niet.", advice
            )


def _covered(subject: Subject) -> set[str]:
    """The nodes with a phase of their own, of what holds them, or of a step before."""
    after = followers(subject.process)
    inside: dict[str, list[str]] = {}
    for node in subject.nodes():
        inside.setdefault(node.parent, []).append(node.id)
    begin = [node.id for node in subject.nodes() if node.properties.get("fase")]
    return reached_from(begin, lambda node: [*after[node], *inside.get(node, ())])
