"""The regions in processes/: they can be published, their rehearsals go as written, their rules are proved, and every
addition can be turned without breaking any of that."""

import tomllib
from pathlib import Path

import pytest

from engine.definitions import toml_edits
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check, check_whole
from engine.definitions.definition import Definition
from engine.definitions.reading import read_definition
from engine.definitions.rehearsal_checks import scripts_of
from engine.definitions.switches import falls_away, with_positions
from engine.definitions.wearing import Wearing
from engine.rehearsal.playing import rehearse
from engine.rehearsal.proving import prove

PROCESSES = Path(__file__).parents[2] / "processes"
# Beside the regions of processes/: one that says things per place, and one made by somebody who read the guide alone.
OURS = [Path(__file__).parent / name for name in ("plaatsen", "uitleen")]
FOLDERS = [*sorted(path.parent for path in PROCESSES.glob("*/region.toml")), *OURS]
SWITCHES = [
    (folder, switch) for folder in FOLDERS for switch in read_definition(read_folder(folder)).region.switches
]
OVERLAYS = [
    (folder, overlay) for folder in FOLDERS for overlay in read_definition(read_folder(folder)).overlays
]

pytestmark = pytest.mark.slow

regions = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
switches = pytest.mark.parametrize(
    ("folder", "switch"), SWITCHES, ids=lambda value: getattr(value, "name", value)
)

overlays = pytest.mark.parametrize(
    ("folder", "overlay"), OVERLAYS, ids=lambda value: getattr(value, "name", value)
)


def _faults(bundle: Bundle) -> list[str]:
    return [str(finding) for finding in check(bundle) if finding.level == "fout"]


def _failed(bundle: Bundle) -> list[str]:
    played = rehearse(bundle)
    assert played
    return [str(one) for one in played if not one.passed]


def _turned(folder: Path, switch: str) -> Bundle:
    bundle = read_folder(folder)
    standing = read_definition(bundle).region.switches[switch].on
    return with_positions(bundle, {switch: not standing})


def test_there_are_regions() -> None:
    assert {folder.name for folder in FOLDERS} >= {"berseba", "voorbeeld"}


@regions
def test_a_region_can_be_published_and_its_rehearsals_go_as_written(folder: Path) -> None:
    bundle = read_folder(folder)

    assert _faults(bundle) == []
    assert _failed(bundle) == []


@regions
def test_every_rule_of_the_source_is_proved(folder: Path) -> None:
    proof = prove(read_folder(folder))

    assert [str(one) for one in proof.verdicts if one.rule.mark in "LI" and not one.proved] == []
    assert proof.missing == ()
    assert proof.status == 0


@regions
def test_every_addition_has_a_switch_and_every_switch_is_an_addition(folder: Path) -> None:
    definition = read_definition(read_folder(folder))
    additions = {rule.switch for rule in definition.rules if rule.mark != "L" and rule.switch}

    assert [rule.id for rule in definition.rules if rule.mark == "T" and not rule.switch] == []
    assert additions == set(definition.region.switches)
    assert all(switch.explanation for switch in definition.region.switches.values())


@switches
def test_a_region_can_be_published_with_any_switch_turned(folder: Path, switch: str) -> None:
    bundle = _turned(folder, switch)

    assert _faults(bundle) == []
    assert _failed(bundle) == []


@overlays
def test_a_region_stands_with_an_overlay_for_everybody_who_plays_with_it(folder: Path, overlay: str) -> None:
    """The overlay as if it were the region: nothing in it is a fault; and rehearsals that begin with it go as written."""
    bundle = read_folder(folder)
    definition = read_definition(bundle)
    scripts, _ = scripts_of(definition)
    wearing = Wearing(definition)
    played = [script.id for script in scripts if wearing.overlay_in(script) == overlay]

    assert check_whole(bundle).variants[f"overlay {overlay}"][0] == 0
    assert played
    assert [str(one) for name in played for one in rehearse(bundle, name) if not one.passed] == []


@overlays
def test_an_overlay_still_stands_with_any_switch_turned(folder: Path, overlay: str) -> None:
    bundle = read_folder(folder)
    for switch, known in read_definition(bundle).region.switches.items():
        turned = with_positions(bundle, {switch: not known.on})

        assert check_whole(turned).variants[f"overlay {overlay}"][0] == 0


@regions
def test_a_region_can_be_published_with_every_switch_off(folder: Path) -> None:
    bundle = read_folder(folder)
    off = with_positions(bundle, dict.fromkeys(read_definition(bundle).region.switches, False))

    assert _faults(off) == []
    assert _failed(off) == []


@switches
def test_no_rule_of_the_source_loses_its_proof_with_a_switch_turned(folder: Path, switch: str) -> None:
    """Only the rules that the switch touches: a carrier of theirs falls away, or a rehearsal of theirs goes otherwise."""
    bundle = _turned(folder, switch)
    touched = _touched_rules(read_definition(read_folder(folder)), read_definition(bundle))
    rules = tomllib.loads(bundle.files["rules.toml"].decode())["regel"]
    kept = toml_edits.write({"regel": [rule for rule in rules if rule["id"] in touched]})
    proof = prove(make_bundle(bundle.region, {**bundle.files, "rules.toml": kept}, bundle.today))

    assert {one.rule.id for one in proof.verdicts} == touched
    assert [str(one) for one in proof.verdicts if not one.proved] == []


def _touched_rules(before: Definition, after: Definition) -> set[str]:
    scripts, _ = scripts_of(before)
    other = {
        rule
        for script in scripts
        for rule in script.rules
        if script.without(script.off(before.off)) != script.without(script.off(after.off))
    }
    return {
        rule.id
        for rule in before.rules
        if rule.mark == "L"
        and (rule.id in other or any(falls_away(one, after, rule.routes) for one in rule.carriers))
    }


def test_a_school_of_two_regions_is_the_same_school_in_both() -> None:
    known: dict[str, object] = {}
    for folder in FOLDERS:
        rows = tomllib.loads((folder / "today" / "organisations.toml").read_text())["organisatie"]
        for row in rows if folder.parent == PROCESSES else ():
            assert known.setdefault(row["id"], row) == row, folder.name
