"""A condition is true or false."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "voorwaarde-waar"


def check(subject: Subject) -> Iterator[Finding]:
    for site, checked in subject.expressions:
        if (
            site.wanted == ("boolean",)
            and not checked.problems
            and checked.type.kind not in ("boolean", "any")
        ):
            message = f"{site.what} `{site.text[:120]}` is geen vraag met ja of nee, maar {checked.type.in_dutch()}."
            yield subject.fault_in(
                RULE, site, message, 'Vergelijk met een waarde, bijvoorbeeld: besluit = "ja".'
            )
