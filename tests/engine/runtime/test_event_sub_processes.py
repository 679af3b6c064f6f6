from collections.abc import Mapping

import pytest

from engine.runtime.errors import NotWaiting, RouteError
from tests.bpmn.diagrams import diagram, element, extensions, message, messages, scope, timer
from tests.engine.runtime.conftest import Begin, Load
from tests.engine.runtime.routes_to_walk import handler, sub


def with_acts(elements: Mapping[str, str], *chains: str) -> bytes:
    return diagram(*(chains or ["start -> a -> b -> einde"]), top=messages("m", "n", "x"), elements=elements)


ADVICE = handler("advies", message("m"), "start_advies -> v -> w -> einde_v", interrupting=False)
WITHDRAW = handler("weg", message("x"), "start_weg -> reden -> einde_weg", interrupting=True)


def test_an_act_can_be_begun_at_any_moment_and_more_than_once_at_the_same_time(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE}))
    assert case.waits_for == ["start_advies"]
    case.tell("start_advies").tell("start_advies")
    assert case.open == ["a", "v", "v"]
    assert len({one.scope for one in case.progress.tasks}) == 3
    assert case.waits_for == ["start_advies"]


def test_an_act_keeps_its_subscription_id(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE}))
    first = case.progress.subscriptions[0]
    case.tell("start_advies").do("a")
    assert case.progress.subscriptions[0] == first


def test_a_case_ends_when_its_body_and_all_handlers_have_ended(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE})).tell("start_advies").do("a").do("b")
    assert case.open == ["v"]
    assert not case.progress.finished
    case.do("v").do("w")
    assert case.progress.finished
    assert case.waits_for == []


def test_an_act_can_be_begun_while_only_handlers_run(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE})).tell("start_advies").do("a").do("b").tell("start_advies")
    assert case.open == ["v", "v"]


def test_the_outcome_is_the_end_of_the_route_not_of_an_act_that_took_longer(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE})).tell("start_advies").do("a").do("b").do("v").do("w")
    assert case.progress.outcome == "einde"


def test_an_interrupting_act_takes_all_away_also_running_handlers_and_other_acts(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE, "weg": WITHDRAW})).tell("start_advies").tell("start_weg")
    assert case.open == ["reden"]
    assert case.waits_for == []
    cancelled = {one.node for one in case.progress.passed if one.kind == "cancelled"}
    assert cancelled == {"a", "v", "advies"}
    case.do("reden")
    assert case.progress.finished
    assert case.progress.outcome == "einde_weg"


def test_a_finished_case_waits_for_nothing(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE, "weg": WITHDRAW}))
    subscription = case.progress.subscriptions[0].id
    case.do("a").do("b")
    assert (case.open, case.waits_for, case.due) == ([], [], {})
    with pytest.raises(NotWaiting):
        case.tell_id(subscription)


def test_an_act_of_a_sub_process_is_there_as_long_as_the_sub_process(begin: Begin) -> None:
    inside = sub("deel", "start_d -> d -> einde_d", elements={"advies": ADVICE})
    case = begin(with_acts({"deel": inside}, "start -> a -> deel -> b -> einde"))
    assert case.waits_for == []
    assert case.do("a").waits_for == ["start_advies"]
    case.tell("start_advies").do("d")
    assert case.open == ["v"]
    case.do("v").do("w")
    assert (case.open, case.waits_for) == (["b"], [])


def test_an_interrupting_act_of_a_sub_process_leaves_the_rest_alone(begin: Begin) -> None:
    inside = sub("deel", "start_d -> d -> einde_d", elements={"weg": WITHDRAW})
    case = begin(
        with_acts({"deel": inside}, "start -> en_1 -> a -> en_2 -> b -> einde", "en_1 -> deel -> en_2")
    )
    case.tell("start_weg")
    assert case.open == ["a", "reden"]
    case.do("reden").do("a")
    assert case.open == ["b"]


def test_a_timer_can_begin_a_handler_again_and_again(begin: Begin) -> None:
    each = handler("elke", timer("R/P1D", "timeCycle"), "start_elke -> e -> einde_e", interrupting=False)
    case = begin(with_acts({"elke": each}), at="2026-09-01T09:00:00")
    case.wait("2026-09-02T09:00:00").wait("2026-09-03T09:00:00")
    assert case.open == ["a", "e", "e"]


def test_a_single_timer_begins_its_handler_once(begin: Begin) -> None:
    later = handler("later", timer("P1D"), "start_later -> l -> einde_l", interrupting=False)
    case = begin(with_acts({"later": later}), at="2026-09-01T09:00:00").wait("2026-09-09T09:00:00")
    assert case.open == ["a", "l"]
    assert case.due == {}


def test_an_end_that_stops_ends_its_own_handler_only(begin: Begin) -> None:
    stops = handler(
        "stopt", message("m"), "start_stopt -> en_1 -> p -> einde_t", "en_1 -> q -> einde_q", interrupting=False,
        elements={"einde_t": element("endEvent", "einde_t", "<bpmn:terminateEventDefinition/>")},
    )  # fmt: skip
    case = begin(with_acts({"stopt": stops})).tell("start_stopt").tell("start_stopt").do("p")
    assert case.open == ["a", "p", "q"]


def test_what_an_act_brings_becomes_a_fact(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE})).tell("start_advies", reden="verhuizing")
    assert case.facts == {"reden": "verhuizing"}


def test_a_message_is_delivered_by_the_id_of_its_subscription_alone(begin: Begin) -> None:
    case = begin(with_acts({"advies": ADVICE}))
    task = case.progress.tasks[0].id
    for wrong in (task, "0" * 32, "geen id", ""):
        with pytest.raises(NotWaiting):
            case.tell_id(wrong)


def test_the_key_of_a_message_is_worked_out_when_the_waiting_begins(begin: Begin) -> None:
    case = begin(
        diagram(
            "start -> a -> bericht -> einde",
            top=messages("m", correlation="zaaknummer"),
            elements={"bericht": element("intermediateCatchEvent", "bericht", message("m"))},
        )
    )
    case.do("a", zaaknummer="Z-12")
    assert [(one.name, one.correlation, one.kind) for one in case.progress.subscriptions] == [
        ("m", "Z-12", "message")
    ]


def test_an_empty_key_is_refused(begin: Begin) -> None:
    data = diagram(
        "start -> bericht -> einde",
        top=messages("m", correlation="zaaknummer"),
        elements={"bericht": element("intermediateCatchEvent", "bericht", message("m"))},
    )
    with pytest.raises(RouteError, match="sleutel"):
        begin(data)


@pytest.mark.parametrize(
    "inside",
    [
        scope("start_e -> e -> einde_e"),
        scope("e -> einde_e"),
        element("startEvent", "start_1", message("m")) + scope("start_1 -> e -> einde_e", "start_2 -> e"),
        scope(
            "start_e -> e -> einde_e", elements={"start_e": element("startEvent", "start_e", extensions())}
        ),
    ],
)
def test_a_handler_without_one_event_to_begin_with_is_refused(inside: str, load: Load) -> None:
    with pytest.raises(RouteError):
        load(with_acts({"e_sub": element("subProcess", "e_sub", inside, triggeredByEvent="true")}))
