"""The register in a rehearsal: the rows of a case, what a person reads there, and cases that the system begins."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from bpmn.feel.values import show
from engine.casework import overview
from engine.casework.register import RegisterLine, every_row
from engine.casework.renewing import old_answers
from engine.clock import day
from engine.definitions.scripts import ByItself, RowOf, Scene
from engine.desk import Desk
from engine.errors import EngineError
from engine.rehearsal.errors import Unmet
from engine.rehearsal.stage import Stage
from engine.store import case_lists, register
from engine.store.case_lists import CaseFilters, Scope
from engine.store.register import NO_END, Granted


def row_named(stage: Stage, about: RowOf) -> Granted:
    """The row that a case wrote in the register last. Raises Unmet."""
    case = stage.case_then(about.case)
    with stage.system.reading() as tx:
        rows = [one for one in register.of_case(tx, case.id) if about.kind in ("", one.kind)]
    if not rows:
        raise Unmet(f'De zaak "{about.case}" heeft geen regel "{about.kind}" in het register.')
    return rows[-1]


def answers_before(stage: Stage, desk: Desk, row: Granted, route: str) -> Mapping[str, object]:
    """What the form of the route is filled with, when it renews the row."""
    definition = stage.definition
    kind = definition.region.registers.get(row.kind)
    if kind is None or kind.renewed_by != route or route not in definition.routes:
        return {}
    with desk.reading() as tx:
        return old_answers(tx, desk, row, definition.routes[route])


def by_itself(stage: Stage, scene: Scene, wanted: ByItself) -> None:
    """Give a case that the system began its name in the rehearsal: the newest that has none. Raises Unmet."""
    with stage.system.reading() as tx:
        found = case_lists.page(tx, [Scope(stage.region)], CaseFilters(route=wanted.route)).items
    begun = [case for case in found if case.applicant is None]
    if wanted.count is not None and wanted.count != len(begun):
        raise Unmet(
            f'Er horen {wanted.count} zaken "{wanted.route}" vanzelf begonnen te zijn, maar het zijn er {len(begun)}.'
        )
    named = {case.id for case in stage.cases.values()}
    fresh = [case for case in begun if case.id not in named]
    if fresh:
        stage.cases[scene.case] = fresh[0]
    elif wanted.count is None:
        raise Unmet(f'Er is geen nieuwe zaak "{wanted.route}" vanzelf begonnen.')


def compare_rows(stage: Stage, scene: Scene, wanted: Sequence[Mapping[str, object]] | None) -> None:
    """The rows of a case are these, in the order in which they were written. Raises Unmet."""
    if wanted is None:
        return
    case = stage.case_then(scene.case)
    with stage.system.reading() as tx:
        rows, today = register.of_case(tx, case.id), day(tx.now)
    if len(rows) != len(wanted):
        raise Unmet(f"In het register horen {len(wanted)} regels te staan, maar er zijn er {len(rows)}.")
    for number, (row, words) in enumerate(zip(rows, wanted, strict=True), 1):
        seen = _words(row, today)
        for word, value in words.items():
            if not _same(seen[word], value):
                raise Unmet(
                    f"Regel {number} van het register: {word} hoort {show(value)} te zijn, "
                    f"maar is {show(seen[word]) or 'leeg'}."
                )


def _words(row: Granted, today: date) -> dict[str, object]:
    return {
        "soort": row.kind,
        "school": row.school.id if row.school else None,
        "van": row.since,
        "tot": None if row.until == NO_END else row.until,
        "uren": row.hours,
        "bedrag": row.amount,
        "vorm": row.form,
        "nummer": row.number,
        "kostendrager": row.bearer,
        "stand": row.stand(today),
    }


def _same(seen: object, wanted: object) -> bool:
    if isinstance(seen, date) and isinstance(wanted, str):
        return seen.isoformat() == wanted
    if isinstance(seen, Decimal) and isinstance(wanted, int | Decimal) and not isinstance(wanted, bool):
        return seen == wanted
    return seen == wanted


def register_text(desk: Desk) -> str:
    """Everything this person reads in the register."""
    return " \n ".join(text for line in every_row(desk) for text in texts_of(line))


def texts_of(line: RegisterLine) -> Iterator[str]:
    row = line.row
    school = row.school.name if row.school else ""
    yield from (row.kind, line.kind, school, line.pupil, line.stand, line.reference, show(row.since))
    yield show(line.until) if line.until else ""
    shown = {
        "nummer": row.number,
        "vorm": line.form,
        "uren": row.hours,
        "bedrag": row.amount,
        "kostendrager": row.bearer,
    }
    yield from (show(shown[name]) for name in line.shows if shown[name] is not None)


def overview_text(desk: Desk, region: str) -> str:
    """Everything this person reads in the overview; nothing for who has none."""
    try:
        found = overview.overview(desk, region, None)
    except EngineError:
        return ""
    return " \n ".join(overview.texts_of(found))
