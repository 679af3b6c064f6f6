"""A town of its own for one rehearsal: a database in memory with the region's people, a clock and a mailbox."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache

from config.settings import Settings
from engine.casework.background import fire_due_timers
from engine.casework.due_terms import tell_due_terms
from engine.casework.standing_in import hand_back_all
from engine.clock import Clock, day, standing_still
from engine.definitions import catalogue
from engine.definitions.bundle import Bundle
from engine.definitions.definition import Definition, Published
from engine.definitions.loading import apply
from engine.definitions.publishing import publish
from engine.definitions.today import read_today
from engine.desk import Desk
from engine.errors import CaseChanged, CaseStuck, NotFound
from engine.jobs.effects import carry_out
from engine.jobs.warnings import next_warning, warn_due
from engine.model import SYSTEM, Actor, Case
from engine.people import actor_of
from engine.rehearsal.errors import Stuck, Unmet
from engine.store import cases, incidents, people, queue, terms, waits
from engine.store.copying import copy_over
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade

_MOST_ROUNDS = 200
_OF_THE_ROUTE = (
    "timer",
    "message",
    "term",
)  # kinds of incidents; a mail or call that fails is the installation's
# Everybody holds their role from this day on, whatever the clock of a rehearsal says.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_SETTINGS = Settings(
    database="sqlite://", secret_key="een repetitie bewaart niets, dus dit geheim ook niet", base_url="https://leidraad.example"
)  # fmt: skip


@dataclass
class Stage:
    """One database with its clock, on which one bundle is published."""

    database: Database
    clock: Clock
    published: Published
    settings: Settings = _SETTINGS
    cases: dict[str, Case] = field(default_factory=dict)  # by the name they have in the rehearsal
    actors: dict[tuple[str, date], Actor] = field(
        default_factory=dict
    )  # by login and day: today/ does not change

    @property
    def region(self) -> str:
        return self.published.region

    @property
    def definition(self) -> Definition:
        return self.published.definition

    def definition_of(self, case: Case) -> Definition:
        """The region as the case knows it: with the overlay it began with."""
        return catalogue.with_overlay(self.published, case.overlay).definition

    def definition_for(self, actor: Actor) -> Definition:
        """The region as the pages show it to a person: with the overlay of their school."""
        with self.system.reading() as tx:
            return catalogue.for_actor(tx, self.published, actor).definition

    @property
    def system(self) -> Desk:
        return Desk(self.database, SYSTEM, self.settings)

    def desk(self, login: str) -> Desk:
        """The desk of a person of today/people.toml, with the roles of the stage's today. Raises Unmet."""
        key = (login, day(self.clock.now()))
        if key not in self.actors:
            with self.system.reading() as tx:
                person = people.person_by_login(tx, login)
                if person is None:
                    raise Unmet(f'De persoon "{login}" staat niet in today/people.toml.')
                self.actors[key] = actor_of(tx, person)
        return replace(self.system, actor=self.actors[key])

    def case(self, name: str) -> Case:
        """The case as it stands now. Raises Unmet when it was never begun."""
        case = self.case_then(name)
        with self.system.reading() as tx:
            found = cases.find(tx, case.id)
        assert found is not None
        return found

    def case_then(self, name: str) -> Case:
        """The case as the last act left it: for what never changes, such as its id. Raises Unmet."""
        if name not in self.cases:
            raise Unmet(f'Er is nog geen zaak "{name}" begonnen.')
        return self.cases[name]

    def work(self) -> None:
        """What the worker does: timers that are due, mail, calls. Raises Stuck when a route could not go on."""
        for _ in range(_MOST_ROUNDS):
            if not self._worked():
                break
        with self.system.reading() as tx:
            found = incidents.open_in(tx, [self.region])
        for incident in found:
            if incident.kind in _OF_THE_ROUTE:
                raise Stuck(f"De route loopt vast bij {incident.node or 'een termijn'}: {incident.what}")

    def _worked(self) -> bool:
        """One round of what the worker does; False when nothing can follow from it. A call waits for the rehearsal to
        answer it."""
        hand_back_all(self.system)
        with self.system.transaction() as tx:
            due = queue.cases_with_due_timers(tx, _MOST_ROUNDS)
            late = terms.cases_with_due_terms(tx, _MOST_ROUNDS)
            effects = queue.take(tx, _MOST_ROUNDS)
        for case_id in due:
            with suppress(CaseStuck, CaseChanged, NotFound):  # an incident says why
                fire_due_timers(self.system, case_id)
        for case_id in late:
            with suppress(CaseStuck, CaseChanged, NotFound):
                tell_due_terms(self.system, case_id)
        for row in effects:
            if row.kind != "call":
                carry_out(self.system, row)
        return bool(due or late or warn_due(self.system, _MOST_ROUNDS))

    def move_to(self, moment: datetime) -> None:
        """Put the clock forward; what is due on the way happens at its own time."""
        for _ in range(_MOST_ROUNDS):
            with self.system.reading() as tx:
                due = min(
                    filter(None, (waits.next_due(tx), terms.next_due(tx), next_warning(tx))), default=None
                )
            if due is None or due > moment:
                break
            self._set(max(due, self.clock.now()))
            self.work()
        self._set(moment)
        self.work()

    def _set(self, moment: datetime) -> None:
        self.clock.move(moment - self.clock.now())


@cache
def _schema() -> Database:
    """A database with tables and nothing in them, to copy from: making the tables takes longer than a rehearsal."""
    database = open_database("sqlite://", standing_still(_LONG_AGO), synchronous="OFF")
    upgrade(database)
    return database


class Theatre:
    """Sets up stages for one region's today/, one after the other, in one database in memory."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises ConfigError when today/ cannot be read."""
        files = {name.removeprefix("today/"): data for name, data in bundle.today.items()}
        today = read_today(files, bundle.region)
        self._empty = open_database("sqlite://", standing_still(_LONG_AGO), synchronous="OFF")
        self._used = open_database("sqlite://", synchronous="OFF")
        copy_over(_schema(), self._empty)
        with self._empty.transaction() as tx:
            apply(tx, bundle.region, today)

    def stage(self, bundle: Bundle, at: datetime) -> Stage:
        """A fresh stage on which `bundle` is published at that moment; the stage before it is gone.

        Raises NotPublishable.
        """
        copy_over(self._empty, self._used)
        self._used.clock = standing_still(at)
        desk = Desk(self._used, SYSTEM, _SETTINGS)
        return Stage(self._used, self._used.clock, publish(desk, bundle, "repetitie", try_out=True))

    def close(self) -> None:
        self._empty.close()
        self._used.close()
