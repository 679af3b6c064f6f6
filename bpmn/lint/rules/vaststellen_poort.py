"""A document is put in force only where a gateway asked about the consents that it needs."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import names_in
from bpmn.model import Node

RULE = "vaststellen-poort"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes("serviceTask"):
        for part in names_in(node.headers.get("vereist", "")) if node.job == "vaststellen" else ():
            fact = f"stukken.{node.headers.get('stuk', '')}.{part}"
            if _reached_without(subject, node, fact):
                yield subject.warning(
                    RULE,
                    node,
                    f"Hier komt de zaak ook zonder instemming met '{part}', en dan loopt zij vast.",
                    f'Zet er een poort voor met de voorwaarde {fact} = "gegeven".',
                )


def _reached_without(subject: Subject, goal: Node, fact: str) -> bool:
    """Whether there is a way to `goal` on which no gateway looked at `fact`."""
    process = subject.process
    waiting = [node.id for node in process.inside(goal.parent) if not node.incoming]
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        if name == goal.id:
            return True
        flows = subject.out(process.nodes[name])
        asks = any(fact in flow.condition for flow in flows)
        after = [] if asks else [flow.target for flow in flows]
        after += [event.id for event in process.boundary_events(name)]
        fresh = [one for one in after if one in process.nodes and one not in seen]
        seen.update(fresh)
        waiting += fresh
    return False
