"""What hangs on a switch in a region's files, and what the check says of it."""

from pathlib import Path

import pytest

from config.regions import read_region
from config.switching import named, without
from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.checking import check
from engine.definitions.errors import LetterError
from engine.definitions.letters import read_letter
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.switches import falls_away, with_positions
from tests.engine.definitions.conftest import changed

PLACES = Path(__file__).parents[2] / "regions" / "plaatsen"


@pytest.fixture(scope="module")
def places() -> Bundle:
    return read_folder(PLACES)


def _off(bundle: Bundle, switch: str):
    return read_definition(with_positions(bundle, {switch: False}))


def _rules(bundle: Bundle) -> set[str]:
    return {one.rule for one in check(bundle)}


def test_a_letter_that_is_off_takes_along_what_sends_it(places: Bundle):
    assert "bevestigen" in read_definition(places).routes["vraag"].steps
    assert "bevestigen" not in _off(places, "bevestigen").routes["vraag"].steps


def test_a_page_and_a_criterion_that_are_off_are_not_there(places: Bundle):
    on, off = read_definition(places).region, _off(places, "uitleg").region
    assert "hoe_werkt_het" in on.pages
    assert "hoe_werkt_het" not in off.pages
    assert "de uitleg is gelezen" in on.documents["criteria"].text
    assert off.documents["criteria"].text == "We helpen als:\n\n- de school zelf al iets heeft geprobeerd"


def test_a_whole_route_can_be_off(places: Bundle):
    assert set(read_definition(places).routes) == {"vraag"}
    assert set(read_definition(with_positions(places, {"melden": True})).routes) == {"vraag", "melding"}


def test_a_branch_and_an_act_can_be_off(places: Bundle):
    assert "naar_spoed" not in _off(places, "spoed").routes["vraag"].process.flows
    assert _off(places, "intrekken").routes["vraag"].acts == {}


def test_tabs_and_terms_hang_on_a_switch_too():
    text = """id = "x"
naam = "x"
[rollen.ib]
naam = "IB"
van = "school"
[schakelaars.extra]
naam = "Extra"
wettelijk = "artikel 1"
[tabs.logboek]
schakelaar = "extra"
[termijnen.advies]
naam = "Advies"
duur = "P4W"
schakelaar = "extra"
[documenten.criteria]
titel = "x"
versie = "1"
schakelaar = "extra"
"""
    region = read_region(text.encode())
    left = without(region, frozenset({"extra"}))
    assert {switch for _, switch in named(region)} == {"extra"}
    assert {place for place, _ in named(region)} == {
        "tabs.logboek",
        "termijnen.advies",
        "documenten.criteria",
    }
    assert not left.tabs
    assert not left.terms
    assert not left.documents
    assert without(region, frozenset()).tabs
    assert region.switches["extra"].legal == "artikel 1"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("region.toml", 'schakelaar = "uitleg"\n\n[documenten', 'schakelaar = "uitlegg"\n\n[documenten'),
        ("letters/ontvangen.md", "schakelaar: bevestigen", "schakelaar: bevestig"),
    ],
)
def test_a_switch_that_does_not_exist_is_found(places: Bundle, file: str, old: str, new: str):
    found = [one for one in check(changed(places, file, old, new)) if one.rule == "schakelaar-bestaat"]
    assert found
    assert {one.file for one in found} == {file}


def test_a_switch_on_which_nothing_hangs_is_found(places: Bundle):
    assert "schakelaar-gebruikt" in _rules(
        changed(places, "letters/ontvangen.md", "schakelaar: bevestigen\n", "")
    )


def test_an_end_that_sends_a_letter_with_a_switch_is_found(places: Bundle):
    sending = '<bpmn:endEvent id="einde" name="Beantwoord"><bpmn:extensionElements><zeebe:properties><zeebe:property name="brief" value="ontvangen" /><zeebe:property name="aan" value="aanvrager" /></zeebe:properties></bpmn:extensionElements>'
    found = changed(places, "vraag.bpmn", '<bpmn:endEvent id="einde" name="Beantwoord">', sending)
    assert "brief-kan-niet-weg" in _rules(found)


def test_what_a_switch_took_away_of_pages_and_routes_needs_no_proof(places: Bundle):
    off, on = _off(places, "uitleg"), read_definition(places)
    page = read_carrier("pagina:hoe_werkt_het")
    assert falls_away(page, off, ())
    assert not falls_away(page, on, ())
    assert falls_away(read_carrier("stap:gelezen"), on, ("melding",))


@pytest.mark.parametrize("text", ["schakelaar: a\n# Kop\nTekst", "---\nschakelaar: a\n---\n\n# Kop\nTekst"])
def test_a_letter_may_begin_with_its_switch(text: str):
    letter = read_letter(text.encode(), "letters/x.md")
    assert (letter.switch, letter.subject, letter.body) == ("a", "Kop", "Tekst")
    assert text.split("\n")[letter.line - 1] == "Tekst"


@pytest.mark.parametrize(
    ("text", "line"), [("schakelar: a\n# Kop\n", 1), ("schakelaar: a\n\n", 1), ("---\nx\n", 2)]
)
def test_other_words_above_a_letter_are_refused_at_their_line(text: str, line: int):
    with pytest.raises(LetterError) as refused:
        read_letter(text.encode(), "letters/x.md")
    assert refused.value.line == line
