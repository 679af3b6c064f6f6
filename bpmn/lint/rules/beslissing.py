"""A decision task names a table that exists, a name for the result, and facts for what the table reads."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.model import Node

RULE = "beslissing"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes("businessRuleTask"):
        if not node.decision:
            yield subject.fault(
                RULE, node, "Deze beslistaak heeft geen tabel.", "Kies een beslissing (zeebe:calledDecision)."
            )
        elif node.decision not in subject.names.decisions:
            known = ", ".join(sorted(subject.names.decisions))
            yield subject.fault(
                RULE,
                node,
                f"De beslissing '{node.decision}' bestaat niet.",
                f"Kies uit: {known}." if known else "Maak de tabel (DMN).",
            )
        else:
            yield from _inputs(subject, node)
        if node.decision and not node.result:
            yield subject.fault(
                RULE,
                node,
                "De uitkomst van deze beslissing heeft geen naam.",
                "Vul de naam van het resultaat in (resultVariable).",
            )


def _inputs(subject: Subject, node: Node) -> Iterator[Finding]:
    known = subject.knowledge.types.keys() | subject.knowledge.local(node, {}).keys()
    for name in sorted(set(subject.names.decisions[node.decision][0]) - known):
        message = f"De beslissing '{node.decision}' leest '{name}', maar dat bestaat in deze route niet."
        yield subject.fault(
            RULE, node, message, "Vraag het in een formulier, of geef het mee met een invoer (zeebe:input)."
        )
