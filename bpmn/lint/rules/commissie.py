"""A step that a committee decides about names one that exists, is for who chairs it, and says what the votes come to."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.subject import Subject
from bpmn.lint.words import COMMITTEE, COMMITTEE_DECIDES, NAMED_IN, decision_of, names_in
from bpmn.model import Node

RULE = "commissie"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes():
        for message, advice in (*_asked(subject, node), *_decided(subject, node)):
            yield subject.fault(RULE, node, message, advice)


def _asked(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    name = node.properties.get(COMMITTEE)
    if name is None:
        return
    chair = subject.names.committees.get(name)
    if chair is None:
        known = ", ".join(sorted(subject.names.committees))
        advice = f"Kies uit: {known}." if known else "Zet haar in region.toml onder [commissies]."
        yield f"De commissie '{name}' bestaat niet.", advice
    elif chair not in (node.groups or (subject.names.lanes.get(node.lane),)):
        message = f"De voorzitter van de commissie (rol '{chair}') mag deze stap niet doen, dus niemand sluit het punt."
        yield message, "Zet de rol van de voorzitter bij de rollen van deze taak."
    if node.loop is not None:
        message = "Een stap met een commissie herhaalt niet: de leden stemmen op de agenda."
        yield message, "Haal de herhaling weg."
    relations = names_in(node.properties.get("relatie", ""))
    if any(one == "partij" or one.startswith(NAMED_IN) for one in relations):
        yield "Een stap met een commissie is niet voor één persoon.", "Haal die relatie weg."


def _decided(subject: Subject, node: Node) -> Iterator[tuple[str, str]]:
    if COMMITTEE_DECIDES not in node.properties:
        return
    rule = decision_of(node)
    if COMMITTEE not in node.properties:
        yield f"'{COMMITTEE_DECIDES}' hoort bij 'commissie'.", "Zeg welke commissie hierover stemt."
    if rule is None:
        yield (
            f"'{COMMITTEE_DECIDES}' zegt niet wat het besluit is als de leden voor of tegen stemmen.",
            "Schrijf <veld>: <waarde voor>, <waarde tegen>. Meer waarden met een streep: toegekend | deels.",
        )
    elif rule.field not in subject.names.forms.get(node.form, {}):
        yield (
            f"'{COMMITTEE_DECIDES}' noemt het veld '{rule.field}', maar dat staat niet in het formulier.",
            "Kies een veld van dit formulier.",
        )
