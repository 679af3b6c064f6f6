"""Every scope begins at exactly one start event, of a kind that can run."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.supported import EVENT_SUB_PROCESS_STARTS, EVENT_WORDS, PROCESS_STARTS, SUB_PROCESS_STARTS
from bpmn.model import Node, Process

RULE = "begin"


def check(subject: Subject) -> Iterator[Finding]:
    for scope in subject.scopes():
        starts = [node for node in subject.process.inside(scope.id) if node.kind == "startEvent"]
        if len(starts) != 1:
            message = f"Hier {'staat geen startelement' if not starts else f'staan {len(starts)} startelementen'}; precies één is nodig."
            advice = (
                "Teken een startelement."
                if not starts
                else "Houd er één over en zet er een poort achter als er meer begin is."
            )
            yield subject.fault(RULE, starts[1] if starts else scope, message, advice)
        for start in starts:
            yield from _start(subject, scope, start)


def _start(subject: Subject, scope: Node | Process, start: Node) -> Iterator[Finding]:
    kind = start.event.kind if start.event else "none"
    allowed, advice = _allowed(scope)
    if kind not in allowed:
        message = f"Hier kan geen startelement met '{EVENT_WORDS.get(kind, kind)}' staan."
        yield subject.fault(RULE, start, message, advice)
    if start.incoming:
        yield subject.fault(
            RULE,
            start,
            "Naar een startelement kan geen stroom lopen.",
            "Laat de stroom naar de eerste stap lopen.",
        )
    if not start.outgoing:
        yield subject.fault(
            RULE, start, "Na dit startelement komt niets.", "Trek een stroom naar de eerste stap."
        )


def _allowed(scope: Node | Process) -> tuple[tuple[str, ...], str]:
    if isinstance(scope, Process):
        return (
            PROCESS_STARTS,
            "Gebruik een gewoon startelement; wie mag beginnen staat in de eigenschap 'rol'.",
        )
    if scope.by_event:
        return EVENT_SUB_PROCESS_STARTS, "Laat de handeling met een bericht of een tijd beginnen."
    return SUB_PROCESS_STARTS, "Gebruik in een deelproces een gewoon startelement."
