"""A line that is changed, taken out or cut off is found; erasing a child's data leaves the chain whole."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.audit import Damage, verify
from engine.casework.erasing import erase
from engine.errors import NotAllowed
from engine.model import Case
from engine.store import cases, documents, events
from engine.store.database import Database, Tx
from tests.engine.mini import Mini

# The first line once more, with somebody else's name.
_AGAIN = (
    'INSERT INTO event ("case", seq, at, kind, node, actor_name, detail, previous, hash) '
    "SELECT \"case\", seq, at, kind, node, 'Een ander', detail, previous, hash FROM event WHERE seq = 1"
)


@pytest.fixture
def finished(mini: Mini) -> Case:
    case = mini.begun(leerling_naam="Noor Voorbeeld")
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting="Persoonlijk")
    mini.do("ib.linde", case, "aanvullen", aanvulling="Ook persoonlijk")
    return mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)


def damage(mini: Mini, case: Case) -> list[Damage]:
    with mini.database.transaction(writes=False) as tx:
        return verify(tx, mini.system, case.id)


def without_triggers(database: Database, act: Callable[[Tx], object]) -> None:
    """What somebody could do who owns the database."""
    with database.transaction() as tx:
        if database.is_postgres:
            tx.run(text("ALTER TABLE event DISABLE TRIGGER USER"))
        else:
            for name in ("event_is_kept", "event_stays_the_same"):
                tx.run(text(f"DROP TRIGGER {name}"))
        act(tx)


def test_an_untouched_story_is_whole(mini: Mini, finished: Case) -> None:
    assert damage(mini, finished) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET detail = '{}' WHERE seq = 3",
        "UPDATE event SET actor = NULL",
        "UPDATE event SET hash = 'x' WHERE seq = 1",
        "UPDATE event SET \"values\" = '{}' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 2",
        "DELETE FROM event",
        _AGAIN + ' ON CONFLICT ("case", seq) DO UPDATE SET actor_name = excluded.actor_name',
    ],
)
def test_the_database_itself_refuses_to_change_the_story(mini: Mini, finished: Case, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), mini.database.transaction() as tx:
        tx.run(text(statement))
    assert damage(mini, finished) == []


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
def test_no_line_can_be_put_in_the_place_of_another(mini_sqlite: Mini, verb: str) -> None:
    case = mini_sqlite.begun()
    with pytest.raises(DBAPIError, match="append-only"), mini_sqlite.database.transaction() as tx:
        tx.run(text(_AGAIN.replace("INSERT", verb, 1)))
    assert damage(mini_sqlite, case) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE event SET detail = '{}' WHERE seq = 3", "changed"),
        ("UPDATE event SET actor = NULL WHERE seq = 1", "changed"),
        ("UPDATE event SET kind = 'claimed' WHERE seq = 2", "changed"),
        ("DELETE FROM event WHERE seq = 2", "missing"),
        ("DELETE FROM event WHERE seq = 1", "missing"),
        ("DELETE FROM event WHERE seq > 4", "cut_off"),
        ("DELETE FROM event", "cut_off"),
    ],
)
def test_who_gets_past_the_triggers_is_found_out(
    mini: Mini, finished: Case, statement: str, kind: str
) -> None:
    without_triggers(mini.database, lambda tx: tx.run(text(statement)))
    assert kind in {one.kind for one in damage(mini, finished)}


def test_who_cuts_off_the_end_and_changes_the_case_with_it_lacks_the_key(mini: Mini, finished: Case) -> None:
    def cut(tx: Tx) -> None:
        tx.run(text("DELETE FROM event WHERE seq > 4"))
        tx.run(text('UPDATE "case" SET story = 4, head = (SELECT hash FROM event WHERE seq = 4)'))

    without_triggers(mini.database, cut)
    assert [one.kind for one in damage(mini, finished)] == ["seal"]


def test_other_values_than_a_decision_read_are_found(mini: Mini, finished: Case) -> None:
    statement = "UPDATE event SET \"values\" = replace(\"values\", 'toegekend', 'afgewezen') WHERE \"values\" LIKE '%toegekend%'"
    without_triggers(mini.database, lambda tx: tx.run(text(statement)))
    assert [one.kind for one in damage(mini, finished)] == ["changed"]


def test_erasing_takes_every_word_about_the_child_and_leaves_the_chain_whole(
    mini: Mini, finished: Case
) -> None:
    erase(mini.desk("beheerder"), finished.id)
    assert damage(mini, finished) == []
    with mini.database.transaction(writes=False) as tx:
        case = cases.find(tx, finished.id)
        assert case is not None
        assert case.facts == {}
        for table in ("case", "answer", "event", "document", "task", "outbox", "word", "draft"):
            content = repr(tx.rows(text(f'SELECT * FROM "{table}"')))
            assert "Noor" not in content, table
            assert "noor" not in content, table
            assert "ersoonlijk" not in content, table
        assert events.of_case(tx, finished.id)[-1].kind == "answers_erased"


def test_what_a_letter_said_cannot_be_guessed_once_it_is_erased(mini: Mini, finished: Case) -> None:
    with mini.database.transaction(writes=False) as tx:
        (letter,) = documents.of_case(tx, finished.id)
        kept = [
            one.detail["sha256"] for one in events.of_case(tx, finished.id) if one.kind == "document_made"
        ]
    assert kept == [letter.sha256] == [documents.checksum(letter.body, letter.salt)]
    assert letter.sha256 != documents.checksum(letter.body, "")
    erase(mini.desk("beheerder"), finished.id)
    with mini.database.transaction(writes=False) as tx:
        row = repr(tx.rows(text("SELECT * FROM document")))
    assert letter.sha256 in row
    assert letter.salt not in row
    assert damage(mini, finished) == []


def test_only_who_manages_erases_and_only_what_is_finished(mini: Mini, finished: Case) -> None:
    with pytest.raises(NotAllowed, match="beheerder"):
        erase(mini.desk("commissie.1"), finished.id)
    with pytest.raises(NotAllowed, match="loopt nog"):
        erase(mini.desk("beheerder"), mini.begun().id)


def test_the_story_holds_no_answers(mini: Mini, finished: Case) -> None:
    with mini.database.transaction(writes=False) as tx:
        for line in events.of_case(tx, finished.id):
            assert "Noor" not in repr(line)
            assert "ersoonlijk" not in repr(line)
            assert line.values is None or line.values.keys() <= {"besluit", "zout"}
