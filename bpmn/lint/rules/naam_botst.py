"""A name that lives inside a step does not hide a fact."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "naam-botst"


def check(subject: Subject) -> Iterator[Finding]:
    facts = subject.knowledge.types.keys() | subject.knowledge.texts
    fields = {key for form in subject.names.forms.values() for key in form}
    for node in subject.nodes():
        loop = node.loop
        inner = [row.target for row in node.inputs] + (
            [loop.item or "item"] if loop and loop.kind != "standard" else []
        )
        for name in inner:
            if name in facts:
                advice = "Geef het binnen deze stap een andere naam."
                yield subject.fault(
                    RULE, node, f"De naam '{name}' binnen deze stap is ook de naam van een feit.", advice
                )
        for name in [loop.output_collection] if loop and loop.output_collection else []:
            if name in fields or name in inner:
                advice = "Geef de lijst van uitkomsten een eigen naam."
                yield subject.fault(RULE, node, f"De lijst '{name}' heet net zo als een veld.", advice)
