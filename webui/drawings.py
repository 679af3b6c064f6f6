"""The routes of a region's folder, and what they call, as it lies on disk now, drawn with what the check found."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bpmn.drawing import Mark, draw
from bpmn.errors import ModelError
from bpmn.findings import Finding
from bpmn.model import Process
from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition


@dataclass(frozen=True)
class Picture:
    """A process as it lies on disk, drawn with its findings."""

    name: str
    file: str
    svg: Markup
    findings: tuple[Finding, ...]


def pictures(definition: Definition, findings: list[Finding]) -> list[Picture]:
    """Every route that can be drawn, and then every process that they call."""
    routes = [(route.name, route.file, route.process) for route in definition.routes.values()]
    begun = {process.id for _, _, process in routes}
    called = [
        (process.name or process.id, file, process)
        for file, model in definition.models.items()
        for process in model.processes.values()
        if process.id not in begun
    ]
    drawn = (
        _picture(definition.bundle, name, file, process, findings) for name, file, process in routes + called
    )
    return [picture for picture in drawn if picture is not None]


def _picture(
    bundle: Bundle, name: str, file: str, process: Process, findings: list[Finding]
) -> Picture | None:
    mine = tuple(finding for finding in findings if finding.file == file)
    try:
        svg = draw(bundle.files[file], process.id, _marks(mine, process), name, _description(mine))
    except ModelError:
        return None
    return Picture(name, file, Markup(svg), mine)


def _marks(findings: tuple[Finding, ...], process: Process) -> Mapping[str, Mark]:
    """The worst of each element. Of a line between two elements, the one it leaves is marked: a line has no room."""
    marks: dict[str, Mark] = {}
    for finding in findings:
        flow = process.flows.get(finding.element)
        element = flow.source if flow else finding.element
        if element and marks.get(element) != "error":
            marks[element] = "error" if finding.level == "fout" else "warning"
    return marks


def _description(findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{finding.name or finding.element}: {finding.message}" for finding in findings)
