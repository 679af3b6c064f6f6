"""The referee: a token game on a drawing, played by the rules of BPMN 2.0 and by nothing of this house.

A condition is the name of a yes-or-no fact, or not(name). Times are whole days on Dutch clocks. The referee plays a
queue of tokens that are on a flow; the engine plays a tree. When they differ, one of them does not play BPMN.
"""

import itertools
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.referee.drawing import ACTIVITIES, Box, Drawing

DUTCH = ZoneInfo("Europe/Amsterdam")
WAITING = ("task", "job", "event", "armed")


@dataclass(eq=False)
class Token:
    """A token that rests: a task, a job, an event that is waited for, an arrival at a join, or something that holds
    others (an activity with something inside, a repeated activity, an event-based gateway)."""

    box: Box
    what: str
    level: "Level"
    serial: int
    holder: "Token | None" = (
        None  # the activity of a boundary event, the gateway of an event, the whole of a repetition
    )
    own: dict[str, Any] = field(default_factory=dict)  # item and results of one repetition
    flow: str = ""
    inside: "Level | None" = None
    due: datetime | None = None
    cycle: tuple[datetime, int, int] | None = None  # since, every so many days, times left
    todo: list[Any] = field(default_factory=list)
    done: dict[int, Any] = field(default_factory=dict)
    count: int = 0
    held: bool = False  # a condition: it held when last looked at


@dataclass(eq=False)
class Level:
    name: str
    drawing: Drawing
    owner: Token | None
    serial: int
    tokens: list[Token] = field(default_factory=list)
    moving: int = 0
    gone: bool = False


class Game:
    """One case. `see` is what waits; the four acts are `complete`, `finish`, `deliver` and `clock`."""

    def __init__(
        self, drawings: dict[str, Drawing], process: str, facts: dict[str, Any], now: datetime
    ) -> None:
        self.drawings = drawings
        self.facts = dict(facts)
        self.now = now
        self.serials = itertools.count()
        self.moves: deque[tuple[Level, str]] = deque()
        self.sent: list[str] = []
        self.outcome = ""
        self.finished = False
        self.top = Level(process, drawings[process], None, next(self.serials))
        self._open(self.top)
        self._settle()

    # what can be seen

    def resting(self, what: str) -> list[Token]:
        found = [token for token in self._all(self.top) if token.what == what]
        return sorted(found, key=lambda token: (token.level.serial, token.serial))

    def messages(self) -> list[Token]:
        found = [*self.resting("event"), *self.resting("armed")]
        outside = [token for token in found if token.box.event[0] in ("message", "signal")]
        return sorted(outside, key=lambda token: (token.level.serial, token.serial))

    def timers(self) -> list[Token]:
        return [token for token in self._all(self.top) if token.due is not None]

    def item(self, token: Token | None) -> Any:
        while token is not None:
            if token.own:
                return token.own.get("#item")
            token = token.level.owner
        return None

    def _all(self, level: Level) -> list[Token]:
        found = []
        for token in level.tokens:
            found.append(token)
            if token.inside is not None:
                found += self._all(token.inside)
        return found

    # what can be done

    def complete(self, token: Token, answers: dict[str, Any]) -> None:
        self._know(token, answers)
        self._ended(token)
        self._settle()

    finish = complete

    def deliver(self, token: Token, payload: dict[str, Any]) -> None:
        self._know(token, payload)
        self._happen(token)
        self._settle()

    def clock(self, now: datetime) -> None:
        self.now = now
        while True:
            due = [token for token in self.timers() if token.due <= now]
            if not due:
                return
            first = min(token.due for token in due)
            self._happen(
                min(
                    (token for token in due if token.due == first), key=lambda token: self._depth(token.level)
                )
            )
            self._settle()

    def _depth(self, level: Level) -> int:
        return 0 if level.owner is None else 1 + self._depth(level.owner.level)

    # facts

    def _know(self, token: Token, news: dict[str, Any]) -> None:
        for name, value in news.items():
            place = token
            while place is not None and name not in place.own.get("#names", ()):
                place = place.level.owner
            (self.facts if place is None else place.own)[name] = value

    def _holds(self, text: str, token: Token | None) -> bool:
        name = text.removeprefix("not(").removesuffix(")")
        value = self._value(name, token)
        return not value if text.startswith("not(") else value

    def _value(self, name: str, token: Token | None) -> Any:
        if name in ("true", "false"):
            return name == "true"
        while token is not None:
            if name in token.own:
                return token.own[name]
            token = token.level.owner
        return self.facts[name]

    # tokens come

    def _open(self, level: Level) -> None:
        for box in level.drawing.on_level(level.name):
            if box.by_event:
                start = next(one for one in level.drawing.on_level(box.id) if one.kind == "startEvent")
                self._wait(self._rest(level, start, "armed"))
        start = next(box for box in level.drawing.on_level(level.name) if box.kind == "startEvent")
        self._depart(level, start.out)

    def _rest(self, level: Level, box: Box, what: str, holder: Token | None = None) -> Token:
        token = Token(box, what, level, next(self.serials), holder)
        level.tokens.append(token)
        return token

    def _depart(self, level: Level, flows: list[str]) -> None:
        for flow in flows:
            level.moving += 1
            self.moves.append((level, flow))

    def _settle(self) -> None:
        while not self.finished:
            if self.moves:
                level, flow = self.moves.popleft()
                level.moving -= 1
                if not self._is_gone(level):
                    self._arrive(level, flow)
            elif not (self._close_empty() or self._join() or self._look_at_conditions()):
                return

    def _look_at_conditions(self) -> bool:
        for level in self._levels(self.top):
            for token in list(level.tokens):
                if token.what in ("event", "armed") and token.box.event[0] == "condition":
                    held, token.held = token.held, self._holds(token.box.event[1], level.owner)
                    if token.held and not held:
                        self._happen(token)
                        return True
        return False

    def _throw(self, level: Level, kind: str, key: str) -> None:
        """A signal comes to all; an error or escalation goes outwards to the first that catches it."""
        if kind == "signal":
            for token in [*self.resting("armed"), *self.resting("event")]:
                if (
                    token.box.event == (kind, key)
                    and token in token.level.tokens
                    and not self._is_gone(token.level)
                ):
                    self._happen(token)
            return
        around: Level | None = level
        while around is not None:
            caught = [
                token for token in around.tokens if token.what == "armed" and self._catches(token, kind, key)
            ]
            owner = around.owner
            if not caught and owner is not None:
                whole = (
                    owner.holder if owner.holder is not None and owner.holder.what == "repeated" else owner
                )
                edge = [token for token in owner.level.tokens if token.holder is whole]
                caught = [token for token in edge if self._catches(token, kind, key)]
            if caught:
                exact = [token for token in caught if token.box.event[1]]
                self._happen((exact or caught)[0])
                return
            around = None if owner is None else owner.level

    def _catches(self, token: Token, kind: str, key: str) -> bool:
        return (
            token.what in ("event", "armed")
            and token.box.event[0] == kind
            and token.box.event[1] in ("", key)
        )

    def _is_gone(self, level: Level) -> bool:
        return level.gone or (level.owner is not None and self._is_gone(level.owner.level))

    def _arrive(self, level: Level, flow: str) -> None:
        box = level.drawing.boxes[level.drawing.flows[flow][1]]
        if box.kind in ("parallelGateway", "inclusiveGateway") and len(box.into) > 1:
            self._rest(level, box, "arrival").flow = flow
        elif box.kind.endswith("Gateway"):
            self._gateway(level, box)
        elif box.kind == "endEvent":
            self._end(level, box)
        elif box.kind in ACTIVITIES:
            self._begin(level, box)
        elif box.kind == "intermediateCatchEvent":
            self._wait(self._rest(level, box, "event"))
        else:
            if box.event[0] == "message":
                self.sent.append(box.id)
            self._depart(level, box.out)
            if box.event[0] in ("signal", "escalation"):
                self._throw(level, *box.event)

    def _begin(self, level: Level, box: Box) -> None:
        """An activity begins; its boundary events are armed with it."""
        if box.loop:
            whole = self._rest(level, box, "repeated")
            self._arm(whole)
            self._repeat(whole)
        elif box.kind in ("scriptTask", "sendTask"):
            self._do(level, box, None)
            self._depart(level, box.out)
        else:
            self._arm(self._work(level, box, None, {}))

    def _arm(self, activity: Token) -> None:
        for box in activity.level.drawing.boxes.values():
            if box.host == activity.box.id:
                self._wait(self._rest(activity.level, box, "event", activity))

    def _work(self, level: Level, box: Box, whole: Token | None, own: dict[str, Any]) -> Token:
        kinds = {
            "serviceTask": "job",
            "receiveTask": "event",
            "subProcess": "inside",
            "callActivity": "inside",
        }
        token = self._rest(level, box, kinds.get(box.kind, "task"), whole)
        token.own = own
        if token.what == "inside":
            name = box.calls or box.id
            drawing = self.drawings[name] if box.calls else level.drawing
            token.inside = Level(name, drawing, token, next(self.serials))
            self._open(token.inside)
        return token

    def _do(self, level: Level, box: Box, token: Token | None) -> None:
        if box.kind == "sendTask":
            self.sent.append(box.id)
        else:
            self.facts[box.script[1]] = self._holds(box.script[0], token or level.owner)

    def _end(self, level: Level, box: Box) -> None:
        if box.event[0] == "message":
            self.sent.append(box.id)
        if box.event[0] == "terminate":
            self._clear(level)
        handler = level.owner if level.owner is not None and level.owner.box.by_event else None
        of_the_case = handler is not None and handler.level.owner is None and self._start_of(handler).stops
        if box.event[0] != "error" and (level.owner is None or of_the_case or not self.outcome):
            self.outcome = box.id
        if box.event[0] in ("signal", "escalation", "error"):
            self._throw(level, *box.event)

    def _start_of(self, handler: Token) -> Box:
        inner = handler.level.drawing.on_level(handler.box.id)
        return next(box for box in inner if box.kind == "startEvent")

    # gateways

    def _gateway(self, level: Level, box: Box) -> None:
        if box.kind == "eventBasedGateway":
            race = self._rest(level, box, "race")
            for flow in box.out:
                self._wait(
                    self._rest(level, level.drawing.boxes[level.drawing.flows[flow][1]], "event", race)
                )
        elif box.kind == "parallelGateway" or len(box.out) == 1:
            self._depart(level, box.out)
        else:
            asked = [flow for flow in box.out if flow != box.default]
            yes = [flow for flow in asked if self._holds(level.drawing.flows[flow][2], level.owner)]
            if box.kind == "exclusiveGateway":
                yes = yes[:1]
            self._depart(level, yes or [box.default])

    def _join(self) -> bool:
        for level in self._levels(self.top):
            for box in {
                token.box.id: token.box for token in level.tokens if token.what == "arrival"
            }.values():
                came = {}
                for token in level.tokens:
                    if token.what == "arrival" and token.box is box:
                        came.setdefault(token.flow, token)
                if self._complete_join(level, box, came):
                    for token in came.values():
                        level.tokens.remove(token)
                    self._gateway(level, box)
                    return True
        return False

    def _complete_join(self, level: Level, box: Box, came: dict[str, Token]) -> bool:
        missing = set(box.into) - came.keys()
        if box.kind == "parallelGateway" or not missing:
            return not missing
        elsewhere = [token for token in level.tokens if token.box is not box and token.what != "armed"]
        return not any(
            self._can_reach(level, token.box, box, missing)
            and not self._can_reach(level, token.box, box, set(came))
            for token in elsewhere
        )

    def _can_reach(self, level: Level, origin: Box, join: Box, wanted: set[str]) -> bool:
        """Can a token at `origin` still come to the join over one of these flows, without passing the join?"""
        if origin.level != level.name:
            return False
        boxes, flows = level.drawing.boxes, level.drawing.flows
        seen, todo = {origin.id}, [origin]
        while todo:
            box = todo.pop()
            edges = [
                flow for one in (box, *(b for b in boxes.values() if b.host == box.id)) for flow in one.out
            ]
            if wanted & set(edges):
                return True
            for target in (flows[flow][1] for flow in edges):
                if target not in seen and target != join.id:
                    seen.add(target)
                    todo.append(boxes[target])
        return False

    def _levels(self, level: Level) -> list[Level]:
        inner = [token.inside for token in level.tokens if token.inside is not None]
        return [level, *(found for one in inner for found in self._levels(one))]

    # events

    def _wait(self, token: Token) -> None:
        kind, text = token.box.event
        if kind == "timeDate":
            token.due = datetime.fromisoformat(text).replace(tzinfo=DUTCH).astimezone(UTC)
        elif kind == "timeDuration":
            token.due = self._days_on(self.now, int(text[1:-1]))
        elif kind == "timeCycle":
            times, span = text[1:].split("/")
            token.cycle = (self.now, int(span[1:-1]), int(times or -1))
            token.due = self._days_on(self.now, int(span[1:-1]))

    def _days_on(self, moment: datetime, days: int) -> datetime:
        wall = moment.astimezone(DUTCH).replace(tzinfo=None) + timedelta(days=days)
        return wall.replace(tzinfo=DUTCH).astimezone(UTC)

    def _happen(self, token: Token) -> None:
        """What this token waited for has come."""
        level, box = token.level, token.box
        if token.what == "armed":
            self._handle(token)
        elif box.host:
            if box.stops:
                self._take_away(token.holder)
            else:
                self._once_more(token)
            self._depart(level, box.out)
        elif token.holder is not None:
            self._take_away(token.holder)
            self._depart(level, box.out)
        else:
            self._ended(token)

    def _handle(self, token: Token) -> None:
        level = token.level
        if token.box.stops:
            self._clear(level)
        else:
            self._once_more(token)
        self._work(level, level.drawing.boxes[token.box.level], None, {})

    def _once_more(self, token: Token) -> None:
        """A message can come again; a cycle goes on with the first moment after now; another timer is spent."""
        if token.due is None:
            return
        if token.cycle is None or token.cycle[2] == 1:
            token.level.tokens.remove(token)
            return
        since, every, left = token.cycle
        step = 1
        while self._days_on(since, every * step) <= self.now:
            step += 1
        token.due = self._days_on(since, every * step)
        token.cycle = (since, every, left - 1 if left > 0 else left)

    # tokens go

    def _ended(self, token: Token) -> None:
        """An activity or event is done."""
        if token.holder is not None and token.holder.what == "repeated":
            token.level.tokens.remove(token)
            self._one_done(token.holder, token)
            return
        self._take_away(token)
        self._depart(token.level, token.box.out)

    def _take_away(self, token: Token) -> None:
        """With all that hangs on it and all inside it."""
        if token.inside is not None:
            token.inside.gone = True
        if token in token.level.tokens:
            token.level.tokens.remove(token)
        for other in [other for other in token.level.tokens if other.holder is token]:
            self._take_away(other)

    def _clear(self, level: Level) -> None:
        for token in list(level.tokens):
            self._take_away(token)
        kept = [move for move in self.moves if move[0] is not level]
        self.moves = deque(kept)
        level.moving = 0

    def _close_empty(self) -> bool:
        for level in reversed(self._levels(self.top)):
            if not level.moving and all(token.what == "armed" for token in level.tokens):
                level.gone = True
                level.tokens.clear()
                if level.owner is None:
                    self.finished = True
                else:
                    self._ended(level.owner)
                return True
        return False

    # repetition

    def _repeat(self, whole: Token) -> None:
        loop = whole.box.loop
        if loop["way"] == "standard":
            if loop["first"] == "true" and not self._holds(loop["while"], whole):
                self._ended(whole)
            else:
                self._next_round(whole)
            return
        items = self._value(loop["inputCollection"], whole)
        whole.todo = list(enumerate(items))
        whole.count = len(items)
        if not items:
            self._finish_repeat(whole)
        for number, item in list(whole.todo) if loop["way"] == "together" else whole.todo[:1]:
            self._instance(whole, number, item)

    def _instance(self, whole: Token, number: int, item: Any) -> None:
        whole.todo.remove((number, item))
        loop = whole.box.loop
        own = {
            "#item": item,
            loop["inputElement"]: item,
            "#number": number,
            "#names": {loop.get("outputElement", "")},
        }
        if whole.box.kind in ("scriptTask", "sendTask"):
            token = self._rest(whole.level, whole.box, "done", whole)
            token.own = own
            self._do(whole.level, whole.box, token)
            self._ended(token)
        else:
            self._work(whole.level, whole.box, whole, own)

    def _next_round(self, whole: Token) -> None:
        whole.count += 1
        self._work(whole.level, whole.box, whole, {"#item": None})

    def _one_done(self, whole: Token, token: Token) -> None:
        loop = whole.box.loop
        if loop["way"] == "standard":
            full = loop["max"] and whole.count >= int(loop["max"])
            if full or not self._holds(loop["while"], token):
                self._ended(whole)
            else:
                self._next_round(whole)
            return
        if loop.get("outputElement"):
            whole.done[token.own["#number"]] = self._value(loop["outputElement"], token)
        running = [other for other in token.level.tokens if other.holder is whole and not other.box.host]
        if loop["until"] and self._holds(loop["until"], token):
            for other in running:
                self._take_away(other)
            self._finish_repeat(whole)
        elif not running and whole.todo:
            self._instance(whole, *whole.todo[0])
        elif not running:
            self._finish_repeat(whole)

    def _finish_repeat(self, whole: Token) -> None:
        if whole.box.loop.get("outputCollection"):
            results = [whole.done[number] for number in sorted(whole.done)]
            self.facts[whole.box.loop["outputCollection"]] = results
        self._ended(whole)
