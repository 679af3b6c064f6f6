"""Terms in a rehearsal: how they stand, and what a person does about one by hand."""

from collections.abc import Iterator, Mapping
from typing import cast

from bpmn.feel.values import show
from engine.casework.term_acts import move_term
from engine.casework.term_panel import TermAct, TermLine, state_of
from engine.clock import day
from engine.definitions.scripts import Scene, TermDeed, TermIs
from engine.errors import EngineError
from engine.rehearsal.errors import Unmet
from engine.rehearsal.stage import Stage
from engine.store import terms


def move(stage: Stage, scene: Scene, deed: TermDeed) -> None:
    """Raises Unmet when it goes otherwise than the scene says."""
    refused = deed.refused
    try:
        case = stage.case_then(scene.case)
        move_term(stage.desk(scene.who), case.reference, deed.term, cast(TermAct, deed.act), deed.reason)
    except EngineError as error:
        if refused is None or isinstance(error, Unmet):
            raise Unmet(f"Dit hoort te lukken, maar: {error.message}") from None
        if refused.text.casefold() not in error.message.casefold():
            raise Unmet(
                f'De weigering hoort "{refused.text}" te zeggen, maar zegt: {error.message}'
            ) from None
        return
    if refused is not None:
        raise Unmet("Dit hoort geweigerd te worden, maar het is aangenomen.")
    stage.work()


def compare(stage: Stage, scene: Scene, wanted: Mapping[str, TermIs]) -> None:
    """Raises Unmet at the first term that stands otherwise."""
    if not wanted:
        return
    case = stage.case_then(scene.case)
    with stage.system.reading() as tx:
        rows = {row.term: row for row in terms.of_case(tx, case.id)}
        today = day(tx.now)
    for name, state in wanted.items():
        row = rows.get(name)
        if row is None:
            raise Unmet(f'De termijn "{name}" is niet begonnen.')
        seen = state_of(row, today)
        if state.state and state.state != seen:
            raise Unmet(f'De termijn "{name}" hoort {state.state} te zijn, maar is {seen}.')
        end = row.end.isoformat() if row.end else "niet bekend"
        if state.end and state.end != end:
            raise Unmet(f'De termijn "{name}" hoort te eindigen op {state.end}, maar het einde is {end}.')


def texts_of(panel: object) -> Iterator[str]:
    """What a person reads of the terms of a case."""
    for line in panel if isinstance(panel, tuple) else ():
        if isinstance(line, TermLine):
            yield line.name
            if line.paused is not None:
                yield f"Staat stil gepauzeerd sinds {show(day(line.paused))}, omdat: {', '.join(line.why)}"
            elif line.state == "gestopt":
                yield "afgerond"
            elif line.end is not None:
                yield f"{'Te laat: uiterlijk' if line.state == 'te_laat' else 'Uiterlijk'} {show(line.end)}"
