"""What a designer does at the command line."""

import json
import re
from pathlib import Path

import pytest

from tests.commands.conftest import Leidraad

pytestmark = pytest.mark.slow  # each test starts processes
REGION = "processes/voorbeeld"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_region_that_is_right_checks_without_faults(leidraad: Leidraad) -> None:
    done = leidraad("check", REGION)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("0 fouten")


def test_a_fault_says_file_line_element_and_what_to_do(leidraad: Leidraad, folder: Path) -> None:
    edit(folder / REGION / "extra_hulp.bpmn", 'formId="', 'formId="niet_')
    done = leidraad("check", REGION)
    assert done.returncode == 1
    assert re.search(r"extra_hulp\.bpmn:\d+: fout \[formulier\].*bestaat niet", done.stdout)


def test_findings_come_as_json_for_other_tools(leidraad: Leidraad, folder: Path) -> None:
    edit(folder / REGION / "extra_hulp.bpmn", 'formId="', 'formId="niet_')
    done = leidraad("check", REGION, "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert {"rule", "level", "message", "advice", "file", "line", "element"} <= findings[0].keys()


def test_rehearsals_tell_how_many_passed(leidraad: Leidraad) -> None:
    done = leidraad("rehearse", REGION)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^(\d+) van \1 repetities goed\.$", done.stdout, re.MULTILINE)


def test_a_rehearsal_that_fails_says_where(leidraad: Leidraad, folder: Path) -> None:
    script = next((folder / REGION / "rehearsals").glob("*.toml"))
    script.write_text(
        script.read_text(encoding="utf-8") + '\n[[stap]]\nis = { uitkomst = "nergens" }\n', encoding="utf-8"
    )
    done = leidraad("rehearse", REGION, "--naam", script.stem)
    assert done.returncode == 1
    assert "FOUT" in done.stdout
    assert "(regel " in done.stdout


def test_every_rule_of_the_example_is_proved(leidraad: Leidraad) -> None:
    done = leidraad("rules", REGION)
    assert done.returncode == 0, done.stdout
    assert "niet bewezen" not in done.stdout
    assert "regels bewezen" in done.stdout.splitlines()[-1]


def test_publishing_counts_versions_and_says_when_nothing_changed(leidraad: Leidraad, folder: Path) -> None:
    assert "versie 1" in leidraad("publish", REGION, "--reden", "eerste").stdout
    assert "niets veranderd" in leidraad("publish", REGION, "--reden", "nog eens").stdout
    edit(folder / REGION / "region.toml", "Voorbeeldregio", "Andere naam")
    assert "versie 2" in leidraad("publish", REGION, "--reden", "andere naam").stdout


def test_publishing_before_anybody_is_loaded_says_so(leidraad: Leidraad, folder: Path) -> None:
    told = leidraad("publish", REGION, "--reden", "eerste").stdout
    assert "Deze regio heeft nog geen mensen: niemand kan iets doen. Laad de scholen en mensen met" in told

    leidraad("load", REGION, "--ja")
    assert "nog geen mensen" not in leidraad("publish", REGION, "--reden", "nog eens").stdout


def test_a_region_with_a_fault_is_not_published(leidraad: Leidraad, folder: Path) -> None:
    edit(folder / REGION / "extra_hulp.bpmn", 'formId="', 'formId="niet_')
    done = leidraad("publish", REGION, "--reden", "fout")
    assert done.returncode == 2
    assert "fout(en)" in done.stderr


def test_loading_shows_what_changes_and_asks_first(leidraad: Leidraad) -> None:
    refused = leidraad("load", REGION, said="n\n")
    assert refused.returncode == 1
    assert "nieuw" in refused.stdout
    loaded = leidraad("load", REGION, said="j\n")
    assert loaded.returncode == 0
    assert "Er verandert niets" in leidraad("load", REGION).stdout


@pytest.mark.parametrize("command", ["check", "rehearse", "rules"])
def test_a_folder_that_is_no_region_is_one_line_on_the_error_stream(leidraad: Leidraad, command: str) -> None:
    done = leidraad(command, "processes")
    assert done.returncode == 2
    assert done.stderr.startswith("leidraad: ")
    assert len(done.stderr.strip().splitlines()) == 1
