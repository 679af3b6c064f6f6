"""An overlay laid over a region: what changes, what cannot, and what the check says of it."""

from pathlib import Path

import pytest

from bpmn.findings import Finding
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check, check_whole
from engine.definitions.definition import Definition
from engine.definitions.differences import differences
from engine.definitions.errors import BundleError
from engine.definitions.overlays import fitting, overlaid
from engine.definitions.reading import read_definition
from engine.definitions.switches import with_positions
from engine.definitions.variants import variants_of
from engine.model import Organisation
from forms.model import every_field
from tests.engine.definitions.conftest import changed, with_file

PLACES = Path(__file__).parents[2] / "regions" / "plaatsen"
NORTH = "overlays/noord.toml"
FOR = 'naam = "x"\nvoor = { soort = "gemeente", is = ["Nergens"] }\n'


@pytest.fixture(scope="module")
def places() -> Bundle:
    return read_folder(PLACES)


@pytest.fixture(scope="module")
def north(places: Bundle) -> Definition:
    return read_definition(overlaid(read_definition(places), "noord"))


def _with(bundle: Bundle, text: str, file: str = "overlays/x.toml") -> list[Finding]:
    """What the check says of an overlay with this text, at its own place."""
    found = check(with_file(bundle, file, (FOR + text).encode()))
    return [
        one for one in found if one.file == file and one.rule not in ("overlay-zonder-school", "overlay-voor")
    ]


def test_texts_labels_switches_and_fields_are_those_of_the_overlay(north: Definition):
    form = north.forms["p_vraag"]
    keys = [field.key for field in every_field(form.fields)]
    labels = {field.key: field.label for field in every_field(form.fields)}
    spoed = next(field for field in every_field(form.fields) if field.key == "spoed")

    assert form.title == "Een vraag aan het team van Noord"
    assert keys[:3] == ["", "leerling", "wijk"]
    assert labels["vraag"] == "Wat vraagt u aan Noord?"
    assert [option.label for option in spoed.options] == ["Ja, vandaag nog", "Nee"]
    assert north.region.documents["criteria"].title == "Wanneer helpt het team van Noord?"
    assert north.routes["vraag"].steps["antwoorden"].name == "Antwoord van Noord"
    assert "melding" in north.routes
    assert north.routes["vraag"].acts == {}


def test_the_region_itself_stays_as_it_is(places: Bundle):
    base = read_definition(places)
    checksum = base.bundle.checksum
    overlaid(base, "noord")
    assert base.bundle.checksum == checksum
    assert "melding" not in base.routes
    assert base.forms["p_vraag"].title == "Een vraag aan het loket"


def test_a_route_that_an_overlay_does_not_touch_is_shared(places: Bundle):
    """The region as it is, and the town that has another word but no other drawing."""
    base = read_definition(places)
    town = read_definition(overlaid(base, "stad"))
    assert town.models["vraag.bpmn"] is base.models["vraag.bpmn"]
    assert town.forms["p_kijken"] is base.forms["p_kijken"]


def test_a_region_with_overlays_that_fit_has_no_findings_and_says_so_of_each(places: Bundle):
    checked = check_whole(places)
    assert checked.findings == ()
    assert checked.variants["overlay noord"] == (0, 0)
    assert checked.variants["schakelaar kijken uit"] == (0, 0)
    assert checked.variants["schakelaar melden aan"] == (0, 0)


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ('[teksten]\nlokket = "x"\n', "overlay-naam", 4),
        ("[schakelaars]\nkijke = false\n", "overlay-naam", 4),
        ('[termijnen.advies]\nduur = "P4W"\n', "overlay-naam", 3),
        ('[labels]\n"p_vraagg.vraag" = "x"\n', "overlay-naam", 4),
        ('[labels]\n"p_vraag.vragen" = "x"\n', "overlay-naam", 4),
        ('[labels]\n"p_vraag.spoed=misschien" = "x"\n', "overlay-naam", 4),
        ('[labels]\nantworden = "x"\n', "overlay-naam", 4),
        ('[[veld]]\nform = "weg"\ncomponent = { type = "textfield", key = "a" }\n', "overlay-naam", 3),
        ('[[veld]]\nform = "p_vraag"\nna = "weg"\ncomponent = { type = "textfield", key = "a" }\n', "overlay-naam", 3),
        ('[[veld]]\nform = "p_vraag"\ncomponent = { type = "textfield", key = "vraag" }\n', "overlay-veld", 5),
        ('[[veld]]\nform = "p_kijken"\ncomponent = { type = "radio", key = "spoed" }\n', "overlay-veld", 5),
    ],
)  # fmt: skip
def test_what_has_no_place_in_the_region_is_a_fault_at_its_line(
    places: Bundle, text: str, rule: str, line: int
):
    found = _with(places, text)
    assert [(one.rule, one.level, one.line) for one in found] == [(rule, "fout", line)]
    assert found[0].advice


def test_a_field_inside_an_extra_group_steers_no_route_either(places: Bundle):
    inner = '{ type = "group", key = "groep", components = [{ type = "radio", key = "spoed", label = "x" }] }'
    found = _with(places, f'[[veld]]\nform = "p_kijken"\ncomponent = {inner}\n')
    assert [one.rule for one in found] == ["overlay-veld"]


def test_a_block_in_an_extra_group_steers_no_route_either(places: Bundle):
    inner = '{ type = "group", key = "groep", label = "x", properties = { blok = "p_vraag" } }'
    found = _with(places, f'[[veld]]\nform = "p_kijken"\ncomponent = {inner}\n')
    assert "overlay-veld" in [one.rule for one in found]


def test_what_the_changed_form_cannot_be_is_told_at_the_overlay(places: Bundle):
    text = '[[veld]]\nform = "p_vraag"\ncomponent = { type = "textfield", key = "wijk2", conditional = { hide = "=onbekend >" } }\n'
    found = _with(places, text)
    assert found
    assert all("overlay x" in one.message for one in found)


@pytest.mark.parametrize(
    "text",
    [
        b"naam = ",
        b"\xff",
        b'naam = "x"\nvoor = { soort = "gemeente", is = ["a"] }\nonbekend = 1\n',
        b'naam = "x"\nvoor = { soort = "gemeente", is = ["a"] }\n[tekeningen]\nvraag = "x"\n',
        b'naam = "x"\nvoor = { soort = "gemeente", is = ["a"] }\n[[veld]]\nform = "p_vraag"\ncomponent = { type = "group", key = "g", components = [1, [2], {a = 2026-01-01}] }\n',
        b'naam = "x"\nvoor = { soort = "gemeente", is = ["a"] }\n[[veld]]\nform = "p_vraag"\ncomponent = { type = "getal", key = "' + b"k" * 5000 + b'" }\n',
    ],
)  # fmt: skip
def test_a_hostile_overlay_is_a_finding_and_brings_nothing_down(places: Bundle, text: bytes):
    found = check(with_file(places, "overlays/x.toml", text))
    assert any(one.file == "overlays/x.toml" and one.level == "fout" for one in found), found
    assert not any(one.rule == "controle-mislukt" for one in found), found


def test_two_overlays_for_the_same_that_say_the_same_are_a_fault_at_the_second(places: Bundle):
    other = (
        b'naam = "Ook stad"\nvoor = { soort = "gemeente", is = ["Elders", "Proefstad"] }\n'
        b'[teksten]\nloket = "het loket"\n'
    )
    found = check(with_file(places, "overlays/stadsdeel.toml", other))
    double = [one for one in found if one.rule == "overlay-dubbel"]
    assert {one.file for one in double} == {"overlays/stadsdeel.toml"}
    assert {one.level for one in double} == {"fout"}
    assert {one.line for one in double} == {2}
    assert any("Proefstad" in one.message and "tekst loket" in one.message for one in double)


def test_a_school_with_two_overlays_that_say_the_same_is_found(places: Bundle):
    other = (
        b'naam = "Dorp"\nvoor = { soort = "gemeente", is = ["Voorbeelddorp"] }\n'
        b'[teksten]\nloket = "het dorp"\n[labels]\nvraag = "Vraag uit het dorp"\n'
    )
    found = check(with_file(places, "overlays/zz_dorp.toml", other))
    (first, *rest) = [one for one in found if one.rule == "overlay-dubbel"]
    told = " ".join(one.message for one in (first, *rest))
    assert "99AA00" in told
    assert "99AC00" in told
    assert {one.file for one in (first, *rest)} == {"overlays/zz_dorp.toml"}


def test_a_school_may_have_two_overlays_that_each_say_something_else(places: Bundle):
    other = (
        b'naam = "Dorp"\nvoor = { soort = "gemeente", is = ["Voorbeelddorp"] }\n'
        b'[labels]\n"p_vraag.leerling" = "Naam van het kind uit het dorp"\n'
    )
    village = with_file(places, "overlays/dorp.toml", other)
    assert [str(one) for one in check(village) if one.level == "fout"] == []
    both = read_definition(overlaid(read_definition(village), "dorp+noord"))
    labels = {one.key: one.label for one in both.forms["p_vraag"].fields if one.key}
    assert labels["leerling"] == "Naam van het kind uit het dorp"
    assert labels["wijk"] == "In welke wijk woont de leerling?"
    assert "overlays dorp en noord" in [one.title for one in variants_of(read_definition(village))]


def test_a_school_that_is_not_there_and_an_overlay_for_nobody_are_told(places: Bundle):
    unknown = check(changed(places, "overlays/een_school.toml", "99AC00", "99ZZ00"))
    assert {"overlay-school", "overlay-zonder-school"} <= {one.rule for one in unknown}


def test_an_overlay_that_no_rehearsal_shows_is_a_warning(places: Bundle):
    files = {name: data for name, data in places.files.items() if name != "rehearsals/stad.toml"}
    found = check(make_bundle("plaatsen", files, places.today))
    assert [(one.rule, one.level, one.file) for one in found] == [
        ("overlay-gespeeld", "waarschuwing", "overlays/stad.toml")
    ]


def test_turning_off_what_the_law_asks_is_a_warning_that_names_it(places: Bundle):
    region = check(with_positions(places, {"kijken": False}))
    overlay = _with(places, "[schakelaars]\nkijken = false\n")
    (one,) = [each for each in region if each.rule == "wettelijk-minimum"]
    assert one.level == "waarschuwing"
    assert "P-02" in one.message
    assert [(each.rule, each.line) for each in overlay] == [("wettelijk-minimum", 4)]


def test_which_overlay_a_school_has_follows_from_the_register_and_its_relations(places: Bundle):
    overlays = read_definition(places).overlays.values()
    town = Organisation("99AZ00", "school", "x", municipality="Proefstad")
    village = Organisation("99AZ00", "school", "x", municipality="Dorp")
    assert fitting(overlays, town, {}) == ["stad"]
    assert fitting(overlays, village, {}) == []
    assert fitting(overlays, village, {"team": ["team-noord", "team-oost"]}) == ["noord"]
    assert fitting(overlays, Organisation("99AC00", "school", "x"), {}) == ["een_school"]
    assert fitting(overlays, Organisation("team-noord", "team", "x"), {}) == ["noord"]


def test_a_switch_that_a_rehearsal_turns_stands_so_for_every_school(places: Bundle):
    turned = with_positions(places, {"intrekken": True, "melden": False})
    north = read_definition(overlaid(read_definition(turned), "noord"))
    assert "melding" not in north.routes
    assert "intrekken_start" in north.routes["vraag"].acts


def test_an_overlay_counts_in_the_checksum_and_in_the_differences(places: Bundle):
    other = changed(places, NORTH, "Wat vraagt u aan Noord?", "Uw vraag aan Noord")
    assert other.checksum != places.checksum
    (difference,) = differences(places, other)
    assert difference.file == NORTH
    assert any("Uw vraag aan Noord" in line for line in difference.lines)


def test_an_overlay_belongs_to_one_region(places: Bundle):
    with pytest.raises(BundleError):
        make_bundle("plaatsen", {**places.files, "gedeeld/overlays/x.toml": b""})
    with pytest.raises(BundleError):
        make_bundle("plaatsen", {**places.files, "overlays/x.bpmn": b""})


def test_a_term_can_be_another_length_and_a_length_that_is_none_is_told_at_the_overlay(places: Bundle):
    bundle = read_folder(PLACES.parent / "termijnen")
    term = next(iter(read_definition(bundle).region.terms.values()))
    text = FOR + f'[termijnen.{term.id}]\nduur = "P3D"\n'
    changed_to = read_definition(with_file(bundle, "overlays/x.toml", text.encode()))
    region = read_definition(overlaid(changed_to, "x")).region
    assert region.terms[term.id].span is not None
    assert region.terms[term.id].span.text == "P3D"
    assert region.terms[term.id].name == term.name
    wrong = check(with_file(bundle, "overlays/x.toml", text.replace("P3D", "drie dagen").encode()))
    assert ("overlays/x.toml", "fout") in [(one.file, one.level) for one in wrong]
