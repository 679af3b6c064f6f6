"""No step that a path leads to but that never gets its turn."""

from collections.abc import Iterator
from typing import Final

from bpmn.findings import Finding
from bpmn.lint.graph import live_nodes
from bpmn.lint.subject import Subject

RULE: Final = "dode-stap"


def check(subject: Subject) -> Iterator[Finding]:
    if any(subject.problems("vastloper")):
        return  # then that is the cause, and the rest follows from it
    dead = {each for problem in subject.problems(RULE) for each in problem.elements}
    live = live_nodes(subject.process)
    for node in subject.nodes():
        sources = {subject.process.flows[flow].source for flow in node.incoming}
        if node.id in dead & live and not sources <= dead:
            advice = "Kijk welke stap ervoor nooit klaar komt, of haal dit weg."
            yield subject.fault(
                RULE, node, "Deze stap komt nooit aan de beurt, ook al loopt er een stroom naartoe.", advice
            )
