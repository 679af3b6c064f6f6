"""Two at once, and one twice, in what happens beside the route of a case: substitutes, codes, links, terms, signatures,
access of parents, rows of the register."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from config.settings import Settings
from engine import audit
from engine.casework import cases, confirming, entering
from engine.casework.invited import restore, revoke
from engine.casework.parties import end_party
from engine.casework.substituting import arrange, arrangements
from engine.casework.term_acts import move_term
from engine.clock import day
from engine.errors import AlreadyDone, EngineError, NotAllowed, SignInRefused
from engine.store import events, outbox, signatures
from engine.store.database import Database
from tests.engine.casework.test_two_at_the_same_second import at_once
from tests.engine.pieces.conftest import Town as Pieces
from tests.engine.pieces.conftest import town as pieces  # noqa: F401 - a fixture
from tests.engine.register.conftest import set_up as register_set_up
from tests.engine.terms.conftest import set_up as terms_set_up
from tests.engine.who.conftest import Teams, teams  # noqa: F401 - a fixture
from tests.parents.family import ADDRESS, Family, settle_in

MANY = 4


def well(results: list[object], *kind: type[EngineError]) -> list[object]:
    """What was done; everything else must be a kind refusal."""
    wrong = [one for one in results if isinstance(one, Exception) and not isinstance(one, kind)]
    assert wrong == []
    return [one for one in results if not isinstance(one, Exception)]


def many(act: Callable[[], object]) -> list[object]:
    return at_once([act] * MANY)


def of_kind(database: Database, case: int, kind: str) -> int:
    with database.transaction(writes=False) as tx:
        return sum(one.kind == kind for one in events.of_case(tx, case))


def sent(database: Database, case: int, kind: str) -> int:
    with database.transaction(writes=False) as tx:
        return sum(one.kind == kind for one in outbox.of_case(tx, case))


@pytest.fixture
def family(database: Database, settings: Settings) -> Family:
    return settle_in(database, settings)


def test_who_presses_twice_is_stood_in_for_once(teams: Teams) -> None:  # noqa: F811
    me, today = teams.desk("desk.gedrag"), day(teams.database.clock.now())
    other = teams.desk("desk.lezen").actor.id or 0
    for number in range(3):
        first = today + timedelta(days=10 * number)
        last = first + timedelta(days=5)
        results = many(lambda first=first, last=last: arrange(me, "wie", other, first, last))
        assert len(well(results, NotAllowed)) == 1
        assert len(arrangements(me).mine) == number + 1


def test_a_code_lets_somebody_in_once(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    code = family.code(case)
    results = many(lambda: entering.enter(family.system, link, code, ADDRESS))
    assert len(well(results, SignInRefused)) == 1
    assert of_kind(family.database, case.id, "invitation_opened") == 1


def test_asking_for_codes_all_at_once_gets_no_more_than_one_after_the_other(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    results = at_once([lambda: entering.send_code(family.system, link, ADDRESS)] * (3 * MANY))
    assert len(well(results, SignInRefused)) == entering.MOST_CODES
    assert sent(family.database, case.id, "sms") == entering.MOST_CODES


def test_asking_for_links_all_at_once_gets_no_more_than_one_after_the_other(family: Family) -> None:
    case = family.begun()
    link, before = family.link(case), sent(family.database, case.id, "mail")
    results = at_once([lambda: entering.ask_again(family.system, link, ADDRESS)] * (2 * MANY))
    assert len(well(results, SignInRefused)) == entering.MOST_LINKS
    assert sent(family.database, case.id, "mail") - before == entering.MOST_LINKS


def test_a_code_to_sign_with_works_once(family: Family) -> None:
    case = family.begun()
    family.session(case)
    me = family.desk_of(case)
    asked = at_once([lambda: confirming.send_code(me)] * (3 * MANY))
    assert len(well(asked, SignInRefused)) == confirming.MOST_CODES
    code = family.code(case)
    assert sorted(map(bool, many(lambda: confirming.confirm(me, code, ADDRESS)))) == [False, True, True, True]


def test_access_that_is_given_and_taken_at_once_is_told_once(family: Family) -> None:
    case = family.begun()
    school, parent = family.desk("ib.eikel"), family.parent(case).id
    well(many(lambda: revoke(school, case.reference, parent)))
    assert of_kind(family.database, case.id, "invitation_revoked") == 1
    before = sent(family.database, case.id, "mail")
    well(many(lambda: restore(school, case.reference, parent)))
    assert of_kind(family.database, case.id, "invitation_restored") == 1
    assert sent(family.database, case.id, "mail") - before == 1
    who = f"person/{family.parent(case).person.id}"
    assert len(well(many(lambda: end_party(school, case.reference, who, "Verhuisd")), AlreadyDone)) == 1
    with family.database.transaction(writes=False) as tx:
        assert audit.verify(tx, family.system, case.id) == []


def test_one_signature_comes_of_pressing_twice(pieces: Pieces) -> None:  # noqa: F811
    case = pieces.agreed(pieces.planned(pieces.asked()))
    task = pieces.task(case, "tekenen")
    seal, director = pieces.seal(task), pieces.desk("directeur.linde")
    done = many(lambda: cases.complete_task(director, task.id, {}, seal))
    assert len(well(done, AlreadyDone)) == 1
    with pieces.database.transaction(writes=False) as tx:
        assert len(signatures.of_case(tx, case.id)) == 1


@pytest.mark.parametrize("act", ["pauzeren", "verlengen"])
def test_a_term_is_moved_once(database: Database, settings: Settings, act: str) -> None:
    town = terms_set_up(database, settings)
    case, judge = town.asked(), town.desk("beoordelaar")
    done = many(lambda: move_term(judge, case.reference, "beslistermijn", act, "Vakantie"))  # type: ignore[arg-type]
    assert len(well(done, AlreadyDone)) == 1
    assert of_kind(database, case.id, {"pauzeren": "term_paused", "verlengen": "term_extended"}[act]) == 1


def test_two_who_move_a_row_at_once_move_it_once(database: Database, settings: Settings) -> None:
    town = register_set_up(database, settings)
    case, desk = town.granted(), town.desk("commissie")
    move = {"nieuwe_school": "99AB00", "ingang": "2027-01-01", "reden": "Verhuisd"}
    done = many(lambda: cases.start_case(desk, "register", "overstap", move, about=1))
    assert len(well(done, AlreadyDone)) == 1
    assert [row.closed for row in town.rows(case)] == ["vervangen", ""]
