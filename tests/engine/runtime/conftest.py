"""One case under test: the acts in short, and always over packed bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bpmn.decisions.model import Decision
from bpmn.reading import read_model
from engine.runtime import running
from engine.runtime.progress import Progress
from engine.runtime.routes import Route, load_route

NOW = datetime(2026, 9, 1, 7, tzinfo=UTC)


def moment(text: str) -> datetime:
    """A Dutch date time as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)


@dataclass
class Case:
    """A running case. `open` are the ids of the nodes that wait for a person, in order."""

    route: Route
    now: datetime
    progress: Progress

    @property
    def open(self) -> list[str]:
        return [one.node for one in self.progress.tasks]

    @property
    def waits_for(self) -> list[str]:
        return [one.node for one in self.progress.subscriptions]

    @property
    def due(self) -> dict[str, datetime]:
        return {one.node: one.due for one in self.progress.timers}

    @property
    def facts(self) -> dict[str, object]:
        return self.progress.facts

    def do(self, node: str, nth: int = 0, **answers: object) -> "Case":
        wanted = [one for one in self.progress.tasks if one.node == node][nth]
        return self._next(running.complete(*self._now(), wanted.id, answers, self.now))

    def tell(self, node: str, nth: int = 0, **payload: object) -> "Case":
        wanted = [one for one in self.progress.subscriptions if one.node == node][nth]
        return self.tell_id(wanted.id, **payload)

    def tell_id(self, subscription: str, **payload: object) -> "Case":
        return self._next(running.deliver(*self._now(), subscription, payload, self.now))

    def finish(self, node: str, result: object = None) -> "Case":
        wanted = next(one for one in self.progress.jobs if one.node == node)
        return self._next(running.finish_job(*self._now(), wanted.id, result, self.now))

    def wait(self, until: str) -> "Case":
        self.now = moment(until)
        return self._next(running.fire_due(*self._now(), self.now))

    def _now(self) -> tuple[Route, bytes, dict[str, object]]:
        return self.route, self.progress.state, self.progress.facts

    def _next(self, progress: Progress) -> "Case":
        self.progress = progress
        return self


Load = Callable[..., Route]
Begin = Callable[..., Case]


@pytest.fixture
def load() -> Load:
    def load(*files: bytes, decisions: Mapping[str, Decision] | None = None) -> Route:
        models = {f"{n}.bpmn": read_model(data, f"{n}.bpmn") for n, data in enumerate(files)}
        return load_route(models, "route", decisions or {})

    return load


@pytest.fixture
def begin(load: Load) -> Begin:
    """Start a case of a diagram: `begin(data, *called, at="2026-01-31T09:00:00", fact=…)`."""

    def begin(
        *files: bytes, at: str = "", decisions: Mapping[str, Decision] | None = None, **facts: object
    ) -> Case:
        route = load(*files, decisions=decisions)
        now = moment(at) if at else NOW
        return Case(route, now, running.start(route, facts, now))

    return begin
