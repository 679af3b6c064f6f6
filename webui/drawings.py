"""The routes of a region's folder as it lies on disk now, drawn with what the check found."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bpmn.drawing import Mark, draw
from bpmn.errors import ModelError
from bpmn.findings import Finding
from bpmn.model import Process
from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition, RouteDefinition


@dataclass(frozen=True)
class Picture:
    """A route as it lies on disk, drawn with its findings."""

    route: RouteDefinition
    svg: Markup
    findings: tuple[Finding, ...]


def pictures(definition: Definition, findings: list[Finding]) -> list[Picture]:
    """Every route that can be drawn."""
    return [
        picture
        for route in definition.routes.values()
        if (picture := _picture(definition.bundle, route, findings)) is not None
    ]


def _picture(bundle: Bundle, route: RouteDefinition, findings: list[Finding]) -> Picture | None:
    mine = tuple(finding for finding in findings if finding.file == route.file)
    try:
        svg = draw(
            bundle.files[route.file],
            route.process.id,
            _marks(mine, route.process),
            route.name,
            _description(mine),
        )
    except ModelError:
        return None
    return Picture(route, Markup(svg), mine)


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
