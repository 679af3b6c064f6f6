"""Lists with very many open tasks: the inbox of somebody who sees them all, its filters, and the follow page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from bench.crowd import Crowd, fill
from bench.databases import KINDS, Places
from bench.measuring import SCALE, Bar, Row, Sample, medians, sample, say, scaled, table
from bench.region import NAME, Site
from engine.casework.follow import story_of
from engine.casework.lists import TaskFilters, my_tasks
from engine.store.database import open_database
from engine.store.paging import PAGE_SIZE, write_cursor
from engine.store.schema import IS_OPEN, task

SMALL, MIDDLE, LARGE = (max(PAGE_SIZE * 2, int(count * SCALE)) for count in (1_000, 10_000, 100_000))
DEEP = 1_000  # the thousandth page, or the last one where there are fewer
ABOUT = (
    "engine.casework.lists.my_tasks of a person who may do every task, two regions, two routes, forty schools; 25 a page;\n"
    "  and engine.casework.follow.story_of. The sizes take turns; medians in ms."
)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class _Place:
    count: int
    site: Site
    crowd: Crowd
    deep: str  # the cursor of a page far down


def measure(places: Places) -> list[Bar]:
    """Print the table of lists; returns what is promised about them."""
    rows: list[Row] = []
    bars: list[Bar] = []
    for kind in KINDS:
        made = [_prepared(places, kind, count) for count in (SMALL, MIDDLE, LARGE)]
        samples = {f"{name} {place.count}": one for place in made for name, one in _samples(place).items()}
        samples = dict(sorted(samples.items()))  # the sizes of one question take turns
        found = medians(samples, scaled(40))
        for name in _samples(made[0]):
            small, middle, large = (found[f"{name} {place.count}"] for place in made)
            rows.append((f"{kind}: {name}", large, f"with {MIDDLE}: {middle:.3f}, with {SMALL}: {small:.3f}"))
            most = 4 if name.startswith("text") else 2
            bars.append(Bar(f"{kind}, {name}: {LARGE} / {SMALL} tasks", large / small, most=most))
        for place in made:
            place.site.database.close()
    table(f"(c) Lists with {LARGE} open tasks", ABOUT, rows)
    return bars


def _prepared(places: Places, kind: str, count: int) -> _Place:
    say(f"{kind}: {count} open tasks")
    site = Site(open_database(places.new(kind, f"lists_{count}")))
    crowd = fill(site, count)
    with site.database.transaction(writes=False) as tx:
        before = min((DEEP - 1) * PAGE_SIZE, count - PAGE_SIZE) - 1
        ordered = select(task.c.due, task.c.id).where(IS_OPEN).order_by(task.c.due, task.c.id)
        row = tx.rows(ordered.offset(before).limit(1))[0]
    return _Place(count, site, crowd, write_cursor(row.due, row.id))


def _samples(place: _Place) -> dict[str, Sample]:
    return {name: sample(work) for name, work in _questions(place)}


def _questions(place: _Place) -> Iterator[tuple[str, Callable[[], object]]]:
    desk, crowd = place.site.worker, place.crowd
    filters = {
        "first page": TaskFilters(),
        "late": TaskFilters(late=True),
        "due within a week": TaskFilters(due=crowd.now + WEEK),
        "one region": TaskFilters(region=NAME),
        "one route": TaskFilters(route="zes"),
        "text: a reference": TaskFilters(text=crowd.reference),
        "text: a school": TaskFilters(text=crowd.school),
        "text: a step that many have": TaskFilters(text="intake"),
        "text: a school and a step": TaskFilters(text=f"{crowd.school} intake"),
    }
    for name, chosen in filters.items():
        yield name, _asking(place, chosen)
    yield "page 1000 (or the last)", lambda: my_tasks(desk, after=place.deep)
    yield "follow page", lambda: story_of(desk, crowd.reference)


def _asking(place: _Place, filters: TaskFilters) -> Callable[[], object]:
    """The question, asked once to see that it finds something."""
    found = my_tasks(place.site.worker, filters)
    assert found.items, filters
    return lambda: my_tasks(place.site.worker, filters)
