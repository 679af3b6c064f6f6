"""What the rehearsals name exists: people, routes, steps, acts, fields, letters, pages and rules."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, islice

from bpmn.findings import Finding
from bpmn.lint.supported import BUILT_IN_JOBS
from config.errors import ConfigError
from config.tables import did_you_mean
from engine.definitions.answer_checks import wrong_answers
from engine.definitions.committee_facts import VOTES, voting_in
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault
from engine.definitions.naming import drawn_nodes, facts_of
from engine.definitions.overlays import overlaid
from engine.definitions.piece_facts import SIGNED, signing_in
from engine.definitions.reading import read_definition
from engine.definitions.script_reading import read_script
from engine.definitions.scripts import (
    PARENT,
    ByItself,
    Deed,
    Is,
    Mail,
    MayNot,
    Meets,
    Refused,
    Reply,
    Scene,
    Script,
    Sees,
    TermDeed,
    View,
    Votes,
)
from engine.definitions.steps import names_in
from engine.definitions.today import read_today
from engine.definitions.toml_edits import PUBLIC
from engine.definitions.wearing import Wearing
from forms.model import Form, every_field, questions

_MOST_FINDINGS = 20
_ALL_ON: frozenset[str] = frozenset()
Shapes = dict[tuple[str, frozenset[str]], Definition]  # by overlay and the switches that are off
_script = lru_cache(maxsize=1024)(read_script)


def scripts_of(definition: Definition) -> tuple[list[Script], list[Finding]]:
    """The rehearsals that can be read, and a finding for each that cannot."""
    scripts, findings = [], []
    for file, data in definition.bundle.named(".toml"):
        if "rehearsals/" not in file:
            continue
        try:
            scripts.append(_script(data, file))
        except ConfigError as error:
            message = f"{error.key}: {error.message}" if error.key else error.message
            findings.append(
                fault("repetitie-leesbaar", message, "Verbeter de repetitie.", Place(file, error.line))
            )
    return scripts, findings


def check_rehearsals(definition: Definition, read: Shapes | None = None) -> Iterator[Finding]:
    """Every rehearsal under the positions of the switches that it is played in. `read` is kept from one shape of the
    region to the next: many rehearsals are played in the same ones."""
    scripts, findings = scripts_of(definition)
    yield from findings
    logins = _logins(definition)
    positions = _Positions(definition, {} if read is None else read)
    for script in scripts:
        findings_of = chain(
            _unknown(script, None, "regel", script.rules, [rule.id for rule in definition.rules]),
            _unknown(script, None, "schakelaar", script.switches, definition.region.switches),
            _check_script(script, positions, logins),
        )
        yield from _not_too_many(script, findings_of)


class _Positions:
    """The region as it is with the switches in other positions, and with an overlay; read when a rehearsal first needs
    it. `worn` is the overlay that holds now."""

    def __init__(self, definition: Definition, read: Shapes) -> None:
        self.definition = definition
        self.wearing = Wearing(definition)
        self.worn = ""
        self._read = read
        self._read.setdefault(("", definition.off), definition)
        self._facts: dict[int, frozenset[str]] = {}  # by the identity of a definition that is kept in `_read`

    def at(self, off: frozenset[str]) -> Definition:
        key = (self.worn, off)
        if key not in self._read:
            bundle = overlaid(self.definition, self.worn) if self.worn else self.definition.bundle
            self._read[key] = read_definition(bundle, off)
        return self._read[key]

    def facts(self, definition: Definition) -> frozenset[str]:
        """What can be a fact, also as the answer of a connector."""
        if id(definition) not in self._facts:
            given = {
                name
                for node in drawn_nodes(definition)
                for name in names_in(node.headers.get("resultaat", ""))
            }
            self._facts[id(definition)] = frozenset({*facts_of(definition), *given, VOTES, SIGNED})
        return self._facts[id(definition)]


def _check_script(script: Script, positions: _Positions, logins: Collection[str]) -> Iterator[Finding]:
    positions.worn = positions.wearing.overlay_in(script)
    off = script.off(positions.wearing.standing(positions.worn))
    played = script.without(off)
    if played is None:
        return
    definition = positions.at(off)
    for finding in definition.findings:
        if finding not in positions.definition.findings:
            yield replace(finding, message=f"Met de schakelaars van {script.file}: {finding.message}")
    for scene in played.scenes:
        if logins and scene.who and not scene.who.startswith(PARENT):
            yield from _unknown(script, scene, "persoon", [scene.who], logins)
        if logins and isinstance(scene.action, Meets):
            yield from _unknown(script, scene, "persoon", scene.action.present, logins)
        if logins and isinstance(scene.action, Mail) and not scene.action.to.startswith(PARENT):
            yield from _unknown(script, scene, "persoon", [scene.action.to], logins)
        yield from _check_scene(script, scene, definition, positions)


def _not_too_many(script: Script, findings: Iterator[Finding]) -> Iterator[Finding]:
    """A rehearsal of another region names nothing that is here: the first few say enough."""
    yield from islice(findings, _MOST_FINDINGS)
    if next(findings, None) is not None:
        yield fault(
            "repetitie-te-veel",
            f"Er staan meer dan {_MOST_FINDINGS} namen in die niet bestaan.",
            "Verbeter deze eerst en controleer dan opnieuw.",
            Place(script.file),
        )


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


def _logins(definition: Definition) -> tuple[str, ...]:
    return _logins_in(tuple(sorted(_today_files(definition).items())), definition.bundle.region)


@lru_cache(maxsize=8)
def _logins_in(files: tuple[tuple[str, bytes], ...], region: str) -> tuple[str, ...]:
    """Every shape of the region has the same people."""
    try:
        people = read_today(dict(files), region).people
    except ConfigError:
        return ()
    return tuple(person.login for person in people or ())


def _check_scene(
    script: Script, scene: Scene, definition: Definition, positions: _Positions
) -> Iterator[Finding]:
    """What must not be there may be switched off: it has to stand in the drawing only."""
    unknown = partial(_unknown, script, scene)
    match scene.action:
        case Deed() as deed:
            yield from _check_deed(script, scene, deed, definition)
        case MayNot(verb, target) if verb != "zien":
            yield from unknown(*_named(verb, target, positions.at(_ALL_ON)))
        case Sees(there, absent, typing):
            if typing is not None:
                deed = Deed(typing.verb, typing.target, typing.answers)
                yield from _check_deed(script, scene, deed, definition)
            yield from _check_view(script, scene, there, definition)
            yield from _check_fields(script, scene, there, definition)
            yield from _check_view(script, scene, absent, positions.at(_ALL_ON))
        case ByItself(route=route):
            yield from unknown("route", [route], definition.routes)
        case Mail(letter=letter):
            yield from unknown("brief", [letter], definition.letters)
        case Meets(committee=committee):
            yield from unknown("commissie", [committee], definition.region.committees)
        case Votes(step=step):
            steps = [one for route in definition.routes.values() for one in voting_in(definition, route)]
            yield from unknown("stap", [step], steps)
        case TermDeed(term=term):
            yield from unknown("termijn", [term], definition.region.terms)
        case Is(terms=terms, phase=phase, pieces=pieces, signed=signed, unsigned=unsigned) as state:
            yield from unknown("feit", state.facts, positions.facts(definition) if state.facts else ())
            yield from unknown("einde", [state.outcome] if state.outcome else [], _ends(definition))
            yield from unknown("termijn", terms, definition.region.terms)
            yield from unknown("stuk", pieces, definition.region.pieces)
            steps = [step for route in definition.routes.values() for step in signing_in(route)]
            yield from unknown("stap", (*signed, *unsigned), steps)
            phases = [one.id for one in definition.region.phases]
            yield from unknown("fase", [phase] if phase else [], phases)
        case Reply(connector=connector):
            yield from unknown("koppeling", [connector], _connectors(definition))


def _ends(definition: Definition) -> list[str]:
    steps = (step for route in definition.routes.values() for step in route.steps.values())
    return [step.id for step in steps if step.node.kind == "endEvent"]


def _connectors(definition: Definition) -> set[str]:
    steps = (step for route in definition.routes.values() for step in route.steps.values())
    return {step.node.job for step in steps if step.node.job}.difference(BUILT_IN_JOBS)


def _check_deed(script: Script, scene: Scene, deed: Deed, definition: Definition) -> Iterator[Finding]:
    wrong = list(_unknown(script, scene, *_named(deed.verb, deed.target, definition)))
    yield from wrong
    if wrong:
        return
    form = _form(deed, definition)
    if (
        deed.refused is not None
    ):  # what must be refused may name what is not there, but it is refused at a field
        yield from _unknown(script, scene, "veld", _at_field(deed.refused), _all_keys(form))
        return
    fields = [] if form is None else [field.key for field in questions(form.fields)]
    yield from _unknown(script, scene, "veld", deed.answers, fields)
    for message, advice in wrong_answers(form.fields, deed.answers) if form else ():
        place = Place(script.file, scene.line)
        yield fault("repetitie-antwoord", f"Stap {scene.number}: {message}", advice, place)


def _at_field(refused: Refused) -> list[str]:
    """The field at which it is refused, of a row the list; none for a signature, which is no field of the form."""
    name = re.split("[-.]", refused.field)[0]
    return [] if name in ("", "ondertekening") else [name]


def _all_keys(form: Form | None) -> list[str]:
    return [field.key for field in every_field(form.fields) if field.key] if form else []


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
    return next((step.paper_form if deed.on_paper else step.form for step in steps if step is not None), None)


def _check_view(script: Script, scene: Scene, view: View, definition: Definition) -> Iterator[Finding]:
    unknown = partial(_unknown, script, scene)
    steps = [step for route in definition.routes.values() for step in route.steps]
    region = definition.region
    yield from unknown("route", view.routes, definition.routes)
    yield from unknown(
        "pagina", view.pages, [*region.pages, *region.documents, *([PUBLIC] if region.about else [])]
    )
    yield from unknown("stap", (*view.tasks, *view.agenda), steps)
    yield from unknown("stap", [field.partition(".")[0] for field in view.fields], steps)


def _check_fields(script: Script, scene: Scene, view: View, definition: Definition) -> Iterator[Finding]:
    """What somebody reads is asked at that step; what must not be there may be asked nowhere."""
    for step, _, field in (one.partition(".") for one in view.fields):
        found = (route.steps[step] for route in definition.routes.values() if step in route.steps)
        forms = [one.form for one in found if one.form is not None]
        keys = [key for form in forms for key in _all_keys(form)]
        yield from _unknown(script, scene, "veld", re.split("[-.]", field)[:1] if forms else (), keys)


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
