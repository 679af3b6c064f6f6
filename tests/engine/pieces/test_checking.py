"""A wrong name is found before there is a case."""

import pytest

from engine.definitions.bundle import Bundle, make_bundle
from engine.definitions.checking import check
from tests.engine.pieces.conftest import BUNDLE


def changed(name: str, old: str, new: str) -> Bundle:
    text = BUNDLE.files[name].decode()
    assert old in text
    return make_bundle("stukken", {**BUNDLE.files, name: text.replace(old, new).encode()}, BUNDLE.today)


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("plan.bpmn", "stukken.opp.versie", "stukken.opp.nummer", "expressie"),
        ("plan.bpmn", "stukken.opp.versie", "stukken.oop.versie", "expressie"),
        ("plan.bpmn", "=stukken.opp.handelingsdeel", "=stukken.opp.handeling", "expressie"),
        ("plan.bpmn", "=getekend.tekenen", "=getekend.teekenen", "expressie"),
        ("plan.bpmn", 'value="opp#handelingsdeel"', 'value="opp#handeling"', "stuk"),
        ("plan.bpmn", 'name="stuk" value="opp"', 'name="stuk" value="oop"', "stuk"),
        ("plan.bpmn", 'value="stuk:opp, start"', 'value="stuk:opp, begin"', "stuk"),
        ("region.toml", '"groep_aanpak"', '"groep_plan"', "stuk-deel"),
        ("region.toml", '"doelen"', '"doel"', "stuk-deel"),
        ("plan.bpmn", 'key="vereist" value="handelingsdeel"', 'key="vereist" value="deel"', "stuk"),
    ],
)
def test_a_wrong_name_is_found(name: str, old: str, new: str, rule: str) -> None:
    found = check(changed(name, old, new))
    assert rule in {finding.rule for finding in found if finding.level == "fout"}, [str(one) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[stukken.opp]", "[stukken.op-p]", "kan hier geen naam zijn"),
        ("[stukken.opp.delen]", "[stukken.opp.deel]", "kent Leidraad hier niet"),
        ('instemming = "allen"', 'instemming = "meeste"', "Kies uit: allen, een"),
        ("beschrijving = [", "versie = [", "kan hier geen naam zijn"),
        ('beschrijving = ["beschrijving"]', "beschrijving = []", "ten minste één veld"),
    ],
)
def test_a_document_of_region_toml_that_cannot_be_read_says_why(old: str, new: str, message: str) -> None:
    found = check(changed("region.toml", old, new))
    assert any(message in finding.message for finding in found), [str(one) for one in found]


def test_a_document_that_nobody_makes_is_told() -> None:
    more = BUNDLE.files["region.toml"] + b'\n[stukken.verslag]\nnaam = "Verslag"\n'
    found = check(make_bundle("stukken", {**BUNDLE.files, "region.toml": more}, BUNDLE.today))
    assert [finding.rule for finding in found] == ["stuk-gebruikt"]
