"""The referee's game with every choice free: which way out of a gateway, which token moves next, what happens when.

A `FreeGame` does not settle by itself; the player asks what can move and moves it, so that any order can be played.
A reminder (a boundary event that does not interrupt) comes again only when its earlier branch has been left.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tests.referee.drawing import Box, Drawing
from tests.referee.game import Game, Level, Token

BEGIN = datetime(2026, 3, 20, 9, tzinfo=UTC)
COMES = ("message", "signal", "condition", "timeDate", "timeDuration", "timeCycle")
MOST_AT_ONCE = 2  # handlers that run beside a level


class Move(NamedTuple):
    """One thing that can happen: `act` brings about that `element` on `level` is left. `breaks` is an event on an edge
    or of a handler."""

    element: str
    level: Level
    act: Callable[[], None]
    breaks: bool = False


class FreeGame(Game):
    """`visited` are the ids of all boxes that a token came to (a join: went through); a choice
    is led to what is `liked`, mostly."""

    def __init__(self, drawings: dict[str, Drawing], process: str, seed: int) -> None:
        self.random = random.Random(seed)
        self.calm = self.random.choice([0.0, 0.8, 0.95])
        self.visited: set[str] = set()
        self.liked: set[str] = set()
        super().__init__(drawings, process, {"namen": ["An", "Bo"]}, BEGIN)

    # choices are free

    def _settle(self) -> None:
        """The player moves, one token at a time."""

    def _holds(self, text: str, token: Token | None) -> bool:
        return self.random.random() < 0.5

    def _value(self, name: str, token: Token | None) -> Any:
        return self.facts.get(name, True)

    def _gateway(self, level: Level, box: Box) -> None:
        if len(box.out) < 2 or box.kind not in ("exclusiveGateway", "inclusiveGateway"):
            super()._gateway(level, box)
            return
        asked = [flow for flow in box.out if flow != box.default]
        likely = [flow for flow in asked if level.drawing.flows[flow][1] in self.liked] or asked
        if box.default and self.random.random() < (0.1 if likely != asked else 1 / len(box.out)):
            self._depart(level, [box.default])
        else:
            pool = asked if self.random.random() < 0.2 else likely
            some = 1 if box.kind == "exclusiveGateway" else self.random.randint(1, len(pool))
            self._depart(level, self.random.sample(pool, some))

    def _arrive(self, level: Level, flow: str) -> None:
        box = level.drawing.boxes[level.drawing.flows[flow][1]]
        self.visited |= set() if is_join(box) else {box.id}
        super()._arrive(level, flow)

    def _happen(self, token: Token) -> None:
        self.visited.update((token.box.id, token.box.level))
        super()._happen(token)

    def _open(self, level: Level) -> None:
        self.visited |= {box.id for box in level.drawing.on_level(level.name) if box.kind == "startEvent"}
        super()._open(level)

    # what can be seen

    def levels(self) -> list[Level]:
        return self._levels(self.top)

    def on_flows(self, level: Level) -> list[str]:
        return [flow for where, flow in self.moves if where is level]

    def places(self, level: Level) -> Counter[str]:
        """Where the tokens of a level are: the id of a box, or of the flow when they wait for others at a join."""
        found: Counter[str] = Counter()
        for flow in self.on_flows(level):
            target = level.drawing.boxes[level.drawing.flows[flow][1]]
            found[flow if is_join(target) else target.id] += target.kind != "endEvent"
        for token in level.tokens:
            if token.what == "arrival":
                found[token.flow] += 1
            elif token.what != "armed" and token.holder is None and not token.box.by_event:
                found[token.box.id] += 1
        return +found

    # what can be done

    def possible(self) -> list[Move]:
        """Every single thing that can happen now. A level that is empty is closed first."""
        while not self.finished and self._close_empty():
            pass
        if self.finished:
            return []
        moves = [
            self._on(number) for number in range(len(self.moves)) if not self._is_gone(self.moves[number][0])
        ]
        for level in self.levels():
            moves += self._joins(level)
            moves += [
                Move(self._left_by(token), level, act, bool(token.box.host) or token.what == "armed")
                for token in level.tokens
                for act in self._acts(token)
            ]
        return moves

    def play(self, moves: list[Move]) -> None:
        """Make one of the moves. In most games what breaks in comes seldom, or each would be short."""
        calm = [move for move in moves if not move.breaks]
        pool = calm if calm and self.random.random() < self.calm else moves
        self.random.choice(pool).act()

    def _left_by(self, token: Token) -> str:
        """When an event comes that stops its activity or race, that is what is left."""
        return token.holder.box.id if token.holder and token.box.stops else token.box.id

    def _on(self, number: int) -> Move:
        level, flow = self.moves[number]

        def move() -> None:
            del self.moves[number]
            level.moving -= 1
            self._arrive(level, flow)

        return Move(level.drawing.flows[flow][1], level, move)

    def _joins(self, level: Level) -> Iterable[Move]:
        for box in {token.box.id: token.box for token in level.tokens if token.what == "arrival"}.values():
            came = {
                token.flow: token
                for token in reversed(level.tokens)
                if token.what == "arrival" and token.box is box
            }
            at_rest = not level.moving or len(came) == len(box.into)
            if at_rest and self._complete_join(level, box, came):
                yield Move(box.id, level, self._passing(level, box, list(came.values())))

    def _passing(self, level: Level, box: Box, came: list[Token]) -> Callable[[], None]:
        def join() -> None:
            self.visited.add(box.id)
            for token in came:
                level.tokens.remove(token)
            self._gateway(level, box)

        return join

    def _acts(self, token: Token) -> Iterable[Callable[[], None]]:
        if token.what in ("task", "job"):
            yield lambda: self.complete(token, {})
        elif token.what in ("event", "armed") and token.box.event[0] in COMES and self._may_come(token):
            yield lambda: self._happen(token)

    def _may_come(self, token: Token) -> bool:
        if token.box.stops:
            return True
        level = token.level
        if token.what == "armed":
            return sum(other.box.by_event for other in level.tokens) < MOST_AT_ONCE
        there = self.places(level)
        return not any(there[place] for place in branch_of(level.drawing, token.box))


def is_join(box: Box) -> bool:
    return box.kind in ("parallelGateway", "inclusiveGateway") and len(box.into) > 1


def branch_of(drawing: Drawing, reminder: Box) -> set[str]:
    """The places that only `reminder` leads to; or, when its branch comes back to the route, the first ones."""
    own = _after(drawing, [reminder.id], "")
    rest = [box.id for box in drawing.on_level(reminder.level) if not box.into and not box.host]
    if comes_back(drawing, reminder):
        return {drawing.flows[flow][1] for flow in reminder.out} | set(reminder.out)
    assert not own & _after(drawing, rest, reminder.id)
    return own | {flow for place in own for flow in drawing.boxes[place].out}


def comes_back(drawing: Drawing, reminder: Box) -> bool:
    rest = [box.id for box in drawing.on_level(reminder.level) if not box.into and not box.host]
    return bool(_after(drawing, [reminder.id], "") & _after(drawing, rest, reminder.id))


def _after(drawing: Drawing, begin: list[str], without: str) -> set[str]:
    seen: set[str] = set()
    todo = list(begin)
    while todo:
        box = drawing.boxes[todo.pop()]
        if box.id not in seen and box.id != without and box.kind != "endEvent":
            seen.add(box.id)
            todo += [drawing.flows[flow][1] for flow in box.out]
            todo += [other.id for other in drawing.boxes.values() if other.host == box.id]
    return seen
