"""A page of the register costs the same with ten times as many rows. Counted in steps of SQLite's machine."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from engine.clock import standing_still
from engine.store import register_lists
from engine.store.database import Database, Tx, open_database
from engine.store.paging import write_cursor
from engine.store.register_lists import RowFilters, RowScope
from engine.store.schema import answer, case, definition, organisation, person
from engine.store.schema_register import commitment, register
from tests.conftest import START
from tests.engine.counting import counted
from tests.engine.store.test_lists_stay_flat import steps

pytestmark = pytest.mark.slow
SMALL, LARGE = 2_000, 20_000
SCHOOLS = 200
TODAY = date(2026, 11, 21)
ALL, SCHOOL = RowScope("r", pupil=True), RowScope("r", "S7", pupil=True)


def fill(database: Database, count: int) -> None:
    """`count` rows of 200 schools and two kinds, half of them past."""
    with database.transaction() as tx:
        tx.run(insert(person).values(id=1, login="c", name="C"))
        tx.run(insert(definition).values(id=1, region="r", version=1, checksum="", at=tx.now))
        tx.many(
            insert(organisation),
            [{"id": f"S{n}", "name": f"School {n}", "kind": "school"} for n in range(SCHOOLS)],
        )
        tx.many(insert(case), [_case(tx, n) for n in range(1, count + 1)])
        tx.many(insert(answer), [_answer(tx, n) for n in range(1, count + 1)])
        tx.many(insert(register), [_row(tx, n, count) for n in range(1, count + 1)])
        tx.many(insert(commitment), [_committed(n) for n in range(1, count + 1)])
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _case(tx: Tx, n: int) -> dict[str, object]:
    return {
        "id": n, "reference": f"R-2026-{n:06d}", "region": "r", "route": "x", "definition": 1,
        "organisation": f"S{n % SCHOOLS}", "started": tx.now, "changed": tx.now, "state": b"", "facts": {},
    }  # fmt: skip


def _answer(tx: Tx, n: int) -> dict[str, object]:
    return {"case": n, "node": "start", "at": tx.now, "values": {}, "pupil": f"Noor Naam{n}"}


def _row(tx: Tx, n: int, count: int) -> dict[str, object]:
    until = TODAY + timedelta(days=(n - count // 2) * 3000 // count)
    return {
        "id": n, "region": "r", "kind": f"k{n % 2}", "case": n, "node": "n", "organisation": f"S{n % SCHOOLS}",
        "since": until - timedelta(days=300), "until": until, "cents": n, "made": tx.now,
    }  # fmt: skip


def _committed(n: int) -> dict[str, object]:
    return {
        "row": n, "year": 2020 + n % 10, "region": "r", "kind": "k", "organisation": f"S{n % SCHOOLS}",
        "cents": n,
    }  # fmt: skip


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Database]]:
    databases = {}
    for count in (SMALL, LARGE):
        path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("register") / f"{count}.db")
        databases[count] = open_database(f"sqlite:///{path}", standing_still(START), synchronous="OFF")
        fill(databases[count], count)
    yield databases
    for database in databases.values():
        database.close()


def asked(
    scope: RowScope = ALL, after: str = "", **filters: object
) -> Callable[[int], Callable[[Tx], object]]:
    chosen = RowFilters(**filters)  # type: ignore[arg-type]
    return lambda count: lambda tx: register_lists.page(tx, [scope], chosen, TODAY, after)


def deep(day: date) -> str:
    return write_cursor(datetime.combine(day, time(), UTC), "1")


QUESTIONS: dict[str, Callable[[int], Callable[[Tx], object]]] = {
    "the first page": asked(),
    "a page far on": asked(after=deep(TODAY + timedelta(days=1200))),
    "what holds": asked(stand="geldig"),
    "what ends within half a year": asked(stand="geldig", until=TODAY + timedelta(days=182)),
    "what ended": asked(stand="verlopen"),
    "one kind": asked(kind="k1"),
    "a school year": asked(since=date(2026, 8, 1), before=date(2027, 7, 31)),
    "one school": asked(SCHOOL),
    "of everybody, one school": asked(organisation="S7"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_ten_times_as_many_cost_no_more(filled: dict[int, Database], question: str) -> None:
    small, large = (steps(filled[count], QUESTIONS[question](count)) for count in (SMALL, LARGE))
    assert large <= 4 * small + 40, (small, large)


def test_every_row_is_on_exactly_one_page(filled: dict[int, Database]) -> None:
    seen: list[int] = []
    with filled[SMALL].transaction(writes=False) as tx:
        page = register_lists.page(tx, [ALL], RowFilters(), TODAY)
        while page.items:
            seen += [one.row.id for one in page.items]
            after = page.after
            page = register_lists.page(tx, [ALL], RowFilters(), TODAY, after) if after else type(page)(())
    assert len(seen) == len(set(seen)) == SMALL


def test_a_spreadsheet_and_the_sums_are_one_statement_each(filled: dict[int, Database]) -> None:
    database = filled[LARGE]
    with counted(database) as counter, database.transaction(writes=False) as tx:
        assert len(register_lists.every(tx, [ALL], RowFilters(), TODAY)) == LARGE
        lines = register_lists.committed(tx, [ALL], "r", 2024)
    assert len(counter) == 2
    assert sum(int(line.amount * 100) for line in lines) == sum(n for n in range(1, LARGE + 1) if n % 10 == 4)


@pytest.mark.parametrize("cursor", ["x", "1.", "99999999T999999999999.1", "20260101T000000000000.1' OR 1=1"])
def test_a_cursor_that_is_not_ours_does_no_harm(filled: dict[int, Database], cursor: str) -> None:
    with filled[SMALL].transaction(writes=False) as tx:
        assert len(register_lists.page(tx, [ALL], RowFilters(), TODAY, cursor).items) == 25
