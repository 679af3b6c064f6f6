"""Numbers about a whole region, from the tables: how many cases, how they ended, how long they took, what holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, and_, cast, extract, func, select
from sqlalchemy import case as when

from engine.store.database import Tx
from engine.store.schema import case
from engine.store.schema_register import register


@dataclass(frozen=True)
class RouteCount:
    """Cases of a route that were begun in a span of time. `days` is how long the finished ones took, on average."""

    route: str
    name: str
    begun: int
    open: int
    late: int
    finished: int
    days: float | None


@dataclass(frozen=True)
class PlaceCount:
    """Open cases of a route that stand at the same phase and step now."""

    route: str
    phase: str
    step: str
    number: int


@dataclass(frozen=True)
class OutcomeCount:
    """Finished cases of a route with the same end."""

    route: str
    outcome: str
    name: str
    number: int


@dataclass(frozen=True)
class KindCount:
    """Rows of the register of one kind: those that hold, that are to come, that end within three months or a year, and
    that ended."""

    kind: str
    valid: int
    coming: int
    quarter: int
    year: int
    ended: int


def routes(tx: Tx, region: str, since: datetime, before: datetime) -> list[RouteCount]:
    """By route, of the cases that were begun from `since` on and before `before`."""
    is_open = case.c.status == "open"
    found = (
        select(
            case.c.route,
            func.max(case.c.route_name),
            func.count(),
            _number(is_open),
            _number(and_(is_open, case.c.due < tx.now)),
            _number(case.c.status == "finished"),
            func.avg(_days(tx)),
        )
        .where(*_within(region, since, before))
        .group_by(case.c.route)
        .order_by(case.c.route)
    )
    return [
        RouteCount(
            row[0],
            row[1],
            int(row[2]),
            int(row[3]),
            int(row[4]),
            int(row[5]),
            float(row[6]) if row[6] is not None else None,
        )
        for row in tx.rows(found)
    ]


def places(tx: Tx, region: str, since: datetime, before: datetime) -> list[PlaceCount]:
    """Where the open ones of the same cases stand."""
    by = (case.c.route, case.c.phase, case.c.step)
    found = select(*by, func.count()).where(*_within(region, since, before), case.c.status == "open")
    return [
        PlaceCount(row[0], row[1], row[2], int(row[3])) for row in tx.rows(found.group_by(*by).order_by(*by))
    ]


def outcomes(tx: Tx, region: str, since: datetime, before: datetime) -> list[OutcomeCount]:
    """How the finished ones of the same cases ended."""
    by = (case.c.route, case.c.outcome)
    found = select(*by, func.max(case.c.outcome_name), func.count()).where(
        *_within(region, since, before), case.c.status == "finished"
    )
    return [
        OutcomeCount(row[0], row[1], row[2], int(row[3]))
        for row in tx.rows(found.group_by(*by).order_by(*by))
    ]


def answered(tx: Tx, region: str, route: str, fact: str, since: datetime, before: datetime) -> dict[str, int]:
    """How many of the same cases of a route have each value of a fact; a case whose data was erased has none."""
    value = (
        func.json_extract_path_text(cast(case.c.facts, JSON), fact)
        if tx.is_postgres
        else func.json_extract(case.c.facts, f'$."{fact}"')
    )
    found = select(value, func.count()).where(*_within(region, since, before), case.c.route == route)
    return {str(row[0]): int(row[1]) for row in tx.rows(found.group_by(value)) if row[0] is not None}


def kinds(tx: Tx, region: str, today: date, quarter: date, year: date) -> list[KindCount]:
    """By kind, of every row of the region."""
    valid = and_(register.c.until >= today, register.c.since <= today)
    found = (
        select(
            register.c.kind,
            _number(valid),
            _number(and_(register.c.since > today, register.c.until >= register.c.since)),
            _number(and_(valid, register.c.until <= quarter)),
            _number(and_(valid, register.c.until <= year)),
            _number(register.c.until < today),
        )
        .where(register.c.region == region)
        .group_by(register.c.kind)
        .order_by(register.c.kind)
    )
    return [KindCount(row[0], *map(int, row[1:])) for row in tx.rows(found)]


def _within(region: str, since: datetime, before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (case.c.region == region, case.c.started >= since, case.c.started < before)


def _number(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(when((condition, 1), else_=0)), 0)


def _days(tx: Tx) -> Any:
    """From the request to the end, in days; null for what is not finished."""
    if tx.is_postgres:
        return extract("epoch", case.c.finished - case.c.started) / 86_400
    return func.julianday(case.c.finished) - func.julianday(case.c.started)
