"""The register as people read it: the rows they may see, one row with what came of it, and what was committed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from config.regions import PARTNERSHIP, Region
from config.register import Register
from engine import access
from engine.casework.at_row import knows_pupil, schools_of, sees_row
from engine.casework.register_facts import row_of
from engine.casework.seeing import see_case
from engine.casework.splitting import first_day, last_day
from engine.casework.work import Work
from engine.clock import AMSTERDAM, day
from engine.definitions import catalogue
from engine.definitions.definition import Definition
from engine.definitions.granted_words import labels_of
from engine.desk import Desk
from engine.errors import NotFound, NothingPublished
from engine.model import Page
from engine.runtime.periods import NotATime, add, parse_period
from engine.store import answers, people, register, register_lists
from engine.store.database import Tx
from engine.store.register import NO_END, Granted, Warned
from engine.store.register_lists import Committed, ListedRow, RowFilters, RowScope

STANDS = ("geldig", "komt", "verlopen")
EVERY_ROW = RowFilters()


@dataclass(frozen=True)
class RegisterLine:
    """A row as this person may see it. `pupil` is empty for who may not know, `reference` for who cannot open the case;
    `until` is None when there is no end; `form` is the label of the choice that the row has the value of."""

    row: Granted
    kind: str
    form: str
    shows: tuple[str, ...]
    stand: str
    until: date | None
    pupil: str = ""
    reference: str = ""


@dataclass(frozen=True)
class RowPage:
    """One row with the rows before and after it, the warnings, and what this person may begin at it."""

    line: RegisterLine
    history: tuple[RegisterLine, ...]
    reasons: Mapping[int, str]
    warnings: tuple[Warned, ...]
    region: Region
    renews: str = ""
    changes: str = ""


@dataclass(frozen=True)
class Budget:
    """What was committed in a school year, by kind, school and cost bearer, with the totals of each kind."""

    lines: tuple[Committed, ...]
    totals: Mapping[str, tuple[Decimal, Decimal]]


def rows(desk: Desk, filters: RowFilters = EVERY_ROW, after: str = "") -> Page[RegisterLine]:
    """A page of the rows this person may see, the first to end at the top."""
    with desk.reading() as tx:
        known, today = _definitions(tx, desk), day(tx.now)
        regions = {name: one.region for name, one in known.items()}
        found = register_lists.page(tx, _scopes(desk, regions), filters, today, after)
        sights = {name: _Sight.of(desk, one) for name, one in known.items()}
        lines = tuple(sights[one.row.region].line(one, today) for one in found.items)
        return Page(lines, found.after, total=found.total, more=found.more)


def every_row(desk: Desk, filters: RowFilters = EVERY_ROW) -> list[RegisterLine]:
    """All of them at once, for a spreadsheet."""
    with desk.reading() as tx:
        known, today = _definitions(tx, desk), day(tx.now)
        regions = {name: one.region for name, one in known.items()}
        found = register_lists.every(tx, _scopes(desk, regions), filters, today)
        sights = {name: _Sight.of(desk, one) for name, one in known.items()}
        return [sights[one.row.region].line(one, today) for one in found]


def filters_of(
    now: datetime, *, region: str = "", kind: str = "", stand: str = "", school: str = "", year: str = ""
) -> RowFilters:
    """`stand` is one of STANDS, or a span such as "P6M": what ends within it. What is not known filters nothing."""
    chosen = RowFilters(region=region, kind=kind, organisation=school)
    if year.isdecimal() and 1900 <= int(year[:4]) <= 9000:
        chosen = replace(chosen, since=first_day(int(year[:4])), before=last_day(int(year[:4])))
    if stand in STANDS:
        return replace(chosen, stand=stand)
    try:
        end = day(add(datetime.combine(day(now), time(12), AMSTERDAM), parse_period(stand)))
    except NotATime:
        return chosen
    return replace(chosen, stand="geldig", until=end)


def schools(desk: Desk) -> list[tuple[str, str]]:
    """The schools whose rows this person may see, to choose from: id and name. For who sees a region: all of them."""
    with desk.reading() as tx:
        scopes = _scopes(desk, _regions(tx, desk))
        known = [(one.id, one.name) for one in people.organisations(tx, "school")]
    if any(not one.organisation for one in scopes):
        return known
    mine = {one.organisation for one in scopes}
    return [one for one in known if one[0] in mine]


def may_see_any(desk: Desk, region: Region) -> bool:
    """Whether the register has a page for this person."""
    return bool(region.registers) and bool(_scopes(desk, {region.id: region}))


def budget(desk: Desk, region: str, year: int) -> Budget:
    """Raises NotFound when this person has no register there."""
    with desk.reading() as tx:
        known = _regions(tx, desk).get(region)
        scopes = _scopes(desk, {region: known}) if known else []
        if not scopes:
            raise NotFound()
        lines = tuple(register_lists.committed(tx, scopes, region, year))
    totals: dict[str, tuple[Decimal, Decimal]] = {}
    for one in lines:
        amount, hours = totals.get(one.kind, (Decimal(), Decimal()))
        totals[one.kind] = (amount + one.amount, hours + one.hours)
    return Budget(lines, totals)


def row_page(desk: Desk, row_id: int) -> RowPage:
    """Raises NotFound."""
    with desk.reading() as tx:
        row, region = found_row(tx, desk, row_id)
        chain = [one for one in register.same_grant(tx, row) if sees_row(desk.actor, region, one)]
        pupil = answers.pupils(tx, [row.case]).get(row.case, "")
        reference = _reference(tx, desk, row.case)
        sight, today = _Sight.of(desk, catalogue.current(tx, row.region).definition), day(tx.now)
        lines = {one.id: sight.line(ListedRow(one, reference, "", pupil), today) for one in chain}
        line = replace(lines[row.id], reference=reference)
        kind = region.registers.get(row.kind)
        return RowPage(
            line=line,
            history=tuple(one for one in lines.values() if one.row.id != row.id),
            reasons=dict(_reasons(tx, desk, region, chain)),
            warnings=tuple(register.warnings_of(tx, [row.id])),
            region=region,
            renews=_begun_by(tx, desk, row, kind.renewed_by) if kind else "",
            changes=_begun_by(tx, desk, row, kind.changed_by) if kind and not row.closed else "",
        )


def lines_of(work: Work) -> tuple[RegisterLine, ...]:
    """What stands in the register because of a case, or what the case is about; nothing is asked when its region has no
    register."""
    if not work.region.registers:
        return ()
    about = row_of(work)
    found = [*([about] if about else []), *register.of_case(work.tx, work.case.id)]
    seen = {one.id: one for one in found if sees_row(work.desk.actor, work.region, one)}
    sight, today = _Sight.of(work.desk, work.definition), day(work.tx.now)
    return tuple(sight.line(ListedRow(one, "", "", ""), today) for one in seen.values())


def found_row(tx: Tx, desk: Desk, row_id: int) -> tuple[Granted, Region]:
    """A row that this person may see, with its region as it is now. Raises NotFound."""
    row = register.by_id(tx, row_id)
    region = _regions(tx, desk).get(row.region) if row else None
    if row is None or region is None or not sees_row(desk.actor, region, row):
        raise NotFound()
    return row, region


def _regions(tx: Tx, desk: Desk) -> dict[str, Region]:
    return {name: one.region for name, one in _definitions(tx, desk).items()}


def _definitions(tx: Tx, desk: Desk) -> dict[str, Definition]:
    """The regions in which this person has a role, as they are now."""
    found = {}
    for region in desk.actor.regions:
        try:
            found[region] = catalogue.current(tx, region).definition
        except NothingPublished:
            continue
    return found


def _scopes(desk: Desk, regions: Mapping[str, Region]) -> list[RowScope]:
    scopes = []
    for region in regions.values():
        if access.sees_region(desk.actor, region):
            scopes.append(RowScope(region.id, pupil=access.sees_every_pupil(desk.actor, region)))
            continue
        named = schools_of(desk.actor, region, pupil=True)
        mine = sorted(schools_of(desk.actor, region))
        scopes += [RowScope(region.id, school, school in named) for school in mine]
    return scopes


@dataclass(frozen=True)
class _Sight:
    """What this person may see in a region: all of it, or the rows of `schools`; who the pupil is of all, or of `named`."""

    region: Region
    labels: Mapping[tuple[str, str], str]
    everything: bool
    every_pupil: bool
    schools: frozenset[str]
    named: frozenset[str]

    @classmethod
    def of(cls, desk: Desk, definition: Definition) -> "_Sight":
        actor, region = desk.actor, definition.region
        return cls(
            region,
            labels_of(definition),
            access.sees_region(actor, region),
            access.sees_every_pupil(actor, region),
            schools_of(actor, region),
            schools_of(actor, region, pupil=True),
        )

    def line(self, found: ListedRow, today: date) -> RegisterLine:
        row = found.row
        kind = self.region.registers.get(row.kind) or Register(row.kind, row.kind)
        school = row.school.id if row.school else ""
        knows = self.every_pupil or school in self.named
        opens = self.everything or found.case_school in self.schools
        return RegisterLine(
            row=row,
            kind=kind.name,
            form=self.labels.get((row.kind, row.form), row.form),
            shows=kind.shows,
            stand=row.stand(today),
            until=None if row.until == NO_END else row.until,
            pupil=found.pupil if knows else "",
            reference=found.reference if opens else "",
        )


def _reference(tx: Tx, desk: Desk, case_id: int) -> str:
    """The reference of a case for who may open it."""
    try:
        return see_case(tx, desk, case_id).case.reference
    except (NotFound, NothingPublished):
        return ""


def _reasons(tx: Tx, desk: Desk, region: Region, chain: Sequence[Granted]) -> Iterator[tuple[int, str]]:
    """Why a row ended, as it was filled in, for who may know the pupil: a reason is about a child."""
    for row in chain:
        if row.closed_case is not None and knows_pupil(desk.actor, region, row):
            values = answers.latest(tx, row.closed_case).get(row.closed_node, {})
            reason = values.get(row.closed_field)
            if isinstance(reason, str):
                yield row.id, reason


def _begun_by(tx: Tx, desk: Desk, row: Granted, route: str) -> str:
    """The route when this person may begin it at the row, else ""."""
    definition = catalogue.current(tx, row.region).definition
    found = definition.routes.get(route)
    if found is None or row.school is None:
        return ""
    members = access.may_start(desk.actor, definition.region, found.start_roles, found.school_kinds)
    roles = definition.region.roles
    fits = (one.organisation.id == row.school.id or roles[one.role].of == PARTNERSHIP for one in members)
    return route if any(fits) else ""
