"""No state from which nothing can go on."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "vastloper"


def check(subject: Subject) -> Iterator[Finding]:
    for problem in subject.explored.problems:
        nodes = [subject.process.nodes[each] for each in problem.elements if each in subject.process.nodes]
        if problem.kind == RULE and nodes:
            advice = "Laat evenveel paden samenkomen als er beginnen, met dezelfde soort poort."
            yield subject.fault(
                RULE, nodes[0], "De zaak kan hier voor altijd blijven wachten.", advice, problem.path
            )
