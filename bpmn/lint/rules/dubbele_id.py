"""Every id stands once."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.files import about
from bpmn.model import Model

RULE = "dubbele-id"


def check_file(model: Model) -> Iterator[Finding]:
    for element, line in model.duplicates:
        texts = f"De id '{element}' staat vaker in dit bestand.", "Geef een van de twee een andere id."
        yield about(model, RULE, "fout", (element, line), texts)
