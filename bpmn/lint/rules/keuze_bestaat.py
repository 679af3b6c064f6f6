"""A text that is compared with a choice is one of the options of that choice."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "keuze-bestaat"


def check(subject: Subject) -> Iterator[Finding]:
    for site, checked in subject.expressions:
        for problem in checked.problems:
            if problem.about_choice:
                message = f"{site.what} `{site.text[:120]}`: {problem.message}"
                yield subject.fault_in(RULE, site, message, problem.advice)
