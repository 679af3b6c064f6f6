"""The region in its other shapes: with one switch turned, and with each overlay. Each must be as sound as the region."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from bpmn.findings import Finding
from bpmn.lint.linting import lint_without
from bpmn.lint.names import Names
from bpmn.model import Process
from bpmn.switching import switches_in
from config.overlays import Overlay
from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.joining import ids_in, join_ids, joined, said_twice
from engine.definitions.overlays import laid_over, names_that_steer
from engine.definitions.reading import read_definition
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.switch_checks import below_the_law
from engine.definitions.switches import with_positions
from engine.definitions.wearing import Wearing

MOST_TOGETHER = 20  # combinations of overlays that are looked at
MOST_TURNED = 60  # a region with more switches is looked at as it stands, and by the linter


@dataclass(frozen=True)
class Variant:
    """`title` is what it is called ("schakelaar intrekken uit"); the definition is read when it is first asked for."""

    title: str
    base: Definition
    switch: str = ""  # that is turned
    overlay: Overlay | None = None

    @cached_property
    def definition(self) -> Definition:
        return read_definition(self._laid[0])

    @property
    def readable(self) -> bool:
        """Whether there is anything to check: a stranger's overlay may bring down whatever reads it."""
        try:
            return bool(self.definition.bundle.files)
        except Exception:
            return False

    @property
    def findings(self) -> list[Finding]:
        """What of it has no place in the region, and what of it could not be read."""
        alone = self.overlay is None or len(ids_in(self.overlay.id)) == 1
        own = self._laid[1] if alone else []  # of several together: each said it of itself
        return [*own, *self.definition.findings, *self._steering()]

    def _steering(self) -> Iterator[Finding]:
        """A field that came in with a block may be a fact that a route reads, and then steers it."""
        read = names_that_steer(self.base)
        for form in self.definition.forms.values() if self.overlay is not None else ():
            there = self.base.forms.get(form.id)
            for name in form.fact_types.keys() - (there.fact_types.keys() if there else set()):
                if name in read:
                    yield fault(
                        "overlay-veld",
                        f'In het formulier "{form.id}" komt een veld "{name}" bij waar een route iets mee doet.',
                        "Geef het veld een andere key, of haal het blok weg.",
                        Place(self.place),
                    )

    @cached_property
    def _laid(self) -> tuple[Bundle, list[Finding]]:
        if self.overlay is not None:
            return laid_over(self.base, self.overlay)
        on = self.switch in self.base.off
        return with_positions(self.base.bundle, {self.switch: on}), []

    def changed(self, file: str) -> bool:
        return self.definition.bundle.files.get(file) != self.base.bundle.files.get(file)

    def told(self, finding: Finding) -> Finding:
        """A finding about this shape of the region. In a file that the overlay changed it is told at the overlay.

        A rehearsal that does not fit a switch the other way round stops nobody from publishing.
        """
        if finding.file == self.place and self.overlay is not None:
            return finding
        if self.switch and finding.rule.startswith("repetitie-"):
            finding = replace(finding, level="waarschuwing")
        message = f"Met {self.title}: {finding.message}"
        if self.overlay is not None and self.changed(finding.file):
            return replace(finding, message=message, file=self.place, line=None)
        return replace(finding, message=message)

    @property
    def place(self) -> str:
        return self.overlay.file if self.overlay is not None else "region.toml"


def variants_of(definition: Definition) -> list[Variant]:
    """Every switch turned alone, every overlay, and the overlays that a school has together."""
    switches = list(definition.region.switches)
    turned = [
        Variant(f"schakelaar {name} {'aan' if name in definition.off else 'uit'}", definition, switch=name)
        for name in (switches if len(switches) <= MOST_TURNED else ())
    ]
    alone = [Variant(f"overlay {one.id}", definition, overlay=one) for one in definition.overlays.values()]
    return [*turned, *alone, *_together(definition)]


def _together(definition: Definition) -> Iterator[Variant]:
    """The overlays that schools of today/ have together, as far as they do not contradict each other."""
    wearing = Wearing(definition)
    found = dict.fromkeys(tuple(wearing.fitting(one)) for one in wearing.schools)
    several = [ids for ids in found if len(ids) > 1 and not _twice(definition, ids)]
    for ids in several[:MOST_TOGETHER]:
        overlay = joined(definition.overlays, join_ids(ids))
        yield Variant(f"overlays {' en '.join(ids)}", definition, overlay=overlay)


def _twice(definition: Definition, ids: Collection[str]) -> list[str]:
    return said_twice([definition.overlays[one] for one in ids])


def check_structure(variant: Variant, names: Names, processes: Mapping[str, Process]) -> Iterator[Finding]:
    """The routes without what is off in this shape, where the linter has not looked at just that."""
    for model in variant.base.models.values():
        known = frozenset(switches_in(model))
        off = known & variant.definition.off
        if 1 < len(off) < len(known):
            yield from lint_without(model, names, processes, off)


def check_overlays(definition: Definition) -> Iterator[Finding]:
    """Each overlay is for somebody, those of one school do not contradict each other, and a rehearsal shows it."""
    wearing = Wearing(definition)
    schools = {one.id: wearing.fitting(one) for one in wearing.schools}
    played = {one for script in scripts_of(definition)[0] for one in ids_in(wearing.overlay_in(script))}
    for overlay in definition.overlays.values():
        place = Place(overlay.file, overlay.line_of("scholen" if overlay.schools else "voor"))
        yield from _check_for(overlay, definition, place)
        if schools:
            yield from _check_schools(overlay, definition, schools, place)
            yield from _check_used(overlay, schools, played, place)


def _check_schools(
    overlay: Overlay, definition: Definition, schools: Mapping[str, list[str]], place: Place
) -> Iterator[Finding]:
    """`schools` says of each school of today/ which overlays are for it."""
    for school in overlay.schools:
        if school not in schools:
            message = f'De school "{school}" staat niet in today/organisations.toml.'
            yield fault("overlay-school", message, "Verbeter de id van de school.", place)
    for school, fit in schools.items():
        before = fit[: fit.index(overlay.id)] if overlay.id in fit else []
        for other in before:
            if twice := _twice(definition, (other, overlay.id)):
                yield fault(
                    "overlay-dubbel",
                    f"Voor school {school} geldt ook {other}, en die zegt hetzelfde anders: {', '.join(twice)}.",
                    "Zeg het in één van de twee, of maak de een smaller.",
                    place,
                )


def _check_used(
    overlay: Overlay, schools: Mapping[str, list[str]], played: Collection[str], place: Place
) -> Iterator[Finding]:
    if not any(overlay.id in fit for fit in schools.values()):
        yield warning(
            "overlay-zonder-school",
            "Geen school in today/ heeft deze overlay.",
            "Kijk of `voor` of `scholen` klopt.",
            place,
        )
    elif overlay.id not in played:
        yield warning(
            "overlay-gespeeld",
            "Geen repetitie begint bij een school met deze overlay.",
            "Schrijf een repetitie die bij zo'n school begint.",
            place,
        )


def _check_for(overlay: Overlay, definition: Definition, place: Place) -> Iterator[Finding]:
    for other in definition.overlays.values():
        same = set(overlay.schools) & set(other.schools)
        if overlay.kind == other.kind:
            same |= set(overlay.values) & set(other.values)
        if other.id < overlay.id and same and (twice := _twice(definition, (other.id, overlay.id))):
            yield fault(
                "overlay-dubbel",
                f"Dit geldt voor dezelfde als {other.file} ({', '.join(sorted(same))}) en zegt hetzelfde anders: "
                f"{', '.join(twice)}.",
                "Zeg het in één van de twee.",
                place,
            )
    for name, on in overlay.switches.items():
        switch = definition.region.switches.get(name)
        if switch is not None and switch.legal and not on and name not in definition.off:
            at = Place(overlay.file, overlay.line_of(f"schakelaars.{name}"), name)
            yield below_the_law(switch, definition, at)
