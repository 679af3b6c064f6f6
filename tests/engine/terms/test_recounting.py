"""A day off that is loaded later counts at once for the terms that are open, and the case says so."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from engine.audit import verify
from engine.casework.file import case_file
from engine.definitions import loading
from engine.model import Case
from engine.store import terms
from tests.engine.terms.conftest import FOLDER, Town

_DAY = '\n[[vrije_dag]]\ndag = {day}\nnaam = "Studiedag"\n'


def load(town: Town, tmp_path: Path, *days: str) -> None:
    """The same region, with these days off besides."""
    folder = tmp_path / "termijnen"
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    file = folder / "today" / "holidays.toml"
    file.write_text(
        (FOLDER / "today" / "holidays.toml").read_text() + "".join(_DAY.format(day=one) for one in days)
    )
    loading.load(town.system, folder)


def seen(town: Town, case: Case) -> date | None:
    return town.term(case, "bekijken").end


def test_a_day_off_in_a_running_term_moves_its_last_day_and_the_story_says_so(
    town: Town, tmp_path: Path
) -> None:
    case = town.asked()
    assert seen(town, case) == date(2026, 11, 27)
    load(town, tmp_path, "2026-11-25")
    assert seen(town, case) == date(2026, 11, 30)
    assert town.told(case, "term_recounted") == 1
    lines = [one.text for one in case_file(town.desk("beoordelaar"), case.reference).story]
    assert (
        "Termijn “Eerste keer bekijken” loopt nu tot en met 30 november 2026: de vrije dagen zijn veranderd."
        in lines
    )
    with town.database.transaction(writes=False) as tx:
        assert verify(tx, town.system, case.id) == []


def test_taking_the_day_off_away_again_moves_it_back(town: Town, tmp_path: Path) -> None:
    case = town.asked()
    load(town, tmp_path, "2026-11-25")
    load(town, tmp_path)
    assert seen(town, case) == date(2026, 11, 27)


def test_loading_the_same_again_moves_and_tells_nothing(town: Town, tmp_path: Path) -> None:
    case = town.asked()
    load(town, tmp_path)
    load(town, tmp_path, "2027-03-03")  # after the last day
    assert (seen(town, case), town.told(case, "term_recounted")) == (date(2026, 11, 27), 0)


def test_a_term_in_calendar_days_and_one_that_is_over_stay_as_they_are(town: Town, tmp_path: Path) -> None:
    case = town.asked()
    end = town.term(case).end
    town.judged(case, "onvolledig")  # looking for the first time is over
    load(town, tmp_path, "2026-11-25")
    assert town.term(case).end == end
    assert town.told(case, "term_recounted") == 0


def test_it_is_late_from_its_new_last_day(town: Town, tmp_path: Path) -> None:
    case = town.asked()
    load(town, tmp_path, "2026-11-25")
    town.go_to("2026-11-28T09:00:00")
    town.work()
    assert town.term(case, "bekijken").state == "loopt"
    town.go_to("2026-12-01T09:00:00")
    town.work()
    assert town.term(case, "bekijken").state == "te_laat"


def test_a_term_that_stands_still_keeps_the_days_it_had_left(town: Town, tmp_path: Path) -> None:
    case = town.asked()
    town.go_to("2026-11-24T09:00:00")
    with town.database.transaction() as tx:
        row = terms.running(tx, case.id)["bekijken"]
        terms.pause(tx, row, "beoordelen")
        terms.save(tx, [replace(row, paused=tx.now, next=None, late=None)])
    load(town, tmp_path, "2026-11-25", "2026-11-26")
    with town.database.transaction(writes=False) as tx:
        row = terms.running(tx, case.id)["bekijken"]
    assert (row.counted, row.next, row.late) == (date(2026, 12, 1), None, None)
