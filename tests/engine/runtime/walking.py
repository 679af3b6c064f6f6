"""A walk: the runtime and the referee play the same case, and after every act the same must be waiting."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bpmn.reading import read_model
from engine.runtime import running
from engine.runtime.errors import RouteError
from engine.runtime.progress import Progress
from engine.runtime.routes import Route, load_route
from tests.engine.runtime.routes_to_walk import ROUTES, Walkable
from tests.referee.drawing import read
from tests.referee.game import Game, Token

BEGIN = datetime(2026, 3, 20, 9, tzinfo=UTC)  # the clock changes nine days later


def route_of(name: str) -> Route:
    models = {file: read_model(data, file) for file, data in ROUTES[name].files.items()}
    return load_route(models, ROUTES[name].process, {})


@dataclass
class Walk:
    """One case on both sides. `differs` is empty as long as they agree."""

    route: Route
    walkable: Walkable
    seed: int
    steps: int = 0
    differs: str = ""
    known: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        # How often each fact is true in this walk: that gives short walks and long ones.
        self.yes = {flag: self.random.choice([0.1, 0.5, 0.9, 0.97]) for flag in self.walkable.flags}
        self.now = BEGIN
        facts = {**self.walkable.fixed, **self._flags()}
        self.game = Game(dict(self._drawings()), self.walkable.process, facts, self.now)
        self._took(running.start(self.route, facts, self.now))

    def _drawings(self) -> list[tuple[str, Any]]:
        found = []
        for data in self.walkable.files.values():
            drawing = read(data)
            levels = {box.level for box in drawing.boxes.values()} - drawing.boxes.keys()
            found += [(level, drawing) for level in levels]
        return found

    def _flags(self) -> dict[str, object]:
        return {flag: self.random.random() < self.yes[flag] for flag in self.walkable.flags}

    def go(self, most: int) -> None:
        """Walk until the case has ended, the two differ, or `most` acts were done."""
        while self.steps < most and not self.differs and not self.game.finished:
            self.steps += 1
            try:
                self._act()
            except (RouteError, LookupError) as error:
                self.differs = f"{type(error).__name__}: {error}"

    def _act(self) -> None:
        game = self.game
        choices: list[tuple[str, Token | None]] = [
            ("task", token) for token in game.resting("task") for _ in range(4)
        ]
        choices += [("job", token) for token in game.resting("job") for _ in range(4)]
        choices += [("clock", None)] if game.timers() else []
        choices += [("message", token) for token in game.messages() if not choices or self._may_come(token)]
        kind, token = self.random.choice(choices)
        if token is None:
            self._clock()
        else:
            self._one(kind, token)

    def _may_come(self, token: Token) -> bool:
        """What interrupts comes seldom, or every walk would be short."""
        return (
            token.box.kind not in ("startEvent", "boundaryEvent")
            or not token.box.stops
            or self.random.random() < 0.1
        )

    def _clock(self) -> None:
        self.now += timedelta(days=self.random.choice([1, 1, 2, 4]), hours=self.random.choice([0, 2]))
        self.game.clock(self.now)
        self._took(running.fire_due(self.route, self.progress.state, self.progress.facts, self.now))

    def _one(self, kind: str, token: Token) -> None:
        waits = {
            "task": self.progress.tasks,
            "job": self.progress.jobs,
            "message": self.progress.subscriptions,
        }[kind]
        alike = [one for one in waits if (one.node, getattr(one, "item", None)) == self._named(kind, token)]
        if kind != "message":
            alike.sort(key=lambda one: self.known[one.scope])
        theirs = [one for one in self._resting(kind) if self._named(kind, one) == self._named(kind, token)]
        wanted = alike[theirs.index(token)].id
        news = self._flags()
        act = {"task": running.complete, "job": running.finish_job, "message": running.deliver}[kind]
        (self.game.deliver if kind == "message" else self.game.complete)(token, news)
        self._took(act(self.route, self.progress.state, self.progress.facts, wanted, news, self.now))

    def _resting(self, kind: str) -> list[Token]:
        return self.game.messages() if kind == "message" else self.game.resting(kind)

    def _named(self, kind: str, token: Token) -> tuple[str, Any]:
        return token.box.id, None if kind == "message" else self.game.item(token)

    def _took(self, progress: Progress) -> None:
        self.progress = progress
        for one in (*progress.tasks, *progress.jobs):
            self.known.setdefault(one.scope, len(self.known))
        ours, theirs = self._ours(progress), self._theirs()
        if ours != theirs:
            both = [f"{name}: {ours[name]} / {theirs[name]}" for name in ours if ours[name] != theirs[name]]
            self.differs = f"after {self.steps} acts (runtime / referee) " + "; ".join(both)
        self.game.sent.clear()

    def _ours(self, progress: Progress) -> dict[str, Any]:
        return {
            "tasks": Counter((one.node, one.item) for one in progress.tasks),
            "jobs": Counter((one.node, one.item) for one in progress.jobs),
            "messages": Counter(one.node for one in progress.subscriptions),
            "timers": Counter((one.node, one.due) for one in progress.timers),
            "sent": Counter(one.node for one in progress.sends),
            "facts": progress.facts,
            "finished": progress.finished,
            "outcome": progress.outcome,
        }

    def _theirs(self) -> dict[str, Any]:
        game = self.game
        return {
            "tasks": Counter((one.box.id, game.item(one)) for one in game.resting("task")),
            "jobs": Counter((one.box.id, game.item(one)) for one in game.resting("job")),
            "messages": Counter(one.box.id for one in game.messages()),
            "timers": Counter((one.box.id, one.due) for one in game.timers()),
            "sent": Counter(game.sent),
            "facts": game.facts,
            "finished": game.finished,
            "outcome": game.outcome if game.finished else "",
        }


def walk(route: Route, name: str, seed: int, most: int = 200) -> Walk:
    """Walk one case at random; `differs` of the result says where runtime and referee part."""
    begun = Walk(route, ROUTES[name], seed)
    begun.go(most)
    return begun


def disagreements(name: str, seeds: range, most: int = 200) -> list[str]:
    """What went differently in these walks, a line for each that differs."""
    route = route_of(name)
    walks = (walk(route, name, seed, most) for seed in seeds)
    return [f"seed {one.seed}: {one.differs}" for one in walks if one.differs]
