"""The explorer against the referee: what it rules out is never played, and what it reports can be played."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from bpmn import exploring
from bpmn.exploring import Explored, Problem, explore
from bpmn.reading import read_model
from tests.bpmn.blocks import Wild
from tests.bpmn.diagrams import boundary, diagram, element, message, messages, timer
from tests.engine.runtime.routes_to_walk import CALL, ROUTES, catch, handler, loop, one, sub, throws
from tests.referee.drawing import Drawing, read
from tests.referee.free_play import FreeGame, branch_of, comes_back, is_join
from tests.referee.game import Level

Files = Mapping[str, bytes]
PASSING = (
    "exclusiveGateway",
    "intermediateThrowEvent",
    "scriptTask",
    "sendTask",
    "parallelGateway",
    "inclusiveGateway",
)
TRIES = 2000


@dataclass(frozen=True)
class Drawn:
    """One route for both: the explorer's answer, and the drawings for the referee by process."""

    explored: Explored
    drawings: Mapping[str, Drawing]

    def game(self, seed: int) -> FreeGame:
        return FreeGame(dict(self.drawings), "route", seed)


def drawn(files: Files) -> Drawn:
    processes = {
        key: process
        for file, data in files.items()
        for key, process in read_model(data, file).processes.items()
    }
    drawings = {process: read(data) for data in files.values() for process in _levels_of(data)}
    return Drawn(explore(processes["route"], processes), drawings)


def _levels_of(data: bytes) -> set[str]:
    drawing = read(data)
    return {box.level for box in drawing.boxes.values()} - drawing.boxes.keys()


def process_of(drawn: Drawn, level: Level) -> str:
    return next(key for key, drawing in drawn.drawings.items() if drawing is level.drawing)


# what the explorer rules out is never played


def contradictions(drawn: Drawn, seeds: range, most: int = 80) -> list[str]:
    """What was played and the explorer says cannot be, a line for each play that did so."""
    played = ((seed, played_wrong(drawn, drawn.game(seed), most)) for seed in seeds)
    return [f"seed {seed}: {found}" for seed, found in played if found]


def played_wrong(drawn: Drawn, game: FreeGame, most: int) -> str:
    """Play until the case ends, a step doubles or `most` moves were made; the first thing that should not be."""
    for _ in range(most):
        moves = game.possible()
        wrong = next(_wrong(drawn, game, {(move.level.serial, move.element) for move in moves}), "")
        if wrong or not moves or doubled(game):
            return wrong
        game.play(moves)
    return ""


def doubled(game: FreeGame) -> set[str]:
    return {
        node_at(level.drawing, place)
        for level in game.levels()
        for place, count in game.places(level).items()
        if count > 1
    }


def played_double(drawn: Drawn, seed: int) -> set[str]:
    """The steps that are doubled at the end of a random play."""
    game = drawn.game(seed)
    played_wrong(drawn, game, 120)
    return doubled(game)


def _wrong(drawn: Drawn, game: FreeGame, moving: set[tuple[int, str]]) -> Iterator[str]:
    problems = drawn.explored.problems
    dead = {each for problem in problems if problem.kind == "dode-stap" for each in problem.elements}
    if dead & game.visited:
        yield f"came to {dead & game.visited}, which is dead"
    for level in [] if game.finished else game.levels():
        here = process_of(drawn, level), level.name
        for state in parts(game, level):
            if state not in drawn.explored.situations[here]:
                yield f"{state} in {here} was never seen"
            at = {node_at(level.drawing, place) for place in state}
            known = [problem for problem in problems if (problem.process, problem.scope) == here]
            double = {node_at(level.drawing, place) for place in state if state.count(place) > 1}
            if not double <= {
                each for problem in known if problem.kind == "dubbel-token" for each in problem.elements
            }:
                yield f"{double} is doubled"
            stuck = not level.moving and not any((level.serial, node) in moving for node in at)
            if (
                stuck
                and all(place in level.drawing.flows for place in state)
                and not any(problem.kind == "vastloper" and set(problem.elements) == at for problem in known)
            ):
                yield f"{at} is stuck"


def parts(game: FreeGame, level: Level) -> list[tuple[str, ...]]:
    """The tokens of a level as the explorer has them: each branch of a reminder that ends by itself is on its own."""
    boxes = level.drawing.on_level(level.name)
    reminders = [box for box in boxes if box.host and not box.stops and not comes_back(level.drawing, box)]
    branches = sorted((branch_of(level.drawing, box) for box in reminders), key=len)
    found: dict[int, list[str]] = {}
    for place in game.places(level).elements():
        inside = (number for number, branch in enumerate(branches) if place in branch)
        found.setdefault(next(inside, -1), []).append(place)
    return [tuple(sorted(places)) for places in found.values()]


def node_at(drawing: Drawing, place: str) -> str:
    return place if place in drawing.boxes else drawing.flows[place][1]


# what the explorer reports can be played


class Lost(Exception):
    """The way on is not open."""


def is_reproduced(drawn: Drawn, problem: Problem) -> bool:
    """Whether the referee, led along the path, comes where the explorer says."""
    return any(_is_led_there(drawn, problem, seed) for seed in range(TRIES))


def _is_led_there(drawn: Drawn, problem: Problem, seed: int) -> bool:
    game = drawn.game(seed)
    try:
        level = _opened(drawn, game, problem)
        for number, element in enumerate(problem.path[1:], 2):
            game.liked = {*problem.path[number : number + 6], *problem.elements}
            _leave(game, level, element)
    except Lost:
        return False
    there: Counter[str] = Counter()
    for place, count in game.places(level).items():
        node = node_at(level.drawing, place)
        there[node] = max(there[node], count)
    if problem.kind == "dubbel-token":
        return all(there[element] > 1 for element in problem.elements)
    return there.keys() == set(problem.elements) and _stays(game, level)


def _opened(drawn: Drawn, game: FreeGame, problem: Problem) -> Level:
    """Play at random until the scope of the problem has just begun, or the reminder that its path begins with."""
    first = problem.path[0]
    for _ in range(100):
        moves = game.possible()
        for level in [] if game.finished else game.levels():
            if (process_of(drawn, level), level.name) != (problem.process, problem.scope):
                continue
            if level.drawing.boxes[first].kind == "startEvent":
                _rest(game, level)
                return level
            for move in moves:
                if move.element == first and move.level is level:
                    move.act()
                    _rest(game, level)
                    return level
        if not moves:
            break
        game.play(moves)
    raise Lost


def _rest(game: FreeGame, level: Level) -> None:
    """Bring tokens that are on the way to where they will wait."""
    while True:
        waiting = [flow for flow in game.on_flows(level) if not _passes(level, flow)]
        moves = [each for each in game.possible() if each.level is level]
        if not waiting:
            return
        number = game.on_flows(level).index(waiting[0])
        moves[number].act()


def _passes(level: Level, flow: str) -> bool:
    box = level.drawing.boxes[level.drawing.flows[flow][1]]
    return box.kind in PASSING and not is_join(box)


def _leave(game: FreeGame, level: Level, element: str) -> None:
    before = _tokens_at(game, level, element)
    while _tokens_at(game, level, element) >= before:
        moves = [
            each
            for each in game.possible()
            if (each.level is level and each.element == element) or _holder_in(level, each.level) == element
        ]
        if not moves or level.gone:
            raise Lost
        game.play(moves)
        _rest(game, level)
        if level.drawing.boxes[element].host:
            return


def _tokens_at(game: FreeGame, level: Level, element: str) -> int:
    return sum(
        count for place, count in game.places(level).items() if node_at(level.drawing, place) == element
    )


def _holder_in(level: Level, inner: Level) -> str:
    """The element of `level` that `inner` is played inside of."""
    while inner.owner is not None:
        if inner.owner.level is level:
            return inner.owner.box.id
        inner = inner.owner.level
    return ""


def _stays(game: FreeGame, level: Level) -> bool:
    """Whether no move on this level or inside it changes where its tokens are."""
    before = game.places(level)
    for _ in range(100):
        moves = [
            each
            for each in game.possible()
            if (each.level is level and each.element in before) or _holder_in(level, each.level) in before
        ]
        if not moves:
            break
        game.play(moves)
    return game.places(level) == before


FAULTY = '<bpmn:error id="stuk" name="stuk" errorCode="E1"/>'
FAILS = element("endEvent", "stuk_d", throws("error", "stuk"))
NEVER_ENDS = diagram("start_c -> xor_c -> c_a -> en_c -> einde_c", "xor_c -> c_b -> en_c", process="gedeeld")
ODD: dict[str, tuple[Files, set[str]]] = {
    "parallel paths into a choice": (one("start -> en_s -> a -> xor_j -> c -> einde", "en_s -> b -> xor_j"), {"dubbel-token"}),
    "a choice into a parallel join": (one("start -> xor_s -> a -> en_j -> einde", "xor_s -> b -> en_j"), {"vastloper"}),
    "a choice into an inclusive join": (one("start -> xor_s -> a -> of_j -> einde", "xor_s -> b -> of_j"), set()),
    "inclusive paths into a parallel join": (one("start -> of_s -> a -> en_j -> einde", "of_s -> b -> en_j"), {"vastloper"}),
    "inclusive paths into a choice": (one("start -> of_s -> a -> xor_j -> c -> einde", "of_s -> b -> xor_j"), {"dubbel-token"}),
    "a branch that ends elsewhere": (
        one("start -> en_s -> a -> en_j -> einde", "en_s -> xor_1 -> en_j", "xor_1 -> b -> einde_2"), {"vastloper"},
    ),
    "a loop round a block": (
        one("start -> xor_in -> en_s -> a -> en_j -> xor_uit -> einde", "en_s -> b -> en_j", "xor_uit -> xor_in"), set(),
    ),
    "a loop out of half a block": (
        one("start -> xor_in -> en_s -> a -> xor_uit -> en_j -> einde", "en_s -> b -> en_j", "xor_uit -> xor_in"),
        {"dubbel-token", "vastloper"},
    ),
    "inclusive joins that wait for each other": (
        one("start -> en_s -> of_1 -> a -> of_2 -> b -> xor_1 -> einde", "en_s -> of_2", "xor_1 -> of_1"), {"vastloper"},
    ),
    "an event on the edge that leaves a join waiting": (
        one(
            "start -> en_s -> a -> en_j -> einde", "en_s -> b -> en_j", "grens -> c -> einde_2",
            elements={"grens": boundary("grens", "a", timer("P1D"))},
        ),
        {"vastloper"},
    ),
    "a reminder that comes back": (
        one("start -> a -> b -> einde", "grens -> c -> b", elements={"grens": boundary("grens", "a", timer("P7D"), interrupting=False)}),
        {"dubbel-token"},
    ),
    "an event gateway into a parallel join": (
        one(
            "start -> wacht -> komt -> a -> en_j -> einde", "wacht -> op -> b -> en_j",
            top=messages("m"), elements={"komt": catch("komt", message("m")), "op": catch("op", timer("P1D"))},
        ),
        {"vastloper"},
    ),
    "an act that gets stuck": (
        one(
            "start -> a -> einde",
            top=messages("m"),
            elements={"act": handler("act", message("m"), "start_act -> xor_h -> h_a -> en_h -> einde_h", "xor_h -> h_b -> en_h", interrupting=False)},
        ),
        {"vastloper"},
    ),
    "a repeated sub-process that doubles": (
        one("start -> deel -> na -> einde", elements={
            "deel": sub("deel", "start_d -> en_d -> d_a -> d_c -> einde_d", "en_d -> d_b -> d_c", inside=loop(together=False)),
        }),
        {"dubbel-token"},
    ),
    "a step after what always fails": (
        one(
            "start -> deel -> na -> einde", "mis -> herstel -> einde", top=FAULTY,
            elements={
                "deel": sub("deel", "start_d -> d_a -> stuk_d", elements={"stuk_d": FAILS}),
                "mis": boundary("mis", "deel", throws("error", "stuk")),
            },
        ),
        {"dode-stap"},
    ),
    "a called process that never ends": (
        {**one("start -> roep -> na -> einde", elements={"roep": element("callActivity", "roep", CALL)}), "gedeeld.bpmn": NEVER_ENDS},
        {"vastloper", "dode-stap"},
    ),
}  # fmt: skip
ALL: dict[str, Files] = {
    **{name: route.files for name, route in ROUTES.items()},
    **{name: files for name, (files, _) in ODD.items()},
}
THROWS_TO_ITSELF = "what a route throws itself, in a loop"  # the explorer does not know when its signal comes
QUICK = range(40)
CHUNKS = [range(first, first + 80) for first in range(40, 440, 80)]


def wild(seed: int) -> Files:
    return {"route.bpmn": Wild(seed, random.Random(seed).choice([0.0, 0.2, 0.4])).route()}


def unheard_of(files: Files, plays: range) -> list[str]:
    """What was played against the explorer's word, and what it reports that cannot be played."""
    both = drawn(files)
    if not both.explored.complete:  # then it claims nothing
        return []
    reported = [problem for problem in both.explored.problems if problem.path]
    return contradictions(both, plays) + [
        str(problem) for problem in reported if not is_reproduced(both, problem)
    ]


@pytest.mark.parametrize("name", [name for name in ALL if name != THROWS_TO_ITSELF])
def test_the_explorer_and_the_referee_agree_about_a_drawn_route(name: str) -> None:
    assert unheard_of(ALL[name], range(40)) == []


@pytest.mark.slow
def test_what_a_route_throws_to_itself_is_walked_and_the_doubled_step_is_real() -> None:
    both = drawn(ALL[THROWS_TO_ITSELF])
    assert contradictions(both, range(20)) == []
    reported = {element for problem in both.explored.problems for element in problem.elements}
    assert reported == {"luister", "l_a"}
    assert any(played_double(both, seed) for seed in range(200))


@pytest.mark.parametrize("name", ODD)
def test_the_explorer_finds_what_is_odd_about_a_route(name: str) -> None:
    files, expected = ODD[name]
    found = {problem.kind for problem in drawn(files).explored.problems}
    follows = {"dode-stap"} if "vastloper" in found else set()  # behind what is stuck nothing comes
    assert found - follows == expected - follows


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a step after what always fails", "a called process that never ends"])
def test_a_dead_step_is_never_reached_in_thousands_of_plays(name: str) -> None:
    both = drawn(ODD[name][0])
    dead = {
        each for problem in both.explored.problems if problem.kind == "dode-stap" for each in problem.elements
    }
    assert "na" in dead
    for seed in range(2000):
        game = both.game(seed)
        played_wrong(both, game, 40)
        assert not dead & game.visited


@pytest.mark.parametrize("name", [name for name in ALL if name != THROWS_TO_ITSELF])
def test_what_the_explorer_does_not_call_dead_does_come(name: str) -> None:
    both = drawn(ALL[name])
    awaited = {box for drawing in both.drawings.values() for box in drawing.boxes}
    awaited -= {each for problem in both.explored.problems for each in problem.elements}
    for seed in range(400):
        game = both.game(seed)
        played_wrong(both, game, 120)
        awaited -= game.visited
        if not awaited:
            return
    assert awaited == set()


@pytest.mark.parametrize("seed", QUICK)
def test_the_explorer_and_the_referee_agree_about_a_random_route(seed: int) -> None:
    assert unheard_of(wild(seed), range(10)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_the_explorer_and_the_referee_agree_about_hundreds_of_random_routes(seeds: range) -> None:
    assert {seed: found for seed in seeds if (found := unheard_of(wild(seed), range(20)))} == {}


def test_random_routes_are_right_and_wrong_in_every_way() -> None:
    explored = [drawn(wild(seed)).explored for seed in QUICK]
    assert sum(each.complete for each in explored) > 0.9 * len(QUICK)
    assert {problem.kind for each in explored for problem in each.problems} >= {"vastloper", "dubbel-token"}
    assert sum(not each.problems for each in explored) > 10


PUT = exploring._Net._put
FAULTS: dict[str, tuple[str, object]] = {
    "takes the first way only": ("_choices", lambda net, node: iter([net.out[node.id][:1]])),
    "inclusive joins never wait": ("_is_awaited", lambda *_: False),
    "inclusive joins always wait": ("_is_awaited", lambda *_: True),
    "nothing waits for what is moving": ("_is_moving", lambda *_: False),
    "two tokens are one": ("_put", lambda *given: tuple(sorted(set(PUT(*given))))),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_explorer_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploring._Net, *FAULTS[fault])
    monkeypatch.setattr(f"{__name__}.TRIES", 100)
    assert any(
        unheard_of(files, range(20))
        for files in [*(files for files, _ in ODD.values()), *map(wild, range(100, 200))]
    )
