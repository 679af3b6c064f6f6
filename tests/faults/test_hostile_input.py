"""Broken and hostile files and answers: a message in Dutch with its place, soon, in little memory; nothing changes."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from engine.desk import Desk
from engine.model import SYSTEM
from engine.store import incidents
from engine.store.database import Database, open_database
from forms.filling import Submitted, fill
from forms.reading import read_form
from tests.faults.children import SECRET
from tests.faults.hostile_files import ASLEEP, FILES, TABLE, Hostile
from tests.faults.judging import KLEIN, Judged, fill_form, judged, live, publish_folder
from tests.faults.whole import check_all, rows_of
from tests.forms.making import around

SECONDS = 2.0
MEGABYTES = 200.0


@pytest.fixture(scope="module")
def untouched(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database in which nothing may change."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("hostile") / "leidraad.db")
    database = open_database(f"sqlite:///{path}")
    yield database
    database.close()


def some_quickly(names: Iterable[str]) -> list[Any]:
    """Each is a process of its own: one in eight also in the quick run."""
    return [
        pytest.param(name, marks=[pytest.mark.slow] if number % 8 else [])
        for number, name in enumerate(names)
    ]


def in_bounds(found: Judged) -> None:
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


def is_told(found: Judged, hostile: Hostile) -> None:
    """A message names the file, and the element and line where there are."""
    if found.refused:
        assert hostile.file in found.refused
        return
    named = [one for one in found.faults if one.file.endswith(hostile.file) and (one.message and one.advice)]
    assert named, found.faults
    assert not hostile.element or any(one.element == hostile.element for one in named), named
    assert not hostile.line or any(one.line for one in named), named


def test_the_region_itself_is_published(untouched: Database, sqlite_template: Path, tmp_path: Path) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "leidraad.db")
    found = judged(publish_folder, KLEIN, f"sqlite:///{path}")
    assert found.published
    in_bounds(found)


@pytest.mark.parametrize("name", some_quickly(FILES))
def test_a_hostile_folder_is_refused_with_its_place_and_changes_nothing(
    untouched: Database, tmp_path: Path, name: str
) -> None:
    hostile = FILES[name]
    folder = Path(shutil.copytree(KLEIN, tmp_path / "klein"))
    hostile.change(folder)
    before = rows_of(untouched)
    found = judged(publish_folder, folder, str(untouched.engine.url))
    assert not found.published
    is_told(found, hostile)
    assert not any("controle-mislukt" in one.rule for one in found.findings), found.findings
    assert "root:x:" not in str(found)
    in_bounds(found)
    assert rows_of(untouched) == before


@pytest.mark.parametrize("name", some_quickly(ASLEEP))
def test_what_goes_wrong_only_when_it_happens_stops_with_an_incident_and_leaves_a_case_that_fits(
    sqlite_template: Path, tmp_path: Path, name: str
) -> None:
    folder = Path(shutil.copytree(KLEIN, tmp_path / "klein"))
    ASLEEP[name].change(folder)
    path = shutil.copy(sqlite_template, tmp_path / "leidraad.db")
    found = judged(live, folder, f"sqlite:///{path}")
    in_bounds(found)
    database = open_database(f"sqlite:///{path}")
    desk = Desk(database, SYSTEM, Settings("", SECRET))
    assert check_all(desk) == []
    with desk.reading() as tx:
        told = incidents.open_in(tx, ["klein"])
    database.close()
    assert found.refused or told or ASLEEP[name].file == TABLE


# Answers and uploads.

FIELDS = [
    {"type": "textfield", "id": "a", "key": "naam", "label": "Naam", "validate": {"pattern": "^(a|aa)+$", "maxLength": 50}},
    {"type": "textarea", "id": "b", "key": "vraag", "label": "Vraag"},
    {"type": "number", "id": "c", "key": "getal", "label": "Getal", "properties": {"soort": "bedrag"}},
    {"type": "datetime", "id": "d", "key": "dag", "dateLabel": "Dag", "subtype": "date"},
    {"type": "checklist", "id": "e", "key": "keus", "label": "Keus", "values": [{"label": "Een", "value": "een"}]},
    {"type": "dynamiclist", "id": "f", "path": "rijen", "label": "Rijen", "components": [{"type": "textfield", "id": "g", "key": "x", "label": "X"}]},
]  # fmt: skip
FORM_FILE = json.dumps({"type": "default", "id": "proef", "components": FIELDS}).encode()
HUGE = 1_000_000
SENT: dict[str, dict[str, tuple[str, ...]]] = {
    "een patroon dat terugzoekt": {"naam": ("a" * HUGE + "b",)},
    "een miljoen tekens": {"vraag": ("x" * 9 * HUGE,)},
    "een miljoen cijfers": {"getal": ("9" * HUGE,)},
    "een macht": {"getal": ("1e999999999",)},
    "geen getal": {"getal": ("NaN",)},
    "oneindig": {"getal": ("-Infinity",)},
    "een dag die niet bestaat": {"dag": ("2026-02-31",)},
    "een jaar zonder einde": {"dag": ("9" * HUGE + "-01-01",)},
    "een miljoen keuzes": {"keus": ("een",) * HUGE},
    "een vreemde keus": {"keus": ("twee",)},
    "een miljoen rijen": {"rijen-aantal": ("1000000",)},
    "rijen zonder einde": {"rijen-aantal": ("9" * HUGE,)},
    "een rij ver weg": {"rijen-aantal": ("1",), "rijen-99999999-x": ("y",)},
    "honderdduizend namen": {f"vreemd{number}": ("x",) for number in range(100_000)},
    "een naam van een miljoen tekens": {"n" * HUGE: ("x",)},
    "een half teken": {"vraag": ("\ud800",)},
    "een nul": {"vraag": ("a\x00b",)},
}


CLEANED = {"een miljoen keuzes", "een miljoen rijen", "rijen zonder einde", "een half teken", "een nul"}


def test_what_is_cleaned_is_harmless() -> None:
    form = read_form(FORM_FILE, "proef.form")
    for name in CLEANED:
        values = fill(form, Submitted(SENT[name]), around()).values
        assert len(repr(values)) < 200
        assert "\\x00" not in repr(values)
        assert "\\ud800" not in repr(values)


@pytest.mark.parametrize("name", some_quickly(SENT))
def test_hostile_answers_are_told_at_a_field_and_not_taken(name: str) -> None:
    found = judged(fill_form, FORM_FILE, Submitted(SENT[name]), around())
    in_bounds(found)
    assert found.errors or name in CLEANED
    assert all(len(one.message) < 500 for one in found.errors)
