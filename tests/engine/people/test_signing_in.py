"""Passwords, sessions and the limit on trying, on a real database with a clock that only moves when told to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from argon2 import PasswordHasher

from engine import people
from engine.clock import standing_still
from engine.errors import NotFound, SignInRefused
from engine.store import people as register
from engine.store import setting
from engine.store.database import Database, open_database
from engine.store.schema import person
from engine.store.upgrading import upgrade

PASSWORD = "drie groene fietsen"


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    quick = PasswordHasher(1, 8, 1)  # the real one takes long on purpose
    monkeypatch.setattr(people, "_hasher", quick)
    monkeypatch.setattr(people, "_nobodys_password", partial(quick.hash, "niemand"))
    made = open_database("sqlite://", standing_still(datetime(2026, 11, 21, 9, 0, tzinfo=UTC)), movable=True)
    upgrade(made)
    with made.transaction() as tx:
        register.put_person(tx, "iris", "Iris de Boer")
        register.put_person(tx, "bas", "Bas Visser")
    people.set_password(made, "iris", PASSWORD)
    yield made
    made.close()


def sign_in(database: Database) -> str:
    return people.sign_in(database, "iris", PASSWORD, "192.0.2.1")


def test_the_right_password_begins_a_session_of_that_person(database: Database) -> None:
    actor = people.recognise(database, sign_in(database))
    assert actor is not None
    assert actor.name == "Iris de Boer"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("iris", "fout"),
        ("iris", ""),
        ("niemand", PASSWORD),
        ("bas", ""),
        ("bas", PASSWORD),
        ("iris", "x" * 100_000),
    ],
)
def test_every_other_pair_is_refused_with_the_same_words(
    database: Database, login: str, password: str
) -> None:
    with pytest.raises(SignInRefused, match="naam of het wachtwoord klopt niet"):
        people.sign_in(database, login, password, "192.0.2.1")


def test_the_token_is_not_in_the_database(database: Database) -> None:
    token = sign_in(database)
    with database.engine.connect() as connection:
        assert token not in "\n".join(connection.connection.driver_connection.iterdump())


def test_after_ten_tries_even_the_right_password_has_to_wait_a_quarter(database: Database) -> None:
    for _ in range(people.MOST_PER_PAIR):
        with pytest.raises(SignInRefused, match="klopt niet"):
            people.sign_in(database, "iris", "fout", "192.0.2.1")
    with pytest.raises(SignInRefused, match="te vaak"):
        people.sign_in(database, "IRIS", PASSWORD, "192.0.2.1")
    database.clock.move(people.WINDOW)
    assert sign_in(database)


def test_who_tries_the_name_of_another_does_not_lock_them_out(database: Database) -> None:
    for _ in range(3 * people.MOST_PER_LOGIN):
        with pytest.raises(SignInRefused):
            people.sign_in(database, "iris", "fout", "192.0.2.66")
    assert sign_in(database)


def test_many_addresses_together_may_not_try_one_name_for_ever(database: Database) -> None:
    for number in range(people.MOST_PER_LOGIN):
        with pytest.raises(SignInRefused, match="klopt niet"):
            people.sign_in(database, "iris", "fout", f"192.0.2.{number}")
    with pytest.raises(SignInRefused, match="te vaak"):
        people.sign_in(database, "iris", PASSWORD, "198.51.100.1")


def test_a_whole_school_signs_in_from_one_address(database: Database) -> None:
    for _ in range(2 * people.MOST_PER_ADDRESS):
        assert sign_in(database)


def test_one_good_password_buys_no_more_tries_for_other_names(database: Database) -> None:
    for number in range(people.MOST_PER_ADDRESS):
        with pytest.raises(SignInRefused, match="klopt niet"):
            people.sign_in(database, f"naam{number}", "fout", "192.0.2.1")
        if number % 5 == 0:
            sign_in(database)
    with pytest.raises(SignInRefused, match="te vaak"):
        people.sign_in(database, "bas", "fout", "192.0.2.1")


def test_one_address_may_not_try_many_names(database: Database) -> None:
    for number in range(people.MOST_PER_ADDRESS):
        with pytest.raises(SignInRefused, match="klopt niet"):
            people.sign_in(database, f"naam{number}", "", "192.0.2.1")
    with pytest.raises(SignInRefused, match="te vaak"):
        sign_in(database)
    assert people.sign_in(database, "iris", PASSWORD, "192.0.2.9")


def test_signing_in_well_does_not_count(database: Database) -> None:
    for _ in range(2 * people.MOST_PER_PAIR):
        sign_in(database)


def test_a_session_that_nobody_uses_ends(database: Database) -> None:
    token = sign_in(database)
    database.clock.move(people.IDLE)
    assert people.recognise(database, token) is None


def test_a_session_in_use_goes_on_until_its_longest(database: Database) -> None:
    token = sign_in(database)
    step = timedelta(hours=1)
    for _ in range(int(people.LONGEST / step) - 1):
        database.clock.move(step)
        assert people.recognise(database, token)
    database.clock.move(step)
    assert people.recognise(database, token) is None


def test_signing_out_ends_the_session_for_good(database: Database) -> None:
    token = sign_in(database)
    people.sign_out(database, token)
    assert people.recognise(database, token) is None
    assert people.expired(database, token) is None


def test_a_new_password_ends_every_session(database: Database) -> None:
    token = sign_in(database)
    people.set_password(database, "iris", PASSWORD + "!")
    assert people.recognise(database, token) is None


def test_who_may_no_longer_sign_in_is_out_at_once(database: Database) -> None:
    token = sign_in(database)
    with database.transaction() as tx:
        tx.run(person.update().where(person.c.login == "iris").values(active=False))
    assert people.recognise(database, token) is None


def test_whose_session_ran_out_is_still_known_for_a_day(database: Database) -> None:
    token = sign_in(database)
    assert people.expired(database, token) is None
    database.clock.move(people.IDLE)
    actor = people.expired(database, token)
    assert actor is not None
    assert actor.name == "Iris de Boer"
    database.clock.move(people.LONGEST + people.KEPT)
    assert people.expired(database, token) is None


def test_putting_the_clock_of_a_demonstration_forward_signs_nobody_out(database: Database) -> None:
    token = sign_in(database)
    with database.transaction() as tx:
        setting.move_clock(tx, timedelta(days=30))
    assert people.recognise(database, token)


def test_a_short_password_is_not_taken_and_an_unknown_name_is_told(database: Database) -> None:
    with pytest.raises(SignInRefused, match="12 tot"):
        people.set_password(database, "iris", "kort")
    with pytest.raises(NotFound):
        people.set_password(database, "niemand", PASSWORD)


def test_a_made_up_token_is_nobody(database: Database) -> None:
    assert people.recognise(database, "verzonnen") is None
    assert people.expired(database, "") is None
