"""Findings about a file as a whole, before any process is looked at."""

from bpmn.findings import Finding, Level
from bpmn.model import Model


def about(model: Model, rule: str, level: Level, place: tuple[str, int], texts: tuple[str, str]) -> Finding:
    """A finding at `place` (id of the element, line) with `texts` (what is wrong, what to do)."""
    element, line = place
    name = next(
        (
            found.name
            for process in model.processes.values()
            for found in [process.nodes.get(element)]
            if found
        ),
        "",
    )
    return Finding(rule, level, *texts, model.file, line or None, element, name)
