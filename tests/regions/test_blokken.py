"""The small region of forms made of blocks: also the example of how a region writes them."""

from pathlib import Path

from engine.definitions.bundle import read_folder
from engine.definitions.checking import check
from engine.rehearsal.playing import rehearse
from engine.rehearsal.proving import prove

BUNDLE = read_folder(Path(__file__).parent / "blokken")


def test_it_has_no_findings_and_goes_as_its_rehearsals_say() -> None:
    assert check(BUNDLE) == []
    assert [str(one) for one in rehearse(BUNDLE) if not one.passed] == []


def test_its_rules_are_proved_by_fields_that_stand_in_a_block() -> None:
    assert [str(one) for one in prove(BUNDLE).verdicts if not one.proved] == []
