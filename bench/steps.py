"""One step of a person, late in a route: stock, the engine alone, and the whole durable step; after many rounds too."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from sqlalchemy import update

from bench.ahead import LAST, case_after, route_of, states_after
from bench.counting import counted
from bench.databases import KINDS, SQLITE, Places
from bench.measuring import SCALE, Bar, Row, Sample, clocked, medians, sample, say, scaled, table
from bench.region import ANSWERS, Site, texts
from bench.stock import Stock
from engine.model import Case
from engine.runtime.progress import Progress
from engine.runtime.routes import Route
from engine.runtime.running import complete
from engine.store import setting
from engine.store.database import open_database
from engine.store.schema import setting as settings_table

LOOPS = [number for number in (1, 10, 100, 1_000, 10_000) if number <= max(10, 10_000 * SCALE)]
SIZES = (1_000, ANSWERS, 100_000, 1_000_000)
ABOUT = (
    "30 nodes, at the 12th task, over a gateway that asks for another round. Stock and engine: load, complete, run on, save.\n"
    "  Durable: complete_task, from the lock to the commit on disk. All take turns; medians."
)
MOST_STATEMENTS = 12


@dataclass(frozen=True)
class _Place:
    kind: str
    site: Site
    by_loops: dict[int, Case]
    by_size: dict[int, Case]


def measure(places: Places) -> list[Bar]:
    """Print the tables of a step; returns what is promised about them."""
    sites = {kind: Site(open_database(places.new(kind, "steps"))) for kind in KINDS}
    say(f"the engine goes round {LOOPS[-1]} times")
    states = states_after(sites[SQLITE], LOOPS)
    made = [_prepared(kind, site, states) for kind, site in sites.items()]
    statements = {place.kind: _statements(place) for place in made}
    say("steps, in turn")
    samples = dict(_samples(made, states))
    gc.freeze()  # as the server and the worker do when they have loaded
    found = medians(samples, scaled(60))
    for place in made:
        place.site.database.close()
    _print(found, statements)
    return [*_bars(found), *_statement_bars(statements)]


def _prepared(kind: str, site: Site, states: dict[int, Progress]) -> _Place:
    say(f"{kind}: cases of 1 to {LOOPS[-1]} rounds, of 1 KB to 1 MB")
    by_loops = {number: case_after(site, number, progress) for number, progress in states.items()}
    if site.database.is_postgres:  # what autovacuum does after such a load
        with site.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return _Place(kind, site, by_loops, {size: site.begin(size, 1_000_000) for size in SIZES})


def _samples(made: list[_Place], states: dict[int, Progress]) -> Iterator[tuple[str, Sample]]:
    for size in SIZES:
        yield f"stock {size}", sample(Stock(texts(size) | {"bedrag": 2000}).step)
    with made[0].site.database.transaction(writes=False) as tx:
        route = route_of(tx)
    for number, progress in states.items():
        yield f"engine {number}", _engine_step(route, progress)
    for place in made:
        yield f"{place.kind} bare", _bare_commit(place.site)
        for number, case in place.by_loops.items():
            yield f"{place.kind} loops {number}", _durable_step(place.site, case)
        for size, case in place.by_size.items():
            yield f"{place.kind} size {size}", _durable_step(place.site, case)


def _engine_step(route: Route, progress: Progress) -> Sample:
    task, now = progress.tasks[0], progress.tasks[0].since
    return sample(lambda: complete(route, progress.state, progress.facts, task.id, {"ronde": 1}, now))


def _bare_commit(site: Site) -> Sample:
    """One small update and its commit. Every time another value: SQLite writes nothing for one that stays the same."""
    values = count(1)
    with site.database.transaction() as tx:
        setting.write(tx, "meting", "0")

    def work() -> None:
        with site.database.transaction() as tx:
            tx.run(
                update(settings_table)
                .where(settings_table.c.name == "meting")
                .values(value=str(next(values)))
            )

    return sample(work)


def _durable_step(site: Site, case: Case) -> Sample:
    """Go to the last step, unmeasured; then only that one."""

    def once() -> float:
        task = site.walk_to(case, LAST)
        return clocked(lambda: site.do(task, 1))

    return once


def _statements(place: _Place) -> dict[int, int]:
    """How many SQL statements the step takes, by rounds."""
    found = {}
    for number, case in place.by_loops.items():
        task = place.site.walk_to(case, LAST)
        with counted(place.site.database) as statements:
            place.site.do(task, 1)
        found[number] = len(statements)
    return found


def _print(found: dict[str, float], statements: dict[str, dict[int, int]]) -> None:
    stock = found[f"stock {ANSWERS}"]
    rows: list[Row] = [("stock SpiffWorkflow with its serializer, 5 KB", stock, "")]
    rows.append(("this engine alone", found["engine 1"], f"{stock / found['engine 1']:.0f} times less"))
    for kind in KINDS:
        step, bare = found[f"{kind} loops 1"], found[f"{kind} bare"]
        rows.append((f"{kind}: durable step", step, f"without the bare commit {step - bare:.3f}"))
        rows.append((f"{kind}: bare commit", bare, ""))
    table("(a) One step of a person", ABOUT, rows)
    rounds: list[Row] = []
    for number in LOOPS:
        remark = ", ".join(f"{statements[kind][number]} statements on {kind}" for kind in KINDS)
        rounds.append((f"after {number} rounds: engine alone", found[f"engine {number}"], ""))
        rounds += [(f"after {number} rounds: {kind}", found[f"{kind} loops {number}"], "") for kind in KINDS]
        rounds[-1] = (*rounds[-1][:2], remark)
    table("(b) The same after many rounds", "The same step of cases that went round so often.", rounds)
    sizes: list[Row] = []
    for size in SIZES:
        sizes.append((f"{size // 1000} KB of answers: stock", found[f"stock {size}"], ""))
        sizes += [
            (f"{size // 1000} KB of answers: {kind}", found[f"{kind} size {size}"], "") for kind in KINDS
        ]
    table(
        "(b) The same with small and large answers", "Answers of the start form, in the first round.", sizes
    )


def _bars(found: dict[str, float]) -> Iterator[Bar]:
    stock, last = found[f"stock {ANSWERS}"], LOOPS[-1]
    yield Bar("stock / engine, one step, FEEL gateway included", stock / found["engine 1"], least=10)
    for kind in KINDS:
        own = found[f"{kind} loops 1"] - found[f"{kind} bare"]
        yield Bar(f"(durable step - bare commit) / stock, {kind}", own / stock, most=0.5)
    for name in ("engine {}", *(f"{kind} loops {{}}" for kind in KINDS)):
        text = f"round {last} / round 1, {name.split()[0]}"
        yield Bar(text, found[name.format(last)] / found[name.format(1)], most=1.2)


def _statement_bars(statements: dict[str, dict[int, int]]) -> Iterator[Bar]:
    for kind, counts in statements.items():
        yield Bar(f"SQL statements of a step, {kind}", counts[1], most=MOST_STATEMENTS)
        yield Bar(
            f"SQL statements after {LOOPS[-1]} rounds - after 1, {kind}",
            counts[LOOPS[-1]] - counts[1],
            most=0,
        )
