"""The list of words in docs/regiobestanden.md is what the code reads."""

import re
from pathlib import Path

from config.regions import read_region
from engine.definitions.rules import SHAPES, read_rules
from engine.definitions.script_reading import read_script
from engine.definitions.today import read_today

TEXT = (Path(__file__).parents[3] / "docs" / "regiobestanden.md").read_text()


def _example(heading: str) -> str:
    """The first TOML block under a heading."""
    under = TEXT.partition(f"\n## {heading}\n")[2]
    return under.partition("```toml\n")[2].partition("```")[0]


def test_every_carrier_stands_in_the_list_with_its_shape() -> None:
    rows = re.findall(r"^\| `(\w+):([^`]+)` \|", TEXT, re.MULTILINE)

    assert dict(rows) == SHAPES


def test_the_example_of_region_toml_can_be_read() -> None:
    region = read_region(_example("region.toml").encode())

    assert region.id == "berseba"
    assert region.numbers["tlv"].per == "schooljaar"


def test_the_example_of_rules_toml_can_be_read() -> None:
    (rule,) = read_rules(_example("rules.toml").encode())

    assert [carrier.kind for carrier in rule.carriers] == ["tabel", "eis"]


def test_the_example_of_a_rehearsal_can_be_read() -> None:
    example = _example("Repetitie (rehearsals/<naam>.toml)")
    script = read_script(example.encode(), "rehearsals/a.toml")

    assert len(script.scenes) == example.count("[[stap]]") > 10
    assert script.positions == {"twee_deskundigen": False}


def test_the_example_of_today_can_be_read() -> None:
    parts = re.split(r"^# (\w+\.toml)\n", _example("today/"), flags=re.MULTILINE)[1:]
    files = {name: text.encode() for name, text in zip(parts[::2], parts[1::2], strict=True)}
    today = read_today(files, "berseba")

    assert today.people
    assert today.people[0].memberships[0].until is not None
    assert today.relations
    assert today.holidays
    assert today.vacations
