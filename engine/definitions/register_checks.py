"""What [register] of region.toml names: routes, letters and roles that exist, and a route that can begin by itself."""

from collections.abc import Iterator

from bpmn.feel.types import ANY, DATE, NUMBER, STRING, context_of
from bpmn.findings import Finding
from config.register import Register
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning

FILE = "region.toml"
RULE = "register-klopt"
RECEIVERS = ("school",)

_VALUES = {
    "soort": STRING,
    "naam": STRING,
    "school": STRING,
    "schoolnaam": STRING,
    "van": DATE,
    "tot": ANY,
    "uren": NUMBER,
    "bedrag": NUMBER,
    "vorm": STRING,
    "nummer": STRING,
    "kostendrager": STRING,
}
IN_ROUTES = context_of(_VALUES)  # what `register` is in conditions, and in forms besides the pupil
IN_FORMS = context_of({**_VALUES, "leerling": STRING})


def check_registers(definition: Definition) -> Iterator[Finding]:
    """Everything that [register] says about the rest of the region."""
    for kind in definition.region.registers.values():
        yield from _check_routes(kind, definition)
        yield from _check_letter(kind, definition)
        yield from _check_use(kind, definition)


def _check_routes(kind: Register, definition: Definition) -> Iterator[Finding]:
    named = {"taak_route": kind.task_route, "vernieuwt": kind.renewed_by, "wijzigt": kind.changed_by}
    for word, route in named.items():
        if route and route not in definition.routes:
            yield _fault(
                f'Bij register {kind.id} staat bij {word} de route "{route}", maar die is er niet.'
                f"{did_you_mean(route, definition.routes)}",
                "Verbeter de naam of haal haar weg.",
            )
    task = definition.routes.get(kind.task_route)
    if task is not None and task.start_form is not None:
        yield _fault(
            f'De route "{task.id}" begint vanzelf, maar heeft een formulier aan het begin. Niemand vult dat in.',
            "Haal het formulier van het startelement en zet het op de eerste taak.",
        )


def _check_letter(kind: Register, definition: Definition) -> Iterator[Finding]:
    if kind.letter and kind.letter not in definition.letters:
        yield _fault(
            f'Bij register {kind.id} staat de brief "{kind.letter}", maar die is er niet.'
            f"{did_you_mean(kind.letter, definition.letters)}",
            f"Maak letters/{kind.letter}.md of verbeter de naam.",
        )
    if kind.letter and not kind.to:
        yield _fault(
            f"Bij register {kind.id} staat niet aan wie de brief gaat.",
            'Vul `aan` in, bijvoorbeeld aan = ["school"].',
        )
    known = [*RECEIVERS, *definition.region.roles]
    for receiver in kind.to:
        if receiver not in known:
            yield _fault(
                f'Bij register {kind.id} staat bij aan "{receiver}".{did_you_mean(receiver, known)}',
                f"Kies uit: {', '.join(known)}.",
            )


def _check_use(kind: Register, definition: Definition) -> Iterator[Finding]:
    """A kind that nothing writes stays empty; a warning that tells nobody anything is none."""
    if kind.warns and not (kind.letter or kind.task_route):
        yield _fault(
            f"Register {kind.id} waarschuwt, maar er is geen brief en geen taak.",
            "Vul `brief` en `aan` in, of `taak_route`.",
        )
    jobs = (
        node
        for model in definition.models.values()
        for process in model.processes.values()
        for node in process.nodes.values()
    )
    if not any(node.job == "register" and node.headers.get("soort") == kind.id for node in jobs):
        yield warning(
            RULE,
            f"Geen dienstentaak schrijft in register {kind.id}.",
            f"Zet in een route een dienstentaak van type register met kop soort = {kind.id}.",
            Place(FILE),
        )


def _fault(message: str, advice: str) -> Finding:
    return fault(RULE, message, advice, Place(FILE))


def register_letters(definition: Definition) -> set[str]:
    """The letters that a warning sends."""
    return {kind.letter for kind in definition.region.registers.values() if kind.letter}
