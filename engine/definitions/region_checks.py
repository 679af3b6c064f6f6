"""What region.toml says about the routes, and who may begin: what the linter of one diagram does not see."""

import re
from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.lint.supported import PERSON_TASKS
from bpmn.switching import switches_of
from config.regions import words_named
from config.tables import did_you_mean
from engine.definitions.bundle import SHARED
from engine.definitions.definition import Definition, Step
from engine.definitions.finding import Place, fault, warning
from engine.definitions.naming import facts_of
from engine.definitions.steps import called_by
from forms.model import questions

FILE = "region.toml"


def check_region(definition: Definition) -> Iterator[Finding]:
    """Everything that stands in region.toml is used, and what it names exists."""
    region = definition.region
    if region.id != definition.bundle.region:
        yield fault(
            "regio-id",
            f'De id is "{region.id}", maar de map heet "{definition.bundle.region}".',
            "Geef de map en de id dezelfde naam.",
            Place(FILE),
        )
    if not definition.routes:
        yield fault(
            "regio-zonder-route", "De regio heeft geen route.", "Zet een BPMN-bestand in de map.", Place(FILE)
        )
    yield from _check_tried(definition)
    yield from _check_peopled(definition)
    yield from _check_reached(definition)
    yield from _check_lanes(definition)
    yield from _check_routes_named(definition)
    yield from _check_masks(definition)
    yield from _check_words(definition)


def check_roles(definition: Definition) -> Iterator[Finding]:
    """Somebody can begin each route and act, and who only designs does nothing. The linter looks at the tasks."""
    for route in definition.routes.values():
        for step in route.steps.values():
            if step.id == route.start.id or step.id in route.acts or step.node.kind in PERSON_TASKS:
                yield from _check_roles(step, definition)


def _check_tried(definition: Definition) -> Iterator[Finding]:
    """A region without rehearsals can be published, but nobody knows whether it does what it should."""
    if not any(name.startswith("rehearsals/") for name in definition.bundle.files):
        yield warning(
            "regio-zonder-repetities",
            "Er zijn geen repetities: niemand speelde na of de route doet wat zij moet doen.",
            "Schrijf er ten minste een in de map rehearsals/, en zet de regels van uw tekst in rules.toml.",
            Place("rehearsals"),
        )


def _check_peopled(definition: Definition) -> Iterator[Finding]:
    if not definition.bundle.today:
        yield warning(
            "regio-zonder-mensen",
            "Er is geen map today/: een repetitie heeft mensen en scholen nodig, en zij moeten ook geladen worden.",
            "Maak today/organisations.toml en today/people.toml.",
            Place("today"),
        )


def _check_reached(definition: Definition) -> Iterator[Finding]:
    """Processes that only call each other are nobody's: no route comes there."""
    if any(finding.level == "fout" for finding in definition.findings):
        return
    processes = {name: one for model in definition.models.values() for name, one in model.processes.items()}
    reached = {
        name
        for route in definition.routes.values()
        for name in called_by(processes[route.id], processes)  # also through what is switched off now
    } | {name for name in processes if is_off(name, definition)}
    for file, model in definition.models.items():
        for process in model.processes.values():
            if process.executable and process.id not in reached and not file.startswith(SHARED):
                yield fault(
                    "proces-bereikt",
                    f'Geen route komt bij het proces "{process.name or process.id}".',
                    "Laat een route het aanroepen, of geef het startelement een formulier of `rol`.",
                    Place(file, process.line, process.id),
                )


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
                Place(FILE),
            )


def _check_routes_named(definition: Definition) -> Iterator[Finding]:
    named = [
        *((f"fase {phase.id}", phase.routes) for phase in definition.region.phases),
        *((f"pagina {page.id}", page.routes) for page in definition.region.pages.values()),
        *((f"tabblad {tab.id}", tab.routes) for tab in definition.region.tabs.values()),
    ]
    for what, routes in named:
        for route in routes:
            if route not in definition.routes and not is_off(route, definition):
                yield fault(
                    "route-bestaat",
                    f'Bij {what} staat de route "{route}", maar die is er niet.{did_you_mean(route, definition.routes)}',
                    "Verbeter de naam of haal haar weg.",
                    Place(FILE),
                )


def _check_masks(definition: Definition) -> Iterator[Finding]:
    """What a number is made of is known, or asked somewhere."""
    asked = {field.key for form in definition.forms.values() for field in questions(form.fields)}
    known = {"swv", "schooljaar", "jaar", "volgnr", *asked, *facts_of(definition)}
    for series in definition.region.numbers.values():
        for name in re.findall(r"\{(\w+)", series.mask):
            if name not in known:
                yield warning(
                    "nummer-masker",
                    f'Het masker van nummer {series.id} noemt "{name}", maar niemand vraagt dat.{did_you_mean(name, known)} '
                    "Daar komt dan niets te staan.",
                    "Verbeter de naam in het masker.",
                    Place(FILE),
                )


def is_off(route: str, definition: Definition) -> bool:
    """Whether a switch that is off took the whole route away."""
    drawn = (model.processes.get(route) for model in definition.models.values())
    return any(not definition.off.isdisjoint(switches_of(one.properties)) for one in drawn if one)


def _check_words(definition: Definition) -> Iterator[Finding]:
    """`{{teksten.<naam>}}` names a text of region.toml."""
    texts = definition.region.texts
    for file, data in definition.bundle.named(".bpmn", ".form", ".md", FILE):
        for line, name in words_named(data.decode(errors="replace")):
            if name not in texts:
                yield fault(
                    "tekst-bestaat",
                    f'Onder [teksten] staat geen "{name}".{did_you_mean(name, texts)}',
                    "Verbeter de naam, of zet de tekst erbij in region.toml.",
                    Place(file, line),
                )


def _check_roles(step: Step, definition: Definition) -> Iterator[Finding]:
    file = next((file for file, model in definition.models.items() if step.process in model.processes), "")
    by_itself = step.process in definition.region.system_routes
    if not step.roles and step.node.kind == "startEvent" and not by_itself:
        yield fault(
            "begin-zonder-rol",
            "Niemand kan dit beginnen: er staat geen rol bij en de baan heeft geen rol.",
            "Vul de eigenschap 'rol' in, of zet de baan in region.toml onder [banen].",
            Place(file, step.node.line, step.id),
        )
    for role in step.roles:
        if role in definition.region.roles and definition.region.roles[role].designs:
            yield fault(
                "ontwerper-doet-niets",
                f"De rol '{role}' ontwerpt en ziet geen zaken, maar moet dit doen.",
                "Kies een andere rol.",
                Place(file, step.node.line, step.id),
            )
