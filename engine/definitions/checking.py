"""Check a region's files: everything that each package can say about its own files, and what they say of each other.

Nothing here crashes: a check that fails is a finding, and so is a check that there was no time for.
"""

import time
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from bpmn.findings import Finding
from bpmn.lint.linting import lint
from engine.definitions.bsn_checks import check_bsn
from engine.definitions.bundle import Bundle
from engine.definitions.committee_checks import check_committees
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.hiding_checks import check_hiding
from engine.definitions.letter_checks import check_letters
from engine.definitions.naming import form_names_of, names_of, processes_of
from engine.definitions.paper_checks import check_paper
from engine.definitions.parent_checks import check_parents
from engine.definitions.person_checks import check_persons, check_standing
from engine.definitions.piece_checks import check_pieces
from engine.definitions.pupil_checks import check_pupils
from engine.definitions.reach_checks import check_reach
from engine.definitions.reading import read_definition
from engine.definitions.region_checks import check_region, check_roles
from engine.definitions.register_checks import check_registers
from engine.definitions.rehearsal_checks import Shapes, check_rehearsals, check_today
from engine.definitions.rule_checks import check_numbering, check_rule
from engine.definitions.switch_checks import BELOW_THE_LAW, check_switches
from engine.definitions.table_checks import check_tables
from engine.definitions.tallies import check_tallies
from engine.definitions.term_checks import check_terms
from engine.definitions.variants import Variant, check_overlays, check_structure, variants_of
from forms.checking import check_form

SECONDS = (
    2.0  # of processor time for each diagram of the region; looked at after every finding and every check
)

_NAMED_IN_DRAWINGS = (
    "region.toml",
    ".form",
    ".dmn",
    ".md",
)  # without these, much that a drawing names seems not there

Check = tuple[str, Callable[[], Iterable[Finding]]]


@dataclass(frozen=True)
class Checked:
    """`findings` are all, in order of file and line; `variants` says of each other shape of the region (a switch turned,
    an overlay) how many faults and how many other findings it brings, by what it is called."""

    findings: tuple[Finding, ...]
    variants: Mapping[str, tuple[int, int]]


def check(bundle: Bundle, connectors: Collection[str] = ()) -> list[Finding]:
    """All findings, in order of file and line. `connectors` are the names in the installation's settings."""
    return list(check_whole(bundle, connectors).findings)


def check_whole(bundle: Bundle, connectors: Collection[str] = ()) -> Checked:
    """The findings, and what became of every shape of the region."""
    definition = read_definition(bundle)
    findings = list(definition.findings)
    found: dict[str, list[Finding]] = {}
    unreadable = any(finding.level == "fout" for finding in findings)
    if unreadable and not any(finding.file.endswith(_NAMED_IN_DRAWINGS) for finding in findings):
        findings += run_checks(_of_drawings(definition, connectors), SECONDS * max(1, len(definition.models)))
    if not unreadable:
        allowed = SECONDS * max(1, len(definition.models))
        shapes: Shapes = {}
        findings += run_checks(_checks(definition, connectors, shapes), allowed)
        known = {_key(finding) for finding in findings}
        findings += run_checks(_of_variants(definition, connectors, _Told(known, found, shapes)), allowed)
    findings = _told_once(definition.findings, findings)
    ordered = sorted(dict.fromkeys(findings), key=lambda finding: (finding.file, finding.line or 0))
    if unreadable:
        ordered.append(_rest_unseen())
    return Checked(tuple(ordered), {title: _counted(each) for title, each in found.items()})


def _told_once(unread: Collection[Finding], findings: list[Finding]) -> list[Finding]:
    """Without what a route says when it cannot be put together (`unread`, without a line) and the drawing says as well."""
    told = {(one.file, one.element) for one in findings if one.level == "fout" and one.line and one.element}
    twice = {one for one in unread if not one.line and (one.file, one.element) in told}
    return [one for one in findings if one not in twice]


def _counted(findings: Collection[Finding]) -> tuple[int, int]:
    faults = sum(finding.level == "fout" for finding in findings)
    return faults, len(findings) - faults


def _key(finding: Finding) -> tuple[str, str, str, str]:
    """What makes a finding the same one, wherever it stands."""
    return finding.rule, finding.file, finding.element, finding.message


def run_checks(checks: Iterator[Check], seconds: float) -> Iterator[Finding]:
    """The findings of all checks, (file, check) each. A check that crashes is a finding, and so is running out of time."""
    until = time.thread_time() + seconds
    for file, run in checks:
        try:
            for finding in run():
                yield finding
                if time.thread_time() > until:
                    break
        except (
            Exception
        ) as error:  # a stranger's file: whatever it does to a check, the designer must hear of it
            yield fault(
                "controle-mislukt",
                f"De controle van dit bestand is mislukt ({type(error).__name__}).",
                "Meld dit aan de beheerder, met het bestand erbij.",
                Place(file),
            )
        if time.thread_time() > until:
            yield fault(
                "controle-te-lang",
                "De controle duurt te lang en is hier gestopt: de rest is niet bekeken.",
                "Maak de routes, tabellen of repetities kleiner.",
                Place(file),
            )
            return


def _rest_unseen() -> Finding:
    """What cannot be read would make everything that names it look wrong too."""
    return warning(
        "rest-niet-bekeken",
        "Een bestand is niet te lezen of een route kan niet lopen. De rest is daarom nog niet bekeken.",
        "Los eerst de fouten hierboven op en controleer opnieuw.",
        Place("hele map"),
    )


def _of_drawings(definition: Definition, connectors: Collection[str]) -> Iterator[Check]:
    names, processes = names_of(definition, connectors), processes_of(definition)
    for model in definition.models.values():
        yield model.file, partial(lint, model, names, processes)


def _checks(definition: Definition, connectors: Collection[str], shapes: Shapes) -> Iterator[Check]:
    around = form_names_of(definition)
    yield from _of_drawings(definition, connectors)
    for form in definition.forms.values():
        yield form.file, partial(check_form, form, around)
    yield "*.dmn", partial(check_tables, definition)
    yield "letters", partial(check_letters, definition)
    yield from _of_region(definition, connectors)
    yield "overlays", partial(check_overlays, definition)
    yield "overlays", partial(check_reach, definition)
    yield "rules.toml", partial(check_numbering, definition)
    for rule in definition.rules:
        yield "rules.toml", partial(check_rule, rule, definition)
    yield "rehearsals", partial(check_rehearsals, definition, shapes)
    yield "forms", partial(check_persons, definition)
    yield "today", partial(check_today, definition)
    yield "today", partial(check_standing, definition)


def _of_region(definition: Definition, connectors: Collection[str]) -> Iterator[Check]:
    """What costs little and looks at everything."""
    yield "forms", partial(check_bsn, definition)
    yield "region.toml", partial(check_region, definition)
    yield "region.toml", partial(check_roles, definition)
    yield "region.toml", partial(check_pieces, definition)
    yield "region.toml", partial(check_parents, definition)
    yield "region.toml", partial(check_paper, definition)
    yield "region.toml", partial(check_terms, definition)
    yield "region.toml", partial(check_tallies, definition)
    yield "region.toml", partial(check_committees, definition)
    yield "region.toml", partial(check_hiding, definition)
    yield "region.toml", partial(check_pupils, definition)
    yield "region.toml", partial(check_registers, definition)
    yield "region.toml", partial(check_switches, definition)
    yield "region.toml", partial(_check_connections, definition, connectors)
    yield "forms", partial(_check_names_of_forms, definition)


@dataclass
class _Told:
    """What was said already, what each shape of the region adds to it, and the shapes that were read."""

    known: Container[object]
    found: dict[str, list[Finding]]
    shapes: Shapes

    def only_new(self, variant: Variant, run: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
        for finding in run():
            if _key(finding) not in self.known and finding.rule != BELOW_THE_LAW:
                self.found[variant.title].append(variant.told(finding))
                yield self.found[variant.title][-1]


def _of_variants(definition: Definition, connectors: Collection[str], told: _Told) -> Iterator[Check]:
    """Every other shape of the region. What a shape does not change is not looked at again."""
    names, processes = names_of(definition, connectors), processes_of(definition)
    for variant in variants_of(definition):
        told.found[variant.title] = []
        for file, run in _of_variant(variant, connectors, told.shapes):
            yield file, partial(told.only_new, variant, run)
        structure = partial(check_structure, variant, names, processes)
        yield variant.place, partial(told.only_new, variant, structure)


def _of_variant(variant: Variant, connectors: Collection[str], shapes: Shapes) -> Iterator[Check]:
    yield variant.place, lambda: variant.findings
    if not variant.readable:
        return
    yield from _of_region(variant.definition, connectors)
    if variant.overlay is None:
        yield "rehearsals", partial(check_rehearsals, variant.definition, shapes)
        return
    around = form_names_of(variant.definition)
    for form in variant.definition.forms.values():
        if variant.changed(form.file):
            yield form.file, partial(check_form, form, around)
    if variant.overlay.fields:
        names, processes = names_of(variant.definition, connectors), processes_of(variant.definition)
        for model in variant.definition.models.values():
            yield model.file, partial(lint, model, names, processes)


def _check_names_of_forms(definition: Definition) -> Iterator[Finding]:
    for form in definition.forms.values():
        if PurePosixPath(form.file).stem != form.id:
            yield fault(
                "formulier-id",
                f'Het bestand heet "{PurePosixPath(form.file).name}", maar het formulier heeft de id "{form.id}".',
                "Geef het bestand en de id dezelfde naam: een tekening noemt de id.",
                Place(form.file),
            )


def _check_connections(definition: Definition, connectors: Collection[str]) -> Iterator[Finding]:
    """A connection of the region can be published before this installation knows it: then its steps wait."""
    for name in definition.region.connections:
        if name not in connectors:
            yield warning(
                "koppeling-ingesteld",
                f'Deze installatie kent de koppeling "{name}" niet. Een zaak blijft bij die stap wachten.',
                f"Vraag de beheerder om [koppelingen.{name}] in leidraad.toml te zetten.",
                Place("region.toml"),
            )
