"""Warnings before the end: once for each moment, whatever happens to the worker."""

from datetime import date, timedelta

import pytest

from engine.audit import verify_all
from engine.casework import cases
from engine.casework.file import case_file
from engine.casework.registering import before
from engine.casework.warning import warn
from engine.store import register
from tests.engine.counting import Fault, counted
from tests.engine.register.conftest import Town

TO_FIRST, TO_SECOND, PAST_END = timedelta(days=230), timedelta(days=320), timedelta(days=600)


@pytest.mark.parametrize(
    ("last", "span", "due"),
    [
        (date(2027, 7, 31), "P1M", date(2027, 6, 30)),
        (date(2028, 2, 29), "P12M", date(2027, 2, 28)),
        (date(2027, 7, 31), "P6W", date(2027, 6, 19)),
        (date(2027, 3, 31), "P1D", date(2027, 3, 30)),  # the clock changed between
        (date(2027, 3, 28), "P1D", date(2027, 3, 27)),
        (date(2027, 12, 31), "P1Y6M", date(2026, 6, 30)),
    ],
)
def test_a_moment_before_the_last_day(last: date, span: str, due: date) -> None:
    assert before(last, span) == due


def test_on_the_day_the_school_gets_one_case_and_one_mail(town: Town) -> None:
    town.granted()
    town.work()
    assert town.warned() == []
    town.database.clock.move(TO_FIRST)
    town.work()
    (case,) = town.warned()
    assert case.organisation is not None
    assert case.organisation.id == "99AA00"
    assert case.applicant is None
    assert town.mails(case) == 1
    town.work()
    assert len(town.warned()) == 1


def test_after_a_standstill_all_moments_are_told_at_once(town: Town) -> None:
    town.granted()
    town.database.clock.move(PAST_END)
    town.work()
    (case,) = town.warned()
    assert town.mails(case) == 1
    with town.database.transaction(writes=False) as tx:
        warnings = register.warnings_of(tx, [1])
    assert [(one.moment, one.told is not None, one.case) for one in warnings] == [
        ("P6M", True, case.id),
        ("P3M", True, case.id),
    ]


def test_a_case_that_is_still_open_gets_no_second_only_a_mail(town: Town) -> None:
    origin = town.granted()
    told = town.mails(origin)
    town.database.clock.move(TO_FIRST)
    town.work()
    town.database.clock.move(TO_SECOND - TO_FIRST)
    town.work()
    assert len(town.warned()) == 1
    assert town.mails(origin) == told + 1


def test_a_case_that_is_done_is_followed_by_another_at_the_next_moment(town: Town) -> None:
    town.granted()
    town.database.clock.move(TO_FIRST)
    town.work()
    (case,) = town.warned()
    cases.complete_task(town.desk("ib.eikel"), town.task(case).id, {"keuze": "doorgaan"})
    town.database.clock.move(TO_SECOND - TO_FIRST)
    town.work()
    assert len(town.warned()) == 2


def test_moments_that_are_past_when_it_is_granted_never_come(town: Town) -> None:
    town.granted(geldig_van="2026-11-01", geldig_tot="2026-12-31")
    town.database.clock.move(timedelta(days=100))
    town.work()
    assert town.warned() == []


def test_what_ended_before_is_not_warned_of(town: Town) -> None:
    town.granted()
    town.database.clock.move(TO_FIRST)
    town.work()
    (case,) = town.warned()
    stop = {"keuze": "stoppen", "laatste_dag": "2027-08-31", "reden": "Het gaat goed"}
    cases.complete_task(town.desk("ib.eikel"), town.task(case).id, stop)
    town.database.clock.move(PAST_END)
    town.work()
    assert len(town.warned()) == 1


def test_two_workers_tell_it_once(town: Town) -> None:
    town.granted()
    town.database.clock.move(TO_FIRST)
    assert warn(town.system, 1) is True
    assert warn(town.system, 1) is False
    assert len(town.warned()) == 1


def test_a_worker_that_breaks_at_any_statement_tells_it_once(town: Town) -> None:
    """Whatever statement fails, all of it is undone, and the next look tells it."""
    town.granted()
    town.database.clock.move(TO_FIRST)
    for number in range(1, 200):
        try:
            with counted(town.database, number) as counter:
                warn(town.system, 1)
        except Fault:
            assert town.warned() == [], f"statement {number} left a case behind"
            continue
        assert len(counter) < number
        break
    (case,) = town.warned()
    assert town.mails(case) == 1
    assert verify_all(town.system) == []
    assert warn(town.system, 1) is False


def test_the_story_of_the_old_case_tells_of_the_warning(town: Town) -> None:
    origin = town.granted()
    town.database.clock.move(TO_FIRST)
    town.work()
    with town.database.transaction(writes=False) as tx:
        kinds = tx.connection.exec_driver_sql(
            f'select kind from event where "case" = {origin.id} order by seq'
        ).all()
    assert [one[0] for one in kinds][-1] == "register_warned"
    assert ("registered",) in [tuple(one) for one in kinds]


def test_the_story_says_that_a_mail_about_the_end_of_a_row_is_no_step(town: Town) -> None:
    """First a case is begun with the mail; the second time, with that case open, the old case gets the mail itself."""
    origin = town.granted()
    town.database.clock.move(TO_FIRST)
    town.work()
    (begun,) = town.warned()
    town.database.clock.move(TO_SECOND - TO_FIRST)
    town.work()

    for case, warned in ((begun, False), (origin, True)):
        told = [line.text for line in case_file(town.desk("ib.eikel"), case.reference).story]
        assert any(line.startswith("Arrangement loopt af: bericht klaargezet voor ") for line in told), told
        assert ("Arrangement: gewaarschuwd dat dit afloopt." in told) is warned, told


def test_the_new_case_is_about_the_same_pupil_and_knows_the_row(town: Town) -> None:
    town.granted()
    town.database.clock.move(TO_FIRST)
    town.work()
    (case,) = town.warned()
    with town.database.transaction(writes=False) as tx:
        row = register.about(tx, case.id)
    assert row is not None
    assert row.id == 1
