"""Very many cases with an open task each, written in large batches.

One case of each region and route is begun by the act itself; the others are copies of all its rows, with their own ids,
references, schools, dates and words. Their stories keep the seals of the case they were copied from.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import Table, select

from bench.region import NAME, OTHER, Site
from engine.model import Case, Organisation
from engine.store import people, words
from engine.store.cases import new_reference
from engine.store.database import Tx
from engine.store.schema import answer, case, event, party, task, word
from engine.store.tasks import NEVER

SCHOOLS = 40
BATCH = 5_000
_CHANGED: Mapping[Table, tuple[str, ...]] = {
    case: ("id", "reference", "organisation", "due", "search"),
    task: ("id", "case", "organisation", "due", "search"),
    answer: ("id", "case", "organisation"),
    event: ("case",),
    party: ("case",),
    word: ("scope", "word", "thing"),
}


@dataclass(frozen=True)
class Crowd:
    """Something to look for in it."""

    reference: str
    school: str
    now: datetime


@dataclass(frozen=True)
class _Template:
    """The rows of one case, by table."""

    rows: Mapping[Table, Sequence[Mapping[str, Any]]]

    @property
    def case(self) -> Mapping[str, Any]:
        return self.rows[case][0]

    @property
    def task(self) -> Mapping[str, Any]:
        return self.rows[task][0]


@dataclass(frozen=True)
class _One:
    """What is its own of one case."""

    id: int
    template: _Template
    reference: str
    school: Organisation
    due: datetime


def fill(site: Site, count: int) -> Crowd:
    """Make `count` cases with one open task."""
    schools = [_school(number) for number in range(SCHOOLS)]
    begun = [
        site.begin(region=region, route=route)
        for region, route in product((NAME, OTHER), ("meetroute", "zes"))
    ]
    with site.database.transaction() as tx:
        people.put_organisations(tx, schools)
        templates = [_template(tx, one) for one in begun]
    chance = random.Random(count)
    references: dict[str, None] = {}
    while len(references) < count:
        references[new_reference(NAME, tx.now)] = None
    cases = [
        _One(
            len(begun) + number,
            chance.choice(templates),
            reference,
            chance.choice(schools),
            _due(chance, tx.now),
        )
        for number, reference in enumerate(references, 1)
    ]
    for begin in range(0, count, BATCH):
        with site.database.transaction() as tx:
            _write(tx, cases[begin : begin + BATCH])
    _settle(site)
    wanted = next(one for one in reversed(cases) if one.template is templates[0])
    return Crowd(wanted.reference, f"linde{schools.index(wanted.school)}", tx.now)


def _school(number: int) -> Organisation:
    return Organisation(
        f"99B{number:03}", "school", f"De Voorbeeld linde{number} (voorbeeld)", f"99B{number:03}", "BaO"
    )


def _due(chance: random.Random, now: datetime) -> datetime:
    """One in ten is late, two fall due within a week, four later, three never."""
    low, high = chance.choices(((-30, 0), (0, 7), (7, 90), (0, 0)), (1, 2, 4, 3))[0]
    return now + timedelta(days=chance.uniform(low, high)) if low != high else NEVER


def _template(tx: Tx, begun: Case) -> _Template:
    def of(table: Table) -> Sequence[Mapping[str, Any]]:
        key = table.c.id if table is case else table.c.case
        return [dict(row._mapping) for row in tx.rows(select(table).where(key == begun.id))]

    return _Template({table: of(table) for table in _CHANGED if table is not word})


def _write(tx: Tx, cases: Sequence[_One]) -> None:
    for table in _CHANGED:
        _put(tx, table, _rows(table, cases))


def _rows(table: Table, cases: Iterable[_One]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """(a row to copy, what is different in it)."""
    for one in cases:
        if table is word:
            yield from (({}, each) for each in _words(one))
        else:
            own = _own(table, one)
            yield from ((row, own) for row in one.template.rows[table])


def _own(table: Table, one: _One) -> dict[str, Any]:
    task_id = f"{one.id}-{one.template.task['id'].partition('-')[2]}"
    own = {
        "id": task_id if table is task else one.id,
        "case": one.id,
        "reference": one.reference,
        "organisation": one.school.id,
        "due": one.due if table is task or one.due != NEVER else None,
        "search": _search(one, table),
    }
    return {name: own[name] for name in _CHANGED[table]}


def _search(one: _One, table: Table) -> str:
    step = [one.template.task["name"]] if table is task else []
    if table is task:
        return words.searchable(one.reference, *step, one.school.name, one.template.case["route_name"])
    return words.searchable(one.reference, one.template.case["route_name"], one.school.name)


def _words(one: _One) -> Iterator[dict[str, str]]:
    places = ((task, one.template.task["audience"], _own(task, one)["id"]), (case, f"case/{one.template.case['region']}", str(one.id)))  # fmt: skip
    for table, scope, thing in places:
        for each in dict.fromkeys(_search(one, table).split()):
            yield {"scope": scope, "word": each, "thing": thing}


def _put(tx: Tx, table: Table, rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    """Write rows past SQLAlchemy, each value as its column would write it."""
    dialect = tx.connection.dialect
    columns = [one for one in table.c if table is not answer or one.name != "id"]
    written: list[Callable[[Any], Any] | None] = [
        one.type.dialect_impl(dialect).bind_processor(dialect) for one in columns
    ]
    known: dict[int, list[Any]] = {}  # the rows that are copied, as they are written

    def values(row: Mapping[str, Any], own: Mapping[str, Any]) -> list[Any]:
        base = known.get(id(row)) if row else None
        if base is None:
            base = [_as(write, row.get(one.name)) for one, write in zip(columns, written, strict=True)]
            if row:
                known[id(row)] = base
        return [
            _as(write, own[one.name]) if one.name in own else old
            for one, write, old in zip(columns, written, base, strict=True)
        ]

    names = ", ".join(f'"{one.name}"' for one in columns)
    raw: Any = tx.connection.connection.driver_connection
    whole = (values(row, own) for row, own in rows)
    if tx.is_postgres:
        with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for each in whole:
                copy.write_row(each)
    else:
        marks = ", ".join("?" * len(columns))
        raw.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', whole)


def _as(write: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if write is None else write(value)


def _settle(site: Site) -> None:
    """On PostgreSQL what autovacuum does after such a load."""
    if site.database.is_postgres:
        with site.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
