"""What a region may write about the tabs of a case, and what is said when it is wrong."""

import pytest

from bpmn.findings import Finding
from config.errors import ConfigError
from config.regions import read_region
from engine.definitions.bundle import Bundle, make_bundle
from engine.definitions.checking import check
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.taking_out import take_out
from engine.rehearsal.playing import rehearse
from tests.engine.around.conftest import BUNDLE

REGION = BUNDLE.files["region.toml"].decode()


def changed(file: str, old: str, new: str) -> Bundle:
    text = BUNDLE.files[file].decode()
    assert old in text
    return make_bundle("erbij", {**BUNDLE.files, file: text.replace(old, new, 1).encode()}, BUNDLE.today)


def faults(bundle: Bundle) -> list[Finding]:
    return [one for one in check(bundle) if one.level == "fout"]


def test_the_region_is_right_and_goes_as_written() -> None:
    assert faults(BUNDLE) == []
    assert [str(one) for one in rehearse(BUNDLE) if not one.passed] == []


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("[tabs.logboek]", "[tabs.logbook]", "tabs.logbook", 'Bedoelt u "logboek"?'),
        ('schrijft = ["ib"]', 'schrijft = ["ibb"]', "tabs.betrokkenen.schrijft", 'Bedoelt u "ib"?'),
        ('leest = ["ib", "commissielid", "coach"]', 'leest = ["ouders"]', "tabs.logboek.leest", "staat niet onder"),
        ('leest = ["ib", "commissielid", "coach"]', 'schrijft = ["ib"]', "tabs.logboek.schrijft", "kent Leidraad hier niet"),
        ('naam = "Wie doen mee"', "naam = 1", "tabs.betrokkenen.naam", "een tekst"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_tab_is_refused_at_its_place(old: str, new: str, key: str, says: str) -> None:
    assert old in REGION
    with pytest.raises(ConfigError) as caught:
        read_region(REGION.replace(old, new, 1).encode())
    assert (caught.value.key, says in str(caught.value)) == (key, True)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("region.toml", 'routes = ["vraag"]', 'routes = ["vraagje"]', "tabblad documenten"),
        ("vraag.bpmn", 'key="rollen" value="coach"', 'key="rollen" value="couch"', "'couch' bestaat niet"),
        ("vraag.bpmn", '<zeebe:header key="rollen" value="coach" />', "", "hoort de kop 'rollen'"),
        ("vraag.bpmn", 'key="toegang" value="ja"', 'key="toegang" value="soms"', "hoort ja of nee"),
        ("forms/e_vraag.form", '{"betrokkene": "ja"}', '{"betrokkene": "soms"}', "hoort ja of nee"),
        ("forms/e_vraag.form", '"leerling": "naam"', '"leerling": "naam", "betrokkene": "ja"', "betrokkene"),
    ],
)
def test_what_cannot_be_meant_is_found(file: str, old: str, new: str, says: str) -> None:
    found = [str(one) for one in check(changed(file, old, new))]
    assert any(says in one for one in found), found


@pytest.mark.parametrize(
    "carrier",
    [
        "tab:betrokkenen",
        "tab:logboek",
        "tab:documenten",
        "betrokkene:e_vraag.betrokkenen",
        "betrokkene:e_vraag.g_behandelaar",
        "logboek:e_vraag.hulpvraag",
        "logboek:e_opmerking.opmerking",
        "stap:coach_betrekken",
        "eigenschap:opmerking_start.rol",
    ],
)
def test_a_rehearsal_notices_what_is_taken_out(carrier: str) -> None:
    without = take_out(read_carrier(carrier), read_definition(BUNDLE))
    assert not all(one.passed for one in rehearse(without))
