"""What each element does, one sentence each."""

from decimal import Decimal

import pytest

from bpmn.decisions.reading import read_decisions
from engine.runtime import running
from engine.runtime.errors import NotWaiting, RouteError
from engine.runtime.progress import Chosen, Passed, Sent
from tests.bpmn.diagrams import boundary, diagram, element, extensions, message, messages, script, timer
from tests.engine.runtime.conftest import NOW, Begin, Load
from tests.engine.runtime.routes_to_walk import handler, sub

CHOICE = diagram(
    "start -> a -> xor -> veel : bedrag > 1000",
    "xor -> midden : bedrag > 100",
    "xor -> weinig : anders",
    "veel -> einde",
    "midden -> einde",
    "weinig -> einde",
)


def io(*rows: tuple[str, str, str]) -> str:
    """Input and output mappings: ("input" or "output", source, target)."""
    written = "".join(f'<zeebe:{way} source="={source}" target="{target}"/>' for way, source, target in rows)
    return f"<zeebe:ioMapping>{written}</zeebe:ioMapping>"


def repeat(words: str, sequential: bool = False, until: str = "") -> str:
    stop = f"<bpmn:completionCondition>={until}</bpmn:completionCondition>" if until else ""
    way = ' isSequential="true"' if sequential else ""
    inside = extensions(f"<zeebe:loopCharacteristics {words}/>") + stop
    return f"<bpmn:multiInstanceLoopCharacteristics{way}>{inside}</bpmn:multiInstanceLoopCharacteristics>"


# gateways


def test_a_gateway_takes_the_first_condition_in_the_file_that_holds_and_says_why(begin: Begin) -> None:
    case = begin(CHOICE).do("a", bedrag=Decimal(500))
    assert case.open == ["midden"]
    left = next(one for one in case.progress.passed if one.node == "xor" and one.kind == "left")
    read = (("bedrag", Decimal(500)),)
    assert left.decision == (
        Chosen("xor_veel", "bedrag > 1000", read, False),
        Chosen("xor_midden", "bedrag > 100", read, True),
    )


def test_the_default_flow_is_taken_when_no_condition_holds_and_is_told(begin: Begin) -> None:
    case = begin(CHOICE).do("a", bedrag=Decimal(5))
    assert case.open == ["weinig"]
    left = next(one for one in case.progress.passed if one.node == "xor" and one.kind == "left")
    assert left.decision[-1] == Chosen("xor_weinig", "", (), True)


@pytest.mark.parametrize("value", [None, "veel", True])
def test_a_condition_that_is_neither_true_nor_false_stops_with_what_it_read(
    value: object, begin: Begin
) -> None:
    case = begin(CHOICE)
    with pytest.raises(RouteError, match="niet waar en niet onwaar") as error:
        case.do("a", bedrag=value)
    assert error.value.element == "xor_veel"
    assert error.value.reads == (("bedrag", value),)
    assert case.open == ["a"]


def test_no_way_out_of_a_gateway_is_an_error_with_its_reads(begin: Begin) -> None:
    data = diagram(
        "start -> a -> xor -> b : bedrag > 10", "xor -> c : bedrag > 20", "b -> einde", "c -> einde"
    )
    with pytest.raises(RouteError, match="standaard") as error:
        begin(data).do("a", bedrag=Decimal(1))
    assert (error.value.element, error.value.reads) == ("xor", (("bedrag", Decimal(1)),))


def test_an_inclusive_gateway_tells_all_its_conditions(begin: Begin) -> None:
    data = diagram(
        "start -> of_1 -> a : x", "of_1 -> b : y", "of_1 -> c : z", "a -> einde", "b -> einde", "c -> einde"
    )
    case = begin(data, x=True, y=False, z=True)
    assert case.open == ["a", "c"]
    left = next(one for one in case.progress.passed if one.decision)
    assert [(one.flow, one.value) for one in left.decision] == [
        ("of_1_a", True),
        ("of_1_b", False),
        ("of_1_c", True),
    ]


def test_a_second_token_on_a_flow_waits_for_the_next_time(begin: Begin) -> None:
    """Two tokens come over the same flow before the other flow has one: nothing is lost and nothing goes early."""
    data = diagram(
        "start -> en_1 -> a -> xor_1 -> en_2 -> na -> einde",
        "en_1 -> b -> xor_1",
        "en_1 -> c -> xor_2 -> en_2",
        "en_1 -> d -> xor_2",
    )
    case = begin(data).do("a").do("b")
    assert case.open == ["c", "d"]
    assert sorted(case.do("c").open) == ["d", "na"]
    assert case.do("d").open == ["na", "na"]


# automatic work


def test_a_script_gives_its_result_variable_a_value(begin: Begin) -> None:
    data = diagram(
        "start -> reken -> a -> einde",
        elements={"reken": element("scriptTask", "reken", script("2 * x", "y"))},
    )
    assert begin(data, x=Decimal(3)).facts == {"x": Decimal(3), "y": Decimal(6)}


TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:t">
<decision id="advies" name="advies"><decisionTable hitPolicy="UNIQUE">
<input id="i"><inputExpression typeRef="number"><text>bedrag</text></inputExpression></input>
<output id="o" name="advies" typeRef="string"/>
<rule id="r1"><inputEntry id="a1"><text>&lt; 100</text></inputEntry><outputEntry id="b1"><text>"klein"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="a2"><text>&gt;= 50</text></inputEntry><outputEntry id="b2"><text>"groot"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
DECIDE = diagram(
    "start -> beslis -> a -> einde",
    elements={
        "beslis": element(
            "businessRuleTask",
            "beslis",
            extensions('<zeebe:calledDecision decisionId="advies" resultVariable="uitkomst"/>'),
        )
    },
)


def test_a_business_rule_asks_its_decision_table(begin: Begin) -> None:
    decisions = read_decisions(TABLE, "advies.dmn")
    assert begin(DECIDE, decisions=decisions, bedrag=Decimal(200)).facts["uitkomst"] == "groot"


def test_the_facts_of_a_decision_are_facts_of_the_route(load: Load) -> None:
    assert load(DECIDE, decisions=read_decisions(TABLE, "advies.dmn")).facts_read == {"bedrag"}


def test_a_decision_without_one_answer_stops_with_its_reads(begin: Begin) -> None:
    with pytest.raises(RouteError) as error:
        begin(DECIDE, decisions=read_decisions(TABLE, "advies.dmn"), bedrag=Decimal(60))
    assert (error.value.element, error.value.reads) == ("beslis", (("bedrag", Decimal(60)),))


def test_a_decision_that_does_not_exist_is_refused(load: Load) -> None:
    with pytest.raises(RouteError, match="beslistabel 'advies' bestaat niet"):
        load(DECIDE)


def job(*rows: tuple[str, str, str], inside: str = "") -> bytes:
    words = extensions('<zeebe:taskDefinition type="bellen"/>', io(*rows) if rows else "")
    return diagram(
        "start -> klus -> a -> einde", elements={"klus": element("serviceTask", "klus", words + inside)}
    )


def test_a_service_task_waits_as_a_job_and_its_result_becomes_facts(begin: Begin) -> None:
    case = begin(job())
    assert ([one.node for one in case.progress.jobs], case.open) == (["klus"], [])
    case.finish("klus", {"nummer": "12"})
    assert (case.open, case.facts) == (["a"], {"nummer": "12"})


def test_an_output_mapping_lets_only_its_targets_out(begin: Begin) -> None:
    case = begin(job(("output", "nummer + 1", "volgend"))).finish(
        "klus", {"nummer": Decimal(1), "geheim": "x"}
    )
    assert case.facts == {"volgend": Decimal(2)}


def test_an_input_mapping_is_known_inside_alone(begin: Begin) -> None:
    case = begin(job(("input", "naam", "wie"), ("output", "wie", "gebeld")), naam="An").finish("klus", {})
    assert case.facts == {"naam": "An", "gebeld": "An"}


def test_a_job_is_finished_once(begin: Begin) -> None:
    case = begin(job())
    done = case.progress.jobs[0].id
    case.finish("klus")
    with pytest.raises(NotWaiting):
        running.finish_job(case.route, case.progress.state, {}, done, None, NOW)


def test_what_is_sent_is_told_in_order(begin: Begin) -> None:
    data = diagram(
        "start -> stuur -> gooi -> einde",
        top=messages("m", "n"),
        elements={
            "stuur": element("sendTask", "stuur"),
            "gooi": element("intermediateThrowEvent", "gooi", message("m")),
            "einde": element("endEvent", "einde", message("n")),
        },
    )
    case = begin(data)
    assert case.progress.sends == (Sent("stuur", ""), Sent("gooi", "m"), Sent("einde", "n"))
    assert case.progress.finished


# people


def test_a_task_waits_with_the_same_id_until_it_is_done(begin: Begin) -> None:
    case = begin(diagram("start -> en_1 -> a -> en_2 -> einde", "en_1 -> b -> en_2"))
    before = case.progress.tasks[1]
    case.do("a")
    assert case.progress.tasks == (before,)


def test_a_task_is_done_once(begin: Begin) -> None:
    case = begin(diagram("start -> a -> b -> einde"))
    done = case.progress.tasks[0].id
    case.do("a")
    with pytest.raises(NotWaiting):
        running.complete(case.route, case.progress.state, {}, done, {}, NOW)


def test_what_was_passed_is_told_in_order(begin: Begin) -> None:
    case = begin(diagram("start -> a -> einde"))
    assert case.progress.passed == (
        Passed("start", "entered"),
        Passed("start", "left"),
        Passed("a", "entered"),
    )
    case.do("a")
    assert case.progress.passed == (Passed("a", "left"), Passed("einde", "entered"), Passed("einde", "left"))
    assert case.progress.outcome == "einde"


def test_an_interrupted_task_is_told_as_cancelled(begin: Begin) -> None:
    data = diagram(
        "start -> a -> einde", "laat -> b -> einde_2", elements={"laat": boundary("laat", "a", timer("P1D"))}
    )
    case = begin(data).wait("2027-01-01T00:00:00")
    assert case.open == ["b"]
    assert case.progress.passed == (
        Passed("a", "cancelled"),
        Passed("laat", "entered"),
        Passed("laat", "left"),
        Passed("b", "entered"),
    )


# repetition


def judging(sequential: bool = False, until: str = "") -> bytes:
    words = 'inputCollection="=leden" inputElement="lid" outputCollection="oordelen" outputElement="=oordeel"'
    inside = repeat(words, sequential, until)
    return diagram("start -> stem -> na -> einde", elements={"stem": element("userTask", "stem", inside)})


MEMBERS = ["An", "Bo", "Cas"]


def test_results_come_in_the_order_of_the_items_whoever_is_first(begin: Begin) -> None:
    case = begin(judging(), leden=MEMBERS)
    assert [one.item for one in case.progress.tasks] == MEMBERS
    case.do("stem", 2, oordeel="c").do("stem", 0, oordeel="a").do("stem", 0, oordeel="b")
    assert case.open == ["na"]
    assert case.facts == {"leden": MEMBERS, "oordelen": ["a", "b", "c"]}


def test_one_after_another_means_one_at_a_time(begin: Begin) -> None:
    case = begin(judging(sequential=True), leden=MEMBERS)
    seen = []
    while case.open == ["stem"]:
        seen.append(case.progress.tasks[0].item)
        case.do("stem", oordeel=len(seen))
    assert seen == MEMBERS
    assert case.facts["oordelen"] == [1, 2, 3]


@pytest.mark.parametrize(
    "until", ["numberOfCompletedInstances = 2", 'oordeel = "nee"', 'list contains(oordelen, "nee")', "numberOfActiveInstances = 1"]
)  # fmt: skip
def test_a_completion_condition_ends_the_rest(until: str, begin: Begin) -> None:
    case = (
        begin(judging(until=until), leden=MEMBERS, oordelen=[])
        .do("stem", 0, oordeel="ja")
        .do("stem", 1, oordeel="nee")
    )
    assert case.open == ["na"]
    assert case.facts["oordelen"] == ["ja", "nee"]


def test_an_empty_list_is_passed_at_once(begin: Begin) -> None:
    case = begin(judging(), leden=[])
    assert (case.open, case.facts["oordelen"]) == (["na"], [])


@pytest.mark.parametrize("leden", [None, "An", {"a": 1}, list(range(501))])
def test_what_is_no_list_or_too_long_a_list_is_refused(leden: object, begin: Begin) -> None:
    with pytest.raises(RouteError) as error:
        begin(judging(), leden=leden)
    assert error.value.element == "stem"


def test_instances_of_a_sub_process_do_not_overwrite_each_others_answers(begin: Begin) -> None:
    words = 'inputCollection="=leden" inputElement="lid" outputCollection="oordelen" outputElement="={wie: lid, wat: oordeel}"'
    deel = sub("deel", "start_d -> stem -> teken -> einde_d", inside=repeat(words))
    case = begin(diagram("start -> deel -> na -> einde", elements={"deel": deel}), leden=["An", "Bo"])
    case.do("stem", 0, oordeel="ja").do("stem", 0, oordeel="nee").do("teken", 0).do("teken", 0)
    assert case.facts["oordelen"] == [{"wie": "An", "wat": "ja"}, {"wie": "Bo", "wat": "nee"}]
    assert "oordeel" not in case.facts


def test_items_of_every_kind_come_back_from_bytes_as_they_were(begin: Begin) -> None:
    items = [Decimal("0.10"), NOW.date(), {"$": "x", "a": [None, True]}, "é\u0000\U0001f600", ""]
    case = begin(judging(sequential=True), leden=items)
    for item in items:
        assert case.progress.tasks[0].item == item
        case.do("stem", oordeel=item)
    assert case.facts["oordelen"] == items


# called processes

CALLED = diagram(
    "start_c -> lees -> xor_c -> einde_c : anders",
    "xor_c -> nog : streng",
    "nog -> einde_c2",
    process="gedeeld",
)


def calling(*rows: tuple[str, str, str]) -> bytes:
    call = element(
        "callActivity",
        "roep",
        extensions('<zeebe:calledElement processId="gedeeld"/>', io(*rows) if rows else ""),
    )
    return diagram("start -> roep -> na -> einde", elements={"roep": call})


def test_a_called_process_shares_the_facts(begin: Begin) -> None:
    case = begin(calling(), CALLED, streng=True).do("lees", gelezen=True)
    assert (case.open, case.facts["gelezen"]) == (["nog"], True)
    assert case.do("nog").open == ["na"]


def test_an_input_of_a_call_is_local_to_what_is_called(begin: Begin) -> None:
    case = begin(
        calling(("input", "true", "streng"), ("output", "streng", "was_streng")), CALLED, streng=False
    )
    case.do("lees").do("nog")
    assert case.facts == {"streng": False, "was_streng": True}


def test_facts_read_in_a_called_process_count_for_the_route(load: Load) -> None:
    route = load(calling(), CALLED)
    assert route.facts_read == {"streng"}
    assert route.node("lees").kind == "userTask"


def test_a_process_that_calls_itself_is_refused(load: Load) -> None:
    call = element("callActivity", "roep", extensions('<zeebe:calledElement processId="route"/>'))
    with pytest.raises(RouteError, match="roept zichzelf aan: route > route"):
        load(diagram("start -> roep -> einde", elements={"roep": call}))


def test_a_called_process_that_is_not_there_is_refused(load: Load) -> None:
    with pytest.raises(RouteError, match="'gedeeld' bestaat niet") as error:
        load(calling())
    assert error.value.element == "roep"


def test_a_task_may_not_share_its_id_with_a_task_of_a_called_process(load: Load) -> None:
    with pytest.raises(RouteError, match="dezelfde id"):
        load(calling(), CALLED.replace(b'"lees"', b'"na"'))


# names that are local


def test_names_of_items_and_inputs_are_no_facts_of_the_route(load: Load) -> None:
    words = 'inputCollection="=leden" inputElement="lid"'
    deel = sub(
        "deel",
        "start_d -> xor_d -> stem : lid.stemt",
        "xor_d -> einde_d : anders",
        "stem -> einde_d2",
        inside=repeat(words),
    )
    assert load(diagram("start -> deel -> einde", elements={"deel": deel})).facts_read == {"leden"}


# what is refused


@pytest.mark.parametrize(
    ("data", "element_id"),
    [
        (diagram("start -> x -> einde", elements={"x": element("complexGateway", "x")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("adHocSubProcess", "x")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("transaction", "x")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("intermediateThrowEvent", "x", "<bpmn:linkEventDefinition/>")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("intermediateThrowEvent", "x", "<bpmn:compensateEventDefinition/>")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("intermediateCatchEvent", "x")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("receiveTask", "x")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("scriptTask", "x", "<bpmn:script>import os</bpmn:script>", scriptFormat="python")}), "x"),
        (diagram("start -> x -> einde", elements={"x": element("scriptTask", "x", script("1 +", "y"))}), "x"),
        (diagram("start -> a -> einde", "los -> einde"), "los"),
        (diagram("start -> a"), "a"),
        (diagram("start -> a -> einde", "start_2 -> a"), "route"),
        (diagram("a -> einde"), "route"),
        (diagram("start -> xor -> a", "xor -> b : x", "a -> einde", "b -> einde"), "xor_a"),
        (diagram("start -> xor -> a : x >", "xor -> b : anders", "a -> einde", "b -> einde"), "xor_a"),
        (diagram("start -> a -> b : x", "b -> einde"), "a_b"),
        (diagram("start -> wacht -> a -> einde"), "wacht"),
        (diagram("start -> deel -> einde", elements={"deel": sub("deel", "a -> einde_d")}), "deel"),
        (diagram("start -> a -> einde", elements={"r": boundary("r", "weg", timer("P1D"))}), "r"),
        (diagram("start -> xor -> a -> einde", "r -> einde_2", elements={"r": boundary("r", "xor", timer("P1D"))}), "xor"),
        (diagram("start -> a -> einde", elements={"a": element("userTask", "a", repeat(""))}), "a"),
        (diagram("start -> a -> einde", elements={"h": handler("h", "<bpmn:compensateEventDefinition/>", "start_h -> b -> einde_h", interrupting=True)}), "start_h"),
    ],
)  # fmt: skip
def test_what_cannot_run_is_refused_by_name(data: bytes, element_id: str, load: Load) -> None:
    with pytest.raises(RouteError) as error:
        load(data)
    assert error.value.element == element_id


def test_a_process_that_does_not_exist_is_refused(load: Load) -> None:
    with pytest.raises(RouteError, match="'route' bestaat niet"):
        load(diagram("start -> a -> einde", process="anders"))


def test_one_process_id_in_two_files_is_refused(load: Load) -> None:
    with pytest.raises(RouteError, match="twee bestanden"):
        load(diagram("start -> a -> einde"), diagram("start -> b -> einde"))


def test_a_message_that_is_sent_needs_no_name(begin: Begin) -> None:
    nameless = element("intermediateThrowEvent", "gooi", "<bpmn:messageEventDefinition/>")
    assert begin(diagram("start -> gooi -> einde", elements={"gooi": nameless})).progress.sends == (
        Sent("gooi", ""),
    )
