"""A desk: who acts, on which database, with which settings. The first argument of every act and every question."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from config.settings import Settings
from engine.model import SYSTEM, Actor
from engine.store.database import Database, Tx


@dataclass(frozen=True)
class Desk:
    """`settings` gives the key that seals the story and the address that letters point to."""

    database: Database
    actor: Actor
    settings: Settings

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """One human act: all of it or nothing. Commits at the end, rolls back on any exception."""
        with self.database.transaction() as tx:
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """For questions: takes no lock and cannot write."""
        with self.database.transaction(writes=False) as tx:
            yield tx

    def as_system(self) -> "Desk":
        """The same desk with the system behind it: for timers, results of calls and incidents."""
        return replace(self, actor=SYSTEM)
