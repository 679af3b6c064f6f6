"""Reading a BPMN file: what stands in it, whatever tool wrote it."""

import subprocess
import sys

import pytest

from bpmn.errors import ModelError
from bpmn.model import Process
from bpmn.reading import MAX_NODES, read_model
from tests.bpmn.diagrams import (
    HEAD,
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


def process_of(data: bytes) -> Process:
    return read_model(data, "route.bpmn").processes["route"]


def test_nodes_and_flows_stand_in_the_order_of_the_file_with_their_line():
    process = process_of(diagram("start -> a -> einde"))
    assert list(process.nodes) == ["start", "a", "einde"]
    assert process.nodes["a"].incoming == ("start_a",)
    assert process.nodes["a"].outgoing == ("a_einde",)
    assert process.nodes["start"].line == 4
    assert process.executable


def test_any_prefix_and_no_prefix_read_the_same():
    data = diagram("start -> a -> einde")
    other = data.replace(b"<bpmn:", b"<").replace(b"</bpmn:", b"</").replace(b"xmlns:bpmn=", b"xmlns=")
    assert process_of(other) == process_of(data)


def test_a_user_task_knows_its_form_role_due_date_and_words():
    inside = extensions(
        '<zeebe:formDefinition formId="vraag"/>',
        '<zeebe:assignmentDefinition candidateGroups="ib, directeur" assignee="=wie"/>',
        '<zeebe:taskSchedule dueDate="=today() + duration(&quot;P7D&quot;)"/>',
        properties(fase="aanvraag", niet_door="start"),
    )
    node = process_of(diagram("start -> a -> einde", elements={"a": element("userTask", "a", inside)})).nodes[
        "a"
    ]
    assert (node.form, node.groups, node.assignee) == ("vraag", ("ib", "directeur"), "=wie")
    assert (node.due, node.due_is_feel) == ('today() + duration("P7D")', True)
    assert node.properties == {"fase": "aanvraag", "niet_door": "start"}


def test_mappings_headers_scripts_decisions_and_calls_are_read():
    job = extensions(
        '<zeebe:taskDefinition type="nummer"/>',
        '<zeebe:taskHeaders><zeebe:header key="reeks" value="tlv"/></zeebe:taskHeaders>',
        '<zeebe:ioMapping><zeebe:input source="=a" target="b"/><zeebe:output source="=c" target="d"/></zeebe:ioMapping>',
    )
    decision = extensions('<zeebe:calledDecision decisionId="tabel" resultVariable="uitkomst"/>')
    elements = {
        "a": element("serviceTask", "a", job),
        "b": element("businessRuleTask", "b", decision),
        "c": element("callActivity", "c", extensions('<zeebe:calledElement processId="deel"/>')),
        "d": element("callActivity", "d", calledElement="tns:ander"),
        "e": element("scriptTask", "e", "<bpmn:script>1 + 1</bpmn:script>", scriptFormat="feel"),
    }
    nodes = process_of(diagram("start -> a -> b -> c -> d -> e -> einde", elements=elements)).nodes
    assert (nodes["a"].job, nodes["a"].headers) == ("nummer", {"reeks": "tlv"})
    assert [(row.source, row.target) for row in (*nodes["a"].inputs, *nodes["a"].outputs)] == [
        ("a", "b"),
        ("c", "d"),
    ]
    assert (nodes["b"].decision, nodes["b"].result) == ("tabel", "uitkomst")
    assert (nodes["c"].called, nodes["d"].called) == ("deel", "ander")
    assert (nodes["e"].script, nodes["e"].script_format) == ("1 + 1", "feel")


def test_a_reference_may_carry_a_prefix():
    event = '<bpmn:messageEventDefinition messageRef="tns:bericht_antwoord"/>'
    data = diagram(
        "start -> vang -> einde",
        elements={"vang": element("intermediateCatchEvent", "vang", event)},
        top=messages("antwoord", correlation="kenmerk"),
    )
    model = read_model(data, "route.bpmn")
    caught = model.processes["route"].nodes["vang"].event
    assert caught is not None
    assert (caught.kind, caught.name, caught.correlation, caught.reference) == (
        "message",
        "antwoord",
        "kenmerk",
        "bericht_antwoord",
    )
    assert model.dangling == ()


def test_timers_keep_their_kind_and_whether_they_are_feel():
    elements = {
        "grens": boundary("grens", "a", timer("P14D"), interrupting=False),
        "later": boundary("later", "a", timer("= uiterlijk", "timeDate")),
    }
    nodes = process_of(
        diagram("start -> a -> einde", "grens -> b -> einde", "later -> einde", elements=elements)
    ).nodes
    first, second = nodes["grens"].event, nodes["later"].event
    assert first is not None
    assert second is not None
    assert (first.timer, first.expression, first.is_feel, nodes["grens"].interrupting) == (
        "duration",
        "P14D",
        False,
        False,
    )
    assert (second.timer, second.expression, second.is_feel, nodes["later"].interrupting) == (
        "date",
        "uiterlijk",
        True,
        True,
    )


def test_loops_are_read_from_zeebe_and_from_plain_bpmn():
    zeebe = '<zeebe:loopCharacteristics inputCollection="=leden" inputElement="lid" outputCollection="oordelen" outputElement="=oordeel"/>'
    plain = '<bpmn:loopDataInputRef>leden</bpmn:loopDataInputRef><bpmn:inputDataItem id="lid"/>'
    elements = {
        "a": step(
            "a",
            f"<bpmn:multiInstanceLoopCharacteristics>{extensions(zeebe)}</bpmn:multiInstanceLoopCharacteristics>",
        ),
        "b": step(
            "b",
            f'<bpmn:multiInstanceLoopCharacteristics isSequential="true">{plain}</bpmn:multiInstanceLoopCharacteristics>',
        ),
    }
    nodes = process_of(diagram("start -> a -> b -> einde", elements=elements)).nodes
    first, second = nodes["a"].loop, nodes["b"].loop
    assert first is not None
    assert second is not None
    assert (first.kind, first.collection, first.item, first.output_collection, first.output) == (
        "parallel",
        "leden",
        "lid",
        "oordelen",
        "oordeel",
    )
    assert (second.kind, second.collection, second.item) == ("sequential", "leden", "lid")


def test_the_innermost_lane_counts_also_inside_a_sub_process():
    lanes = (
        '<bpmn:laneSet id="banen"><bpmn:lane id="l1" name="Buiten"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        '<bpmn:flowNodeRef>deel</bpmn:flowNodeRef><bpmn:childLaneSet id="b2"><bpmn:lane id="l2" name="Binnen">'
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    inner = element("subProcess", "deel", scope("start2 -> b -> einde2"))
    process = process_of(diagram("start -> a -> deel -> einde", elements={"deel": inner}, inside=lanes))
    assert process.nodes["a"].lane == "Binnen"
    assert process.nodes["b"].lane == "Buiten"
    assert process.nodes["b"].parent == "deel"
    assert process.lanes == {"Buiten": ("a", "deel"), "Binnen": ("a",)}


def test_trouble_is_kept_for_the_linter():
    data = diagram(
        "start -> a -> nergens",
        elements={
            "nergens": " ",
            "a": step("a", "<bpmn:onbekend/>", fase="x").replace(
                "<zeebe:userTask/>", "<zeebe:executionListeners/>"
            ),
        },
        inside='<bpmn:dataObject id="d"/><bpmn:task id="a"/>',
    )
    model = read_model(data, "route.bpmn")
    assert model.dangling == (("a_nergens", "nergens", 7),)
    assert [kind for kind, _, _ in model.leftovers] == ["dataObject"]
    assert [name for name, _ in model.duplicates] == ["a"]
    assert any("onbekend" in message for _, message in model.deviations)
    assert model.processes["route"].nodes["a"].kind == "task"


def test_extension_elements_and_attributes_of_others_are_named():
    task = element("userTask", "a", extensions("<zeebe:taskListeners/>")).replace(
        "<bpmn:userTask", '<bpmn:userTask camunda:assignee="x"'
    )
    node = process_of(diagram("start -> a -> einde", elements={"a": task})).nodes["a"]
    assert set(node.unknown) == {"camunda:assignee", "zeebe:taskListeners"}


def test_an_expression_without_an_equals_sign_and_a_double_property_are_noted():
    data = diagram(
        "start -> a -> einde",
        elements={
            "a": step("a").replace(
                "</zeebe:properties>", '<zeebe:property name="tekst_school" value="x"/></zeebe:properties>'
            )
        },
    )
    data = data.replace(
        b'targetRef="einde">', b'targetRef="einde"><bpmn:conditionExpression>x = 1</bpmn:conditionExpression>'
    )
    model = read_model(data, "route.bpmn")
    assert [(owner, what) for owner, what, _ in model.bare] == [("a_einde", "x = 1")]
    assert [(owner, what) for owner, what, _ in model.repeated] == [("a", "tekst_school")]


def test_accepted_findings_may_stand_more_than_once():
    words = (
        '<zeebe:property name="aanvaard" value="een: x"/><zeebe:property name="aanvaard" value="twee: y"/>'
    )
    task = element("userTask", "a", extensions(f"<zeebe:properties>{words}</zeebe:properties>"))
    assert (
        process_of(diagram("start -> a -> einde", elements={"a": task})).nodes["a"].properties["aanvaard"]
        == "een: x\ntwee: y"
    )


def test_a_right_diagram_deviates_nowhere_from_the_standard():
    data = diagram(
        "start -> a -> vang -> einde",
        elements={"vang": element("intermediateCatchEvent", "vang", message("m"))},
        top=messages("m"),
    )
    assert read_model(data, "route.bpmn").deviations == ()


def test_reading_does_not_import_the_engine():
    code = "import sys; from bpmn.reading import read_model; read_model(sys.stdin.buffer.read(), 'x'); assert 'SpiffWorkflow' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], input=diagram("start -> einde"), check=True, timeout=60)


def test_too_many_nodes_are_refused():
    with pytest.raises(ModelError, match=f"meer dan {MAX_NODES}"):
        read_model(
            (
                HEAD
                + '<bpmn:process id="p">'
                + "<bpmn:task/>" * (MAX_NODES + 1)
                + "</bpmn:process></bpmn:definitions>"
            ).encode(),
            "groot.bpmn",
        )
