"""Hold one BPMN file against all rules: `lint(model, names)`."""

from collections.abc import Callable, Iterable
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
    gebeurtenispoort,
    geen_feit,
    herhaald,
    herhaling,
    isteken,
    koppeling,
    lang_pad,
    naam_botst,
    niet_ondersteund,
    onbekende_uitbreiding,
    onbereikbaar,
    pijlen,
    poort,
    rol,
    schakelaar,
    script,
    soort_uitkomst,
    te_groot,
    tekst_school,
    timer,
    toewijzing,
    uitvoerbaar,
    vastloper,
    verwijzing,
    voorwaarde_plaats,
    voorwaarde_waar,
)
from bpmn.lint.subject import Subject
from bpmn.model import Model, Process


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
    andere_taal, begin, bericht, beslissing, brief, deelroute, dode_stap, dubbel_token,
    eigenschap_naam, eigenschap_waarde, einde, eindeloze_lus, expressie, fase, feit_eerder,
    formulier, gebeurtenispoort, geen_feit, herhaling, koppeling, lang_pad, naam_botst,
    niet_ondersteund, onbereikbaar, pijlen, poort, rol, schakelaar, script, soort_uitkomst,
    te_groot, tekst_school, timer, toewijzing, vastloper, voorwaarde_plaats, voorwaarde_waar,
)  # fmt: skip
ABOUT_DATA = ("vastloper", "dubbel-token", "dode-stap")  # a designer may know that the data never go that way


def lint(model: Model, names: Names) -> list[Finding]:
    """All findings about one file, in the order of its lines. A rule that crashes is a finding itself.

    Looks at the executable processes, or at all when none is. What an element's property `aanvaard` accepts is left
    out: findings about states that the data rule out, and warnings.
    """
    found: list[Finding] = []
    for file_rule in FILE_RULES:
        found += _run(file_rule.RULE, model, partial(file_rule.check_file, model))
    for process in _checked(model):
        subject = Subject(model, process, names)
        for rule in ROUTE_RULES:
            found += _run(rule.RULE, model, partial(rule.check, subject))
    left = (finding for finding in dict.fromkeys(found) if not _is_accepted(finding, model))
    return sorted(left, key=lambda finding: (finding.line or 0, finding.element, finding.level, finding.rule))


def _checked(model: Model) -> list[Process]:
    running = [process for process in model.processes.values() if process.executable]
    return running or list(model.processes.values())


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
