"""What is drawn but does not run is said, so that nobody counts on it."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.files import about
from bpmn.model import Model

RULE = "alleen-tekening"
_WORDS = {
    "dataObject": "gegevensobject",
    "dataObjectReference": "gegevensobject",
    "dataStoreReference": "gegevensopslag",
}


def check_file(model: Model) -> Iterator[Finding]:
    for kind, element, line in model.leftovers:
        if kind == "dataObject":  # its reference is what stands in the drawing
            continue
        message = (
            f"Een {_WORDS.get(kind, kind)} doet niets als de route loopt: het staat alleen in de tekening."
        )
        advice = "Gegevens komen uit formulieren, scripts en beslissingen. Gebruik die als de route dit nodig heeft."
        yield about(model, RULE, "waarschuwing", (element, line), (message, advice))
