"""A route as SVG: from its own drawing or laid out here, with marks that need no colour."""

import re

import pytest
from lxml import etree

from bpmn.drawing import NOW, draw
from bpmn.errors import ModelError
from tests.bpmn.diagrams import boundary, diagram, element, plane, scope, step, timer

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"start": (0, 22, 36, 36), "a": (100, 0, 120, 80), "einde": (300, 22, 36, 36)}
EDGES = {"start_a": [(36, 40), (100, 40)], "a_einde": [(220, 40), (300, 40)]}


def drawn(data: bytes, **states: str) -> etree._Element:
    return etree.fromstring(draw(data, "route", states, "De route", "Waar de aanvraag is"))


def placed(*chains: str, **parts) -> bytes:
    return diagram(*(chains or ("start -> a -> einde",)), top=plane(SHAPES, EDGES), **parts)


def group(svg: etree._Element, node: str) -> etree._Element:
    return svg.find(f".//{SVG}g[@data-element='{node}']")


def words(element_: etree._Element) -> str:
    return " ".join(text.text for text in element_.iter(f"{SVG}text"))


def test_the_drawing_of_the_file_is_followed():
    svg = drawn(placed())
    box = group(svg, "a").find(f"{SVG}rect")
    assert (box.get("x"), box.get("y"), box.get("width"), box.get("height")) == ("100", "0", "120", "80")
    assert group(svg, "a_einde").find(f"{SVG}path").get("d") == "M220 40L300 40"


def test_a_screen_reader_hears_the_title_and_the_description():
    svg = drawn(placed())
    assert svg.findtext(f"{SVG}title") == "De route"
    assert svg.findtext(f"{SVG}desc") == "Waar de aanvraag is"
    ids = {each.get("id") for each in svg.iter() if each.get("id")}
    assert set(svg.get("aria-labelledby").split()) == ids


@pytest.mark.parametrize(
    ("state", "word"), [("done", "afgerond"), ("current", "nu"), ("error", "fout"), ("warning", "let op")]
)
def test_a_mark_is_a_word_and_a_shape(state, word):
    svg = drawn(placed(), a=state)
    mark = svg.find(f".//{SVG}g[@data-mark='a']")
    assert words(mark) == word
    assert mark.find(f"{SVG}path") is not None
    assert group(svg, "a").get("class") == f"tekening-userTask tekening-{state}"
    assert group(svg, "a").findtext(f"{SVG}title") == f"A: {word}"


def test_the_first_step_of_now_has_a_name_that_a_page_can_lead_to():
    svg = drawn(placed(), a="current", einde="current")
    named = [each for each in svg.iter() if each.get("id") == NOW]
    assert [each.get("data-mark") for each in named] == ["a"]
    assert NOW not in {each.get("id") for each in drawn(placed(), a="done").iter()}


def test_the_way_that_was_followed_is_thicker():
    svg = drawn(placed(), start="done", a="current")
    assert group(svg, "start_a").find(f"{SVG}path").get("stroke-width") == "3"
    assert group(svg, "a_einde").find(f"{SVG}path").get("stroke-width") == "1.5"


def test_of_a_gateway_that_chose_only_the_way_that_was_taken_is_thicker():
    route = diagram("start -> xor -> a -> einde", "xor -> einde")
    svg = drawn(route, start="done", xor="done", a="done", einde="done", xor_einde="done")
    ways = ("start_xor", "xor_a", "xor_einde")
    assert [group(svg, way).find(f"{SVG}path").get("stroke-width") for way in ways] == ["3", "1.5", "3"]


def test_a_gateway_that_was_passed_has_a_small_mark_that_leaves_room_for_the_words_at_its_ways():
    mark = drawn(diagram("start -> xor -> einde"), xor="done").find(f".//{SVG}g[@data-mark='xor']")
    assert words(mark) == ""
    assert mark.find(f"{SVG}path") is not None


def test_nothing_needs_a_style_a_script_or_a_reference():
    text = draw(placed(), "route", {"a": "done"}, "De route", "")
    assert "style" not in text
    assert "<script" not in text
    assert "url(" not in text
    assert "href" not in text


def test_names_from_a_file_stay_text():
    evil = '<script>alert("x")</script> & "meer"'
    text = draw(placed(elements={"a": element("userTask", "a", name=evil)}), "route", {}, evil, "\x00\x1b")
    assert "<script" not in text
    assert evil in etree.fromstring(text).findtext(f"{SVG}title")


def test_the_same_input_gives_the_same_text():
    assert draw(placed(), "route", {"a": "done"}, "x", "y") == draw(
        placed(), "route", {"a": "done"}, "x", "y"
    )


def test_long_names_are_broken_over_lines_and_end_in_an_ellipsis():
    long = "Beoordeel of de ondersteuning die de school vraagt past bij wat de leerling nodig heeft " * 3
    texts = group(drawn(placed(elements={"a": element("userTask", "a", name=long)})), "a").findall(
        f"{SVG}text"
    )
    assert len(texts) == 3
    assert texts[-1].text.endswith("…")
    assert all(len(text.text) <= 20 for text in texts)


def test_a_default_flow_and_a_conditional_flow_carry_their_mark():
    data = diagram("start -> xor -> a -> einde : x > 1", "xor -> b : anders", "b -> einde")
    svg = drawn(data)
    assert len(group(svg, "xor_b").findall(f"{SVG}path")) == 3
    assert len(group(svg, "a_einde").findall(f"{SVG}path")) == 3
    assert len(group(svg, "xor_a").findall(f"{SVG}path")) == 2


def test_without_a_drawing_the_route_runs_from_left_to_right():
    svg = drawn(diagram("start -> a -> xor -> b -> einde", "xor -> a", "xor -> c -> einde"))
    x = {node: float(group(svg, node).find(f"{SVG}rect").get("x")) for node in "abc"}
    assert x["a"] < x["b"] == x["c"]
    y = {node: float(group(svg, node).find(f"{SVG}rect").get("y")) for node in "bc"}
    assert abs(y["b"] - y["c"]) >= 80


def test_laid_out_things_do_not_lie_on_each_other_and_sub_processes_hold_what_is_theirs():
    inner = element("subProcess", "deel", scope("start2 -> b -> c -> einde2"))
    apart = element("subProcess", "intrekken", scope("start3 -> d -> einde3"), triggeredByEvent="true")
    data = diagram("start -> a -> deel -> einde", elements={"deel": inner, "intrekken": apart})
    svg = drawn(data)
    boxes = {}
    for node in ("a", "b", "c", "d", "deel", "intrekken"):
        rect = group(svg, node).find(f"{SVG}rect")
        boxes[node] = tuple(float(rect.get(key)) for key in ("x", "y", "width", "height"))
    for inside, outside in (("b", "deel"), ("c", "deel"), ("d", "intrekken")):
        x, y, w, h = boxes[inside]
        ox, oy, ow, oh = boxes[outside]
        assert ox < x < x + w < ox + ow
        assert oy < y < y + h < oy + oh
    for one, other in (("a", "deel"), ("b", "c"), ("deel", "intrekken")):
        x, y, w, h = boxes[one]
        ox, oy, ow, oh = boxes[other]
        assert x + w <= ox or ox + ow <= x or y + h <= oy or oy + oh <= y


def test_a_boundary_event_stands_on_the_edge_of_its_step():
    data = diagram(
        "start -> a -> einde",
        "grens -> b -> einde",
        elements={"grens": boundary("grens", "a", timer("P1D"), interrupting=False)},
    )
    svg = drawn(data)
    host, circle = group(svg, "a").find(f"{SVG}rect"), group(svg, "grens").find(f"{SVG}circle")
    assert float(circle.get("cy")) == float(host.get("y")) + float(host.get("height"))
    assert circle.get("stroke-dasharray")


def test_only_the_plane_of_the_process_is_drawn():
    other = '<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="deel"><bpmndi:BPMNShape bpmnElement="b"><dc:Bounds x="0" y="0" width="9" height="9"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    inner = element("subProcess", "deel", scope("start2 -> b -> einde2"))
    svg = drawn(
        diagram(
            "start -> deel -> einde",
            elements={"deel": inner},
            top=other + plane({"deel": (0, 0, 100, 80)}, {}),
        )
    )
    assert group(svg, "deel") is not None
    assert group(svg, "b") is None


def test_pools_lanes_notes_and_collapsed_sub_processes_are_drawn():
    top = (
        '<bpmn:collaboration id="samen"><bpmn:participant id="pool" name="School" processRef="route"/>'
        '<bpmn:textAnnotation id="noot"><bpmn:text>Let hier op</bpmn:text></bpmn:textAnnotation></bpmn:collaboration>'
        + plane(
            {
                "pool": (0, 0, 600, 300),
                "baan": (30, 0, 570, 300),
                "deel": (100, 100, 100, 80),
                "noot": (300, 10, 100, 40),
            },
            {},
        ).replace('bpmnElement="route"', 'bpmnElement="samen"')
    )
    lanes = '<bpmn:laneSet id="banen"><bpmn:lane id="baan" name="Directie"><bpmn:flowNodeRef>deel</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    data = diagram(
        "start -> deel -> einde",
        inside=lanes,
        top=top,
        elements={"deel": element("subProcess", "deel", scope("start2 -> einde2"), name="Deel")},
    )
    svg = drawn(data)
    assert words(group(svg, "pool")) == "School"
    assert words(group(svg, "baan")) == "Directie"
    assert words(group(svg, "noot")) == "Let hier op"
    assert group(svg, "deel").find(f"{SVG}path") is not None


def test_a_drawing_without_end_is_refused():
    shapes = {f"n{number}": (number, 0, 10, 10) for number in range(6_000)}
    with pytest.raises(ModelError, match="onderdelen"):
        draw(diagram("start -> einde", top=plane(shapes, {})), "route", {}, "x", "")
    with pytest.raises(ModelError, match="bruikbare maat"):
        draw(diagram("start -> einde", top=plane({"start": (1e300, 0, 1, 1)}, {})), "route", {}, "x", "")


def test_a_process_that_is_not_in_the_file_is_refused():
    with pytest.raises(ModelError, match="niet in dit bestand"):
        draw(placed(), "andere", {}, "x", "")


def test_numbers_are_plain():
    assert not re.search(
        r'="[^"]*(nan|inf|e[-+]\d)', draw(placed(elements={"a": step("a")}), "route", {}, "x", "")
    )
