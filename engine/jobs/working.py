"""The worker: fires timers that are due, sends mail, calls connectors, sweeps what nothing will ask for. Several may run on one database.

Each thing is done in its own transaction and looked at again under the lock, so one bad case holds up nobody and what
another worker did first is left alone.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.casework.background import fire_due_timers
from engine.casework.due_terms import tell_due_terms
from engine.casework.standing_in import hand_back_all
from engine.desk import Desk
from engine.errors import CaseChanged, CaseStuck, NotFound
from engine.jobs.effects import carry_out
from engine.jobs.warnings import warn_due
from engine.store import messages, queue, setting, terms, uploads
from engine.store.database import Unreachable

PAUSE = timedelta(seconds=2)  # between two looks when there was nothing to do
BATCH = 20
LOOSE = timedelta(days=1)  # how long a file may wait for a draft or a case to name it
SWEEP = timedelta(hours=1)  # between two looks for what waited too long
_SWEPT = "swept"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worked:
    """What one look did: cases whose timers fired, effects carried out, and what went wrong."""

    timers: int = 0
    effects: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.timers} zaken met een termijn verwerkt, {self.effects} berichten en koppelingen gedaan, {self.failed} mislukt."

    @property
    def nothing(self) -> bool:
        return not (self.timers or self.effects or self.failed)


def work_until(desk: Desk, stop: Callable[[], bool], wait: Callable[[float], object]) -> None:
    """Work until `stop()`; `wait` sleeps a number of seconds and may be woken. A database that is away for a while is
    waited for."""
    while not stop():
        try:
            idle = work_once(desk).nothing
        except Unreachable as error:
            log.warning("the database is away: %s", type(error.orig).__name__)
            idle = True
        if idle:
            wait(PAUSE.total_seconds())


def work_once(desk: Desk) -> Worked:
    """Do what is due now: first timers, terms and warnings of the register, then effects (also those that these wrote)."""
    hand_back_all(desk)
    timers = [*_fire(desk), *_tell_terms(desk), *warn_due(desk, BATCH)]
    effects = _carry(desk)
    _sweep(desk)
    return Worked(sum(timers), sum(effects), timers.count(False) + effects.count(False))


def _fire(desk: Desk) -> list[bool]:
    with desk.reading() as tx:
        due = queue.cases_with_due_timers(tx, BATCH)
    return [_fired(desk, case_id) for case_id in due]


def _fired(desk: Desk, case_id: int) -> bool:
    try:
        fire_due_timers(desk, case_id)
    except (CaseStuck, CaseChanged, NotFound):
        return False  # an incident says why, or another worker was first
    return True


def _tell_terms(desk: Desk) -> list[bool]:
    with desk.reading() as tx:
        due = terms.cases_with_due_terms(tx, BATCH)
    return [_told(desk, case_id) for case_id in due]


def _told(desk: Desk, case_id: int) -> bool:
    try:
        tell_due_terms(desk, case_id)
    except (CaseStuck, CaseChanged, NotFound):
        return False  # an incident says why, or another worker was first
    return True


def _carry(desk: Desk) -> list[bool]:
    """One effect at a time: what is in hand when this process dies is one mail, not a batch."""
    done: list[bool] = []
    while len(done) < BATCH:
        with desk.transaction() as tx:
            rows = queue.take(tx, 1)
        if not rows:
            break
        done.append(carry_out(desk, rows[0]))
    return done


def _sweep(desk: Desk) -> None:
    """Files of drafts that were thrown away and of forms that were never handed in; messages nobody waited for."""
    with desk.reading() as tx:
        last = datetime.fromisoformat(setting.read(tx, _SWEPT, "2000-01-01T00:00+00:00"))
        due = abs(tx.now - last) >= SWEEP  # the clock of a demonstration may go back
    if due:
        with desk.transaction() as tx:
            setting.write(tx, _SWEPT, tx.now.isoformat())
            uploads.sweep(tx, tx.now - LOOSE)
            messages.empty_late(tx)
