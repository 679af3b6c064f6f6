"""What hangs on a switch, and what the law asks of it."""

from collections.abc import Iterator

from bpmn.findings import Finding
from bpmn.switching import switches_in
from config import switching
from config.regions import Region, Switch
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.letter_checks import letters_of
from engine.definitions.naming import drawn_nodes
from engine.definitions.reading import whole_region
from forms.model import every_field

FILE = "region.toml"
BELOW_THE_LAW = "wettelijk-minimum"


def check_switches(definition: Definition) -> Iterator[Finding]:
    """Every switch is there and something hangs on it; one that carries what the law asks is not off without a word."""
    region = whole_region(definition.bundle)
    yield from _check_there(definition, region)
    used = used_switches(definition, region)
    for switch in region.switches.values():
        if switch.id not in used:
            yield warning(
                "schakelaar-gebruikt",
                f'Niets hangt aan de schakelaar "{switch.id}".',
                "Zet hem op een element, stroom, veld, brief of pagina, of haal hem weg.",
                Place(FILE, element=switch.id),
            )
        if switch.id in definition.off and switch.legal:
            yield below_the_law(switch, definition, Place(FILE, element=switch.id))


def below_the_law(switch: Switch, definition: Definition, place: Place) -> Finding:
    """A switch that is off and carries what the law asks at least. `legal` may be a rule of rules.toml: then its words."""
    rule = next((one for one in definition.rules if one.id == switch.legal), None)
    words = f"{switch.legal} ({' '.join(rule.quotes)})" if rule and rule.quotes else switch.legal
    return warning(
        BELOW_THE_LAW,
        f'De schakelaar "{switch.id}" ({switch.name}) staat uit. Dan mist wat wettelijk ten minste moet: {words}.',
        "Zet de schakelaar aan, of schrijf bij het publiceren op waarom het hier zonder kan.",
        place,
    )


def used_switches(definition: Definition, region: Region) -> set[str]:
    """The switches on which something hangs."""
    drawn = {name for model in definition.models.values() for name in switches_in(model)}
    asked = {field.switch for form in definition.forms.values() for field in every_field(form.fields)}
    sent = {switch for letter in definition.letters.values() for switch in letter.switches}
    return drawn | asked | sent | {switch for _, switch in switching.named(region)}


def _check_there(definition: Definition, region: Region) -> Iterator[Finding]:
    """The linter looks at the diagrams, and the check of forms at the fields."""
    places = [(switch, Place(FILE, element=at)) for at, switch in switching.named(region)]
    places += [(switch, Place(one.file, 1)) for one in definition.letters.values() for switch in one.switches]
    for switch, place in places:
        if switch not in region.switches:
            message = (
                f'De schakelaar "{switch}" staat niet in region.toml.{did_you_mean(switch, region.switches)}'
            )
            yield fault("schakelaar-bestaat", message, "Verbeter de naam, of zet de schakelaar erbij.", place)
    hanging = {one.id for one in definition.letters.values() if one.switch}
    for node in drawn_nodes(definition):
        if node.kind == "endEvent" and hanging & set(letters_of(node)):
            yield fault(
                "brief-kan-niet-weg",
                f'Het einde "{node.name or node.id}" verstuurt een brief met een schakelaar, maar een einde kan niet wegvallen.',
                "Zet voor het einde een verzendtaak, en haal de brief van het einde.",
                Place(next(iter(_files_with(node.id, definition)), FILE), node.line, node.id),
            )


def _files_with(element: str, definition: Definition) -> Iterator[str]:
    for file, model in definition.models.items():
        if any(element in process.nodes for process in model.processes.values()):
            yield file
