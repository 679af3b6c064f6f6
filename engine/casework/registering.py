"""The built-in jobs that write in the register: what was granted, and how that changed or ended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bpmn.feel.expressions import evaluate, parse
from bpmn.feel.showing import show
from config.register import Register
from engine.casework.register_facts import row_of
from engine.casework.splitting import over_years, until_day
from engine.casework.work import Work
from engine.clock import AMSTERDAM, day
from engine.model import Organisation
from engine.runtime.errors import RouteError
from engine.runtime.periods import NotATime, Period, add, moment_of, parse_period
from engine.store import people, register
from engine.store.register import NO_END, Granted, hundredths

REPLACED, ENDED = "vervangen", "beeindigd"
_MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class _Headers:
    """The headers of a job with what they name: an answer or fact, or `=` and an expression."""

    work: Work
    node: str
    facts: Mapping[str, object]

    def text(self, header: str) -> str:
        """What is written behind a header; "" when it is not there."""
        return self.work.route.runtime.node(self.node).headers.get(header, "").strip()

    def value(self, header: str) -> object:
        written = self.text(header)
        if not written:
            return None
        if written.startswith("="):
            return evaluate(parse(written[1:]), self._known(), self.work.tx.now).value
        if written in self.facts:
            return self.facts[written]
        found = [values[written] for values in self.work.answers.values() if written in values]
        return found[-1] if found else None

    def _known(self) -> dict[str, object]:
        constants = self.work.route.runtime.constants
        return {**constants, **self.facts, "antwoorden": self.work.answers}

    def step(self, *headers: str) -> str:
        """The step at which one of these was answered last."""
        names = {self.text(header) for header in headers}
        found = [step for step, values in self.work.answers.items() if names & values.keys()]
        return found[-1] if found else next(reversed([*self.work.answers]), "")

    def day(self, header: str) -> date | None:
        value = self.value(header)
        if value is None or value == "":
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return day(moment_of(value))
        except NotATime:
            raise self.error(f"Bij '{header}' hoort een datum te staan.") from None

    def number(self, header: str) -> Decimal | None:
        """An amount or a number of hours, with two decimals at most."""
        value = self.value(header)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.error(f"Bij '{header}' hoort een getal te staan.")
        exact = Decimal(value)
        if not 0 <= exact <= _MOST or exact * 100 != (exact * 100).to_integral_value():
            raise self.error(f"Bij '{header}' hoort een getal met ten hoogste twee cijfers achter de komma.")
        return exact

    def words(self, header: str) -> str:
        value = self.value(header)
        return show(value) if value is not None else ""

    def error(self, message: str) -> RouteError:
        return RouteError(message, self.node)


def write_row(work: Work, node: str, facts: Mapping[str, object]) -> object:
    """Keep what was granted. Raises RouteError."""
    headers = _Headers(work, node, facts)
    kind = _kind(headers, headers.text("soort"))
    since, until = headers.day("van"), headers.day("tot") or NO_END
    if since is None:
        raise headers.error("Er is geen datum vanaf wanneer dit geldt. Vul bij 'van' een datum in.")
    if until < since:
        raise headers.error("De laatste dag ligt voor de eerste dag. Verbeter de datums.")
    row = _added(
        work,
        kind,
        Granted(
            id=0,
            region=work.region.id,
            kind=kind.id,
            case=work.case.id,
            node=node,
            decision=headers.step("van", "tot"),
            school=None if work.case.hidden else work.case.organisation,
            since=since,
            until=until,
            amount=headers.number("bedrag"),
            hours=headers.number("uren"),
            form=headers.words("vorm"),
            number=headers.words("nummer"),
            bearer=headers.words("kostendrager"),
        ),
    )
    work.tell("registered", node, row=row.id, register=kind.id)
    return {}


def change_row(work: Work, node: str, facts: Mapping[str, object]) -> object:
    """End a row, or put another in its place, with the reason. Raises RouteError."""
    headers = _Headers(work, node, facts)
    old = _row_to_change(headers)
    kind = _kind(headers, old.kind)
    if headers.text("beeindigt") == "ja":
        _end(headers, kind, old)
    else:
        _replace(headers, kind, old)
    return {}


def _row_to_change(headers: _Headers) -> Granted:
    """What the case is about, else the last that was granted in it."""
    work, wanted = headers.work, headers.text("soort")
    found = row_of(work)
    if found is None or wanted not in ("", found.kind):
        own = [one for one in register.of_case(work.tx, work.case.id) if wanted in ("", one.kind)]
        found = own[-1] if own else None
    locked = register.lock(work.tx, found.id) if found else None
    if locked is None:
        raise headers.error("Er is geen regel in het register om te wijzigen.")
    if locked.closed:
        raise headers.error("Deze regel van het register is al beëindigd.")
    return locked


def _end(headers: _Headers, kind: Register, old: Granted) -> None:
    last = headers.day("tot") or day(headers.work.tx.now)
    _closed(headers, kind, old, min(old.until, max(last, old.since - timedelta(days=1))), ENDED)
    headers.work.tell("register_changed", headers.node, row=old.id, register=kind.id, ended=True)


def _replace(headers: _Headers, kind: Register, old: Granted) -> None:
    work = headers.work
    since = headers.day("ingang") or max(day(work.tx.now), old.since)
    until = headers.day("tot") or old.until
    if until < since:
        raise headers.error("De laatste dag ligt voor de dag waarop de wijziging ingaat. Verbeter de datums.")
    last = min(old.until, max(since - timedelta(days=1), old.since - timedelta(days=1)))
    kept = _closed(headers, kind, old, last, REPLACED)
    row = _added(
        work,
        kind,
        replace(
            old,
            node=headers.node,
            decision=headers.step("reden", "ingang", "tot"),
            school=_school(headers) or old.school,
            since=since,
            until=until,
            amount=headers.number("bedrag") if headers.text("bedrag") else _rest(old.amount, kept.amount),
            hours=headers.number("uren") if headers.text("uren") else _rest(old.hours, kept.hours),
            form=headers.words("vorm") or old.form,
            number=headers.words("nummer") or old.number,
            bearer=headers.words("kostendrager") or old.bearer,
            first=old.root,
        ),
    )
    work.tell("register_changed", headers.node, row=row.id, register=kind.id, ended=False)


def _closed(headers: _Headers, kind: Register, old: Granted, last: date, how: str) -> Granted:
    """The old row as it is from now on: it holds until `last`, and what falls after that day is free."""
    row = replace(
        old,
        until=last,
        amount=_part(old.amount, old, last),
        hours=_part(old.hours, old, last),
        closed=how,
        closed_case=headers.work.case.id,
        closed_node=headers.step("reden"),
        closed_field=headers.text("reden"),
    )
    register.close(headers.work.tx, row)
    _commit(headers.work, kind, row)
    return row


def _part(value: Decimal | None, row: Granted, last: date) -> Decimal | None:
    """What of `value` falls in the days up to `last`; without an end nothing can be split, and all of it stays."""
    whole = hundredths(value)
    if whole is None or row.until == NO_END:
        return value
    return Decimal(until_day(whole, row.since, row.until, last)).scaleb(-2)


def _rest(whole: Decimal | None, kept: Decimal | None) -> Decimal | None:
    return None if whole is None else whole - (kept or 0)


def _school(headers: _Headers) -> Organisation | None:
    """The school that is responsible from now on; None when nothing is said about it."""
    wanted = headers.words("school")
    if not wanted:
        return None
    found = people.organisation_by_id(headers.work.tx, wanted)
    if found is None or found.kind != "school":
        raise headers.error(f'De school "{wanted}" is niet bekend.')
    return found


def _kind(headers: _Headers, soort: str) -> Register:
    kind = headers.work.region.registers.get(soort)
    if kind is None:
        raise headers.error(f'De soort "{soort}" staat niet onder [register] van region.toml.')
    return kind


def _added(work: Work, kind: Register, new: Granted) -> Granted:
    row = register.add(work.tx, new, _moments(kind, new, day(work.tx.now)))
    _commit(work, kind, row)
    return row


def _commit(work: Work, kind: Register, row: Granted) -> None:
    """What falls in each school year, when the rows of this kind are commitments. Without an end all of it falls in the
    year in which it begins."""
    if not kind.budget:
        return
    until = row.since if row.until == NO_END or row.until < row.since else row.until
    cents = over_years(hundredths(row.amount) or 0, row.since, until)
    hours = over_years(hundredths(row.hours) or 0, row.since, until)
    years = {year: (cents[year], hours[year]) for year in cents if cents[year] or hours[year]}
    register.put_commitments(work.tx, row, years)


def _moments(kind: Register, row: Granted, today: date) -> dict[str, date]:
    """When to warn before the last day: not before the row holds, and not for what is past already."""
    if row.until == NO_END:
        return {}
    dues = {span: before(row.until, span) for span in kind.warns}
    return {span: due for span, due in dues.items() if due > today and due >= row.since}


def before(last: date, span: str) -> date:
    """The day that lies an ISO 8601 span before `last`: P1M before 31 July is 30 June."""
    period = parse_period(span)
    noon = datetime.combine(last, time(12), AMSTERDAM)
    return day(add(noon, Period(months=-period.months, days=-period.days)))
