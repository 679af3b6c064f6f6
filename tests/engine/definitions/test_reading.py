import pytest

from engine.definitions.bundle import Bundle, make_bundle
from engine.definitions.definition import Definition
from engine.definitions.reading import read_definition
from tests.engine.definitions.conftest import changed, with_file


def test_a_region_is_read_into_one_definition(definition: Definition) -> None:
    assert definition.findings == ()
    assert list(definition.routes) == ["hulp"]
    assert definition.forms.keys() == {"h_aanvraag", "h_besluit", "h_blik", "h_intrekken"}
    assert definition.letters.keys() == {"toegekend", "herinnering"}
    assert definition.decisions.keys() == {"vorm_mag"}
    assert len(definition.rules) == 5


def test_a_route_tells_who_may_begin_it_and_with_which_form(definition: Definition) -> None:
    route = definition.routes["hulp"]

    assert route.start.id == "start"
    assert route.start_form is definition.forms["h_aanvraag"]
    assert route.start_roles == ("ib",)
    assert route.school_kinds == ("BaO", "SBO")
    assert [phase.id for phase in route.phases] == ["aanvraag", "besluit"]


def test_a_step_gets_its_role_from_its_lane_and_its_phase_from_the_step_before(
    definition: Definition,
) -> None:
    steps = definition.routes["hulp"].steps

    assert steps["beoordelen"].roles == ("commissielid",)
    assert steps["beoordelen"].decides
    assert steps["beoordelen"].criteria == "criteria"
    assert steps["tweede_blik"].phase == "besluit"
    assert steps["wacht_een_week"].phase == "besluit"
    assert steps["tweede_blik"].not_by == ("beoordelen",)
    assert steps["bericht_toegekend"].to == ("aanvrager",)


def test_an_act_has_its_own_roles_button_and_form(definition: Definition) -> None:
    act = definition.routes["hulp"].acts["intrekken_start"]

    assert (act.message, act.roles, act.button) == ("intrekken", ("ib",), "Intrekken")
    assert act.form is definition.forms["h_intrekken"]


def test_what_is_switched_off_is_not_a_step(bundle: Bundle) -> None:
    off = read_definition(changed(bundle, "region.toml", "aan = true", "aan = false"))

    assert off.off == {"tweede_blik"}
    assert "tweede_blik" not in off.routes["hulp"].steps
    assert "tweede_blik" in off.models["hulp.bpmn"].processes["hulp"].nodes


def test_files_that_did_not_change_are_not_read_again(bundle: Bundle, definition: Definition) -> None:
    again = read_definition(changed(bundle, "letters/toegekend.md", "besluit", "antwoord"))

    assert again.routes["hulp"].runtime is definition.routes["hulp"].runtime
    assert again.forms["h_aanvraag"] is definition.forms["h_aanvraag"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("region.toml", b"naam = "),
        ("rules.toml", b"\xff"),
        ("hulp.bpmn", b"<a/>"),
        ("hulp.bpmn", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        ("vorm_mag.dmn", b"{}"),
        ("forms/h_besluit.form", b"[" * 100_000),
        ("forms/h_besluit.form", b'{"components": 3}'),
        ("letters/toegekend.md", b"zonder kop"),
    ],
)
def test_a_broken_file_is_a_finding_and_not_a_crash(bundle: Bundle, name: str, data: bytes) -> None:
    findings = read_definition(with_file(bundle, name, data)).findings

    assert (name, "fout") in {(finding.file, finding.level) for finding in findings}
    assert all(finding.message and finding.advice for finding in findings)


def test_the_same_table_in_two_files_is_a_finding(bundle: Bundle) -> None:
    findings = read_definition(with_file(bundle, "ander.dmn", bundle.files["vorm_mag.dmn"])).findings

    assert [finding.element for finding in findings] == ["vorm_mag"]


def test_a_process_that_is_only_called_is_no_route(bundle: Bundle) -> None:
    part = (
        bundle.files["hulp.bpmn"]
        .replace(b'id="hulp"', b'id="deel"')
        .replace(b'processRef="hulp"', b'processRef="deel"')
        .replace(b'<zeebe:property name="rol" value="ib" />', b"")
        .replace(b'<zeebe:formDefinition formId="h_aanvraag" />', b"")
    )
    ids = [b"beoordelen", b"tweede_blik", b"herinnering", b"wacht_een_week", b"bericht_toegekend"]
    for one in ids:
        part = part.replace(b'"%s"' % one, b'"deel_%s"' % one).replace(b">%s<" % one, b">deel_%s<" % one)
    caller = bundle.files["hulp.bpmn"].replace(
        b'<bpmn:sendTask id="bericht_toegekend" name="Bericht sturen">',
        b'<bpmn:callActivity id="bericht_toegekend" name="Deel"><bpmn:extensionElements>'
        b'<zeebe:calledElement processId="deel" /></bpmn:extensionElements>'
        b'</bpmn:callActivity><bpmn:sendTask id="weg">',
    )
    caller = caller.replace(b'</bpmn:callActivity><bpmn:sendTask id="weg">', b"")
    start = caller.index(b'<bpmn:callActivity id="bericht_toegekend"')
    end = caller.index(b"</bpmn:sendTask>", start)
    inside = caller[start:end]
    closing = inside.index(b"</bpmn:extensionElements>") + len(b"</bpmn:extensionElements>")
    second = inside.index(b"<bpmn:incoming>")
    caller = (
        caller[:start] + inside[:closing] + inside[second:] + b"</bpmn:callActivity>" + caller[end + 16 :]
    )
    found = read_definition(make_bundle("klein", {**bundle.files, "hulp.bpmn": caller, "deel.bpmn": part}))

    assert found.findings == ()
    assert list(found.routes) == ["hulp"]
    assert found.routes["hulp"].steps["deel_beoordelen"].process == "deel"
    assert found.routes["hulp"].steps["deel_beoordelen"].phase == "besluit"
