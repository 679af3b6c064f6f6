from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from engine.audit import verify
from engine.casework.due_terms import tell_due_terms
from engine.casework.erasing import erase
from engine.casework.file import case_file, follow_page
from engine.casework.lists import TaskFilters, my_tasks
from engine.casework.term_acts import move_term
from engine.casework.term_panel import TermLine
from engine.definitions.checking import check
from engine.definitions.switches import with_positions
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.rehearsal.playing import rehearse
from engine.rehearsal.proving import prove
from engine.store import terms
from engine.store.schema_terms import term
from tests.engine.counting import Fault, counted
from tests.engine.terms.conftest import BUNDLE, Town

LATE = TaskFilters(late=True)


def test_the_region_of_the_tests_is_sound_and_goes_as_it_is_rehearsed() -> None:
    assert check(BUNDLE) == []
    assert [str(one) for one in rehearse(BUNDLE) if not one.passed] == []


def test_ten_days_of_waiting_for_the_school_move_the_end_ten_days(town: Town) -> None:
    case = town.asked()
    assert town.term(case).end == date(2027, 1, 16)
    town.judged(case, "onvolledig")
    line = town.term(case)
    assert (line.state, line.why) == ("gepauzeerd", ("Aanvullen",))
    town.database.clock.move(timedelta(days=10))
    town.do("ib.eikel", case, "aanvullen")
    assert (town.term(case).state, town.term(case).end) == ("loopt", date(2027, 1, 26))


def test_two_reasons_to_stand_still_count_once(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    town.judged(case, "onvolledig")
    town.go_to("2026-11-24T09:00:00")
    move_term(
        town.desk("beoordelaar"), case.reference, "beslistermijn", "pauzeren", "De ouders zijn op reis."
    )
    town.go_to("2026-11-27T09:00:00")
    town.do("ib.eikel", case, "aanvullen")
    assert town.term(case).why == ("De ouders zijn op reis.",)
    town.go_to("2026-12-01T09:00:00")
    move_term(town.desk("beoordelaar"), case.reference, "beslistermijn", "hervatten", "Zij zijn terug.")
    assert town.term(case).end == date(2027, 1, 26)  # stood still from 21 November to 1 December


def test_a_term_that_stands_still_is_never_late(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    town.judged(case, "onvolledig")
    town.go_to("2028-01-01T09:00:00")
    town.work()
    assert town.term(case).state == "gepauzeerd"
    assert town.mails(case) == []
    assert my_tasks(town.desk("ib.eikel"), LATE).items == ()


def test_an_extension_counts_once_and_reminds_again(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    town.go_to("2027-01-10T09:00:00")
    town.work()
    assert town.mails(case) == ["bijna"]  # of two reminders that were due the last is enough
    town.judged(case, "meer_tijd")
    town.do("beoordelaar", case, "meer_tijd")
    assert town.term(case).end == date(2027, 2, 13)
    town.judged(case, "meer_tijd")
    town.do("beoordelaar", case, "meer_tijd")
    assert town.term(case).end == date(2027, 2, 13)
    town.go_to("2027-02-07T09:00:00")
    town.work()
    assert town.mails(case) == ["bijna", "bijna"]


def test_what_is_due_is_told_once_however_often_the_worker_looks(town: Town) -> None:
    case = town.asked()
    town.go_to("2027-01-02T00:00:00")
    assert tell_due_terms(town.system, case.id)
    assert not tell_due_terms(town.system, case.id)
    town.work()
    town.go_to("2027-01-17T00:00:00")
    town.work()
    town.work()
    assert (town.told(case, "term_reminded"), town.told(case, "term_late")) == (
        1,
        2,
    )  # also that of "bekijken"
    assert town.mails(case) == ["bijna", "te_laat"]
    assert "uitleggen" in town.open_steps(case)  # the drawing waits for the message
    with town.database.transaction(writes=False) as tx:
        assert verify(tx, town.system, case.id) == []


def test_wherever_the_worker_dies_the_reminder_is_told_once(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    town.go_to("2027-01-17T09:00:00")
    for place in range(1, 200):
        try:
            with counted(town.database, fail_at=place):
                tell_due_terms(town.system, case.id)
        except Fault:
            assert (town.told(case, "term_late"), town.mails(case)) == (0, [])
            continue
        break
    assert place > 10
    town.work()
    assert town.told(case, "term_late") == 2
    assert town.mails(case) == ["te_laat"]
    assert town.open_steps(case).count("uitleggen") == 1


def test_beginning_again_counts_from_then(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    town.judged(case, "toegekend", tot_en_met=date(2027, 7, 30))
    assert town.term(case, "geldig").end == date(2027, 7, 30)
    assert town.term(case).state == "gestopt"
    town.do("ib.eikel", case, "volgen")
    assert town.term(case, "geldig").state == "gestopt"  # the case is over


def test_late_stands_in_the_list_of_tasks(town: Town) -> None:
    case = town.asked()
    judge = town.desk("beoordelaar")
    assert my_tasks(judge, LATE).items == ()
    (line,) = my_tasks(judge).items
    assert line.term is not None
    assert (line.term.id, line.term.state) == ("bekijken", "loopt")
    town.go_to("2026-11-28T09:00:00")
    (line,) = my_tasks(judge, LATE).items
    assert line.term is not None
    assert (line.task.case, line.term.state) == (case.id, "te_laat")


def test_however_many_are_late_the_list_misses_none(town_sqlite: Town) -> None:
    town, other, case = town_sqlite, town_sqlite.asked(), town_sqlite.asked()
    town.go_to("2026-11-28T09:00:00")
    with town.database.transaction() as tx:
        row = terms.running(tx, other.id)["bekijken"]
        late = {"case": other.id, "term": "bekijken", "started": row.started, "late": row.started}
        tx.many(insert(term), [late] * 2_500)
    assert {line.task.case for line in my_tasks(town.desk("beoordelaar"), LATE).items} == {other.id, case.id}


def test_a_term_that_is_not_for_the_school_is_nowhere_for_the_school(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    town.go_to("2026-12-01T09:00:00")
    town.work()
    school = town.desk("ib.eikel")
    seen = [
        *case_file(school, case.reference).panels["termijnen"],  # type: ignore[misc]
        *follow_page(school, case.reference).panels["termijnen"],  # type: ignore[misc]
    ]
    assert {line.id for line in seen if isinstance(line, TermLine)} == {"beslistermijn"}
    told = [line.text for line in case_file(school, case.reference).story]
    assert not [line for line in told if "Eerste keer bekijken" in line]
    assert [line for line in told if "Beslissen" in line]
    told = [line.text for line in case_file(town.desk("beoordelaar"), case.reference).story]
    assert [line for line in told if "Eerste keer bekijken" in line]


def test_only_who_manages_a_term_moves_it_and_never_without_a_reason(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    judge, school = town.desk("beoordelaar"), town.desk("ib.eikel")
    with pytest.raises(NotFound):
        move_term(school, case.reference, "beslistermijn", "pauzeren", "x")
    with pytest.raises(NotFound):
        move_term(judge, case.reference, "bestaat_niet", "pauzeren", "x")
    with pytest.raises(NotFound):
        move_term(judge, case.reference, "bekijken", "pauzeren", "x")  # nobody manages that one
    for reason in ("", "   ", "x" * 2_001):
        with pytest.raises(NotAllowed):
            move_term(judge, case.reference, "beslistermijn", "pauzeren", reason)
    with pytest.raises(AlreadyDone):
        move_term(judge, case.reference, "beslistermijn", "hervatten", "x")
    assert town.term(case).state == "loopt"
    assert len(case_file(judge, case.reference).visits) == 1  # nothing was kept of what was refused


def test_the_reason_is_an_answer_and_is_erased_with_the_others(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    judge = town.desk("beoordelaar")
    move_term(judge, case.reference, "beslistermijn", "pauzeren", "Sem Testers is ziek.")
    town.judged(case, "toegekend", tot_en_met=date(2027, 7, 30))
    town.do("ib.eikel", case, "volgen")
    erase(town.system, case.id)
    with town.database.transaction(writes=False) as tx:
        assert "Sem Testers" not in str(terms.of_case(tx, case.id))
    assert "Sem Testers" not in str(case_file(judge, case.reference))


def test_the_pages_of_a_case_cost_one_statement_more_with_terms(town_sqlite: Town) -> None:
    town, case = town_sqlite, town_sqlite.asked()
    desk = town.desk("beoordelaar")
    case_file(desk, case.reference)
    counts = []
    for _ in range(2):
        with counted(town.database) as counter:
            case_file(desk, case.reference)
        counts.append(sum("FROM term" in one for one in counter.statements))
        town.judged(case, "onvolledig")
        town.database.clock.move(timedelta(days=1))
        town.do("ib.eikel", case, "aanvullen")
    assert counts == [1, 1]


def test_a_term_that_is_switched_off_is_not_there(town_sqlite: Town) -> None:
    off = with_positions(BUNDLE, {"geldigheid": False})
    assert [str(one) for one in check(off) if one.level == "fout"] == []
    assert [str(one) for one in rehearse(off) if not one.passed] == []


def test_every_rule_about_a_term_is_proved_by_taking_it_out() -> None:
    assert [str(one) for one in prove(BUNDLE).verdicts if not one.proved] == []
