"""The region with a committee: what it says is right, its rehearsals go as written, and its rules are proved."""

from dataclasses import replace

import pytest

from engine.definitions.bundle import make_bundle
from engine.definitions.checking import check
from engine.definitions.errors import CannotTakeOut
from engine.definitions.reading import read_definition
from engine.definitions.rules import read_carrier
from engine.definitions.taking_out import take_out
from engine.rehearsal.playing import rehearse
from engine.rehearsal.proving import prove
from tests.engine.committee.conftest import BUNDLE


def changed(file: str, old: str, new: str) -> list[str]:
    """The rules that find something when `old` is `new` in a file."""
    text = BUNDLE.files[file].decode()
    assert old in text
    files = {**BUNDLE.files, file: text.replace(old, new).encode()}
    return sorted({one.rule for one in check(make_bundle(BUNDLE.region, files, BUNDLE.today))})


def test_there_is_nothing_to_say_about_it() -> None:
    assert check(BUNDLE) == []


def test_its_rehearsals_go_as_written() -> None:
    played = rehearse(BUNDLE)
    assert len(played) == 3
    assert [str(one) for one in played if not one.passed] == []


@pytest.mark.slow
def test_its_rules_are_proved() -> None:
    proof = prove(BUNDLE)
    assert proof.status == 0, list(proof.lines())


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("stemmen.bezwaar.uitkomst", "stemmen.bezwaar.uitslag", "expressie"),
        ("stemmen.bezwaar.uitkomst", "stemmen.bezwaren.uitkomst", "expressie"),
        ('value="toekenning"', 'value="toekening"', "commissie"),
        ("besluit: toegekend | deels", "besluit: toegekent | deels", "commissie-besluit"),
        ("besluit: toegekend | deels, afgewezen", "besluit: toegekend", "commissie"),
        ('name="commissie" value="bezwaar"', 'name="besluit" value="ja"', "commissie-gebruikt"),
    ],
)
def test_the_check_finds_what_is_wrong_with_a_committee(old: str, new: str, rule: str) -> None:
    assert rule in changed("aanvraag.bpmn", old, new)


def test_a_committee_that_is_switched_off_asks_nobody() -> None:
    text = BUNDLE.files["region.toml"].decode()
    text = text.replace("[commissies.toekenning]", '[commissies.toekenning]\nschakelaar = "samen"')
    text += '\n[schakelaars.samen]\naan = false\nnaam = "Samen beslissen"\n'
    files = {**BUNDLE.files, "region.toml": text.encode()}
    definition = read_definition(replace(BUNDLE, files=files))
    assert definition.region.committees.keys() == {"bezwaar"}
    assert not definition.findings


@pytest.mark.parametrize(
    "carrier",
    [
        "commissieregel:weg.quorum",
        "commissieregel:toekenning.naam",
        "commissieregel:toekenning.weg",
        "commissieregel:bezwaar_twee.beslist",
    ],
)
def test_what_is_no_rule_of_a_committee_cannot_be_taken_out(carrier: str) -> None:
    with pytest.raises(CannotTakeOut):
        take_out(read_carrier(carrier), read_definition(BUNDLE))


def standing(old: str, new: str) -> list[str]:
    """What nobody can do today, when `old` is `new` in today/people.toml."""
    text = BUNDLE.today["today/people.toml"].decode()
    assert old in text
    today = {**BUNDLE.today, "today/people.toml": text.replace(old, new).encode()}
    return [one.message for one in check(make_bundle(BUNDLE.region, BUNDLE.files, today))]


def test_the_check_says_when_a_committee_cannot_decide_today() -> None:
    (without_chair, *_) = standing('rol = "voorzitter"', 'rol = "toezicht"')
    assert "niemand sluit een punt" in without_chair
    few = standing('rol = "lid"', 'rol = "toezicht"')
    assert any("zitten vandaag 1 mensen; er zijn er 3 nodig" in one for one in few)
