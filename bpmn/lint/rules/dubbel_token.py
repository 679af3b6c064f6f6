"""No step is begun twice at the same time by accident."""

from collections.abc import Iterator
from typing import Final

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE: Final = "dubbel-token"


def check(subject: Subject) -> Iterator[Finding]:
    for problem in subject.problems(RULE):
        for each in problem.elements:
            message = "Deze stap kan twee keer tegelijk aan de beurt zijn: twee paden komen hier samen zonder op elkaar te wachten."
            advice = "Zet ervoor een parallelle poort (of inclusieve) die de paden samenvoegt."
            yield subject.fault(RULE, subject.process.nodes[each], message, advice, problem.path)
