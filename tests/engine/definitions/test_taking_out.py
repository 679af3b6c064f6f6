from datetime import UTC, datetime

import pytest

from bpmn.decisions.deciding import decide
from config.regions import read_region
from engine.definitions import toml_edits
from engine.definitions.bundle import make_bundle
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.taking_out import take_out
from forms.model import Field, every_field
from tests.engine.definitions.conftest import changed


def _without(definition: Definition, carrier: str) -> Definition:
    found = read_definition(take_out(read_carrier(carrier), definition))
    assert found.findings == ()
    assert found.bundle.checksum != definition.bundle.checksum
    return found


def _field(definition: Definition, form: str, key: str) -> Field:
    return next(field for field in every_field(definition.forms[form].fields) if key in (field.key, field.id))


def test_a_condition_is_turned_round(definition: Definition) -> None:
    flow = _without(definition, "voorwaarde:naar_toegekend").routes["hulp"].process.flows["naar_toegekend"]

    assert flow.condition == 'not(besluit = "toegekend")'


def test_a_field_is_gone(definition: Definition) -> None:
    form = _without(definition, "veld:h_aanvraag.domein").forms["h_aanvraag"]

    assert [field.key for field in every_field(form.fields)] == ["", "leerling", "vorm"]


def test_a_field_is_no_longer_obliged(definition: Definition) -> None:
    assert _field(definition, "h_aanvraag", "leerling").required
    assert not _field(
        _without(definition, "verplicht:h_aanvraag.leerling"), "h_aanvraag", "leerling"
    ).required


def test_the_demands_of_a_field_are_gone(definition: Definition) -> None:
    assert _field(definition, "h_aanvraag", "vorm").demands
    assert not _field(_without(definition, "eis:h_aanvraag.vorm"), "h_aanvraag", "vorm").demands


def test_an_option_is_gone(definition: Definition) -> None:
    options = _field(_without(definition, "optie:h_aanvraag.vorm=geld"), "h_aanvraag", "vorm").options

    assert [option.value for option in options] == ["uren"]


def test_a_text_block_is_gone(definition: Definition) -> None:
    form = _without(definition, "tekst:h_aanvraag.h_uitleg").forms["h_aanvraag"]

    assert [field.id for field in form.fields][0] == "f_leerling"


def test_a_row_of_a_table_is_gone(definition: Definition) -> None:
    table = _without(definition, "tabel:vorm_mag#1").decisions["vorm_mag"]
    asked = {"domein": "gedrag", "vorm": "geld"}
    now = datetime(2026, 11, 21, tzinfo=UTC)

    assert decide(definition.decisions["vorm_mag"], asked, now).value is False
    assert decide(table, asked, now).value is True


def test_every_role_may_do_a_task_and_begin_a_route_and_an_act(definition: Definition) -> None:
    roles = tuple(definition.region.roles)

    assert _without(definition, "rol:beoordelen").routes["hulp"].steps["beoordelen"].roles == roles
    assert _without(definition, "rol:start").routes["hulp"].start_roles == roles
    assert _without(definition, "rol:intrekken_start").routes["hulp"].acts["intrekken_start"].roles == roles


def test_a_property_is_gone(definition: Definition) -> None:
    step = _without(definition, "eigenschap:beoordelen.niet_door").routes["hulp"].steps["beoordelen"]

    assert step.not_by == ()
    assert step.text == "De commissie beoordeelt uw aanvraag."


@pytest.mark.parametrize("carrier", ["stap:beoordelen", "bericht:bericht_toegekend", "stap:intrekken"])
def test_a_step_falls_away_and_the_path_goes_on(definition: Definition, carrier: str) -> None:
    steps = _without(definition, carrier).routes["hulp"].steps

    assert carrier.partition(":")[2] not in steps
    assert "toegekend_einde" in steps


def test_an_addition_that_is_taken_out_leaves_the_other_switches_alone(definition: Definition) -> None:
    found = _without(definition, "stap:tweede_blik")

    assert "tweede_blik" not in found.routes["hulp"].steps
    assert "tweede_blik" not in found.off


def test_a_letter_says_nothing_any_more(definition: Definition) -> None:
    letter = _without(definition, "brief:toegekend").letters["toegekend"]

    assert letter.body == ""
    assert "kenmerk" not in letter.subject


def test_a_page_a_document_and_a_right_go_and_the_rest_of_the_region_stays(definition: Definition) -> None:
    assert _without(definition, "pagina:formulieren").region.pages == {}
    assert _without(definition, "document:criteria").region.documents == {}
    turned = _without(definition, "rolrecht:commissielid.ziet").region
    assert turned.roles["commissielid"].sees == "taken"
    assert not _without(definition, "rolrecht:ib.leerling").region.roles["ib"].pupil
    assert turned.phases == definition.region.phases
    assert turned.lanes == definition.region.lanes


def test_a_field_in_a_list_and_a_prefill_are_found(definition: Definition) -> None:
    form = """{"id": "h_blik", "type": "default", "components": [{"type": "group", "id": "g", "components": [
        {"type": "dynamiclist", "id": "l", "path": "rijen", "components": [
            {"type": "datetime", "subtype": "date", "dateLabel": "Dag", "id": "d", "key": "dag",
             "description": "Kies een dag", "properties": {"vooraf": "today()", "niet_na": "today()"}}]}]}]}"""
    bundle = make_bundle("klein", {**definition.bundle.files, "forms/h_blik.form": form.encode()})
    found = read_definition(bundle)
    assert _field(found, "h_blik", "dag").prefill is not None

    assert _field(_without(found, "vooraf:h_blik.rijen.dag"), "h_blik", "dag").prefill is None
    assert _field(_without(found, "eis:h_blik.rijen.dag"), "h_blik", "dag").not_after is None
    assert _field(_without(found, "tekst:h_blik.rijen.dag"), "h_blik", "dag").description == ""
    assert len(list(every_field(_without(found, "veld:h_blik.rijen.dag").forms["h_blik"].fields))) == 2


@pytest.mark.parametrize(
    "carrier",
    [
        "voorwaarde:naar_afgewezen", "voorwaarde:nergens", "veld:h_aanvraag.nergens", "veld:nergens.domein",
        "verplicht:h_blik.opmerking", "eis:h_aanvraag.domein", "optie:h_aanvraag.vorm=goud", "tekst:h_aanvraag.leerling",
        "vooraf:h_aanvraag.domein", "tabel:nergens#1", "tabel:vorm_mag#3", "rol:nergens", "eigenschap:beoordelen.knop",
        "stap:nergens", "brief:nergens", "pagina:nergens", "document:nergens", "rolrecht:nergens.ziet", "rolrecht:ib.naam",
    ],
)  # fmt: skip
def test_what_is_not_there_cannot_be_taken_out(definition: Definition, carrier: str) -> None:
    with pytest.raises(CannotTakeOut):
        take_out(read_carrier(carrier), definition)


def test_an_element_of_two_drawings_is_that_of_the_route_of_the_rule(definition: Definition) -> None:
    other = definition.bundle.files["hulp.bpmn"].replace(b'"hulp"', b'"tweede"').replace(b"naar_", b"tweede_")
    files = {**definition.bundle.files, "a_tweede.bpmn": other}
    found = read_definition(make_bundle("klein", files, definition.bundle.today))
    assert set(found.routes) == {"hulp", "tweede"}
    carrier = read_carrier("eigenschap:beoordelen.niet_door")

    for route, file in (("hulp", "hulp.bpmn"), ("tweede", "a_tweede.bpmn")):
        bundle = take_out(carrier, found, [route])
        assert {name for name, data in bundle.files.items() if data != files[name]} == {file}
    for routes in ((), ("hulp", "tweede"), ("nergens",)):
        with pytest.raises(CannotTakeOut, match="meer dan één tekening: a_tweede.bpmn, hulp.bpmn"):
            take_out(carrier, found, routes)
    take_out(read_carrier("voorwaarde:naar_toegekend"), found)  # stands in one drawing: no route is needed


def test_region_toml_says_the_same_after_it_was_written_again() -> None:
    content: dict[str, object] = {
        "id": "a", "naam": 'met "tekens" \\ en\nregels \x7f é 𝄞', "rollen": {"r": {"naam": "R", "van": "school"}},
        "banen": {"Baan / één.twee": "r"}, "fasen": [{"id": "f", "naam": "F", "routes": ["x"]}],
        "schakelaars": {"s": {"aan": False, "naam": "S"}},
    }  # fmt: skip
    region = read_region(toml_edits.write(content))

    assert region.name == content["naam"]
    assert region.lanes == {"Baan / één.twee": "r"}
    assert region.off == {"s"}
    assert region.phases[0].routes == ("x",)


def test_a_text_with_windows_lines_in_region_toml_can_be_taken_out_too(definition: Definition) -> None:
    bundle = changed(definition.bundle, "region.toml", "Hier begint een aanvraag.", "Een\\r\\ntwee")
    found = read_definition(bundle)

    assert _without(found, "document:criteria").region.pages["formulieren"].text == "Een\r\ntwee"


def test_a_link_is_gone() -> None:
    """The other one stays."""
    links = b'[[links]]\ntitel = "Een"\nadres = "https://een.example"\n[[links]]\ntitel = "Twee"\nadres = "https://twee.example"\n'

    assert toml_edits.read(toml_edits.without_link(links, "Een"))["links"] == [
        {"titel": "Twee", "adres": "https://twee.example"}
    ]
    assert read_carrier("link:De vier fasen").owner == "De vier fasen"
    with pytest.raises(CannotTakeOut):
        toml_edits.without_link(links, "Drie")
