"""There is a process that can run, and it is called as its file."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from bpmn.findings import Finding
from bpmn.lint.files import about
from bpmn.model import Model

RULE = "uitvoerbaar"


def check_file(model: Model) -> Iterator[Finding]:
    running = [process for process in model.processes.values() if process.executable]
    if not running:
        texts = (
            "In dit bestand staat geen uitvoerbaar proces.",
            "Zet bij het proces 'Executable' (uitvoerbaar) aan.",
        )
        process = next(iter(model.processes.values()), None)
        yield about(
            model, RULE, "fout", (process.id if process else "", process.line if process else 1), texts
        )
        return
    stem = PurePosixPath(model.file).stem
    if stem not in (process.id for process in running):
        message = f"Het bestand heet '{stem}', maar geen uitvoerbaar proces heeft die id."
        advice = f"Geef het proces de id '{stem}', of noem het bestand '{running[0].id}.bpmn'."
        yield about(model, RULE, "fout", (running[0].id, running[0].line), (message, advice))
