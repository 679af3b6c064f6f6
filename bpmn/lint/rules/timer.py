"""A timer has a time that exists: a date, a span or a repetition after ISO 8601, or FEEL."""

import re
from collections.abc import Iterator

from bpmn.feel.temporal import read_date, read_date_time
from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.model import Event

RULE = "timer"
_EXAMPLES = {
    "date": "2026-12-01, 2026-12-01T09:00:00 of een uitdrukking met een is-teken ervoor",
    "duration": "P14D (veertien dagen), PT36H (36 uur) of een uitdrukking met een is-teken ervoor",
    "cycle": "R/P7D (elke week), R3/P1M (drie keer, elke maand) of een uitdrukking met een is-teken ervoor",
}
_SPAN = re.compile(
    r"P(?=[0-9T])([0-9]{1,4}Y)?([0-9]{1,4}M)?([0-9]{1,4}W)?([0-9]{1,5}D)?"
    r"(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,8}(\.[0-9]{1,6})?S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>[0-9]{0,4})/(?:(?P<start>[^/]+)/)?(?P<period>P[^/]+)")


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        event = node.event
        if event is not None and event.kind == "timer" and not event.is_feel and "${" not in event.expression:
            if not event.timer or not event.expression:
                yield subject.fault(
                    RULE, node, "Deze timer heeft geen tijd.", "Vul een datum, duur of herhaling in."
                )
            elif not _exists(event):
                message = f"'{event.expression[:60]}' is hier geen geldige tijd."
                yield subject.fault(RULE, node, message, f"Schrijf bijvoorbeeld {_EXAMPLES[event.timer]}.")
            elif event.timer == "cycle" and _is_hurried(event.expression):
                advice = "Neem ten minste een minuut; meestal is een dag of een week bedoeld."
                yield subject.fault(RULE, node, "Deze herhaling gaat vaker af dan elke minuut.", advice)
            elif event.timer == "cycle" and node.kind == "intermediateCatchEvent":
                advice = "Gebruik een duur, of zet de herhaling op de rand van een stap."
                yield subject.fault(RULE, node, "Een herhaling kan niet tussen twee stappen staan.", advice)
        if (
            node.due
            and not node.due_is_feel
            and "${" not in node.due
            and not _is_moment(node.due)
            and not _is_span(node.due)
        ):
            message = f"'{node.due[:60]}' is geen geldige uiterste datum."
            yield subject.fault(
                RULE,
                node,
                message,
                "Schrijf een duur zoals P14D, of een uitdrukking met een is-teken ervoor.",
            )


def _exists(event: Event) -> bool:
    if event.timer == "date":
        return _is_moment(event.expression)
    if event.timer == "duration":
        return _is_span(event.expression)
    found = _CYCLE.fullmatch(event.expression)
    if found is None or not _is_span(found["period"]) or not re.search("[1-9]", found["period"]):
        return False
    if found["times"] and not int(found["times"]):
        return False
    return not found["start"] or _is_moment(found["start"])


def _is_hurried(cycle: str) -> bool:
    """Whether a repetition comes within a minute: with seconds alone, and fewer than sixty."""
    period = cycle.rpartition("/")[2]
    if re.search(r"[1-9][0-9]*[YMWDH]", period):
        return False
    seconds = re.search(r"([0-9.]+)S", period)
    return seconds is not None and float(seconds[1]) < 60


def _is_moment(text: str) -> bool:
    return read_date(text) is not None or read_date_time(text) is not None


def _is_span(text: str) -> bool:
    return _SPAN.fullmatch(text) is not None
