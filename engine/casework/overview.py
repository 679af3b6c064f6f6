"""The numbers of a whole region, for who has an eye on all of it: aggregates alone, nobody's case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from config.regions import Region
from engine.access import roles_of
from engine.casework.splitting import first_day, last_day, school_year_of
from engine.clock import AMSTERDAM, day
from engine.definitions import catalogue
from engine.definitions.definition import Definition
from engine.definitions.tallies import choices_of
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Actor
from engine.runtime.periods import Period, add
from engine.store import overview as numbers
from engine.store.database import Tx
from engine.store.overview import KindCount, OutcomeCount, PlaceCount, RouteCount


@dataclass(frozen=True)
class AnswerNumbers:
    """How often each answer to a question was given, in the order of the form."""

    name: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class RouteNumbers:
    """A route with where its open cases stand, how the others ended, and what the region counts besides."""

    count: RouteCount
    places: tuple[PlaceCount, ...]
    outcomes: tuple[OutcomeCount, ...]
    answers: tuple[AnswerNumbers, ...] = ()


@dataclass(frozen=True)
class Overview:
    """The cases that were begun in a school year, and the register as it is now."""

    region: Region
    year: int
    routes: tuple[RouteNumbers, ...]
    kinds: tuple[KindCount, ...]


def may_see_numbers(actor: Actor, region: Region) -> bool:
    """Whether this person has a role with `overzicht`."""
    return any(role.overview for role, _ in roles_of(actor, region))


def overview(desk: Desk, region: str, year: int | None) -> Overview:
    """The numbers of a school year (None: this one). Raises NotFound for who has no overview there."""
    with desk.reading() as tx:
        if region not in desk.actor.regions:
            raise NotFound()
        definition = catalogue.current(tx, region).definition
        known = definition.region
        if not may_see_numbers(desk.actor, known):
            raise NotFound()
        today = day(tx.now)
        chosen = school_year_of(today) if year is None else year
        since = datetime.combine(first_day(chosen), time(), AMSTERDAM)
        before = datetime.combine(last_day(chosen) + timedelta(days=1), time(), AMSTERDAM)
        places = numbers.places(tx, region, since, before)
        outcomes = numbers.outcomes(tx, region, since, before)
        noon = datetime.combine(today, time(12), AMSTERDAM)
        ends = [day(add(noon, Period(months=months))) for months in (3, 12)]
        return Overview(
            region=known,
            year=chosen,
            routes=tuple(
                RouteNumbers(
                    one,
                    tuple(place for place in places if place.route == one.route),
                    tuple(outcome for outcome in outcomes if outcome.route == one.route),
                    tuple(_answered(tx, definition, one.route, since, before)),
                )
                for one in numbers.routes(tx, region, since, before)
            ),
            kinds=tuple(numbers.kinds(tx, region, today, ends[0], ends[1])),
        )


def _answered(
    tx: Tx, definition: Definition, route: str, since: datetime, before: datetime
) -> Iterator[AnswerNumbers]:
    for tally in definition.region.tallies.values():
        if tally.route == route:
            found = numbers.answered(tx, definition.region.id, route, tally.field, since, before)
            choices = choices_of(definition, tally)
            yield AnswerNumbers(tally.name, tuple((one.label, found.get(one.value, 0)) for one in choices))


def texts_of(found: Overview) -> Iterator[str]:
    """Everything that stands in it, as text."""
    for route in found.routes:
        count = route.count
        yield f"{count.name}: {count.begun} begonnen, {count.open} lopend, {count.finished} klaar, {count.late} te laat"
        yield from (f"{one.step}: {one.number}" for one in route.places)
        yield from (f"{one.name or one.outcome}: {one.number}" for one in route.outcomes)
        for asked in route.answers:
            yield from (f"{asked.name}: {label}: {number}" for label, number in asked.answers)
    for kind in found.kinds:
        known = found.region.registers.get(kind.kind)
        yield f"{known.name if known else kind.kind}: {kind.valid} geldig, {kind.coming} gaat nog in, {kind.ended} verlopen"
