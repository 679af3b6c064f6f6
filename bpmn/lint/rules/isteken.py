"""An expression begins with an equals sign, or other tools read it as plain text."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.files import about
from bpmn.model import Model

RULE = "isteken"


def check_file(model: Model) -> Iterator[Finding]:
    for element, text, line in model.bare:
        message = f"De uitdrukking '{text[:60]}' begint niet met een is-teken. Andere programma's lezen haar als tekst."
        yield about(model, RULE, "waarschuwing", (element, line), (message, f"Schrijf: ={text[:60]}"))
