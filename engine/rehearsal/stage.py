"""A town of its own for one rehearsal: a database in memory with the region's people, a clock and a mailbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from config.settings import Settings
from engine.clock import Clock, standing_still
from engine.definitions.bundle import Bundle
from engine.definitions.loading import apply
from engine.definitions.publishing import publish
from engine.definitions.today import read_today
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import SYSTEM
from engine.people import actor_of
from engine.store import people
from engine.store.copying import copy_in_memory
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade

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
    region: str

    @property
    def system(self) -> Desk:
        return Desk(self.database, SYSTEM, _SETTINGS)

    def desk(self, login: str) -> Desk:
        """The desk of a person of today/people.toml, with the roles of the stage's today. Raises NotFound."""
        with self.system.reading() as tx:
            person = people.person_by_login(tx, login)
            if person is None:
                raise NotFound(f'De persoon "{login}" staat niet in today/people.toml.')
            return replace(self.system, actor=actor_of(tx, person))

    def move_to(self, moment: datetime) -> None:
        self.clock.move(moment - self.clock.now())


class Theatre:
    """Makes stages for one region's today/: the schema and the people are made once, each stage is a copy."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises ConfigError when today/ cannot be read."""
        self._empty = open_database("sqlite://", standing_still(_LONG_AGO), synchronous="OFF")
        upgrade(self._empty)
        files = {name.removeprefix("today/"): data for name, data in bundle.today.items()}
        today = read_today(files, bundle.region)
        with self._empty.transaction() as tx:
            apply(tx, bundle.region, today)

    @contextmanager
    def stage(self, bundle: Bundle, at: datetime) -> Iterator[Stage]:
        """A stage on which `bundle` is published at that moment. Raises NotPublishable."""
        clock = standing_still(at)
        database = copy_in_memory(self._empty, clock)
        try:
            stage = Stage(database, clock, bundle.region)
            publish(stage.system, bundle, "repetitie", try_out=True)
            yield stage
        finally:
            database.close()

    def close(self) -> None:
        self._empty.close()
