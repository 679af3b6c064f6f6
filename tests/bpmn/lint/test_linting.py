"""The linter as a whole: what it accepts, survives, and says about what is subtle."""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bpmn.feel.types import NUMBER, STRING
from bpmn.findings import Finding
from bpmn.lint.facts import facts_set
from bpmn.lint.linting import lint
from bpmn.lint.names import Names
from bpmn.lint.words import ANYWHERE, PLACES
from bpmn.model import Process
from bpmn.reading import read_model
from tests.bpmn.diagrams import (
    boundary,
    diagram,
    element,
    extensions,
    message,
    messages,
    properties,
    scope,
    script,
    step,
    timer,
)
from tests.bpmn.lint.examples import NAMES, PLAIN, act, catching, choice, node, over, route, tasked

ROOT = Path(__file__).parents[3]


def findings(data: bytes, names: Names = NAMES) -> list[Finding]:
    return lint(read_model(data, "route.bpmn"), names)


def rules(data: bytes, names: Names = NAMES) -> set[tuple[str, str]]:
    return {(finding.rule, finding.element) for finding in findings(data, names)}


STUCK = ("start -> xor", "xor -> a : bedrag > 1", "xor -> b : anders", "a -> en_j -> einde", "b -> en_j")


def joined(accepted: str) -> bytes:
    words = extensions(properties(aanvaard=accepted)) if accepted else ""
    return route(*STUCK, en_j=element("parallelGateway", "en_j", words))


def test_a_designer_can_accept_what_the_data_rule_out_with_a_reason():
    assert ("vastloper", "en_j") in rules(joined(""))
    assert ("vastloper", "en_j") not in rules(joined("vastloper: beide voorwaarden zijn altijd waar"))


def test_accepting_needs_a_reason_and_works_for_no_other_error():
    assert ("vastloper", "en_j") in rules(joined("vastloper:"))
    assert ("eigenschap-waarde", "en_j") in rules(joined("vastloper"))
    assert ("formulier", "a") in rules(tasked(form="weg", aanvaard="formulier: komt nog"))


def test_a_warning_can_be_accepted():
    assert rules(tasked(tekst_school="", aanvaard="tekst-school: duurt nooit langer dan een minuut")) == set()


def test_a_finding_about_a_stuck_route_tells_the_way_there():
    finding = next(finding for finding in findings(joined("")) if finding.rule == "vastloper")
    assert finding.path[:2] == ("start", "xor")


def test_a_rule_that_crashes_is_a_finding_and_the_others_go_on():
    broken = replace(NAMES, forms=None)
    found = findings(PLAIN.replace(b'id="einde"', b'id="a"'), broken)
    assert any("kon haar werk niet doen" in finding.message for finding in found)
    assert any(finding.rule == "dubbele-id" for finding in found)


def test_findings_stand_in_the_order_of_the_file():
    lines = [
        finding.line or 0
        for finding in findings(route("start -> a -> b", a=step("a", role=""), b=step("b", form="")))
    ]
    assert lines == sorted(lines)
    assert len(lines) > 2


def test_a_misspelt_name_gets_a_suggestion():
    expression = next(finding for finding in findings(choice("bedrga > 1")) if finding.rule == "expressie")
    assert "bedrag" in expression.advice
    word = next(
        finding for finding in findings(tasked(niet_dor="start")) if finding.rule == "eigenschap-naam"
    )
    assert word.advice == "Bedoelt u 'niet_door'?"


def test_results_of_scripts_have_the_type_of_their_expression():
    chains = ("start -> s -> xor", "xor -> a : meer", "xor -> einde : anders", "a -> einde")
    assert ("voorwaarde-waar", "xor_a") in rules(
        route(*chains, s=element("scriptTask", "s", script("bedrag + 1", "meer")))
    )
    assert ("voorwaarde-waar", "xor_a") not in rules(
        route(*chains, s=element("scriptTask", "s", script("bedrag > 1", "meer")))
    )


def test_a_fact_of_a_parallel_branch_is_not_asked_before():
    chains = (
        "start -> en_s -> a -> en_j -> einde",
        "en_s -> xor",
        "xor -> b : uitslag > 1",
        "b -> en_j",
        "xor -> en_j : anders",
    )
    assert ("feit-eerder", "xor_b") in rules(route(*chains, a=step("a", form="later")))


def test_a_fact_of_an_earlier_round_of_a_loop_counts():
    chains = ("start -> xor_m -> xor", "xor -> a : uitslag = null", "a -> xor_m", "xor -> einde : anders")
    data = route(*chains, a=step("a", form="later"), xor_m=element("exclusiveGateway", "xor_m"))
    assert ("feit-eerder", "xor_a") not in rules(data)


def test_a_fact_of_the_interrupted_step_is_not_there_after_its_boundary_event():
    chains = (
        "start -> a -> einde",
        "grens -> xor",
        "xor -> b : uitslag > 1",
        "xor -> einde2 : anders",
        "b -> einde2",
    )
    data = route(*chains, a=step("a", form="later"), grens=boundary("grens", "a", timer("P1D")))
    assert ("feit-eerder", "xor_b") in rules(data)


def test_facts_from_inside_a_sub_process_are_known_after_it():
    inner = element(
        "subProcess", "deel", scope("start2 -> a -> einde2", elements={"a": step("a", form="later")})
    )
    data = route(
        "start -> deel -> xor", "xor -> b : uitslag > 1", "xor -> einde : anders", "b -> einde", deel=inner
    )
    assert ("feit-eerder", "xor_b") not in rules(data)


def test_an_act_at_any_moment_may_read_what_the_route_asked():
    chains = ("begin -> xor", "xor -> b : bedrag > 1", "b -> einde2", "xor -> einde2 : anders")
    inner = act(*chains, begin=extensions(properties(knop="Stoppen")) + message("stop"))
    assert not {
        rule
        for rule in rules(route("start -> a -> einde", stoppen=inner, top=messages("stop")))
        if rule[0] != "fase"
    }


def test_a_called_route_gives_its_facts_to_its_caller_and_gets_those_of_its_callers():
    call = node("callActivity", "c", '<zeebe:calledElement processId="deelroute"/>')
    chains = ("start -> c -> xor", 'xor -> a : advies = "ja"', "xor -> einde : anders", "a -> einde")
    assert rules(route(*chains, c=call)) == set()
    called = diagram(
        "start -> xor",
        "xor -> a : bedrag > 1",
        "xor -> einde : anders",
        "a -> einde",
        elements={"a": step("a", form="later")},
    )
    assert ("expressie", "xor_a") in rules(called)
    assert ("expressie", "xor_a") not in rules(called, replace(NAMES, given={"route": {"bedrag": NUMBER}}))
    assert facts_set(read_model(called, "route.bpmn").processes["route"], NAMES) == {"uitslag": NUMBER}


def test_the_item_of_a_loop_is_known_inside_the_step_and_has_its_type():
    def looped(item: str) -> bytes:
        inner = scope("start2 -> xor", f"xor -> b : {item}", "b -> einde2", "xor -> einde2 : anders")
        return route(
            "start -> deel -> einde", deel=element("subProcess", "deel", over("leden", "lid") + inner)
        )

    assert rules(looped('lid = "x"')) == set()
    assert ("expressie", "xor_b") in rules(looped("lid > 1"))


def test_what_a_loop_collects_is_a_fact_after_it():
    gathers = 'outputCollection="oordelen" outputElement="=besluit"'
    data = route(
        "start -> a -> xor",
        "xor -> b : count(oordelen) > 1",
        "xor -> einde : anders",
        "b -> einde",
        a=step("a", over("leden", "lid", gathers)),
    )
    assert rules(data) == set()


def test_the_result_of_a_call_to_another_system_may_have_any_name():
    job = node(
        "serviceTask",
        "s",
        '<zeebe:taskDefinition type="dossiers"/>',
        '<zeebe:ioMapping><zeebe:output source="=antwoord.code" target="code"/></zeebe:ioMapping>',
    )
    assert rules(route("start -> s -> einde", s=job)) == set()


def test_what_another_system_is_told_may_come_from_answers_and_must_be_an_expression():
    def told(header):
        headers = f'<zeebe:taskHeaders><zeebe:header key="naam" value="{header}"/></zeebe:taskHeaders>'
        return route(
            "start -> s -> einde",
            s=node("serviceTask", "s", '<zeebe:taskDefinition type="dossiers"/>', headers),
        )

    assert ("koppeling", "s") not in rules(told("=antwoorden.start.naam + school.naam"))
    assert ("koppeling", "s") not in rules(told("gewone tekst"))
    assert ("koppeling", "s") in rules(told("=antwoord.start.naam"))
    assert ("koppeling", "s") in rules(told("=1 +"))


def test_a_letter_may_go_to_who_is_named_in_a_field_that_is_asked():
    def sent(receiver):
        return route(
            "start -> z -> einde", z=node("sendTask", "z", properties(brief="toegekend", aan=receiver))
        )

    assert ("brief", "z") not in rules(sent("genoemd_in:naam"))
    assert ("brief", "z") in rules(sent("genoemd_in:niemand"))


def test_a_lane_gives_the_role_and_another_role_at_the_task_is_noted():
    lanes = '<bpmn:laneSet id="l"><bpmn:lane id="b" name="{}"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    assert (
        rules(route("start -> a -> einde", a=step("a", role=""), inside=lanes.format("Commissie"))) == set()
    )
    assert rules(route("start -> a -> einde", inside=lanes.format("Commissie"))) == {("rol", "a")}
    assert rules(route("start -> a -> einde", a=step("a", role=""), inside=lanes.format("Onbekend"))) == {
        ("rol", "a")
    }


def test_a_route_that_is_only_called_may_leave_the_role_and_the_phase_to_its_caller():
    assert rules(diagram("start -> a -> einde", elements={"a": step("a", role="")})) == set()


def test_a_step_without_a_phase_is_noted_when_nothing_before_it_has_one():
    start = element("startEvent", "start", extensions('<zeebe:formDefinition formId="formulier"/>'))
    assert ("fase", "a") in rules(route("start -> a -> einde", start=start))
    assert ("fase", "a") not in rules(route("start -> a -> einde", start=start), replace(NAMES, phases=()))


@pytest.mark.parametrize("text", ["P14D", "PT36H", "P1M", "P2W", "P1Y2M10DT2H"])
def test_spans_as_modelers_write_them_are_right(text):
    assert ("timer", "vang") not in rules(catching(timer(text)))


@pytest.mark.parametrize("text", ["", "P", "PT", "14D", "P1D ", "P-1", "2026-12-01", "P1H", "p1d"])
def test_spans_that_are_none_are_refused(text):
    expected = text.strip() != "P1D"
    assert (("timer", "vang") in rules(catching(timer(text)))) == expected


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("R/P7D", True),
        ("R3/PT1H", True),
        ("R3/2026-12-01T09:00:00/P1D", True),
        ("P7D", False),
        ("R/", False),
        ("R0/P1D", False),
        ("R/P0D", False),
        ("0 0 * * *", False),
    ],
)
def test_cycles(text, right):
    data = route(
        "start -> a -> einde",
        "grens -> b -> einde2",
        grens=boundary("grens", "a", timer(text, "timeCycle"), interrupting=False),
    )
    assert (("timer", "grens") not in rules(data)) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-12-01", True),
        ("2026-12-01T09:00:00", True),
        ("2026-02-30", False),
        ("2010:01:01 00:00:00", False),
    ],
)
def test_dates(text, right):
    assert (("timer", "vang") not in rules(catching(timer(text, "timeDate")))) == right


@pytest.mark.parametrize(
    "definition",
    ["compensate", "link", "cancel"],
)
def test_events_that_do_not_run_are_refused_wherever_they_stand(definition):
    inside = f"<bpmn:{definition}EventDefinition/>"
    assert ("niet-ondersteund", "vang") in rules(catching(inside))
    assert ("niet-ondersteund", "grens") in rules(
        route("start -> a -> einde", "grens -> einde", grens=boundary("grens", "a", inside))
    )
    assert ("begin", "begin") in rules(
        route("start -> a -> einde", stoppen=act("begin -> einde2", begin=inside))
    )


@pytest.mark.parametrize("kind", ["complexGateway", "adHocSubProcess", "transaction"])
def test_elements_that_do_not_run_are_refused(kind):
    assert ("niet-ondersteund", "x") in rules(route("start -> x -> einde", x=element(kind, "x")))


def test_camunda_attributes_that_mean_something_are_errors_and_others_warnings():
    levels = {
        finding.message.split("'")[1]: finding.level
        for finding in findings(
            PLAIN.replace(b"<bpmn:userTask", b'<bpmn:userTask camunda:formKey="x" camunda:asyncBefore="true"')
        )
    }
    assert levels == {"camunda:formKey": "fout", "camunda:asyncBefore": "waarschuwing"}


def test_the_table_of_properties_in_the_docs_is_the_one_the_linter_knows():
    text = (
        (ROOT / "docs" / "regiobestanden.md")
        .read_text()
        .split("`zeebe:property name/value`")[1]
        .split("Ingebouwde soorten")[0]
    )
    documented = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert documented == {*PLACES, *ANYWHERE}


def test_a_file_full_of_trouble_never_crashes_a_rule():
    wild = diagram(
        "start -> a -> xor",
        "xor -> weg",
        "los -> los",
        "en_j -> en_j",
        "grens -> nergens",
        "b -> grens",
        elements={
            "weg": " ",
            "grens": boundary("grens", "bestaat_niet", timer("")),
            "a": element("userTask", "a", "<bpmn:multiInstanceLoopCharacteristics/>", default="onzin"),
            "b": element("callActivity", "b", element("standardLoopCharacteristics", "x")),
            "deel": element("subProcess", "deel", scope("c -> d -> start")),
            "leeg": element("subProcess", "leeg", triggeredByEvent="true"),
        },
    )
    for names in (NAMES, Names()):
        assert not [
            finding for finding in findings(wild, names) if "kon haar werk niet doen" in finding.message
        ]


def test_a_large_route_is_checked_in_time():
    parts = [f"s{n}" for n in range(250)]
    chains = ["start -> " + " -> ".join(parts) + " -> einde"] + [f"g{n} -> r{n} -> einde" for n in range(250)]
    elements = {f"g{n}": boundary(f"g{n}", f"s{n}", timer("P1D"), interrupting=False) for n in range(250)}
    begin = time.process_time()
    assert {finding.rule for finding in findings(route(*chains, **elements))} <= {"tekst-school"}
    assert time.process_time() - begin < 3


def test_types_come_from_the_forms():
    names = replace(NAMES, forms={**NAMES.forms, "formulier": {"bedrag": STRING}})
    assert ("expressie", "xor_a") in rules(choice("bedrag > 1"), names)


def test_a_route_is_also_walked_with_each_switch_off():
    join = element("parallelGateway", "en_j", extensions(properties(schakelaar="deskundigen")))
    found = findings(route("start -> en_s -> a -> en_j -> c -> einde", "en_s -> b -> en_j", en_j=join))
    assert [(finding.rule, finding.element) for finding in found] == [("dubbel-token", "c")]
    assert found[0].message.startswith("Met schakelaar deskundigen uit: ")


def test_a_fact_that_falls_away_with_a_switch_is_no_finding():
    chains = ("start -> s -> xor", "xor -> b : vlag != true", "xor -> einde : anders", "b -> einde")
    flag = element(
        "scriptTask",
        "s",
        extensions(
            '<zeebe:script expression="=true" resultVariable="vlag"/>', properties(schakelaar="deskundigen")
        ),
    )
    assert rules(route(*chains, s=flag)) == set()


def test_a_branch_that_can_be_switched_off_leaves_a_sound_route():
    chains = ("start -> en_s -> a -> en_j -> einde", "en_s -> b -> en_j")
    assert rules(route(*chains, b=step("b", schakelaar="deskundigen"))) == set()


def test_a_finding_about_an_expression_names_its_own_line():
    data = choice("bedrga > 1").replace(b'targetRef="a">', b'targetRef="a">\n\n', 1)
    finding = next(each for each in findings(data) if each.rule == "expressie")
    assert finding.line == data[: data.index(b'id="xor_a"')].count(b"\n") + 1
    mapped = '\n<zeebe:ioMapping>\n<zeebe:input source="=bedrga" target="x"/></zeebe:ioMapping>'
    data = route(
        "start -> a -> einde", a=step("a").replace("<zeebe:userTask/>", "<zeebe:userTask/>" + mapped)
    )
    finding = next(each for each in findings(data) if each.rule == "expressie")
    assert finding.line == data[: data.index(b"bedrga")].count(b"\n") + 1


@pytest.mark.parametrize("kind", ["signal", "error", "escalation"])
def test_what_is_thrown_has_a_name(kind):
    end = element("endEvent", "einde", f"<bpmn:{kind}EventDefinition/>")
    assert ("bericht", "einde") in rules(route("start -> a -> einde", einde=end))


def test_catching_an_error_breaks_off():
    edge = boundary("grens", "a", "<bpmn:errorEventDefinition/>", interrupting=False)
    assert ("fout-opvangen", "grens") in rules(
        route("start -> a -> einde", "grens -> b -> einde2", grens=edge)
    )


ENDLESS = diagram("start_c -> xor_c -> a_c -> en_c -> einde_c", "xor_c -> b_c -> en_c", process="deelroute")


def test_a_called_route_that_can_never_end_is_found_at_the_call():
    call = node("callActivity", "c", '<zeebe:calledElement processId="deelroute"/>')
    model = read_model(route("start -> c -> einde", c=call), "route.bpmn")
    others = read_model(ENDLESS, "deelroute.bpmn").processes
    found = [each for each in lint(model, NAMES, others) if each.level == "fout"]
    assert [(each.rule, each.element, each.path) for each in found] == [("vastloper", "c", ("start",))]
    assert "deelroute" in found[0].message
    assert not [each for each in lint(model, NAMES) if each.level == "fout"]


def test_what_is_wrong_inside_a_called_route_is_told_in_its_own_file_only():
    call = node("callActivity", "c", '<zeebe:calledElement processId="deelroute"/>')
    model = read_model(route("start -> c -> einde", c=call), "route.bpmn")
    doubles = diagram("start -> en_s -> a -> c -> einde", "en_s -> b -> c", process="deelroute")
    others = read_model(doubles, "deelroute.bpmn").processes
    assert not [each for each in lint(model, NAMES, others) if each.level == "fout"]


def test_a_step_shows_answers_of_the_routes_around_it():
    """What a called process shows beside a task was answered before the call, and the other way round."""
    inside = read_model(tasked(toont="eerder"), "route.bpmn")
    (called,) = inside.processes
    call = f'<zeebe:calledElement processId="{called}"/>'
    around = "start_r -> eerder -> c -> einde_r"
    caller = read_model(
        diagram(around, process="roeper", elements={"c": node("callActivity", "c", call)}), "roeper.bpmn"
    )
    stranger = read_model(diagram("start_r -> eerder -> einde_r", process="roeper"), "roeper.bpmn")

    def told(others: Mapping[str, Process] | None) -> set[str]:
        return {each.rule for each in lint(inside, NAMES, others)}

    assert "eigenschap-waarde" in told(None)
    assert "eigenschap-waarde" not in told(caller.processes)
    assert "eigenschap-waarde" in told(stranger.processes)


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_an_error_or_escalation_never_comes_out_of_a_plain_task(kind):
    top = f'<bpmn:{kind} id="f" name="f"/>'
    edge = boundary("grens", "a", f'<bpmn:{kind}EventDefinition {kind}Ref="f"/>')
    data = route("start -> a -> einde", "grens -> b -> einde", grens=edge, top=top)
    assert ("fout-opvangen", "grens") in rules(data)
    held = element("subProcess", "a", scope("start_a -> t -> einde_a"))
    data = route("start -> a -> einde", "grens -> b -> einde", grens=edge, a=held, top=top)
    assert ("fout-opvangen", "grens") not in rules(data)


def test_each_fault_about_a_term_is_told():
    def told(**words):
        return [one.message for one in findings(tasked(**words)) if one.rule in ("termijn", "expressie")]

    assert told(termijn_start="weg") == ["De termijn 'weg' bestaat niet."]
    assert told(termijn_start="geldig") == [
        "De termijn 'geldig' heeft geen duur, en hier staat niet wanneer hij eindigt."
    ]
    assert told(termijn_verleng="geldig") == ["De termijn 'geldig' kan niet verlengd worden."]
    assert told(termijn_tot="geldig: datum") == ["'termijn_tot' hoort bij een termijn die hier begint."]
    assert told(termijn_start="beslissen", termijn_tot="beslissen") == [
        "'termijn_tot' hoort bij een termijn die hier begint."
    ]
    assert told(termijn_start="geldig", termijn_tot="geldig: datum +") != []
    assert told(termijn_start="geldig", termijn_tot="geldig: datum") == []


def test_the_school_of_a_route_is_asked_in_its_own_form_and_shown_by_a_condition():
    def told(**words):
        words = {"fase": "aanvraag", "rol": "ib", **words}
        begin = extensions('<zeebe:formDefinition formId="formulier"/>', properties(**words))
        found = findings(route("start -> a -> einde", start=element("startEvent", "start", begin)))
        return {one.rule for one in found if one.level == "fout"}

    assert told(school_uit="naam", zichtbaar_voor_school="=akkoord") == set()
    assert told(school_uit="nergens") == {"eigenschap-waarde"}
    assert told(zichtbaar_voor_school="=bedrag") == {"voorwaarde-waar"}
    assert told(zichtbaar_voor_school="=onbekend") != set()
    assert told(zichtbaar_voor_school="=akkoord and") != set()


def _off(data: bytes, flow: str) -> bytes:
    """The route with a switch on one flow."""
    begins = f'<bpmn:sequenceFlow id="{flow}"'
    text = data.decode()
    assert begins in text
    before, after = text.split(begins)
    opened, rest = after.split(">", 1)
    inside = extensions(properties(schakelaar="deskundigen"))
    end = "</bpmn:sequenceFlow>" if opened.endswith("/") else ""
    return f"{before}{begins}{opened.rstrip('/')}>{inside}{end}{rest}".encode()


def test_a_branch_may_hang_on_a_switch_and_a_plain_flow_may_not():
    data = choice("bedrag > 3")
    assert ("schakelaar", "xor_a") not in rules(_off(data, "xor_a"))
    assert ("schakelaar", "start_xor") in rules(_off(data, "start_xor"))


def test_a_way_for_when_nothing_holds_must_stay_while_there_are_others():
    chains = ["start -> xor", "xor -> a : bedrag > 3", "xor -> b : bedrag > 9", "xor -> c : anders"]
    data = route(*chains, "a -> einde", "b -> einde", "c -> einde")
    assert ("schakelaar", "xor_c") in rules(_off(data, "xor_c"))
    assert ("schakelaar", "xor_b") not in rules(_off(data, "xor_b"))


def test_every_switch_of_an_element_exists():
    data = route("start -> a -> b -> einde", a=step("a", schakelaar="deskundigen, weg"))
    assert ("schakelaar", "a") in rules(data)
    assert ("schakelaar", "a") not in rules(
        route("start -> a -> b -> einde", a=step("a", schakelaar="deskundigen"))
    )
