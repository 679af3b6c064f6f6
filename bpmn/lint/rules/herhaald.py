"""A property or extension element stands once on an element."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.files import about
from bpmn.model import Model

RULE = "herhaald"


def check_file(model: Model) -> Iterator[Finding]:
    for element, what, line in model.repeated:
        texts = f"'{what}' staat hier twee keer; alleen de eerste telt.", "Haal er een weg."
        yield about(model, RULE, "fout", (element, line), texts)
