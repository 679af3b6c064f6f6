"""What is switched off falls away, and the path goes on."""

import re

from bpmn.exploring import explore
from bpmn.model import Model, Process
from bpmn.reading import read_model
from bpmn.switching import switches_in, with_letters, without
from tests.bpmn.diagrams import (
    boundary,
    diagram,
    element,
    extensions,
    message,
    messages,
    properties,
    scope,
    step,
    timer,
)

OFF = frozenset({"extra"})
SWITCH = extensions(properties(schakelaar="extra"))


def switched(data: bytes) -> Process:
    return without(read_model(data, "route.bpmn"), OFF).processes["route"]


def edges(process: Process) -> set[tuple[str, str]]:
    return {(flow.source, flow.target) for flow in process.flows.values()}


def test_a_task_that_is_off_is_stepped_over():
    process = switched(diagram("start -> a -> b -> einde", elements={"a": step("a", schakelaar="extra")}))
    assert edges(process) == {("start", "b"), ("b", "einde")}
    assert process.nodes["b"].incoming == ("start_a",)
    assert "a" not in process.nodes


def test_other_switches_change_nothing():
    model: Model = read_model(
        diagram("start -> a -> einde", elements={"a": step("a", schakelaar="anders")}), "route.bpmn"
    )
    assert without(model, OFF) == model


def test_two_in_a_row_are_both_stepped_over_and_the_model_given_stays():
    elements = {name: step(name, schakelaar="extra") for name in "ab"}
    model = read_model(diagram("start -> a -> b -> einde", elements=elements), "route.bpmn")
    assert edges(without(model, OFF).processes["route"]) == {("start", "einde")}
    assert "a" in model.processes["route"].nodes


def test_the_condition_and_the_default_of_the_flow_into_it_stay():
    process = switched(
        diagram(
            "start -> xor -> a -> einde",
            "xor -> b : bedrag > 3",
            "xor -> c : anders",
            "b -> einde",
            "c -> einde",
            elements={"b": step("b", schakelaar="extra"), "c": step("c", schakelaar="extra")},
        )
    )
    assert process.flows["xor_b"].condition == "bedrag > 3"
    assert process.flows["xor_b"].target == "einde"
    assert process.nodes["xor"].default == "xor_c"


def test_a_branch_of_a_parallel_block_goes_on_to_the_join():
    process = switched(
        diagram(
            "start -> en_s -> a -> en_j -> einde",
            "en_s -> b -> en_j",
            elements={"b": step("b", schakelaar="extra")},
        )
    )
    assert ("en_s", "en_j") in edges(process)
    assert explore(process).problems == ()


def test_a_boundary_event_disappears_with_what_only_it_leads_to():
    data = diagram(
        "start -> a -> einde",
        "grens -> b -> c -> einde",
        "b -> einde2",
        elements={
            "grens": boundary("grens", "a", timer("P1D") + "").replace("<bpmn:timer", SWITCH + "<bpmn:timer")
        },
    )
    process = switched(data)
    assert set(process.nodes) == {"start", "a", "einde"}


def test_a_removed_sub_process_takes_its_inside_and_its_boundary_events_along():
    inner = element("subProcess", "deel", SWITCH + scope("start2 -> b -> einde2"))
    data = diagram(
        "start -> deel -> einde",
        "grens -> c -> einde",
        elements={"grens": boundary("grens", "deel", timer("P1D")), "deel": inner},
    )
    assert set(switched(data).nodes) == {"start", "einde"}
    assert edges(switched(data)) == {("start", "einde")}


def test_an_event_sub_process_disappears():
    started = element("startEvent", "begin", message("stop"))
    inner = element(
        "subProcess",
        "stoppen",
        SWITCH + scope("begin -> x -> einde2", elements={"begin": started}),
        triggeredByEvent="true",
    )
    data = diagram("start -> a -> einde", elements={"stoppen": inner}, top=messages("stop"))
    assert set(switched(data).nodes) == {"start", "a", "einde"}


def test_a_branch_of_an_event_gateway_disappears():
    data = diagram(
        "start -> wacht -> brief -> einde",
        "wacht -> later -> b -> einde",
        elements={
            "brief": element("intermediateCatchEvent", "brief", message("m")),
            "later": element("intermediateCatchEvent", "later", SWITCH + timer("P1D")),
        },
        top=messages("m"),
    )
    assert set(switched(data).nodes) == {"start", "wacht", "brief", "einde"}


def test_a_gateway_that_is_off_is_followed_along_its_default():
    data = diagram(
        "start -> xor -> a -> einde",
        "xor -> b : anders",
        "b -> einde",
        elements={"xor": element("exclusiveGateway", "xor", SWITCH, default="xor_b")},
    )
    assert set(switched(data).nodes) == {"start", "b", "einde"}


def test_steps_that_name_what_fell_away_no_longer_do():
    elements = {
        "a": step("a", schakelaar="extra"),
        "b": step("b"),
        "c": step("c", niet_door="a, b", toont="a"),
    }
    process = switched(diagram("start -> a -> b -> c -> einde", elements=elements))
    assert process.nodes["c"].properties["niet_door"] == "b"
    assert process.nodes["c"].properties["toont"] == ""


def test_an_unreachable_step_stays_for_the_linter_to_find():
    process = switched(
        diagram("start -> a -> einde", "los -> einde", elements={"a": step("a", schakelaar="extra")})
    )
    assert "los" in process.nodes


def test_a_branch_that_is_off_takes_along_what_only_it_leads_to():
    data = diagram(
        "start -> xor -> a -> einde", "xor -> b : bedrag > 3", "xor -> c : anders", "b -> einde", "c -> einde"
    )
    process = switched(switching_flows(data, "xor_b"))
    assert set(process.nodes) == {"start", "xor", "a", "c", "einde"}
    assert "xor_b" not in process.flows
    assert process.nodes["xor"].default == "xor_c"


def test_where_one_way_is_left_its_condition_no_longer_counts():
    data = diagram("start -> xor", "xor -> a : bedrag > 3", "xor -> b : anders", "a -> einde", "b -> einde")
    process = switched(switching_flows(data, "xor_b"))
    assert edges(process) == {("start", "xor"), ("xor", "a"), ("a", "einde")}
    assert process.flows["xor_a"].condition == ""
    assert explore(process).problems == ()


def test_a_branch_of_a_parallel_block_that_is_off_is_not_waited_for():
    data = diagram("start -> en_s -> a -> en_j -> einde", "en_s -> b -> en_j")
    process = switched(switching_flows(data, "en_s_b"))
    assert "b" not in process.nodes
    assert process.nodes["en_j"].incoming == ("a_en_j",)
    assert explore(process).problems == ()


def test_a_gateway_and_its_default_that_are_both_off_are_followed_along_what_is_left():
    data = diagram(
        "start -> xor -> a -> einde",
        "xor -> b : anders",
        "b -> einde",
        elements={"xor": element("exclusiveGateway", "xor", SWITCH, default="xor_b")},
    )
    assert set(switched(switching_flows(data, "xor_b")).nodes) == {"start", "a", "einde"}


def test_an_act_of_which_the_beginning_is_off_disappears_whole():
    started = element("startEvent", "begin", SWITCH + message("stop"))
    inner = element(
        "subProcess",
        "stoppen",
        scope("begin -> x -> einde2", elements={"begin": started}),
        triggeredByEvent="true",
    )
    data = diagram("start -> a -> einde", elements={"stoppen": inner}, top=messages("stop"))
    assert set(switched(data).nodes) == {"start", "a", "einde"}


def test_a_route_that_is_off_is_gone():
    model = read_model(diagram("start -> a -> einde", inside=SWITCH), "route.bpmn")
    assert without(model, OFF).processes == {}
    assert without(model, frozenset({"anders"})) == model


def test_one_of_several_switches_is_enough():
    both = step("a", schakelaar="anders, extra")
    assert "a" not in switched(diagram("start -> a -> einde", elements={"a": both})).nodes


def test_what_sends_a_letter_hangs_on_the_switch_of_that_letter():
    elements = {
        "brief": element("sendTask", "brief", extensions(properties(brief="bevestiging", aan="aanvrager"))),
        "einde": element("endEvent", "einde", extensions(properties(brief="bevestiging"))),
    }
    model = read_model(diagram("start -> brief -> a -> einde", elements=elements), "route.bpmn")
    hanging = with_letters(model, {"bevestiging": "extra"})
    assert list(switches_in(hanging)) == ["extra"]
    assert set(without(hanging, OFF).processes["route"].nodes) == {"start", "a", "einde"}
    assert with_letters(model, {"andere": "extra"}) == model


def switching_flows(data: bytes, *ids: str) -> bytes:
    """The diagram with the switch "extra" on these flows."""
    text = data.decode()
    for each in ids:
        opened = re.search(rf'<bpmn:sequenceFlow id="{each}"[^>]*?(/?)>', text)
        assert opened, each
        whole = opened[0].replace("/>", ">")
        end = "</bpmn:sequenceFlow>" if opened[1] else ""
        text = text.replace(opened[0], f"{whole}{SWITCH}{end}", 1)
    return text.encode()
