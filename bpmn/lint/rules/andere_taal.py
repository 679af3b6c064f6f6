"""Expressions are FEEL; other languages are refused by name."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.expressions import sites
from bpmn.lint.subject import Subject
from bpmn.lint.supported import SCRIPT_LANGUAGES

RULE = "andere-taal"
_ADVICE = "Schrijf de uitdrukking in FEEL, met een is-teken ervoor."


def check(subject: Subject) -> Iterator[Finding]:
    for flow in subject.process.flows.values():
        if flow.language:
            yield subject.fault(RULE, flow, f"Deze voorwaarde is in '{flow.language}' geschreven.", _ADVICE)
    for node in subject.nodes():
        if node.script and node.script_format.lower() not in SCRIPT_LANGUAGES:
            yield subject.fault(
                RULE,
                node,
                f"Dit script is in '{node.script_format}' geschreven; dat wordt nooit uitgevoerd.",
                _ADVICE,
            )
        for text in (
            node.due,
            node.assignee,
            *node.groups,
            node.called,
            node.decision,
            node.event.expression if node.event else "",
        ):
            if "${" in text or "#{" in text:
                yield subject.fault(RULE, node, f"'{text[:60]}' is geen FEEL maar een andere taal.", _ADVICE)
    for site in sites(subject.process):
        if "${" in site.text or "#{" in site.text:
            yield subject.fault_in(
                RULE,
                site,
                f"{site.what} '{site.text[:60]}' is geen FEEL maar een andere taal.",
                _ADVICE,
            )
