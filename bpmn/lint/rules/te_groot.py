"""The whole route could be walked."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject

RULE = "te-groot"


def check(subject: Subject) -> Iterator[Finding]:
    if not subject.explored.complete:
        message = (
            f"Deze route is te groot om helemaal na te lopen (meer dan {subject.explored.states} standen)."
        )
        yield subject.warning(
            RULE, subject.process, message, "Zet delen in een deelroute, of houd minder paden tegelijk open."
        )
