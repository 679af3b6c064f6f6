"""A call activity calls a process that exists, and not itself."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "deelroute"


def check(subject: Subject) -> Iterator[Finding]:
    known = subject.names.processes.keys() | subject.model.processes.keys()
    for node in subject.nodes("callActivity"):
        if not node.called:
            yield subject.fault(
                RULE,
                node,
                "Er staat niet welke route dit aanroept.",
                "Kies een proces (zeebe:calledElement, processId).",
            )
        elif node.called == subject.process.id:
            yield subject.fault(
                RULE,
                node,
                "Deze route roept zichzelf aan.",
                "Trek een stroom terug naar de stap waar het opnieuw begint.",
            )
        elif node.called not in known:
            advice = f"Kies uit: {', '.join(sorted(known))}."
            yield subject.fault(RULE, node, f"Het proces '{node.called}' bestaat niet.", advice)
