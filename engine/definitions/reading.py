"""Read a bundle into a Definition. What cannot be read becomes a finding, never a crash."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import TypeVar

from bpmn.decisions.reading import Decision, read_decisions
from bpmn.errors import ModelError
from bpmn.findings import Finding
from bpmn.model import Model, Node, Process
from bpmn.reading import read_model
from bpmn.switching import switches_in, with_letters, without
from config import switching
from config.overlays import read_overlay
from config.regions import Region, read_region
from config.tables import did_you_mean
from engine.definitions.bundle import OVERLAYS, SHARED, Bundle
from engine.definitions.definition import Definition, RouteDefinition
from engine.definitions.letters import read_letter
from engine.definitions.rules import read_rules
from engine.definitions.steps import Material, acts_of, called_by, names_in, start_of, steps_of
from engine.definitions.wording import worded
from engine.runtime.routes import Route, load_route
from forms.blocks import blocks_named, has_blocks
from forms.errors import NoSuchBlock
from forms.model import Form
from forms.reading import read_form

_T = TypeVar("_T")
_Files = tuple[tuple[str, bytes], ...]
_Letters = tuple[tuple[str, str], ...]  # (id, switch) of the letters that hang on one
_Off = tuple[frozenset[str], _Letters]


# A changed region shares most of its files with the version before; a file that is the same is read once.
@lru_cache(maxsize=1024)
def _model(data: bytes, name: str, off: frozenset[str] = frozenset(), letters: _Letters = ()) -> Model:
    """A diagram with these switches off."""
    if letters:
        model = with_letters(_model(data, name), dict(letters))
    elif off:
        model = _model(data, name)
    else:
        return read_model(data, name)
    return without(model, off) if not off.isdisjoint(switches_in(model)) else model


@lru_cache(maxsize=1024)
def _whole_form(data: bytes, name: str, blocks: tuple[tuple[str, str, bytes], ...]) -> Form:
    return read_form(data, name, {id_: (file, block) for id_, file, block in blocks})


_decisions = lru_cache(maxsize=256)(read_decisions)
_form = lru_cache(maxsize=1024)(read_form)
_letter = lru_cache(maxsize=1024)(read_letter)
_region = lru_cache(maxsize=64)(read_region)
_rules = lru_cache(maxsize=64)(read_rules)
_overlay = lru_cache(maxsize=256)(read_overlay)


@lru_cache(maxsize=256)
def _runtime(
    models: _Files,
    tables: _Files,
    off: _Off,
    process_id: str,
    texts: tuple[tuple[str, str], ...],
) -> Route:
    """The runtime of a route. The same files give the same route: every version that has them shares it."""
    switched = {name: _model(data, name, *off) for name, data in models}
    decisions = {key: one for name, data in tables for key, one in _decisions(data, name).items()}
    return load_route(switched, process_id, decisions, {"teksten": dict(texts)} if texts else {})


def read_definition(bundle: Bundle, off: frozenset[str] | None = None) -> Definition:
    """Read every file. `off` are the switches that are off; None is what region.toml says."""
    reader = _Reader(bundle)
    whole = reader.one("region.toml", _region) or Region(bundle.region, bundle.region)
    switched_off = whole.off if off is None else off
    region = switching.without(whole, switched_off)
    forms = _by_id([reader.worded(form, region) for form in reader.forms()])
    letters = {letter.id: letter for letter in _own_last(reader.each(".md", _letter))}
    hanging = tuple((letter.id, letter.switch) for letter in letters.values() if letter.switch)
    models = reader.each(".bpmn", partial(_model, letters=hanging))
    switched = reader.each(".bpmn", partial(_model, off=switched_off, letters=hanging))
    material = Material(region, _processes(switched), forms, reader.decisions(), letters)
    return Definition(
        region=region,
        bundle=bundle,
        off=switched_off,
        models=models,
        routes=reader.routes(switched, material, (switched_off, hanging)),
        forms=forms,
        decisions=material.decisions,
        letters=letters,
        rules=reader.one("rules.toml", _rules) or (),
        overlays={one.id: one for one in reader.each(".toml", _overlay, OVERLAYS).values()},
        findings=tuple(dict.fromkeys(reader.findings)),
    )


def whole_region(bundle: Bundle) -> Region:
    """region.toml with everything in it, also what is switched off. Of a bundle that could be read."""
    return _region(bundle.files["region.toml"], "region.toml")


def routes_in(models: Mapping[str, Model]) -> list[tuple[str, Process]]:
    """(file, process) of each route: an executable process of the region itself that a person begins.

    A process that another one calls is a part, unless its start event has a form or a `rol` of its own.
    """
    processes = [process for model in models.values() for process in model.processes.values()]
    called = {node.called for process in processes for node in process.nodes.values()}
    return [
        (name, process)
        for name, model in models.items()
        if not name.startswith(SHARED)
        for process in model.processes.values()
        if process.executable and (process.id not in called or _stands_alone(process))
    ]


class _Reader:
    """Reads the files of a bundle one by one and keeps what goes wrong."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.findings: list[Finding] = []

    def one(self, name: str, read: Callable[[bytes, str], _T]) -> _T | None:
        data = self.bundle.files.get(name)
        return None if data is None else self._attempt(name, partial(read, data, name))

    def each(self, ending: str, read: Callable[[bytes, str], _T], folder: str = "") -> dict[str, _T]:
        """What each file with this ending says, by name of the file; of one folder when that is given."""
        files = (name for name, _ in self.bundle.named(ending) if name.startswith(folder))
        found = ((name, self.one(name, read)) for name in files)
        return {name: thing for name, thing in found if thing is not None}

    def forms(self) -> list[Form]:
        """Every form with its blocks in place; the region's own come last."""
        plain = self.each(".form", _form)
        holding = [name for name in plain if has_blocks(self.bundle.files[name])]
        named = frozenset().union(*(blocks_named(self.bundle.files[name]) for name in holding))
        own_last = ((form.id, form.file, self.bundle.files[form.file]) for form in _own_last(plain))
        blocks = tuple(one for one in own_last if one[0] in named)
        whole = {name: self.one(name, partial(_whole_form, blocks=blocks)) for name in holding}
        return list(_own_last({**plain, **{name: form for name, form in whole.items() if form}}))

    def worded(self, form: Form, region: Region) -> Form:
        data = self.bundle.files[form.file]
        return worded(form, region) if b"teksten." in data or has_blocks(data) else form

    def decisions(self) -> dict[str, Decision]:
        found: dict[str, Decision] = {}
        for file, group in self.each(".dmn", _decisions).items():
            for name in found.keys() & group.keys():
                message = (
                    f'De tabel "{name}" staat ook in een ander bestand. Geef een van de twee een andere id.'
                )
                self._add(file, message, element=name)
            found = {**group, **found}
        return found

    def routes(
        self, models: Mapping[str, Model], material: Material, off: _Off
    ) -> dict[str, RouteDefinition]:
        found: dict[str, RouteDefinition] = {}
        for file, process in routes_in(models):
            runtime = self._attempt(file, partial(self._runtime, process, models, material, off))
            if runtime is None:
                continue
            route = self._attempt(file, partial(_read_route, material, runtime, file, process))
            if route is not None:
                found[route.id] = route
        return found

    def _runtime(self, process: Process, models: Mapping[str, Model], material: Material, off: _Off) -> Route:
        needed = called_by(process, material.processes)
        files = [name for name, model in models.items() if needed.keys() & model.processes.keys()]
        read = tuple((name, self.bundle.files[name]) for name in files)
        switches, letters = off
        there = (_model(data, name, letters=letters) for name, data in read)
        used = switches.intersection(name for model in there for name in switches_in(model))
        tables, texts = tuple(self.bundle.named(".dmn")), tuple(sorted(material.region.texts.items()))
        return _runtime(read, tables, (used, letters), process.id, texts)

    def _attempt(self, file: str, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except (
            Exception
        ) as error:  # a stranger's file: whatever it does to us, it must not take the page down
            place = getattr(error, "file", "") or file  # a route that is put together reads other files too
            self._add(place, _message(error), getattr(error, "line", None), getattr(error, "element", None))
            if isinstance(error, NoSuchBlock):
                advice = _where_blocks_are(error.block, self.bundle.beside)
                self.findings[-1] = replace(self.findings[-1], advice=advice)
            return None

    def _add(self, file: str, message: str, line: int | None = None, element: str | None = None) -> None:
        advice = "Verbeter het bestand en controleer opnieuw."
        self.findings.append(Finding("leesbaar", "fout", message, advice, file, line, element or ""))


def _where_blocks_are(name: str, beside: frozenset[str] | None) -> str:
    """Where was looked for a block, and what to do."""
    if beside is None:
        return (
            "Leidraad zocht in forms/. Naast de map van de regio staat geen map gedeeld/ met blokken: zet de regio in "
            "dezelfde map als gedeeld/ (processes/), of zet het formulier zelf in forms/."
        )
    return (
        f"Leidraad zocht in forms/ en in gedeeld/forms/ naast de map van de regio.{did_you_mean(name, beside)} "
        f"In gedeeld staan: {', '.join(sorted(beside))}."
    )


def _message(error: Exception) -> str:
    message = getattr(error, "message", None)
    if not isinstance(message, str):
        return f"Het bestand is niet te lezen ({type(error).__name__})."
    key = getattr(error, "key", "") or getattr(error, "path", "")
    return f"{key}: {message}" if key else message


def _by_id(forms: list[Form]) -> dict[str, Form]:
    """A form of which the file is called otherwise is found by that name too, when no form has it: then only that is
    told, and not all that names it."""
    by_file = {PurePosixPath(form.file).stem: form for form in forms}
    return {**by_file, **{form.id: form for form in forms}}


def _own_last(read: Mapping[str, _T]) -> Iterable[_T]:
    """The region's own file replaces a shared one with the same id."""
    return (read[name] for name in sorted(read, key=lambda name: (not name.startswith(SHARED), name)))


def _processes(models: Mapping[str, Model]) -> dict[str, Process]:
    return {process.id: process for model in _own_last(models) for process in model.processes.values()}


def _stands_alone(process: Process) -> bool:
    start = start_of(process)
    return start is not None and bool(start.form or "rol" in start.properties)


def _read_route(material: Material, runtime: Route, file: str, process: Process) -> RouteDefinition:
    start = _start(file, process)
    steps = steps_of(process, material)
    return RouteDefinition(
        id=process.id,
        name=process.name or process.id,
        file=file,
        process=process,
        runtime=runtime,
        start=start,
        start_form=material.forms.get(start.form),
        start_roles=() if process.id in material.region.system_routes else steps[start.id].roles,
        school_kinds=names_in(start.properties.get("schoolsoort", "")),
        explanation=material.region.worded(start.properties.get("uitleg", "")),
        phases=material.region.phases_of(process.id),
        steps=steps,
        acts=acts_of(steps.values(), material),
        forms=material.forms,
        decisions=material.decisions,
        letters=material.letters,
    )


def _start(file: str, process: Process) -> Node:
    start = start_of(process)
    if start is None:
        message = f'De route "{process.id}" heeft geen gewoon startelement. Teken een cirkel waar hij begint.'
        raise ModelError(message, file, process.line, process.id)
    return start
