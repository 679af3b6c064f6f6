"""Thousands of random cases on which the runtime and the referee may not disagree once, and proof that they would."""

import pytest

from tests.engine.runtime.routes_to_walk import ROUTES
from tests.engine.runtime.walking import disagreements

QUICK = range(8)
CHUNKS = [range(first, first + 66) for first in range(8, 272, 66)]


@pytest.mark.parametrize("name", ROUTES)
def test_the_referee_agrees_with_every_walk(name: str) -> None:
    assert disagreements(name, QUICK) == []


@pytest.mark.slow
@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
@pytest.mark.parametrize("name", ROUTES)
def test_the_referee_agrees_with_five_thousand_walks(name: str, seeds: range) -> None:
    assert disagreements(name, seeds) == []


def test_at_least_five_thousand_walks_are_walked() -> None:
    seeds = {seed for chunk in [QUICK, *CHUNKS] for seed in chunk}
    assert len(ROUTES) * len(seeds) >= 5000


def test_most_routes_go_round_a_block_and_there_are_enough_of_them() -> None:
    blocks = ("parallelGateway", "inclusiveGateway", "multiInstance", "triggeredByEvent", "eventBasedGateway")
    drawn = [b"".join(route.files.values()).decode() for route in ROUTES.values()]
    round_a_block = [text for text in drawn if "opnieuw" in text and any(block in text for block in blocks)]
    assert len(drawn) >= 12
    assert len(round_a_block) >= len(drawn) / 2
