"""What was once packed opens for ever, and goes on as it did then."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from bpmn.feel.values import from_json
from engine.runtime import running
from engine.runtime.packing import FORMAT
from tests.engine.runtime.golden import FOLDER, consequences, route_from, waiting

KEPT = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_state_of_once_opens_and_goes_on_as_then(path: Path) -> None:
    kept = json.loads(path.read_text())
    route = route_from(kept)
    assert consequences(route, kept) == kept["then"]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_state_of_once_shows_the_same_ids_moments_and_items(path: Path) -> None:
    kept = json.loads(path.read_text())
    long_ago = datetime.fromisoformat("2000-01-01T00:00:00+00:00")
    opened = running.fire_due(route_from(kept), kept["state"].encode(), from_json(kept["facts"]), long_ago)
    assert waiting(opened) == kept["waiting"]


def test_the_format_of_today_is_among_the_golden_states() -> None:
    assert [path for path in KEPT if path.name.startswith(f"{FORMAT}-")]
