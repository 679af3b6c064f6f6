"""Children that look at a stranger's files or answers, and say what they said, how long it took and how much they held."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from bpmn.findings import Finding
from config.settings import Settings
from engine.casework import cases
from engine.definitions.bundle import read_folder
from engine.definitions.errors import BundleError, NotPublishable
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.errors import AnswersRejected, CaseStuck, EngineError
from engine.jobs.working import work_once
from engine.model import SYSTEM
from engine.people import actor_of
from engine.store import people, tasks
from engine.store.cases import all_ids
from engine.store.database import open_database
from forms.filled import FieldError
from forms.filling import Submitted, Surroundings, fill
from forms.reading import read_form
from tests.faults.children import SECRET, child

KLEIN = Path(__file__).parents[1] / "regions" / "klein"
LONGEST = 60  # seconds that a child gets before it is killed


@dataclass(frozen=True)
class Judged:
    """`refused` is the message of a folder that is not read at all; seconds of processor time; memory in megabytes
    above what the process held."""

    findings: tuple[Finding, ...] = ()
    refused: str = ""
    published: bool = False
    errors: tuple[FieldError, ...] = ()
    seconds: float = 0.0
    megabytes: float = 0.0

    @property
    def faults(self) -> list[Finding]:
        return [one for one in self.findings if one.level == "fout"]


def judged(target: Callable[..., Judged], *arguments: object) -> Judged:
    """What `target(*arguments)` says in a process of its own."""
    here, there = Pipe(duplex=False)
    process = child(_judge, there, target, arguments)
    there.close()
    try:
        assert here.poll(LONGEST), "the child found no end"
        found = here.recv()
    finally:
        process.kill()
        process.join()
    if isinstance(found, BaseException):
        raise found
    assert isinstance(found, Judged)
    return found


def _judge(answer: Connection, target: Callable[..., Judged], arguments: tuple[object, ...]) -> None:
    try:
        answer.send(target(*arguments))
    except Exception as error:  # the test shows it
        answer.send(error)


class _Measure:
    """Seconds and megabytes since it was made."""

    def __init__(self) -> None:
        self._began, self._held = time.process_time(), getrusage(RUSAGE_SELF).ru_maxrss

    def figures(self) -> dict[str, float]:
        return {
            "seconds": time.process_time() - self._began,
            "megabytes": (getrusage(RUSAGE_SELF).ru_maxrss - self._held) / 1024,
        }


def publish_folder(folder: Path, url: str) -> Judged:
    """Child: read, check and publish a folder."""
    desk = Desk(open_database(url), SYSTEM, Settings(url, SECRET))
    measure = _Measure()
    try:
        publish(desk, read_folder(folder), "proef")
    except BundleError as error:
        return Judged(refused=error.message, **measure.figures())
    except NotPublishable as error:
        return Judged(error.findings, **measure.figures())
    return Judged(published=True, **measure.figures())


def fill_form(data: bytes, sent: Submitted, around: Surroundings) -> Judged:
    """Child: fill in a form file with what a browser sent."""
    form = read_form(data, "proef.form")
    measure = _Measure()
    filled = fill(form, sent, around)
    return Judged(errors=tuple(filled.errors), **measure.figures())


def live(folder: Path, url: str) -> Judged:
    """Child: publish a folder without looking at it, and take a case through it. `refused` is what stopped it; seconds
    are those of the longest act."""
    system = Desk(open_database(url), SYSTEM, Settings(url, SECRET))
    publish(system, read_folder(folder), "proef", try_out=True)
    load(system, folder)
    whole, longest, refused = _Measure(), 0.0, ""
    for act in (_asked_for_money, _handed_in, _judged_by_one, _seen_by_another, work_once):
        measure = _Measure()
        try:
            act(system)
        except EngineError as error:
            refused = refused or error.message
        longest = max(longest, measure.figures()["seconds"])
    return Judged(refused=refused, seconds=longest, megabytes=whole.figures()["megabytes"])


def _asked_for_money(system: Desk) -> None:
    """What the table forbids is not taken, whatever the table does."""
    with suppress(AnswersRejected, CaseStuck):
        _handed_in(system, "gedrag", "geld")
        raise AssertionError("money for behaviour was taken")


def _handed_in(system: Desk, domain: str = "leren", shape: str = "uren") -> object:
    answers = {"leerling": "Noor", "domein": domain, "vorm": shape}
    return cases.start_case(_desk(system, "ib.eikel"), "klein", "hulp", answers)


def _judged_by_one(system: Desk) -> object:
    return _done(system, "commissie.een", {"besluit": "toegekend"})


def _seen_by_another(system: Desk) -> object:
    return _done(system, "commissie.twee", {"opmerking": "Akkoord."})


def _done(system: Desk, login: str, answers: Mapping[str, object]) -> object:
    with system.reading() as tx:
        waiting = [one for case in all_ids(tx) for one in tasks.open_of_case(tx, case)]
    return [cases.complete_task(_desk(system, login), one.id, answers) for one in waiting[:1]]


def _desk(system: Desk, login: str) -> Desk:
    with system.reading() as tx:
        person = people.person_by_login(tx, login)
        assert person is not None
        return replace(system, actor=actor_of(tx, person))
