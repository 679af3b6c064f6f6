"""Files of real regions with changes at random: the check always ends soon, with findings, and never with an error."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bpmn.findings import Finding
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check
from engine.definitions.errors import BundleError
from tests.faults.mutating import mutated

ROOT = Path(__file__).resolve().parents[2]
KLEIN = read_folder(ROOT / "tests" / "regions" / "klein")
BERSEBA = read_folder(ROOT / "processes" / "berseba")
LONGER = 5  # a change may make the check of a folder so many times longer, and no more


def checked_many(bundle: Bundle, seed: int, times: int) -> int:
    """Check so many mutations; how many of them had findings."""
    random, found = Random(seed), 0
    everything = {**bundle.files, **bundle.today}
    unchanged = _seconds(lambda: check(bundle))[0]
    for number in range(times):
        files = mutated(everything, random)
        today = {name: data for name, data in files.items() if name.startswith("today/")}
        rest = {name: data for name, data in files.items() if name not in today}
        seconds, findings = _seconds(partial(_checked, bundle.region, rest, today))
        assert seconds < max(1.0, LONGER * unchanged), f"mutation {number} of seed {seed}: {seconds:.1f} s"
        crashed = [one for one in findings if one.rule in ("controle-mislukt", "controle-te-lang")]
        crashed += [one for one in findings if "niet te lezen (" in one.message]
        assert not crashed, f"mutation {number} of seed {seed}: {crashed}"
        assert all(one.file and one.message and one.advice for one in findings)
        found += bool(findings)
    return found


def _checked(region: str, files: dict[str, bytes], today: dict[str, bytes]) -> list[Finding]:
    try:
        return check(make_bundle(region, files, today))
    except BundleError:
        return []


def _seconds(work: Callable[[], list[Finding]]) -> tuple[float, list[Finding]]:
    """Of the processor, not of the clock: others work beside the tests."""
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


def test_a_small_region_with_random_changes_is_checked_soon_and_without_an_error() -> None:
    assert checked_many(KLEIN, seed=1, times=25) > 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_a_small_region_with_very_many_random_changes(seed: int) -> None:
    assert checked_many(KLEIN, seed, times=300) > 100


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4, 5])
def test_a_real_region_with_random_changes(seed: int) -> None:
    assert checked_many(BERSEBA, seed, times=25) > 10
