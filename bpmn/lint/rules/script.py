"""A script task has an expression and a name for its result."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "script"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes("scriptTask"):
        if not node.script:
            yield subject.fault(
                RULE,
                node,
                "Deze scripttaak heeft geen uitdrukking.",
                "Vul een FEEL-uitdrukking in (zeebe:script).",
            )
        elif not node.result:
            yield subject.fault(
                RULE,
                node,
                "De uitkomst van dit script heeft geen naam.",
                "Vul de naam van het resultaat in (resultVariable).",
            )
