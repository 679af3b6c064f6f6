"""A region whose route asks another system something, and that has words of its own."""

from pathlib import Path

import pytest

from engine.casework.background import call_payload
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check
from engine.definitions.script_reading import read_script
from engine.definitions.scripts import Deed
from engine.rehearsal.acting import do
from engine.rehearsal.playing import Played, playable, rehearse, theatre_for
from engine.store import outbox

KOPPELING = Path(__file__).parents[2] / "regions" / "koppeling"
BEGIN = """naam = "Proef"
klok = "2026-11-21T10:00:00"
[[stap]]
wie = "ib.eikel"
start = "navraag"
antwoorden = { soort = "tlv" }
"""


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return read_folder(KOPPELING)


def _played(bundle: Bundle, scenes: str) -> Played:
    files = {**bundle.files, "rehearsals/proef.toml": (BEGIN + scenes).encode()}
    (played,) = rehearse(make_bundle("koppeling", files, bundle.today), "proef")
    assert not played.crash
    return played


def test_a_route_that_waits_for_another_system_can_be_rehearsed(bundle: Bundle) -> None:
    assert check(bundle, ("dossiers",)) == []
    assert [str(one) for one in rehearse(bundle) if not one.passed] == []


def test_an_answer_that_leads_elsewhere_is_told(bundle: Bundle) -> None:
    scenes = '[[stap]]\nkoppeling = "dossiers"\nantwoord = { aantal = 0 }\n[[stap]]\nwie = "coordinator"\nziet = { taak = ["bekijken"] }\n'
    (failure,) = _played(bundle, scenes).failures

    assert failure.message == 'Cora Smit ziet de taak "bekijken" niet.'


def test_a_connector_that_nothing_waits_for_is_told(bundle: Bundle) -> None:
    answered = '[[stap]]\nkoppeling = "dossiers"\nantwoord = { aantal = 0 }\n'
    (failure,) = _played(bundle, answered + answered).failures

    assert failure.message == 'De zaak wacht niet op de koppeling "dossiers". Nu wacht: geen koppeling.'


def test_an_answer_that_the_route_cannot_go_on_with_is_told(bundle: Bundle) -> None:
    (failure,) = _played(
        bundle, '[[stap]]\nkoppeling = "dossiers"\nantwoord = { aantal = "veel" }\n'
    ).failures

    assert failure.stuck
    assert failure.message.startswith("De route loopt vast bij opvragen: ")


def test_a_connector_that_the_routes_do_not_have_is_a_finding(bundle: Bundle) -> None:
    file = "rehearsals/niet_gevonden.toml"
    data = bundle.files[file].replace(b'koppeling = "dossiers"', b'koppeling = "dosiers"')
    findings = check(make_bundle("koppeling", {**bundle.files, file: data}, bundle.today), ("dossiers",))

    assert [(one.rule, one.file) for one in findings] == [("repetitie-koppeling", file)]
    assert 'Bedoelt u "dossiers"' in findings[0].message


def test_a_call_knows_the_words_of_the_region(bundle: Bundle) -> None:
    script = read_script(BEGIN.encode(), "rehearsals/proef.toml")
    with theatre_for(bundle) as theatre:
        stage = theatre.stage(bundle, script.clock)
        (scene,) = playable([script], frozenset())[0].scenes
        assert isinstance(scene.action, Deed)
        do(stage, scene, scene.action)
        case = stage.case("zaak")
        with stage.system.reading() as tx:
            (call,) = (row for row in outbox.of_case(tx, case.id) if row.kind == "call")
            assert call_payload(tx, call)["gegevens"] == {"vraag": "dossier-tlv"}


@pytest.mark.parametrize(
    ("file", "old", "rule"),
    [
        ("forms/k_vraag.form", "Wat zoekt u in {{teksten.systeem}}", "tekst-bestaat"),
        ("forms/k_vraag.form", "na in **{{teksten.systeem}}", "tekst-bestaat"),
        ("letters/bekeken.md", "gebruiken {{teksten.systeem}}", "tekst-bestaat"),
        ("navraag.bpmn", "zoeken in {{teksten.systeem}}", "tekst-bestaat"),
        ("navraag.bpmn", "and teksten.systeem", "expressie"),
        ("region.toml", "kijken in **{{teksten.systeem}}", "tekst-bestaat"),
    ],
)
def test_a_word_that_the_region_does_not_have_is_a_finding(
    bundle: Bundle, file: str, old: str, rule: str
) -> None:
    text = bundle.files[file].decode()
    assert old in text
    wrong = text.replace(old, old.replace("systeem", "sisteem"), 1).encode()
    findings = check(make_bundle("koppeling", {**bundle.files, file: wrong}, bundle.today), ("dossiers",))

    assert (rule, file) in {(one.rule, one.file) for one in findings}


def test_a_changed_word_changes_wherever_it_stands(bundle: Bundle) -> None:
    region = bundle.files["region.toml"].replace(b'"Het Register"', b'"De Kast"')
    scenes = '[[stap]]\nwie = "ib.eikel"\nziet = { tekst = ["Wij zoeken in De Kast.", "Wat zoekt u in De Kast?", "Wij kijken in **De Kast**"] }\nziet_niet = { tekst = ["Het Register"] }\n'

    assert (
        _played(
            make_bundle("koppeling", {**bundle.files, "region.toml": region}, bundle.today), scenes
        ).failures
        == ()
    )


def test_words_of_two_parts_of_a_page_stay_apart(bundle: Bundle) -> None:
    """A label and the choice after it stand in tags of their own; a bold word stands in the middle of its sentence."""
    seen = '[[stap]]\nwie = "ib.eikel"\nziet = { tekst = ["U vraagt iets na in Het Register."] }\nziet_niet = { tekst = ["Register?Eén", "TLVAnder"] }\n'

    assert _played(bundle, seen).failures == ()
