"""What an expression reads is asked or worked out on some way that leads to it."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.expressions import known_at
from bpmn.lint.subject import Subject
from bpmn.model import Node

RULE = "feit-eerder"


def check(subject: Subject) -> Iterator[Finding]:
    exists = subject.knowledge.types.keys()
    for site, checked in subject.expressions:
        names = {name.partition(".")[0] for name in checked.reads}
        for name in sorted((names & exists) - known_at(site, subject.knowledge)):
            yield subject.fault_in(RULE, site, *_texts(f"{site.what} leest '{name}'", name, subject))
    for node in subject.nodes():
        if node.decision in subject.names.decisions:
            reads = set(subject.names.decisions[node.decision][0])
            known = subject.knowledge.before[node.id] | subject.knowledge.local(node, {}).keys()
            for name in sorted((reads & exists) - known):
                yield subject.fault(RULE, node, *_texts(f"De beslissing leest '{name}'", name, subject))


def _texts(what: str, name: str, subject: Subject) -> tuple[str, str]:
    setters = [
        node for node in subject.nodes() if name in subject.knowledge.sets(node, subject.knowledge.types)
    ]
    later = ", ".join(f"'{_called(node)}'" for node in setters[:3])
    message = f"{what}, maar geen stap op de weg hiernaartoe vraagt dat." + (
        f" Het komt pas in {later}." if later else ""
    )
    return message, "Vraag het in een eerder formulier, of zet deze stap later."


def _called(node: Node) -> str:
    return node.name or node.id
