"""What the rehearsals name exists: people, routes, steps, acts, fields, letters, pages and rules."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from bpmn.findings import Finding
from config.errors import ConfigError
from config.tables import did_you_mean
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault
from engine.definitions.scripts import Deed, Mail, MayNot, Scene, Script, Sees, View, read_script
from engine.definitions.today import read_today
from forms.model import Form, questions


def scripts_of(definition: Definition) -> tuple[list[Script], list[Finding]]:
    """The rehearsals that can be read, and a finding for each that cannot."""
    scripts, findings = [], []
    for file, data in definition.bundle.named(".toml"):
        if "rehearsals/" not in file:
            continue
        try:
            scripts.append(read_script(data, file))
        except ConfigError as error:
            message = f"{error.key}: {error.message}" if error.key else error.message
            findings.append(
                fault("repetitie-leesbaar", message, "Verbeter de repetitie.", Place(file, error.line))
            )
    return scripts, findings


def check_rehearsals(definition: Definition) -> Iterator[Finding]:
    scripts, findings = scripts_of(definition)
    yield from findings
    logins = _logins(definition)
    for script in scripts:
        yield from _unknown(script, None, "regel", script.rules, [rule.id for rule in definition.rules])
        for scene in script.scenes:
            if logins and scene.who:
                yield from _unknown(script, scene, "persoon", [scene.who], logins)
            yield from _check_scene(script, scene, definition)


def check_today(definition: Definition) -> Iterator[Finding]:
    """The folder today/ can be read and names roles of the region."""
    if not definition.bundle.today:
        return
    files = _today_files(definition)
    try:
        today = read_today(files, definition.bundle.region)
    except ConfigError as error:
        message = f"{error.key}: {error.message}" if error.key else error.message
        yield fault(
            "vandaag-leesbaar", message, "Verbeter het bestand.", Place(f"today/{error.file}", error.line)
        )
        return
    for person in today.people or ():
        for one in person.memberships:
            if one.role not in definition.region.roles:
                yield fault(
                    "rol-bestaat",
                    f'{person.login} heeft de rol "{one.role}", maar die staat niet in region.toml.'
                    f"{did_you_mean(one.role, definition.region.roles)}",
                    "Verbeter de rol.",
                    Place("today/people.toml"),
                )


def _today_files(definition: Definition) -> dict[str, bytes]:
    return {name.removeprefix("today/"): data for name, data in definition.bundle.today.items()}


def _logins(definition: Definition) -> list[str]:
    try:
        people = read_today(_today_files(definition), definition.bundle.region).people
    except ConfigError:
        return []
    return [person.login for person in people or ()]


def _check_scene(script: Script, scene: Scene, definition: Definition) -> Iterator[Finding]:
    unknown = partial(_unknown, script, scene)
    match scene.action:
        case Deed() as deed:
            yield from _check_deed(script, scene, deed, definition)
        case MayNot(verb, target) if verb != "zien":
            yield from unknown(*_named(verb, target, definition))
        case Sees(there, absent):
            for view in (there, absent):
                yield from _check_view(script, scene, view, definition)
        case Mail(letter=letter):
            yield from unknown("brief", [letter], definition.letters)


def _check_deed(script: Script, scene: Scene, deed: Deed, definition: Definition) -> Iterator[Finding]:
    wrong = list(_unknown(script, scene, *_named(deed.verb, deed.target, definition)))
    yield from wrong
    if wrong or deed.refused is not None:  # what must be refused may name what is not there
        return
    form = _form(deed, definition)
    fields = [] if form is None else [field.key for field in questions(form.fields)]
    yield from _unknown(script, scene, "veld", deed.answers, fields)


def _named(verb: str, target: str, definition: Definition) -> tuple[str, list[str], list[str]]:
    """(what, the names in the rehearsal, the names that exist)."""
    routes = definition.routes
    if verb == "start":
        return "route", [target], list(routes)
    if verb == "begint":
        return "handeling", [target], [act for route in routes.values() for act in route.acts]
    return "stap", [target], [step for route in routes.values() for step in route.steps]


def _form(deed: Deed, definition: Definition) -> Form | None:
    if deed.verb == "start":
        return definition.routes[deed.target].start_form
    steps = (route.steps.get(deed.target) for route in definition.routes.values())
    return next((step.form for step in steps if step is not None), None)


def _check_view(script: Script, scene: Scene, view: View, definition: Definition) -> Iterator[Finding]:
    unknown = partial(_unknown, script, scene)
    steps = [step for route in definition.routes.values() for step in route.steps]
    region = definition.region
    yield from unknown("route", view.routes, definition.routes)
    yield from unknown("pagina", view.pages, [*region.pages, *region.documents])
    yield from unknown("stap", view.tasks, steps)
    yield from unknown("stap", [field.partition(".")[0] for field in view.fields], steps)


def _unknown(
    script: Script, scene: Scene | None, what: str, names: Iterable[str], known: Collection[str]
) -> Iterator[Finding]:
    place = f"Stap {scene.number}: " if scene else ""
    for name in names:
        if name not in known:
            yield fault(
                f"repetitie-{what}",
                f'{place}{what} "{name}" bestaat niet.{did_you_mean(name, known)}',
                "Verbeter de naam.",
                Place(script.file, scene.line if scene else None),
            )
