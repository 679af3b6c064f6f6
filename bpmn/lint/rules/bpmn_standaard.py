"""The file keeps to the XML schemas of BPMN 2.0."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.files import about
from bpmn.model import Model

RULE = "bpmn-standaard"


def check_file(model: Model) -> Iterator[Finding]:
    for line, message in model.deviations:
        advice = "Bewaar het model opnieuw in de modelleer-app, of herstel deze regel met de hand."
        yield about(model, RULE, "waarschuwing", ("", line), (message, advice))
