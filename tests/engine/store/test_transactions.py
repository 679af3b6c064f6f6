from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from engine.errors import CaseChanged
from engine.store import documents, messages, setting
from engine.store.columns import decode, encode
from engine.store.database import Database
from engine.store.schema import message
from engine.store.schema import setting as setting_table
from tests.engine.casework.test_two_at_the_same_second import at_once


def test_an_exception_undoes_everything(database: Database) -> None:
    def write_and_fail() -> None:
        with database.transaction() as tx:
            setting.write(tx, "naam", "waarde")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.transaction(writes=False) as tx:
        assert setting.read(tx, "naam") == ""


def test_who_only_reads_cannot_write_on_postgresql(postgres_database: Database) -> None:
    with pytest.raises(DBAPIError, match="read-only"), postgres_database.transaction(writes=False) as tx:
        setting.write(tx, "naam", "waarde")


def test_a_demonstration_has_a_clock_that_moves_for_every_process(database: Database) -> None:
    database.movable = True
    other = Database(database.engine, database.clock, movable=True)
    with database.transaction() as tx:
        before = tx.now
        setting.move_clock(tx, timedelta(days=3))
        assert tx.now == before
    with other.transaction(writes=False) as tx:
        assert tx.now == before + timedelta(days=3)
    still = Database(database.engine, database.clock)
    with still.transaction(writes=False) as tx:
        assert tx.now == before


def test_feel_values_come_back_exactly(database: Database) -> None:
    values = {
        "bedrag": Decimal("1000.10"), "dag": datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "lijst": [None, True, "é"],
        "diep": {"b": Decimal(1), "a": Decimal("0.1")},
    }  # fmt: skip
    moment = datetime(2026, 11, 21, 10, 0, 0, 123456, tzinfo=UTC)
    row = {"id": "1", "name": "n", "correlation": "", "payload": values, "at": moment, "until": moment}
    with database.transaction() as tx:
        tx.run(insert(message).values(**row))
        kept = tx.one(select(message.c.payload, message.c.at))
    assert kept is not None
    assert kept.payload == values
    assert kept.at == moment
    assert decode(encode(values)) == values


def test_equal_values_have_one_text() -> None:
    assert encode({"b": Decimal(1), "a": Decimal(2)}) == encode({"a": Decimal(2), "b": Decimal(1)})


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)
    row = {"id": "1", "name": "n", "payload": {}, "at": naive, "until": naive}
    with pytest.raises(Exception, match="time zone"), database.transaction() as tx:
        tx.run(insert(message).values(**row))


def test_numbers_of_a_series_are_given_once(database: Database) -> None:
    with database.transaction() as tx:
        given = [documents.next_number(tx, "r", "tlv", "2627") for _ in range(3)]
        other = documents.next_number(tx, "r", "tlv", "2728")
    assert (given, other) == ([1, 2, 3], 1)


def test_an_early_message_is_kept_once_and_taken_once(database: Database) -> None:
    with database.transaction() as tx:
        until = tx.now + timedelta(days=1)
        assert messages.keep(tx, "m1", "klaar", "k", payload={"a": "b"}, until=until)
        assert not messages.keep(tx, "m1", "klaar", "k", payload={}, until=until)
        assert messages.waiting(tx, ["klaar"]) == [("m1", "klaar", "k", {"a": "b"})]
        assert messages.take(tx, "m1")
        assert not messages.take(tx, "m1")
        assert messages.waiting(tx, ["klaar"]) == []
    database.clock.move(timedelta(days=2))
    with database.transaction() as tx:
        messages.keep(tx, "m2", "klaar", "k", payload={}, until=tx.now - timedelta(seconds=1))
        assert messages.waiting(tx, ["klaar"]) == []


def test_writing_a_setting_again_replaces_it(database: Database) -> None:
    with database.transaction() as tx:
        setting.write(tx, "a", "1")
        setting.write(tx, "a", "2")
        assert tx.rows(select(setting_table)) == [("a", "2")]


def test_of_two_who_wait_for_each_other_one_is_told_to_try_again(postgres_database: Database) -> None:
    for name in ("een", "twee"):
        with postgres_database.transaction() as tx:
            setting.write(tx, name, "voor")
    both = Barrier(2)

    def write(first: str, second: str) -> None:
        with postgres_database.transaction() as tx:
            setting.write(tx, first, second)
            both.wait(10)
            setting.write(tx, second, second)

    results = at_once([lambda: write("een", "twee"), lambda: write("twee", "een")])
    assert sorted(type(one) for one in results if one is not None) == [CaseChanged]
    with postgres_database.transaction(writes=False) as tx:
        assert setting.read(tx, "een") == setting.read(tx, "twee") != "voor"
