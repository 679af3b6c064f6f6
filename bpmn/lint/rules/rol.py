"""Of every task of a person it is clear which role does it, and that role exists."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import names_in
from bpmn.model import Node

RULE = "rol"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.people_tasks():
        yield from _who(subject, node)
    for node in subject.nodes():
        for role in (*node.groups, *names_in(node.properties.get("rol", ""))):
            if role not in subject.names.roles:
                yield subject.fault(
                    RULE, node, f"De rol '{role}' bestaat niet in deze regio.", _known(subject)
                )


def _who(subject: Subject, node: Node) -> Iterator[Finding]:
    by_lane = subject.names.lanes.get(node.lane, "")
    if node.groups and by_lane and by_lane not in node.groups:
        message = f"De taak noemt {', '.join(node.groups)}, maar de baan '{node.lane}' is van {by_lane}."
        yield subject.warning(
            RULE, node, message, "Zet de taak in de goede baan, of haal de rol bij de taak weg."
        )
    if node.groups or by_lane:
        return
    if node.lane and node.lane not in subject.names.lanes:
        message = (
            f"Van de baan '{node.lane}' is niet bekend welke rol hij is, en de taak noemt zelf geen rol."
        )
        yield subject.fault(
            RULE, node, message, "Zet de baan in region.toml onder [banen], of vul candidateGroups in."
        )
    elif subject.is_route:  # in a route that is only called, the roles of the call count
        yield subject.fault(
            RULE,
            node,
            "Er staat niet wie deze taak doet.",
            "Vul candidateGroups in, of zet de taak in een baan.",
        )


def _known(subject: Subject) -> str:
    return (
        f"Kies uit: {', '.join(sorted(subject.names.roles))}."
        if subject.names.roles
        else "Zet de rol in region.toml."
    )
