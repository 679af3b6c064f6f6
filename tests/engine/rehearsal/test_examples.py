"""A demonstration begins with cases on their way, made by the region's own people."""

import shutil
from pathlib import Path

from sqlalchemy import select

from config.settings import Settings
from engine.audit import verify
from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.model import SYSTEM
from engine.rehearsal.examples import MOST, PUPILS, make_examples
from engine.store import answers, cases
from engine.store.database import Database
from engine.store.schema import outbox

FOLDER = Path(__file__).parents[3] / "processes" / "voorbeeld"


def test_examples_stand_on_their_way_with_a_whole_story(
    sqlite_database: Database, settings: Settings
) -> None:
    desk = Desk(sqlite_database, SYSTEM, settings)
    published = publish(desk, read_folder(FOLDER), "om te proberen")
    load(desk, FOLDER)
    begun = make_examples(desk, published)
    with desk.reading() as tx:
        ids = cases.all_ids(tx)
        found = [cases.find(tx, case_id) for case_id in ids]
        damage = [one for case_id in ids for one in verify(tx, desk, case_id)]
    assert 1 <= begun == len(ids) <= MOST
    assert any(case is not None and case.status == "open" for case in found)
    assert damage == []


def test_examples_stand_in_different_places_also_where_rehearsals_say_how_a_switch_stands(
    sqlite_database: Database, settings: Settings
) -> None:
    folder = Path(__file__).parents[3] / "processes" / "gebiedsteams"
    desk = Desk(sqlite_database, SYSTEM, settings)
    published = publish(desk, read_folder(folder), "om te proberen", try_out=True)
    load(desk, folder)
    begun = make_examples(desk, published)
    with desk.reading() as tx:
        found = [cases.find(tx, case_id) for case_id in cases.all_ids(tx)]
    assert begun == MOST
    assert len({case.step or case.outcome_name for case in found if case is not None}) >= 6
    assert len({case.phase for case in found if case is not None}) >= 4


def test_a_name_in_parts_is_that_of_one_child(sqlite_database: Database, settings: Settings) -> None:
    folder = Path(__file__).parents[2] / "regions" / "blokken"
    desk = Desk(sqlite_database, SYSTEM, settings)
    published = publish(desk, read_folder(folder), "om te proberen")
    load(desk, folder)
    make_examples(desk, published)
    with desk.reading() as tx:
        names = set(answers.pupils(tx, cases.all_ids(tx)).values())

    assert names
    assert names <= set(PUPILS)


def test_a_call_that_no_rehearsal_answers_waits_for_the_worker(
    sqlite_database: Database, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "koppeling"
    shutil.copytree(Path(__file__).parents[2] / "regions" / "koppeling", folder)
    for file in folder.glob("rehearsals/*.toml"):
        file.write_text(file.read_text().partition("[[stap]]\nkoppeling")[0])
    desk = Desk(sqlite_database, SYSTEM, settings)
    published = publish(desk, read_folder(folder), "om te proberen", try_out=True)
    load(desk, folder)
    make_examples(desk, published)
    with desk.reading() as tx:
        calls = list(tx.rows(select(outbox.c.status, outbox.c.attempts).where(outbox.c.kind == "call")))

    assert {(row.status, row.attempts) for row in calls} == {("waiting", 0)}
