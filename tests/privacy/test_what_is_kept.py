"""What was filled in about a child stands in one place: not in other tables, states, mails, logs or lines of the story."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import Table, select
from sqlalchemy.exc import IntegrityError

from config.settings import Settings
from engine.casework.letters import compose
from engine.jobs.working import work_once
from engine.store import drafts, outbox
from engine.store.database import Database
from engine.store.schema import metadata
from tests.privacy.conftest import sign_in_at
from tests.privacy.town import NAME, WORDS, Town, build

# The answers themselves, what is not handed in yet, the files, and the letters that were laid down.
MAY_HOLD = {"answer": None, "draft": None, "upload": {"name", "data"}, "document": {"body"}}


def cells(town: Town) -> Iterator[tuple[str, str, str]]:
    """(table, column, text) of everything that stands in the database."""
    with town.database.transaction(writes=False) as tx:
        for table in metadata.sorted_tables:
            if table.name == "blob":  # the files of a region
                continue
            yield from (
                (table.name, column, text) for column, text in _cells_of(tx.rows(select(table)), table)
            )


def _cells_of(rows: list[object], table: Table) -> Iterator[tuple[str, str]]:
    for row in rows:
        for column, value in zip(table.columns, row, strict=True):  # type: ignore[call-overload]
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else repr(value)
            yield column.name, text


def found_in(town: Town) -> set[tuple[str, str]]:
    return {
        (table, column)
        for table, column, text in cells(town)
        if any(one.lower() in text.lower() for one in WORDS)
    }


def test_no_table_but_answers_drafts_files_and_letters_holds_what_was_filled_in(town: Town) -> None:
    found = found_in(town)
    assert {("answer", "values"), ("answer", "pupil"), ("draft", "values"), ("document", "body")} <= found
    wrong = {
        (table, column)
        for table, column in found
        if table not in MAY_HOLD or (MAY_HOLD[table] is not None and column not in (MAY_HOLD[table] or ()))
    }
    assert wrong == set()


def test_a_word_that_leaks_into_a_table_is_seen(town: Town) -> None:
    with town.database.transaction() as tx:
        outbox.add(tx, [outbox.effect("mail", town.cases[0].id, "x", {"to": 1, "subject": f"{NAME}1"})])
    assert ("outbox", "detail") in found_in(town)


def test_no_mail_tells_what_was_filled_in(town: Town) -> None:
    work_once(town.system)
    with town.database.transaction(writes=False) as tx:
        mails = [
            compose(tx, town.settings, row)
            for case in town.cases
            for row in outbox.of_case(tx, case.id)
            if row.kind == "mail"
        ]
    assert len(mails) > 5
    for mail in mails:
        whole = f"{mail.subject}\n{mail.text}\n{mail.sender}"
        assert not any(word in whole for word in WORDS), mail.subject


def test_no_log_tells_what_was_filled_in(
    sqlite_database: Database, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    town = build(sqlite_database, settings)
    work_once(town.system)
    sign_in = sign_in_at(town)
    for login in ("ib.voorbeeldlinde", "commissie.d1"):
        for case in town.cases:
            sign_in(login).get(f"/zaken/{case.reference}")
    told = [record.getMessage() for record in caplog.records]
    assert not [line for line in told if any(word in line for word in WORDS)]


def test_a_statement_that_fails_tells_what_but_not_of_whom(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.transaction() as tx:
        drafts.put(tx, "task/1-a", "person/1", {"naam": f"{NAME}1"}, by=987_654)
    assert NAME not in str(caught.value)
