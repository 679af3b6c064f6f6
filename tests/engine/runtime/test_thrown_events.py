"""Signals, errors, escalations and conditions: what a route throws itself and what it notices in its facts."""

import pytest

from engine.runtime.errors import RouteError
from tests.bpmn.diagrams import boundary, diagram, element
from tests.engine.runtime.conftest import Begin, Load
from tests.engine.runtime.routes_to_walk import THROWN, handler, sub, throws, when


def failing(*chains: str, top: str = THROWN, **elements: str) -> bytes:
    deel = sub(
        "deel",
        "start_d -> en_d -> d_a -> fout",
        "en_d -> d_b -> einde_d",
        elements={"fout": element("endEvent", "fout", throws("error", "stuk"))},
    )
    return diagram("start -> deel -> na -> einde", *chains, top=top, elements={"deel": deel, **elements})


def test_an_error_takes_its_sub_process_away_and_goes_on_from_the_edge(begin: Begin) -> None:
    data = failing("mis -> hulp -> einde_2", mis=boundary("mis", "deel", throws("error", "stuk")))
    case = begin(data).do("d_a")
    assert case.open == ["hulp"]
    assert {one.node for one in case.progress.passed if one.kind == "cancelled"} == {"d_b", "deel"}


def test_the_exact_error_goes_before_any_error(begin: Begin) -> None:
    data = failing(
        "elke -> x -> einde_2",
        "mis -> hulp -> einde_3",
        elke=boundary("elke", "deel", "<bpmn:errorEventDefinition/>"),
        mis=boundary("mis", "deel", throws("error", "stuk")),
    )
    assert begin(data).do("d_a").open == ["hulp"]


def test_an_error_that_nobody_catches_stops_the_step(begin: Begin) -> None:
    data = failing("mis -> hulp -> einde_2", mis=boundary("mis", "deel", throws("error", "stukker")))
    case = begin(data)
    with pytest.raises(RouteError, match="Niemand vangt de fout 'E1'") as error:
        case.do("d_a")
    assert error.value.element == "fout"
    assert case.open == ["d_a", "d_b"]


def test_an_escalation_that_nobody_catches_is_passed_over(begin: Begin) -> None:
    data = diagram(
        "start -> roep -> a -> einde",
        top=THROWN,
        elements={"roep": element("intermediateThrowEvent", "roep", throws("escalation", "hulp"))},
    )
    assert begin(data).open == ["a"]


def test_a_signal_comes_to_all_who_wait_for_it_and_is_a_subscription_too(begin: Begin) -> None:
    data = diagram(
        "start -> en_1 -> een -> a -> einde",
        "en_1 -> twee -> b -> einde_2",
        "en_1 -> c -> sein_uit -> einde_3",
        top=THROWN,
        elements={
            "een": element("intermediateCatchEvent", "een", throws("signal", "sein")),
            "twee": element("intermediateCatchEvent", "twee", throws("signal", "sein")),
            "sein_uit": element("intermediateThrowEvent", "sein_uit", throws("signal", "sein")),
        },
    )
    case = begin(data)
    assert [(one.kind, one.name) for one in case.progress.subscriptions] == [("signal", "sein")] * 2
    assert sorted(case.do("c").open) == ["a", "b"]
    assert case.waits_for == []


def noticing(interrupting: bool) -> bytes:
    watch = handler("let_op", when("alarm"), "start_let_op -> kijk -> einde_l", interrupting=interrupting)
    return diagram("start -> a -> b -> c -> d -> einde", elements={"let_op": watch})


def test_a_condition_goes_off_when_it_becomes_true_and_not_while_it_stays_so(begin: Begin) -> None:
    case = begin(noticing(interrupting=False), alarm=False)
    assert case.do("a", alarm=True).open == ["b", "kijk"]
    assert case.do("b", alarm=True).open == ["c", "kijk"]
    assert case.do("c", alarm=False).open == ["d", "kijk"]


def test_a_condition_goes_off_again_after_it_has_been_false(begin: Begin) -> None:
    case = begin(noticing(interrupting=False), alarm=True).do("a", alarm=False).do("b", alarm=True)
    assert case.open == ["c", "kijk", "kijk"]


def test_a_condition_that_is_not_known_yet_is_not_true(begin: Begin) -> None:
    assert begin(noticing(interrupting=True)).open == ["a"]


def test_an_interrupting_condition_takes_the_route_away(begin: Begin) -> None:
    assert begin(noticing(interrupting=True)).do("a", alarm=True).open == ["kijk"]


def test_the_facts_of_a_condition_are_facts_of_the_route(load: Load) -> None:
    assert load(noticing(interrupting=True)).facts_read == {"alarm"}


@pytest.mark.parametrize(
    ("node", "on", "event", "interrupting"),
    [
        ("mis", "na", throws("error", "stuk"), True),  # an error comes out of a sub-process
        ("mis", "deel", throws("error", "stuk"), False),  # and always interrupts
        ("mis", "deel", throws("error", "weg"), True),
        ("mis", "deel", "<bpmn:signalEventDefinition/>", True),
    ],
)
def test_an_edge_event_that_can_never_go_off_is_refused(
    node: str, on: str, event: str, interrupting: bool, load: Load
) -> None:
    data = failing(f"{node} -> hulp -> einde_2", **{node: boundary(node, on, event, interrupting)})
    with pytest.raises(RouteError) as error:
        load(data)
    assert error.value.element == node
