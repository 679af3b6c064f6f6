"""Whether what the database says of a case fits together: the packed state, the rows beside it, the story, the mail."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import func, select

from engine import audit
from engine.casework.carrying import key
from engine.casework.work import work_on
from engine.desk import Desk
from engine.model import Case, Event
from engine.runtime.progress import Progress
from engine.runtime.running import fire_due
from engine.store import answers, cases, events, outbox, tasks, waits
from engine.store.database import Database, Tx
from engine.store.schema import answer, metadata

# Before any timer: letting go off what is due at this moment changes nothing and tells what waits.
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
VISITS = ("started", "step_done", "act_done", "number_given")  # each keeps an answer


def rows_of(database: Database) -> dict[str, list[object]]:
    """Every row of every table."""
    with database.transaction(writes=False) as tx:
        return {
            table.name: sorted((tuple(row) for row in tx.rows(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def check_all(desk: Desk) -> list[str]:
    """Everything that does not fit, of every case; empty: all is whole."""
    with desk.reading() as tx:
        return [f"{case}: {problem}" for case in cases.all_ids(tx) for problem in check_whole(tx, desk, case)]


def check_whole(tx: Tx, desk: Desk, case_id: int) -> list[str]:
    """What does not fit in one case: state, tasks, waits, answers, story and outbox."""
    case = cases.find(tx, case_id)
    if case is None:
        return ["de zaak is er niet"]
    if not case.rev or not case.state:
        return ["de zaak is begonnen zonder stand"]
    story = events.of_case(tx, case_id)
    return [
        *(damage.message for damage in audit.verify(tx, desk, case_id)),
        *_waiting(tx, desk, case),
        *_told(tx, case, story),
        *_mails(tx, case, story),
    ]


def _waiting(tx: Tx, desk: Desk, case: Case) -> Iterator[str]:
    """The rows of what waits are what the packed state waits for."""
    work = work_on(tx, desk, case)
    packed: Progress = fire_due(work.route.runtime, case.state, case.facts, LONG_AGO)
    rows = waits.of_case(tx, case.id)
    open_tasks = {one.id: one.node for one in tasks.open_of_case(tx, case.id)}
    jobs = {one.job for one in outbox.of_case(tx, case.id) if one.job and one.status != "done"}
    pairs = [
        ("taken", open_tasks, {key(work, one.id): one.node for one in packed.tasks}),
        ("termijnen", {one.id: one.due for one in rows if one.kind == "timer"}, {key(work, one.id): one.due for one in packed.timers}),
        ("berichten", {one.id: one.name for one in rows if one.kind != "timer"}, {key(work, one.id): one.name for one in packed.subscriptions}),
        ("koppelingen", jobs, {key(work, one.id) for one in packed.jobs}),
        ("klaar", case.status == "finished", packed.finished),
    ]  # fmt: skip
    yield from (f"{what}: rijen {there}, stand {wanted}" for what, there, wanted in pairs if there != wanted)


def _told(tx: Tx, case: Case, story: list[Event]) -> Iterator[str]:
    """Each act has its line, its answers and its task, once."""
    lines = Counter(line.kind for line in story)
    visits = [line for line in story if line.kind in VISITS]
    kept = tx.value(select(func.count()).where(answer.c.case == case.id))
    if kept != len(visits):
        yield f"{kept} antwoorden bij {len(visits)} regels"
    if answers.latest(tx, case.id).keys() != {line.node for line in visits}:
        yield "antwoorden van andere stappen dan het verhaal noemt"
    done = {one.id for one in tasks.of_case(tx, case.id) if one.status == "done"}
    if done != {line.detail["task"] for line in story if line.kind == "step_done"}:
        yield f"gedane taken {done} passen niet bij het verhaal"
    if lines["started"] != 1 or lines["passed"] != case.rev:
        yield f"{lines['started']} keer begonnen, {lines['passed']} stappen, {case.rev} keer opgeslagen"


def _mails(tx: Tx, case: Case, story: list[Event]) -> Iterator[str]:
    """One act makes one message for each recipient."""
    wanted: Counter[tuple[str, object]] = Counter()
    for line in story:
        if line.kind == "mail_written":
            to = line.detail["to"]
            assert isinstance(to, list)
            wanted.update((line.node, int(str(person))) for person in to)
    rows = [one for one in outbox.of_case(tx, case.id) if one.kind == "mail"]
    there = Counter((one.node, int(str(one.detail["to"]))) for one in rows)
    if there != wanted:
        yield f"mails {dict(there)}, verteld {dict(wanted)}"
