"""Every expression can be read, uses names that exist, and compares like with like."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "expressie"


def check(subject: Subject) -> Iterator[Finding]:
    for site, checked in subject.expressions:
        for problem in checked.problems:
            if problem.about_choice:
                continue
            advice = problem.advice or "Verander de uitdrukking."
            yield subject.fault_in(RULE, site, f"{site.what} `{site.text[:120]}`: {problem.message}", advice)
