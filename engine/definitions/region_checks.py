"""What region.toml and the diagrams say about each other: roles, lanes, phases, switches, pages, documents."""

from collections.abc import Iterator

from bpmn.findings import Finding
from config.tables import did_you_mean
from engine.definitions.definition import Definition, RouteDefinition, Step
from engine.definitions.finding import fault, warning
from engine.definitions.today import SCHOOL_TYPES

FILE = "region.toml"
_FOR_PEOPLE = ("userTask", "manualTask", "task")


def check_region(definition: Definition) -> Iterator[Finding]:
    """Everything that stands in region.toml is used, and what it names exists."""
    region = definition.region
    if region.id != definition.bundle.region:
        yield fault(
            "regio-id",
            f'De id is "{region.id}", maar de map heet "{definition.bundle.region}".',
            "Geef de map en de id dezelfde naam.",
            FILE,
        )
    if not definition.routes:
        yield fault(
            "regio-zonder-route", "De regio heeft geen route.", "Zet een BPMN-bestand in de map.", FILE
        )
    yield from _check_lanes(definition)
    yield from _check_routes_named(definition)
    yield from _check_switches(definition)


def check_steps(route: RouteDefinition, definition: Definition) -> Iterator[Finding]:
    """Somebody can do every step, and what a step names in region.toml exists."""
    yield from _check_start(route, definition)
    for step in route.steps.values():
        file = file_of(step.process, definition)
        if step.node.kind in _FOR_PEOPLE or step.id in route.acts:
            yield from _check_roles(step, definition, file)
        if step.criteria and step.criteria not in definition.region.documents:
            yield fault(
                "criteria-bestaat",
                f'Het document "{step.criteria}" staat niet onder [documenten].'
                f"{did_you_mean(step.criteria, definition.region.documents)}",
                "Verbeter de naam of zet het document in region.toml.",
                file,
                step.node.line,
                step.id,
            )
        if step.node.job == "nummer" and step.node.headers.get("reeks", "") not in definition.region.numbers:
            yield fault(
                "reeks-bestaat",
                f'De reeks "{step.node.headers.get("reeks", "")}" staat niet onder [nummers].',
                "Verbeter de kop `reeks` of zet de reeks in region.toml.",
                file,
                step.node.line,
                step.id,
            )


def file_of(process: str, definition: Definition) -> str:
    return next((file for file, model in definition.models.items() if process in model.processes), "")


def _check_lanes(definition: Definition) -> Iterator[Finding]:
    drawn = {
        lane
        for model in definition.models.values()
        for process in model.processes.values()
        for lane in process.lanes
    }
    for lane in definition.region.lanes:
        if lane not in drawn:
            yield warning(
                "baan-bestaat",
                f'Geen tekening heeft een baan "{lane}".{did_you_mean(lane, drawn)}',
                "Haal de regel onder [banen] weg of verbeter de naam.",
                FILE,
            )


def _check_routes_named(definition: Definition) -> Iterator[Finding]:
    named = [
        *((f"fase {phase.id}", phase.routes) for phase in definition.region.phases),
        *((f"pagina {page.id}", page.routes) for page in definition.region.pages.values()),
    ]
    for what, routes in named:
        for route in routes:
            if route not in definition.routes:
                yield fault(
                    "route-bestaat",
                    f'Bij {what} staat de route "{route}", maar die is er niet.{did_you_mean(route, definition.routes)}',
                    "Verbeter de naam of haal haar weg.",
                    FILE,
                )


def _check_switches(definition: Definition) -> Iterator[Finding]:
    used = {
        node.properties.get("schakelaar", "")
        for model in definition.models.values()
        for process in model.processes.values()
        for node in process.nodes.values()
    }
    for switch in definition.region.switches:
        if switch not in used and not any(
            b'"' + switch.encode() + b'"' in data for _, data in definition.bundle.named(".form")
        ):
            yield warning(
                "schakelaar-gebruikt",
                f'Niets hangt aan de schakelaar "{switch}".',
                "Zet hem op een element of veld, of haal hem weg.",
                FILE,
            )


def _check_start(route: RouteDefinition, definition: Definition) -> Iterator[Finding]:
    yield from _check_roles(route.steps[route.start.id], definition, route.file)
    for kind in route.school_kinds:
        if kind not in SCHOOL_TYPES:
            yield fault(
                "schoolsoort-bestaat",
                f'"{kind}" is geen soort school.{did_you_mean(kind, SCHOOL_TYPES)}',
                f"Kies uit: {', '.join(SCHOOL_TYPES)}.",
                route.file,
                route.start.line,
                route.start.id,
            )


def _check_roles(step: Step, definition: Definition, file: str) -> Iterator[Finding]:
    region = definition.region
    what = "begint hier" if step.node.kind == "startEvent" else "doet deze stap"
    if not step.roles:
        yield fault(
            "niemand",
            f"Niemand {what}: er staat geen rol bij en de baan heeft geen rol.",
            "Zet een rol bij het element, of zet de baan in region.toml onder [banen].",
            file,
            step.node.line,
            step.id,
        )
    for role in step.roles:
        if role in region.roles and region.roles[role].designs:
            yield fault(
                "ontwerper-doet-niets",
                f'De rol "{role}" ontwerpt en ziet geen zaken, maar {what}.',
                "Kies een andere rol.",
                file,
                step.node.line,
                step.id,
            )
    lane_role = region.lanes.get(step.node.lane)
    if step.node.groups and lane_role and lane_role not in step.node.groups:
        yield warning(
            "baan-en-rol",
            f'De stap ligt in de baan "{step.node.lane}" ({lane_role}), maar {", ".join(step.node.groups)} {what}.',
            "Leg de stap in de baan van wie hem doet, of haal de rol weg.",
            file,
            step.node.line,
            step.id,
        )
