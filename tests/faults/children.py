"""What runs in processes of its own and is killed there. Forked from a small server that has read the region already.

A `Place` says where a child works; the clock of all of them stands in a file, so that a lease can pass for everybody.
"""

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event

from config.settings import Settings, Smtp
from engine.casework import cases
from engine.casework.background import fire_due_timers
from engine.clock import Clock
from engine.definitions import catalogue
from engine.definitions.reading import read_definition
from engine.errors import AlreadyDone, CaseChanged, NotAllowed, NotFound
from engine.jobs.working import work_once
from engine.store import tasks, waits
from engine.store.cases import all_ids, find
from engine.store.database import Database, open_database
from tests.engine.mini import BUNDLE, REQUEST, Mini

SECRET = "sleutel-voor-de-tests-van-leidraad-0001"
SCHOOL = "ib.linde"
DOERS = {
    "beoordelen": ("commissie.1", "commissie.2"),
    "deskundige_een": ("deskundige.1", "deskundige.2"),
    "deskundige_twee": ("deskundige.2", "deskundige.1"),
    "aanvullen": (SCHOOL, "ib.linde2"),
}
FIELDS = {
    "beoordelen": "toelichting", "deskundige_een": "advies_tekst", "deskundige_twee": "advies_tekst",
    "aanvullen": "aanvulling", "notitie_start": "tekst", "intrekken_start": "reden",
}  # fmt: skip
MOST_OPEN = 5

# The server forks children that need not read the region again.
catalogue.remember(read_definition(BUNDLE))

Prepare = Callable[[Mini], Callable[[], object]]
"""What a child will do: gets the region, looks up what it needs, gives the act itself."""


@dataclass(frozen=True)
class Place:
    """The database's URL, a folder for the clock and the journals, and the port of the mail server (0: none)."""

    url: str
    folder: Path
    smtp_port: int = 0

    def open(self) -> Mini:
        database = open_database(self.url, Clock(self._now))
        smtp = Smtp("127.0.0.1", self.smtp_port, sender="leidraad@mini.example", tls=False)
        return Mini(database, Settings(self.url, SECRET, smtp=smtp if self.smtp_port else None))

    def move(self, by: timedelta) -> None:
        """Put the clock of everybody forward."""
        moved = self._offset() + by.total_seconds()
        fresh = self.folder / "clock.new"
        fresh.write_text(str(moved))
        fresh.replace(self.folder / "clock")

    def _now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset())

    def _offset(self) -> float:
        clock = self.folder / "clock"
        return float(clock.read_text()) if clock.exists() else 0.0


def child(target: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """Start `target(*arguments)` in a process of its own."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.children", "tests.faults.judging"])
    process = context.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def was_killed(process: ForkServerProcess) -> bool:
    """Wait for the end of a child. False when it came to its own end."""
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL), f"the child ended with {process.exitcode}"
    return process.exitcode != 0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(database: Database, moment: int, *, after_commits: bool = False) -> None:
    """Kill this process at a moment: before a statement, after a statement, and before a commit all count.

    `after_commits`: after one too. An act that is committed is done; a worker still has to do what it promised.
    """
    passed = 0

    def count(*_: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            die()

    for name in (
        "before_cursor_execute",
        "after_cursor_execute",
        "commit",
        *(["checkin"] if after_commits else []),
    ):
        event.listen(database.engine, name, count)


def act_until(place: Place, prepare: Prepare, moment: int, tear: Callable[[], None] | None = None) -> None:
    """Child: do one act, and die at `moment` of it. `tear` may break the engine first."""
    if tear:
        tear()
    mini = place.open()
    act = prepare(mini)
    die_at(mini.database, moment, after_commits=isinstance(prepare, Work))
    act()


# The acts of which every moment is tried.


@dataclass(frozen=True)
class Start:
    once: str

    def __call__(self, mini: Mini) -> Callable[[], object]:
        desk = mini.desk(SCHOOL)
        return lambda: cases.start_case(
            desk, "mini", "aanvraag", {**REQUEST, "vraag": self.once}, once=self.once
        )


@dataclass(frozen=True)
class Complete:
    login: str
    task: str
    answers: dict[str, object]

    def __call__(self, mini: Mini) -> Callable[[], object]:
        desk = mini.desk(self.login)
        return lambda: cases.complete_task(desk, self.task, self.answers)


@dataclass(frozen=True)
class Begin:
    login: str
    case: int
    wait: str
    answers: dict[str, object]
    once: str = "teken-van-de-pagina"

    def __call__(self, mini: Mini) -> Callable[[], object]:
        desk = mini.desk(self.login)
        return lambda: cases.begin_act(desk, self.case, self.wait, self.answers, once=self.once)


@dataclass(frozen=True)
class Fire:
    case: int

    def __call__(self, mini: Mini) -> Callable[[], object]:
        return lambda: fire_due_timers(mini.system, self.case)


@dataclass(frozen=True)
class Work:
    """One look of the worker."""

    def __call__(self, mini: Mini) -> Callable[[], object]:
        return lambda: work_once(mini.system)


# The children that go on until they are killed.


def work(place: Place, moment: int) -> None:
    """Child: the worker, until it is killed or comes to `moment`."""
    mini = place.open()
    die_at(mini.database, moment)
    while True:
        if work_once(mini.system).nothing:
            time.sleep(0.02)


@dataclass
class Journal:
    """What a walker meant to do and what came of it: [sign, "begin", intent] and [sign, result], a line each."""

    path: Path
    lines: list[list[Any]] = field(default_factory=list)

    def read(self) -> "Journal":
        if self.path.exists():
            self.lines = [
                json.loads(line) for line in self.path.read_text().splitlines() if line.endswith("]")
            ]
        return self

    def write(self, *line: object) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def meant(self) -> dict[str, list[Any]]:
        return {line[0]: line[2] for line in self.lines if line[1] == "begin"}

    def results(self) -> dict[str, str]:
        return {line[0]: line[1] for line in self.lines if line[1] != "begin"}


def walk(place: Place, number: int, seed: int) -> None:
    """Child: a walker, until it is killed. First it does again what it does not know the end of."""
    mini, random = place.open(), Random(seed)
    journal = Journal(place.folder / f"walker-{number}").read()
    for sign, intent in journal.meant().items():
        if sign not in journal.results():
            journal.write(sign, _performed(mini, intent))
    step = 0
    while True:
        step += 1
        sign = f"teken-{number}-{seed}-{step}"
        intent = _chosen(mini, random, sign)
        if intent is None:
            time.sleep(0.01)
            continue
        journal.write(sign, "begin", intent)
        journal.write(sign, _performed(mini, intent))


def _performed(mini: Mini, intent: list[Any]) -> str:
    """Do what was meant; "did", or "late" when somebody (perhaps this walker, before it was killed) was first."""
    kind, *values = intent
    act = {"start": Start, "complete": Complete, "begin": Begin}[kind](*values)(mini)
    with suppress(AlreadyDone, NotAllowed, CaseChanged, NotFound):
        act()
        return "did"
    return "late"


def _chosen(mini: Mini, random: Random, sign: str) -> list[Any] | None:
    """Something that a person could do now: hand in, do a task, begin an act."""
    with mini.database.transaction(writes=False) as tx:
        going = [
            one for one in (find(tx, case) for case in all_ids(tx)[-40:]) if one and one.status == "open"
        ]
        if len(going) < MOST_OPEN or random.random() < 0.05:
            return ["start", sign]
        case = random.choice(going)
        open_tasks = tasks.open_of_case(tx, case.id)
        acts = [one for one in waits.of_case(tx, case.id) if one.kind == "message"]
    if acts and (not open_tasks or random.random() < 0.2):
        wait = random.choice(acts)
        return ["begin", SCHOOL, case.id, wait.id, {FIELDS[wait.node]: sign}, sign]
    if not open_tasks:
        return None
    task = random.choice(open_tasks)
    answers = {FIELDS[task.node]: sign}
    if task.node == "beoordelen":
        answers["besluit"] = random.choice(["toegekend", "toegekend", "advies", "terug"])
    return ["complete", random.choice(DOERS[task.node]), task.id, answers]
