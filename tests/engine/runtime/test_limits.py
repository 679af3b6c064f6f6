"""What a hostile file, hostile facts or bad luck can't do."""

import copy
import time
from concurrent.futures import ThreadPoolExecutor
from cProfile import Profile
from decimal import Decimal

import pytest

from engine.runtime import running, settling
from engine.runtime.errors import NotWaiting, RouteError
from engine.runtime.routes import Route
from tests.bpmn.diagrams import boundary, diagram, element, message, messages, script, timer
from tests.engine.runtime.conftest import NOW, Begin, Case, Load
from tests.engine.runtime.routes_to_walk import handler, loop
from tests.engine.runtime.walking import route_of, walk

ROUND = diagram(
    "start -> a -> xor_in -> tel -> xor_uit -> einde : anders",
    "xor_uit -> xor_in : x < grens",
    elements={"tel": element("scriptTask", "tel", script("x + 1", "x"))},
)


def test_a_loop_that_waits_for_nothing_is_cut_off_and_named(begin: Begin) -> None:
    case = begin(ROUND, x=Decimal(0), grens=Decimal(10**9))
    before = copy.deepcopy(case.progress)
    with pytest.raises(RouteError, match="meer dan 500 stappen") as error:
        case.do("a")
    assert "xor_in, tel, xor_uit" in str(error.value) or "tel, xor_uit, xor_in" in str(error.value)
    assert case.progress == before


def test_a_long_but_ending_loop_is_not_cut_off(begin: Begin) -> None:
    case = begin(ROUND, x=Decimal(0), grens=Decimal(150)).do("a")
    assert case.progress.finished
    assert case.facts["x"] == Decimal(150)


def test_a_token_that_multiplies_is_cut_off(begin: Begin) -> None:
    data = diagram("start -> xor -> en_1 -> xor", "en_1 -> xor_2 -> xor", "en_1 -> a -> einde")
    with pytest.raises(RouteError, match="meer dan 500 stappen"):
        begin(data)


def test_a_timer_that_is_due_at_once_in_a_loop_is_cut_off(begin: Begin) -> None:
    data = diagram(
        "start -> xor -> even -> xor",
        elements={"even": element("intermediateCatchEvent", "even", timer("PT0S"))},
    )
    case = begin(data)
    with pytest.raises(RouteError, match="meer dan 500 stappen"):
        case.wait("2027-01-01T00:00:00")


def test_an_expression_that_asks_too_much_stops_the_step(begin: Begin) -> None:
    much = "count(for a in 1..9999, b in 1..9999 return a) &gt; 1"
    data = diagram(
        "start -> reken -> einde",
        elements={"reken": element("scriptTask", "reken", script("X", "y").replace("X", much))},
    )
    began = time.monotonic()
    with pytest.raises(RouteError, match="te veel") as error:
        begin(data)
    assert error.value.element == "reken"
    assert time.monotonic() - began < 5


def test_text_from_a_file_never_becomes_python(begin: Begin) -> None:
    data = diagram(
        "start -> reken -> a -> einde",
        elements={"reken": element("scriptTask", "reken", script("__import__", "y"))},
    )
    assert begin(data).facts["y"] is None


HOSTILE = {
    "__class__": "x",
    "#nog": [[Decimal(1), "x"]],
    "#klaar": None,
    "loopCounter": "x",
    "numberOfInstances": -1,
    "naam": "'; drop table zaak; --",
    "$": {"$": "date", "v": "geen datum"},
    "": "",
    "diep": [[[[[[[[[["x"]]]]]]]]]],
    "\u0000\u202e": "\U0001f600",
}


def test_hostile_names_and_values_are_only_facts(begin: Begin) -> None:
    data = diagram(
        "start -> stem -> na -> einde", elements={"stem": element("userTask", "stem", loop(output="uit"))}
    )
    case = begin(data, **{**HOSTILE, "namen": ["An", HOSTILE]})
    assert [one.item for one in case.progress.tasks] == ["An", HOSTILE]
    case.do("stem", **HOSTILE, oordeel=HOSTILE).do("stem", **HOSTILE, oordeel=Decimal(1))
    assert case.open == ["na"]
    assert case.facts["uit"] == [HOSTILE, Decimal(1)]


def test_facts_that_were_given_are_not_changed(begin: Begin) -> None:
    data = diagram(
        "start -> stem -> na -> einde", elements={"stem": element("userTask", "stem", loop(output="uit"))}
    )
    case = begin(data, namen=["An"], uit=[])
    given = {"namen": ["An"], "uit": []}
    kept = copy.deepcopy(given)
    running.complete(case.route, case.progress.state, given, case.progress.tasks[0].id, {"oordeel": 1}, NOW)
    assert given == kept


def test_facts_lie_in_the_state_nowhere(begin: Begin) -> None:
    data = diagram(
        "start -> en_1 -> a -> en_2 -> einde", "en_1 -> b -> en_2", "laat -> c -> einde_2",
        top=messages("m"),
        elements={
            "laat": boundary("laat", "a", timer("P1D"), interrupting=False),
            "act": handler("act", message("m"), "start_act -> d -> einde_act", interrupting=False),
        },
    )  # fmt: skip
    case = (
        begin(data, geheim="Noor")
        .tell("start_act", reden="Noor")
        .do("a", wie="Noor")
        .wait("2026-09-09T00:00:00")
    )
    assert b"Noor" not in case.progress.state
    assert b"geheim" not in case.progress.state


@pytest.mark.parametrize(
    "state",
    [b"", b"{}", b"[]", b"null", b"\xff", b'{"v":2,"o":"","s":[]}', b'{"v":1,"o":"","s":[["x"]]}', b'{"v":1,"o":"","s":[["0","weg",8,0]]}'],
)  # fmt: skip
def test_a_state_that_is_none_is_refused(state: bytes, load: Load) -> None:
    with pytest.raises(RouteError):
        running.fire_due(load(diagram("start -> a -> einde")), state, {}, NOW)


def test_what_went_wrong_in_a_step_leaves_the_case_as_it_was(begin: Begin) -> None:
    case = begin(diagram("start -> a -> xor -> b : x > 1", "xor -> c : anders", "b -> einde", "c -> einde"))
    with pytest.raises(RouteError):
        case.do("a")
    assert case.do("a", x=Decimal(2)).open == ["b"]


def test_a_cancelled_task_cannot_be_done_any_more(begin: Begin) -> None:
    data = diagram(
        "start -> a -> einde", "laat -> b -> einde_2", elements={"laat": boundary("laat", "a", timer("P1D"))}
    )
    case = begin(data)
    late = case.progress.tasks[0].id
    case.wait("2027-01-01T00:00:00")
    with pytest.raises(NotWaiting):
        running.complete(case.route, case.progress.state, {}, late, {}, NOW)


def test_a_timer_that_is_gone_does_nothing(begin: Begin) -> None:
    data = diagram(
        "start -> a -> c -> einde",
        "laat -> b -> einde_2",
        elements={"laat": boundary("laat", "a", timer("P1D"))},
    )
    case = begin(data).do("a").wait("2027-01-01T00:00:00")
    assert (case.open, case.progress.passed) == (["c"], ())


def test_one_route_serves_many_threads_at_once() -> None:
    name = "all at once"
    route = route_of(name)
    with ThreadPoolExecutor(8) as pool:
        walks = list(pool.map(lambda seed: walk(route, name, seed, 60), range(40)))
    assert [one.differs for one in walks if one.differs] == []


def test_a_running_case_changes_nothing_in_its_route() -> None:
    name = "acts beside the route"
    route = route_of(name)
    before = shape(route)
    for seed in range(5):
        walk(route, name, seed)
    assert shape(route) == before


def shape(route: Route) -> object:
    """All that the steps of a route know, as text; other objects by their identity."""
    steps = route.level.task_specs.values()
    return [{key: repr(value) for key, value in vars(step).items()} for step in steps]


@pytest.mark.slow
def test_the_ten_thousandth_loop_costs_what_the_first_did(begin: Begin) -> None:
    data = diagram(
        "start -> xor_in -> en_1 -> a -> en_2 -> xor_uit -> einde : anders",
        "en_1 -> b -> en_2",
        "xor_uit -> xor_in : opnieuw",
    )
    case = begin(data, opnieuw=True)
    size = len(case.progress.state)
    first = calls_of(case, loops=50)
    for _ in range(9900):
        case.do("a").do("b")
    assert calls_of(case, loops=50) <= 1.02 * first
    assert len(case.progress.state) == size


def calls_of(case: Case, loops: int) -> int:
    """How many functions were called: time itself says more about the machine."""
    profile = Profile()
    with profile:
        for _ in range(loops):
            case.do("a").do("b")
    return sum(one.callcount for one in profile.getstats())


def test_the_limit_stays_below_the_depth_that_spiff_can_see() -> None:
    """Its iterator does not look below a depth of a thousand; each automatic step makes a tree one deeper at most."""
    assert settling.MAX_STEPS < 1000


def test_no_fact_reaches_a_log(begin: Begin, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    begin(diagram("start -> a -> b -> einde"), naam="Noor").do("a", wie="Noor")
    assert [one for one in caplog.records if one.name.startswith("spiff")] == []
