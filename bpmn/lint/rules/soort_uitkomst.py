"""An expression gives what its place asks: a moment, a span, a list, a number."""

from collections.abc import Iterator

from bpmn.feel.types import FeelType
from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "soort-uitkomst"


def check(subject: Subject) -> Iterator[Finding]:
    for site, checked in subject.expressions:
        kind = checked.type.kind
        if (
            not site.wanted
            or site.wanted == ("boolean",)
            or checked.problems
            or kind in ("any", *site.wanted)
        ):
            continue
        wanted = " of ".join(FeelType(each).in_dutch() for each in site.wanted)
        message = f"{site.what} `{site.text[:120]}` geeft {checked.type.in_dutch()}."
        yield subject.fault_in(RULE, site, message, f"Hier hoort {wanted}.")
