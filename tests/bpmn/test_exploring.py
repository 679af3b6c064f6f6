"""The explorer finds where a route gets stuck, doubles or never comes; and nothing in routes that are right."""

import time

import pytest

from bpmn.exploring import Explored, explore
from bpmn.reading import read_model
from tests.bpmn.diagrams import boundary, diagram, element, extensions, message, messages, scope, step, timer


def walk(*chains: str, **parts) -> Explored:
    return explore(read_model(diagram(*chains, **parts), "route.bpmn").processes["route"])


def kinds(explored: Explored) -> set[tuple[str, str]]:
    return {(problem.kind, element) for problem in explored.problems for element in problem.elements}


RIGHT = {
    "in een rij": ("start -> a -> b -> einde",),
    "keuze en samen": ("start -> xor -> a -> xor_j -> einde", "xor -> b -> xor_j"),
    "parallel en samen": ("start -> en_s -> a -> en_j -> einde", "en_s -> b -> en_j"),
    "inclusief en samen": (
        "start -> of_s -> a -> of_j -> einde",
        "of_s -> b -> of_j",
        "of_s -> c -> of_j : anders",
    ),
    "lus om een parallel blok": (
        "start -> xor_m -> en_s -> a -> en_j -> xor -> einde",
        "en_s -> b -> en_j",
        "xor -> xor_m",
    ),
    "takken met elk een eigen einde": ("start -> en_s -> a -> einde", "en_s -> b -> einde2"),
    "takken met hetzelfde einde": ("start -> en_s -> a -> einde", "en_s -> b -> einde"),
    "inclusief in parallel": (
        "start -> en_s -> of_s -> a -> of_j -> en_j -> einde",
        "of_s -> b -> of_j",
        "en_s -> c -> en_j",
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_route_has_no_problems(name):
    explored = walk(*RIGHT[name])
    assert explored.problems == ()
    assert explored.complete


def test_a_choice_into_a_parallel_join_gets_stuck_and_the_way_there_is_told():
    explored = walk("start -> xor -> a -> en_j -> einde", "xor -> b -> en_j")
    assert ("vastloper", "en_j") in kinds(explored)
    assert next(each.path for each in explored.problems if each.kind == "vastloper") in (
        ("start", "xor", "a"),
        ("start", "xor", "b"),
    )


def test_a_parallel_branch_that_ends_elsewhere_leaves_the_join_waiting():
    explored = walk("start -> en_s -> a -> en_j -> einde", "en_s -> xor -> en_j", "xor -> b -> einde2")
    assert ("vastloper", "en_j") in kinds(explored)


@pytest.mark.parametrize("meeting", ["c", "xor_j -> c"])
def test_parallel_branches_that_meet_without_a_join_double_the_token(meeting):
    explored = walk(f"start -> en_s -> a -> {meeting} -> einde", f"en_s -> b -> {meeting.split(' ')[0]}")
    assert "dubbel-token" in {kind for kind, _ in kinds(explored)}


def test_a_loop_that_starts_a_branch_again_doubles_the_token():
    explored = walk(
        "start -> xor_m -> en_s -> a -> xor -> en_j -> einde", "en_s -> b -> en_j", "xor -> xor_m"
    )
    assert "dubbel-token" in {kind for kind, _ in kinds(explored)}


def test_inclusive_joins_that_wait_for_each_other_get_stuck():
    explored = walk("start -> en_s -> of_1 -> a -> of_2 -> b -> xor -> einde", "en_s -> of_2", "xor -> of_1")
    assert "vastloper" in {kind for kind, _ in kinds(explored)}


def test_an_interrupting_boundary_event_is_another_way_out():
    elements = {"grens": boundary("grens", "a", timer("P1D"))}
    assert walk("start -> a -> einde", "grens -> b -> einde", elements=elements).problems == ()


def test_an_interrupting_boundary_event_in_a_parallel_block_can_starve_the_join():
    elements = {"grens": boundary("grens", "a", timer("P1D"))}
    explored = walk(
        "start -> en_s -> a -> en_j -> einde", "en_s -> b -> en_j", "grens -> c -> einde2", elements=elements
    )
    assert kinds(explored) == {("vastloper", "en_j")}


def test_a_reminder_that_ends_by_itself_is_right():
    elements = {"grens": boundary("grens", "a", timer("R/P7D", "timeCycle"), interrupting=False)}
    assert walk("start -> a -> b -> einde", "grens -> c -> einde2", elements=elements).problems == ()


def test_a_reminder_that_returns_to_the_route_doubles_the_token():
    elements = {"grens": boundary("grens", "a", timer("P7D"), interrupting=False)}
    assert ("dubbel-token", "b") in kinds(
        walk("start -> a -> b -> einde", "grens -> c -> b", elements=elements)
    )


def test_many_reminders_do_not_multiply_the_states():
    names = [f"s{number}" for number in range(12)]
    chains = [
        "start -> " + " -> ".join(names) + " -> einde",
        *(f"g{name} -> r{name} -> q{name} -> einde" for name in names),
    ]
    elements = {f"g{name}": boundary(f"g{name}", name, timer("P7D"), interrupting=False) for name in names}
    explored = walk(*chains, elements=elements)
    assert explored.problems == ()
    assert explored.states < 100


def test_a_sub_process_is_walked_inside_and_named_by_its_elements():
    inner = element("subProcess", "deel", scope("start2 -> xor -> a -> en_j -> einde2", "xor -> b -> en_j"))
    explored = walk("start -> deel -> einde", elements={"deel": inner})
    assert ("vastloper", "en_j") in kinds(explored)


def test_what_follows_a_sub_process_that_always_throws_an_error_never_comes():
    error = element("endEvent", "einde2", '<bpmn:errorEventDefinition errorRef="fout"/>')
    inner = element("subProcess", "deel", scope("start2 -> a -> einde2", elements={"einde2": error}))
    elements = {
        "deel": inner,
        "grens": boundary("grens", "deel", '<bpmn:errorEventDefinition errorRef="fout"/>'),
    }
    explored = walk(
        "start -> deel -> b -> einde",
        "grens -> c -> einde",
        elements=elements,
        top='<bpmn:error id="fout" name="fout"/>',
    )
    assert kinds(explored) == {("dode-stap", "b")}


def test_a_terminate_end_frees_a_waiting_join():
    elements = {"einde2": element("endEvent", "einde2", "<bpmn:terminateEventDefinition/>")}
    explored = walk(
        "start -> en_s -> a -> en_j -> einde", "en_s -> xor -> en_j", "xor -> b -> einde2", elements=elements
    )
    assert explored.problems == ()


def test_an_event_gateway_takes_one_of_its_events():
    elements = {
        "bericht": element("intermediateCatchEvent", "bericht", message("m")),
        "tijd": element("intermediateCatchEvent", "tijd", timer("P1D")),
    }
    explored = walk(
        "start -> wacht -> bericht -> a -> einde",
        "wacht -> tijd -> b -> einde",
        elements=elements,
        top=messages("m"),
    )
    assert explored.problems == ()


def test_an_act_at_any_moment_is_walked_on_its_own():
    begin = element("startEvent", "begin", message("stop"), isInterrupting="false")
    inner = element(
        "subProcess",
        "stoppen",
        scope("begin -> xor -> x -> en_j -> einde2", "xor -> y -> en_j", elements={"begin": begin}),
        triggeredByEvent="true",
    )
    explored = walk("start -> a -> einde", elements={"stoppen": inner}, top=messages("stop"))
    assert kinds(explored) >= {("vastloper", "en_j")}
    assert not {("dode-stap", "stoppen"), ("dode-stap", "begin")} & kinds(explored)


def test_called_processes_are_walked_too_and_may_call_each_other():
    call = {"roep": element("callActivity", "roep", extensions('<zeebe:calledElement processId="ander"/>'))}
    back = {"terug": element("callActivity", "terug", extensions('<zeebe:calledElement processId="route"/>'))}
    route = read_model(diagram("start -> roep -> einde", elements=call), "route.bpmn").processes["route"]
    other = read_model(
        diagram(
            "start -> terug -> xor -> a -> en_j -> einde", "xor -> b -> en_j", elements=back, process="ander"
        ),
        "ander.bpmn",
    )
    explored = explore(route, {"ander": other.processes["ander"], "route": route})
    assert ("vastloper", "en_j") in kinds(explored)


def test_a_multi_instance_step_counts_as_one():
    loop = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>leden</bpmn:loopDataInputRef></bpmn:multiInstanceLoopCharacteristics>"
    assert walk("start -> a -> einde", elements={"a": step("a", loop)}).problems == ()


def test_a_step_nothing_leads_to_is_dead():
    assert kinds(walk("start -> a -> einde", "en_s -> los -> en_s")) == {
        ("dode-stap", "en_s"),
        ("dode-stap", "los"),
    }


def test_the_limit_ends_the_walk_and_says_so():
    chains = [f"start -> en_s -> a{n} -> b{n} -> c{n} -> en_j -> einde" for n in range(8)]
    chains = [
        "start -> en_s",
        "en_j -> einde",
        *(chain.split(" -> ", 1)[1].rsplit(" -> ", 1)[0] for chain in chains),
    ]
    explored = explore(read_model(diagram(*chains), "groot.bpmn").processes["route"], limit=500)
    assert not explored.complete
    assert explored.states <= 500


def test_a_route_of_thirty_steps_is_walked_in_a_blink():
    chains = ["start -> a -> xor -> b -> of_s", "xor -> a : anders"]
    chains += [f"of_s -> p{n} -> q{n} -> of_j" for n in range(3)]
    chains += [
        "of_j -> en_s",
        *(f"en_s -> v{n} -> w{n} -> en_j" for n in range(3)),
        "en_j -> xor_2 -> a",
        "xor_2 -> c -> d -> e -> f -> einde",
    ]
    process = read_model(diagram(*chains), "route.bpmn").processes["route"]
    assert len(process.nodes) >= 25
    times = []
    for _ in range(5):
        begin = time.process_time()
        assert explore(process).problems == ()
        times.append(time.process_time() - begin)
    assert min(times) < 0.05


@pytest.mark.parametrize("kind", ["of_", "en_"])
def test_a_very_wide_block_is_given_up_in_time(kind):
    chains = [f"start -> {kind}s", f"{kind}j -> einde", *(f"{kind}s -> p{n} -> {kind}j" for n in range(40))]
    begin = time.process_time()
    assert not walk(*chains).complete
    assert time.process_time() - begin < 2


def test_very_many_reminders_on_one_step_are_walked_in_time():
    numbers = range(600)
    elements = {f"g{n}": boundary(f"g{n}", "a", timer("P7D"), interrupting=False) for n in numbers}
    begin = time.process_time()
    assert walk(
        "start -> a -> einde", *(f"g{n} -> r{n} -> einde" for n in numbers), elements=elements
    ).complete
    assert time.process_time() - begin < 2
