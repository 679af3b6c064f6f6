"""A wrong name is found before there is a case."""

import pytest

from engine.definitions.bundle import Bundle, make_bundle
from engine.definitions.checking import check
from engine.definitions.definition import Definition
from engine.definitions.errors import CannotTakeOut
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.taking_out import take_out
from engine.rehearsal.playing import rehearse
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
        (
            "plan.bpmn",
            'name="stuk" value="opp" />',
            'name="stuk" value="opp" /><zeebe:property name="ondertekent" value="stuk:opp" />',
            "stuk",
        ),
        ("forms/s_evalueren.form", "inhoud.doelen", "inhoud.doel", "formulier-feel"),
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


def taken_out(carrier: str) -> Definition:
    return read_definition(take_out(read_carrier(carrier), read_definition(BUNDLE)))


def test_the_rule_about_consent_can_be_turned_for_a_proof() -> None:
    assert taken_out("stukregel:opp").region.pieces["opp"].consent == "een"


def test_what_a_document_needs_can_be_taken_out_for_a_proof() -> None:
    headers = taken_out("kop:vaststellen.vereist").routes["plan"].steps["vaststellen"].node.headers
    assert headers == {"stuk": "opp"}


@pytest.mark.parametrize("carrier", ["stukregel:weg", "kop:vaststellen.weg", "kop:weg.vereist"])
def test_what_is_not_there_can_not_be_taken_out(carrier: str) -> None:
    with pytest.raises(CannotTakeOut):
        taken_out(carrier)


@pytest.mark.slow
def test_a_rehearsal_notices_that_one_consent_would_be_enough_and_that_nothing_is_required() -> None:
    for carrier in ("stukregel:opp", "eigenschap:instemmen.instemming", "eigenschap:tekenen.ondertekent"):
        bundle = take_out(read_carrier(carrier), read_definition(BUNDLE))
        assert [one.passed for one in rehearse(bundle)] == [False], carrier


@pytest.mark.parametrize(
    ("old", "new"),
    [("stuk = { opp =", "stuk = { oop ="), ('getekend = ["tekenen"]', 'getekend = ["opstellen"]')],
)
def test_a_rehearsal_that_names_what_is_not_there_is_told(old: str, new: str) -> None:
    found = check(changed("rehearsals/instemmen.toml", old, new))
    assert {finding.rule for finding in found} <= {"repetitie-stuk", "repetitie-stap"}
    assert found
