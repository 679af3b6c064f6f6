"""Hold one BPMN file against all rules: `lint(model, names)`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from bpmn.findings import Finding
from bpmn.lint.names import Names
from bpmn.lint.rules import (
    alleen_tekening,
    andere_taal,
    begin,
    bericht,
    beslissing,
    bpmn_standaard,
    brief,
    commissie,
    deelroute,
    dode_stap,
    dubbel_token,
    dubbele_id,
    eigenschap_naam,
    eigenschap_waarde,
    einde,
    eindeloze_lus,
    expressie,
    fase,
    feit_eerder,
    formulier,
    fout_opvangen,
    gebeurtenispoort,
    geen_feit,
    herhaald,
    herhaling,
    isteken,
    keuze_bestaat,
    knop,
    koppeling,
    lang_pad,
    naam_botst,
    niet_ondersteund,
    onbekende_uitbreiding,
    onbereikbaar,
    pijlen,
    poort,
    register,
    rol,
    schakelaar,
    script,
    soort_uitkomst,
    stuk,
    te_groot,
    tekst_school,
    termijn,
    timer,
    toewijzing,
    uitvoerbaar,
    vastloper,
    vaststellen_poort,
    verwijzing,
    voorwaarde_plaats,
    voorwaarde_waar,
)
from bpmn.lint.subject import Subject
from bpmn.model import Model, Process
from bpmn.switching import switches_in, without


class FileRule(Protocol):
    RULE: str

    def check_file(self, model: Model, /) -> Iterable[Finding]: ...


class RouteRule(Protocol):
    RULE: str

    def check(self, subject: Subject, /) -> Iterable[Finding]: ...


FILE_RULES: tuple[FileRule, ...] = (
    alleen_tekening, bpmn_standaard, dubbele_id, herhaald, isteken, onbekende_uitbreiding,
    uitvoerbaar, verwijzing,
)  # fmt: skip
ROUTE_RULES: tuple[RouteRule, ...] = (
    andere_taal, begin, bericht, beslissing, brief, commissie, deelroute, dode_stap, dubbel_token,
    eigenschap_naam, eigenschap_waarde, einde, eindeloze_lus, expressie, fase, feit_eerder,
    formulier, fout_opvangen, gebeurtenispoort, geen_feit, herhaling, keuze_bestaat, knop, koppeling, lang_pad, naam_botst,
    niet_ondersteund, onbereikbaar, pijlen, poort, register, rol, schakelaar, script, soort_uitkomst, stuk,
    te_groot, tekst_school, termijn, timer, toewijzing, vaststellen_poort, vastloper, voorwaarde_plaats, voorwaarde_waar,
)  # fmt: skip
STRUCTURE_RULES: tuple[RouteRule, ...] = (
    begin, dode_stap, dubbel_token, einde, eindeloze_lus, onbereikbaar, pijlen, vastloper,
)  # fmt: skip
MAX_SWITCHES = 12
ABOUT_DATA = ("vastloper", "dubbel-token", "dode-stap")  # a designer may know that the data never go that way


def lint(model: Model, names: Names, others: Mapping[str, Process] | None = None) -> list[Finding]:
    """All findings about one file, in the order of its lines. A rule that crashes is a finding itself.

    Looks at the executable processes, or at all when none is; and at their structure once more with each switch
    off, and with all of them off. (A fact that falls away with a switch is empty then; a condition may count on it.) What an element's property `aanvaard` accepts is left out: findings about states that the data rule
    out, and warnings. `others` are the processes of other files, for what this one calls.
    """
    found: list[Finding] = []
    for rule in FILE_RULES:
        found += _run(rule.RULE, model, partial(rule.check_file, model))
    around = {**(others or {}), **model.processes}
    found += _routes(model, partial(Subject, names=names, others=around), ROUTE_RULES)
    known = {(finding.rule, finding.element) for finding in found}
    for off in _switched_off(model):
        less = without(model, off)
        again = _routes(
            less, partial(Subject, names=names, others={**around, **less.processes}), STRUCTURE_RULES
        )
        new = [each for each in again if (each.rule, each.element) not in known]
        known |= {(finding.rule, finding.element) for finding in new}
        found += [
            replace(each, message=f"Met schakelaar {', '.join(sorted(off))} uit: {each.message}")
            for each in new
        ]
    left = (finding for finding in dict.fromkeys(found) if not _is_accepted(finding, model))
    return sorted(left, key=lambda finding: (finding.line or 0, finding.element, finding.level, finding.rule))


def lint_without(
    model: Model, names: Names, others: Mapping[str, Process], off: frozenset[str]
) -> list[Finding]:
    """What is wrong with the structure of a file when just these switches are off, and not as it is drawn."""
    around, less = {**others, **model.processes}, without(model, off)
    subject_of = partial(Subject, names=names)
    drawn = _routes(model, partial(subject_of, others=around), STRUCTURE_RULES)
    known = {(finding.rule, finding.element) for finding in drawn}
    left = _routes(less, partial(subject_of, others={**around, **less.processes}), STRUCTURE_RULES)
    return [each for each in left if (each.rule, each.element) not in known and not _is_accepted(each, model)]


def _routes(
    model: Model, subject_of: Callable[[Model, Process], Subject], rules: Iterable[RouteRule]
) -> list[Finding]:
    running = [process for process in model.processes.values() if process.executable]
    found: list[Finding] = []
    for process in running or model.processes.values():
        subject = subject_of(model, process)
        for rule in rules:
            found += _run(rule.RULE, model, partial(rule.check, subject))
    return found


def _switched_off(model: Model) -> list[frozenset[str]]:
    """Each switch alone, and all together. A file with very many switches is only looked at as a whole."""
    switches = dict.fromkeys(switches_in(model))
    single = [frozenset([switch]) for switch in switches] if len(switches) <= MAX_SWITCHES else []
    return single + ([frozenset(switches)] if len(switches) > 1 else [])


def _run(rule: str, model: Model, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:  # whatever a strange file brings about, the other rules have their say
        message = f"Deze controle kon haar werk niet doen ({type(error).__name__})."
        advice = "Herstel eerst de andere fouten; blijft dit staan, meld het dan."
        return [Finding(rule, "fout", message, advice, model.file)]


def _is_accepted(finding: Finding, model: Model) -> bool:
    if finding.level == "fout" and finding.rule not in ABOUT_DATA:
        return False
    return any(_accepts(process, finding) for process in model.processes.values())


def _accepts(process: Process, finding: Finding) -> bool:
    holder = process if finding.element == process.id else process.nodes.get(finding.element)
    lines = holder.properties.get("aanvaard", "").splitlines() if holder else ()
    pairs = (line.partition(":") for line in lines)
    return any(rule.strip() == finding.rule and reason.strip() for rule, _, reason in pairs)
