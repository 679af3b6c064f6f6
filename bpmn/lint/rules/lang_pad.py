"""A path stays within what the engine can carry."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.graph import followers
from bpmn.lint.subject import Subject
from bpmn.ordering import depths, forward_order

RULE = "lang-pad"
LONGEST = 300


def check(subject: Subject) -> Iterator[Finding]:
    after = followers(subject.process)
    first = sorted(after, key=lambda node: bool(subject.process.nodes[node].incoming))
    depth = depths(forward_order(first, after), after)
    deepest = max(depth, key=lambda node: depth[node], default="")
    if deepest and depth[deepest] >= LONGEST:
        message = f"Hier komen {depth[deepest] + 1} elementen achter elkaar; hoogstens {LONGEST} kan."
        yield subject.fault(
            RULE,
            subject.process.nodes[deepest],
            message,
            "Zet een deel van de stappen in een deelroute (call activity).",
        )
