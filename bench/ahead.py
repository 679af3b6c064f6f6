"""Cases that went round very often, made in little time.

The engine really goes round. Of the rows that such a case has behind it, one round is written by the acts themselves;
the others are copies of it, with the same content, their own ids and a story that is chained and sealed like any other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from sqlalchemy import select, update

from bench.region import NAME, Site
from engine import audit
from engine.definitions import catalogue
from engine.model import Answer, Case, Event, Task
from engine.runtime.progress import Progress
from engine.runtime.routes import Route
from engine.runtime.running import complete
from engine.store import answers, cases, events, tasks
from engine.store.database import Tx
from engine.store.schema import task, wait, word

MOST_ROUNDS = 1_000_000
LAST = "besluit"  # the step that sends a case round


def states_after(site: Site, loops: Sequence[int]) -> dict[int, Progress]:
    """What the runtime says of a case after each number of rounds, at its last step."""
    case = site.begin(rounds=MOST_ROUNDS)
    site.walk_to(case, LAST)
    with site.database.transaction(writes=False) as tx:
        saved, runtime = _whole(tx, case), route_of(tx)
        token = tasks.open_of_case(tx, case.id)[0].id.partition("-")[2]
    found, progress = {}, complete(runtime, saved.state, saved.facts, token, {}, saved.started)
    for number in range(1, max(loops) + 1):
        progress = _one_round(runtime, progress, saved)
        if number in loops:
            found[number] = progress
        progress = complete(runtime, progress.state, progress.facts, progress.tasks[0].id, {}, saved.started)
    return found


def route_of(tx: Tx) -> Route:
    return catalogue.current(tx, NAME).definition.routes["meetroute"].runtime


def _one_round(runtime: Route, progress: Progress, case: Case) -> Progress:
    """On to the last step."""
    while any(one.node != LAST for one in progress.tasks):
        todo = next(one for one in progress.tasks if one.node != LAST)
        progress = complete(runtime, progress.state, progress.facts, todo.id, {}, case.started)
    return progress


def _whole(tx: Tx, case: Case) -> Case:
    found = cases.find(tx, case.id)
    assert found is not None
    return found


@dataclass(frozen=True)
class _Rows:
    """What a case has behind it."""

    tasks: list[Task]
    answers: list[Answer]
    events: list[Event]


def case_after(site: Site, loops: int, progress: Progress) -> Case:
    """A case that went round `loops` times and stands at its last step, where `progress` says."""
    case = site.begin(rounds=MOST_ROUNDS)
    site.do(site.walk_to(case, LAST))
    with site.database.transaction(writes=False) as tx:
        before = _rows(tx, case)
    site.walk_to(case, LAST)
    with site.database.transaction() as tx:
        after = _rows(tx, case)
        one_round = _Rows(
            [one for one in after.tasks if one.status == "done" and one not in before.tasks],
            after.answers[len(before.answers) :],
            after.events[len(before.events) :],
        )
        told = _write_copies(tx, site, _whole(tx, case), one_round, loops - 1)
        _wait_for(tx, case, progress)
        cases.save(tx, replace(told, state=progress.state, facts=progress.facts), told.rev)
    return case


def _rows(tx: Tx, case: Case) -> _Rows:
    return _Rows(tasks.of_case(tx, case.id), answers.of_case(tx, case.id), events.of_case(tx, case.id))


def _write_copies(tx: Tx, site: Site, case: Case, rows: _Rows, times: int) -> Case:
    """The case with its longer story."""
    for number in _chunks(times):
        tasks.add(
            tx, [replace(one, id=f"{case.id}-{uuid4().hex}") for _ in range(number) for one in rows.tasks]
        )
        answers.add(tx, [one for _ in range(number) for one in rows.answers])
        case = audit.record(tx, site.worker, case, rows.events * number)
    return case


def _chunks(times: int, most: int = 100) -> Iterator[int]:
    while times > 0:
        yield min(times, most)
        times -= most


def _wait_for(tx: Tx, case: Case, progress: Progress) -> None:
    """The task and the timer that are open now go by the ids that the runtime gave them."""
    old = tasks.open_of_case(tx, case.id)[0].id
    new = f"{case.id}-{progress.tasks[0].id}"
    tx.run(update(task).where(task.c.id == old).values(id=new))
    tx.run(update(word).where(word.c.thing == old).values(thing=new))
    waiting: Mapping[str, str] = {one.node: one.id for one in progress.timers}
    for row in tx.rows(select(wait.c.id, wait.c.node).where(wait.c.case == case.id)):
        tx.run(update(wait).where(wait.c.id == row.id).values(id=f"{case.id}-{waiting[row.node]}"))
