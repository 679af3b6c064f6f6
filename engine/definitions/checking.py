"""Check a region's files: everything that each package can say about its own files, and what they say of each other.

Nothing here crashes: a check that fails is a finding, and so is a check that there was no time for.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from bpmn.decisions.checking import check_decision
from bpmn.findings import Finding
from bpmn.lint.linting import lint
from engine.definitions.bsn_checks import check_bsn
from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition
from engine.definitions.finding import Place, fault, warning
from engine.definitions.letter_checks import check_letters
from engine.definitions.naming import facts_of, form_names_of, names_of, processes_of
from engine.definitions.reading import read_definition
from engine.definitions.parent_checks import check_parents
from engine.definitions.region_checks import check_region, check_roles
from engine.definitions.register_checks import check_registers
from engine.definitions.rehearsal_checks import check_rehearsals, check_today
from engine.definitions.rule_checks import check_numbering, check_rule
from engine.definitions.switch_checks import check_switches
from engine.definitions.term_checks import check_terms
from forms.checking import check_form

SECONDS = (
    2.0  # of processor time for each diagram of the region; looked at after every finding and every check
)

Check = tuple[str, Callable[[], Iterable[Finding]]]


def check(bundle: Bundle, connectors: Collection[str] = ()) -> list[Finding]:
    """All findings, in order of file and line. `connectors` are the names in the installation's settings."""
    definition = read_definition(bundle)
    findings = list(definition.findings)
    if not any(finding.file == "region.toml" for finding in findings):
        allowed = SECONDS * max(1, len(definition.models))
        findings += run_checks(_checks(definition, connectors), allowed)
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.file, finding.line or 0))


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


def _checks(definition: Definition, connectors: Collection[str]) -> Iterator[Check]:
    names, around = names_of(definition, connectors), form_names_of(definition)
    processes = processes_of(definition)
    for model in definition.models.values():
        yield model.file, partial(lint, model, names, processes)
    for form in definition.forms.values():
        yield form.file, partial(check_form, form, around)
    yield "*.dmn", partial(_check_decisions, definition)
    yield "letters", partial(check_letters, definition)
    yield "forms", partial(check_bsn, definition)
    yield "region.toml", partial(check_region, definition)
    yield "region.toml", partial(check_roles, definition)
    yield "region.toml", partial(check_parents, definition)
    yield "region.toml", partial(check_terms, definition)
    yield "region.toml", partial(check_registers, definition)
    yield "region.toml", partial(check_switches, definition)
    yield "region.toml", partial(_check_connections, definition, connectors)
    yield "rules.toml", partial(check_numbering, definition)
    for rule in definition.rules:
        yield "rules.toml", partial(check_rule, rule, definition)
    yield "rehearsals", partial(check_rehearsals, definition)
    yield "today", partial(check_today, definition)


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


def _check_decisions(definition: Definition) -> Iterator[Finding]:
    facts = facts_of(definition)
    for decision in definition.decisions.values():
        for problem in check_decision(decision, facts).problems:
            yield warning(
                "tabel-klopt",
                f"{problem.place}: {problem.message}",
                problem.advice,
                Place(decision.file, problem.line or None, decision.id),
            )
