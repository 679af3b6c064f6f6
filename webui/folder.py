"""A region's folder as it lies on disk now, beside what is published."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bpmn.comparing import Change, compare
from bpmn.drawing import Mark, draw
from bpmn.errors import ModelError
from bpmn.findings import Finding
from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition, RouteDefinition


@dataclass(frozen=True)
class FileChange:
    """One file that differs. `kind` is "nieuw", "weg" or "gewijzigd"; `changes` are those of a diagram."""

    name: str
    kind: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A route as it lies on disk, drawn with its findings."""

    route: RouteDefinition
    svg: Markup
    findings: tuple[Finding, ...]


def differences(published: Definition, now: Definition) -> list[FileChange]:
    """What changed in the files since the published version, by name."""
    old, new = published.bundle.files, now.bundle.files
    found = []
    for name in sorted({*old, *new}):
        if name not in old:
            found.append(FileChange(name, "nieuw"))
        elif name not in new:
            found.append(FileChange(name, "weg"))
        elif old[name] != new[name]:
            found.append(FileChange(name, "gewijzigd", _of_diagram(name, published, now)))
    return found


def _of_diagram(name: str, published: Definition, now: Definition) -> tuple[Change, ...]:
    if name in published.models and name in now.models:
        return tuple(compare(published.models[name], now.models[name]))
    return ()


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
        svg = draw(bundle.files[route.file], route.process.id, _marks(mine), route.name, _description(mine))
    except ModelError:
        return None
    return Picture(route, Markup(svg), mine)


def _marks(findings: tuple[Finding, ...]) -> Mapping[str, Mark]:
    marks: dict[str, Mark] = {}
    for finding in findings:
        if finding.element and marks.get(finding.element) != "error":
            marks[finding.element] = "error" if finding.level == "fout" else "warning"
    return marks


def _description(findings: tuple[Finding, ...]) -> str:
    return "; ".join(f"{finding.name or finding.element}: {finding.message}" for finding in findings)
