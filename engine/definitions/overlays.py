"""The files of a region as they are with one overlay: what a municipality, team or school says differently.

The files change, not what was read from them: whatever comes after goes the same way as always. A diagram only gets
other names. What cannot be done is left out and told, at its place in the overlay.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bpmn.findings import Finding
from bpmn.model import Model
from config.overlays import ExtraField, Overlay
from config.tables import did_you_mean
from engine.definitions import diagram_edits, form_edits, toml_edits
from engine.definitions.bundle import OVERLAYS, Bundle, checksum_of
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.finding import Place, fault
from engine.definitions.joining import joined
from engine.model import Organisation
from forms.model import every_field
from forms.renaming import keys_of

REGION = "region.toml"


def is_overlay(file: str) -> bool:
    return file.startswith(OVERLAYS)


def values_of(place: Organisation, ties: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """What holds for an organisation, by kind: its municipality, its board, what it is itself; `ties` are the targets of
    its relations, by kind."""
    known = {kind: {target.removeprefix("~") for target in targets} for kind, targets in ties.items()}
    for kind, value in (("gemeente", place.municipality), ("bestuur", place.board), (place.kind, place.id)):
        known.setdefault(kind, set()).add(value)
    return {kind: frozenset(values - {""}) for kind, values in known.items()}


def fitting(
    overlays: Iterable[Overlay], place: Organisation, ties: Mapping[str, Collection[str]]
) -> list[str]:
    """The ids of the overlays that are for an organisation, in the order of their files."""
    known = values_of(place, ties)
    return [one.id for one in overlays if one.fits(place.id, known)]


def kinds_of_ties(overlays: Iterable[Overlay]) -> frozenset[str]:
    """The kinds of relations that say which overlay is for a school; empty when the register itself says it."""
    return frozenset(one.kind for one in overlays) - {"", "gemeente"}


def overlaid(definition: Definition, overlay: str) -> Bundle:
    """The bundle of `definition` with one of its overlays laid over it, or with several (`joining.join_ids`)."""
    return laid_over(definition, joined(definition.overlays, overlay))[0]


def laid_over(definition: Definition, overlay: Overlay) -> tuple[Bundle, list[Finding]]:
    """The bundle with the overlay, and a finding for everything of it that has no place there."""
    editing = _Editing(definition, overlay, dict(definition.bundle.files))
    editing.region()
    for name, text in overlay.labels.items():
        editing.label(name, text)
    for extra in overlay.fields:
        editing.extra(extra)
    bundle = replace(definition.bundle, files=editing.files, checksum=checksum_of(editing.files))
    return bundle, editing.findings


@dataclass
class _Editing:
    """The files while an overlay is laid over them."""

    definition: Definition
    overlay: Overlay
    files: dict[str, bytes]
    findings: list[Finding] = field(default_factory=list)

    def region(self) -> None:
        """Texts, switches and terms: what region.toml has, with another value."""
        overlay, content = self.overlay, toml_edits.read(self.files[REGION])
        self._known("teksten", "tekst", overlay.texts, content.get("teksten", {}))
        self._known("schakelaars", "schakelaar", overlay.switches, content.get("schakelaars", {}))
        self._known("termijnen", "termijn", overlay.terms, content.get("termijnen", {}))
        if overlay.texts or overlay.switches or overlay.terms:
            changed = toml_edits.overlaid(content, overlay.texts, overlay.switches, overlay.terms)
            self.files[REGION] = toml_edits.write(changed)

    def _known(self, group: str, what: str, names: Iterable[str], known: Collection[str]) -> None:
        for name in names:
            if name not in known:
                message = f'Onder [{group}] in region.toml staat geen "{name}".{did_you_mean(name, known)}'
                self._tell(
                    "overlay-naam",
                    message,
                    f"Verbeter de naam, of zet de {what} in region.toml.",
                    f"{group}.{name}",
                )

    def label(self, name: str, text: str) -> None:
        """ "<form>.<field>", "<form>.<field>=<option>", or the id of an element of a diagram."""
        form, dot, part = name.partition(".")
        if dot:
            key, _, option = part.partition("=")
            self._in_form(form, f"labels.{name}", lambda data: form_edits.with_label(data, key, option, text))
            return
        models = self.definition.models
        drawn = [file for file, model in models.items() if name in set(drawn_ids(model))]
        for file in drawn:
            self.files[file] = diagram_edits.with_name(self.files[file], name, text)
        if not drawn:
            known = [each for model in models.values() for each in drawn_ids(model)]
            message = f'Er is geen element "{name}" in de tekeningen.{did_you_mean(name, known)}'
            self._tell(
                "overlay-naam",
                message,
                'Verbeter de naam. Een veld schrijft u als "formulier.veld".',
                f"labels.{name}",
            )

    def extra(self, extra: ExtraField) -> None:
        key = str(extra.component["key"])
        component: dict[str, Any] = {"id": key, **extra.component}
        for name in dict.fromkeys((key, *keys_of([component]))):
            if reason := self._taken(extra.form, name):
                advice = "Geef het veld een andere key."
                self._tell("overlay-veld", reason, advice, f"{extra.path}.component")
                return
        self._in_form(
            extra.form, extra.path, lambda data: form_edits.with_field(data, extra.after, component)
        )

    def _taken(self, form: str, key: str) -> str:
        """Why a new field cannot have this key: an answer must stay what it is, and a route reads facts by name."""
        there = self.definition.forms.get(form)
        if there is not None and any(key in (one.key, one.id) for one in every_field(there.fields)):
            return f'In het formulier "{form}" staat al een veld "{key}".'
        if key in names_that_steer(self.definition):
            return f'"{key}" is een gegeven waar een route iets mee doet. Een extra veld mag dat niet veranderen.'
        return ""

    def _in_form(self, form: str, path: str, edit: Callable[[bytes], bytes]) -> None:
        known = self.definition.forms.get(form)
        if known is None:
            message = f'Er is geen formulier "{form}".{did_you_mean(form, self.definition.forms)}'
            self._tell("overlay-naam", message, "Verbeter de naam van het formulier.", path)
            return
        try:
            whole = form_edits.written_out(known, self.definition.forms, self.files)
            self.files[known.file] = edit(whole)
        except CannotTakeOut as error:
            self._tell(
                "overlay-naam", f"Formulier {form}: {error.message}", "Verbeter de naam van het veld.", path
            )

    def _tell(self, rule: str, message: str, advice: str, path: str) -> None:
        place = Place(self.overlay.file, self.overlay.line_of(path))
        self.findings.append(fault(rule, message, advice, place))


def drawn_ids(model: Model) -> Iterator[str]:
    """The ids of the processes of a diagram, and of the nodes and flows in them."""
    for process in model.processes.values():
        yield process.id
        yield from process.nodes
        yield from process.flows


def names_that_steer(definition: Definition) -> frozenset[str]:
    """The facts that one of the routes reads, and the answers that are a fact somewhere."""
    read = {name for route in definition.routes.values() for name in route.runtime.facts_read}
    given = {name for form in definition.forms.values() for name in form.fact_types}
    return frozenset(read | given)
