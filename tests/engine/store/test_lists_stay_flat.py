"""A page costs the same with ten times as many tasks. Counted in steps of SQLite's machine, not in seconds."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import standing_still
from engine.store import case_lists, inbox
from engine.store.case_lists import CaseFilters, Scope
from engine.store.database import Database, Tx, open_database
from engine.store.inbox import TaskFilters
from engine.store.paging import write_cursor
from tests.conftest import START
from tests.engine.store.many import fill

pytestmark = pytest.mark.slow
SMALL, LARGE = 2_000, 20_000
KEYS = ["r//commissie", "r/S1/ib", "persoon/1"]


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Database]]:
    databases = {}
    for count in (SMALL, LARGE):
        path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("many") / f"{count}.db")
        databases[count] = open_database(f"sqlite:///{path}", standing_still(START), synchronous="OFF")
        fill(databases[count], count)
    yield databases
    for database in databases.values():
        database.close()


def steps(database: Database, ask: Callable[[Tx], object]) -> int:
    """How many hundreds of steps the database took to answer."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    with database.transaction(writes=False) as tx:
        raw = tx.connection.connection.driver_connection
        assert raw is not None
        ask(tx)  # the statements are prepared
        raw.set_progress_handler(count, 100)
        ask(tx)
        raw.set_progress_handler(None, 0)
    return taken


def tasks_asked(count: int, after: str = "", **filters: object) -> Callable[[Tx], object]:
    return lambda tx: inbox.page(tx, KEYS, 1, {"S"}, TaskFilters(**filters), after)  # type: ignore[arg-type]


def cases_asked(after: str = "", scope: Scope | None = None, **filters: str) -> Callable[[Tx], object]:
    chosen = [scope or Scope("r", pupil=True)]
    return lambda tx: case_lists.page(tx, chosen, CaseFilters(**filters), after)


def deep(count: int) -> str:
    """The cursor after nine tenths of the inbox."""
    place = count * 9 // 10
    return write_cursor(START + timedelta(minutes=place - count // 2), f"{place}-a")


QUESTIONS: dict[str, Callable[[int], Callable[[Tx], object]]] = {
    "the first page": lambda count: tasks_asked(count),
    "a page far on": lambda count: tasks_asked(count, deep(count)),
    "what is late": lambda count: tasks_asked(count, late=True),
    "one route": lambda count: tasks_asked(count, route="route1"),
    "one region": lambda count: tasks_asked(count, region="r"),
    "a common word": lambda count: tasks_asked(count, text="beoord"),
    "a rare word": lambda count: tasks_asked(count, text="000077"),
    "a word nobody has": lambda count: tasks_asked(count, text="zzz"),
    "cases": lambda count: cases_asked(),
    "cases far on": lambda count: cases_asked(write_cursor(START - timedelta(minutes=count * 9 // 10), "1")),
    "running cases": lambda count: cases_asked(status="open"),
    "cases of one route": lambda count: cases_asked(route="route2"),
    "a reference": lambda count: cases_asked(text="000077"),
    "a pupil": lambda count: cases_asked(text="naam000077"),
    "cases opened to somebody": lambda count: cases_asked(
        scope=Scope("r", person=1, audiences=("persoon/1",), brought_in=(1,))
    ),
    "all cases opened to somebody": lambda count: cases_asked(
        scope=Scope("r", person=2, audiences=("persoon/2",), brought_in=(2,))
    ),
    "the audiences": lambda count: lambda tx: inbox.audiences(tx, ["r//", "r/S1/"]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_ten_times_as_many_cost_no_more(filled: dict[int, Database], question: str) -> None:
    small, large = (steps(filled[count], QUESTIONS[question](count)) for count in (SMALL, LARGE))
    assert large <= 4 * small + 20, (small, large)


def test_every_task_is_on_exactly_one_page(filled: dict[int, Database]) -> None:
    seen: list[str] = []
    with filled[SMALL].transaction(writes=False) as tx:
        page = inbox.page(tx, KEYS, 1, {"S"}, TaskFilters())
        while page.items:
            seen += [task.id for task in page.items]
            page = inbox.page(tx, KEYS, 1, {"S"}, TaskFilters(), page.after) if page.after else type(page)(())
    assert len(seen) == len(set(seen)) == SMALL


@pytest.mark.parametrize("cursor", ["x", "1.", "99999999T999999999999.1", "20260101T000000000000.1' OR 1=1"])
def test_a_cursor_that_is_not_ours_does_no_harm(filled: dict[int, Database], cursor: str) -> None:
    with filled[SMALL].transaction(writes=False) as tx:
        assert len(inbox.page(tx, KEYS, 1, {"S"}, TaskFilters(), cursor).items) == 25
        case_lists.page(tx, [Scope("r")], CaseFilters(), cursor)
