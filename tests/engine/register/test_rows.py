"""What stands in the register: who granted what, how it changes, who reads it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.casework import cases, erasing
from engine.casework.file import case_file
from engine.casework.register import budget, every_row, row_page, rows
from engine.casework.renewing import renew
from engine.errors import CaseStuck, NotAllowed, NotFound
from engine.store import register_lists
from engine.store.register_lists import RowScope
from tests.engine.counting import counted
from tests.engine.register.conftest import Town

MOVE = {"nieuwe_school": "99AB00", "ingang": "2027-01-01", "reden": "Verhuisd"}


def test_a_decision_writes_a_row_with_where_it_was_decided(town: Town) -> None:
    case = town.granted()
    (row,) = town.rows(case)
    assert (row.since, row.until, row.amount, row.hours) == (
        date(2026, 11, 1), date(2027, 12, 31), Decimal("1000.00"), Decimal("10.00"),
    )  # fmt: skip
    assert (row.kind, row.node, row.decision, row.form) == ("arrangement", "vastleggen", "besluiten", "geld")
    assert row.bearer == "samenwerkingsverband"
    assert row.school is not None
    assert row.school.id == "99AA00"


def test_a_choice_is_read_by_its_label_and_kept_by_its_value(town: Town) -> None:
    case = town.granted()
    (line,) = every_row(town.desk("ib.eikel"))
    (panel,) = case_file(town.desk("ib.eikel"), case.reference).panels["register"]
    assert (line.row.form, line.form, panel.form) == ("geld", "Geld", "Geld")
    assert row_page(town.desk("ib.eikel"), line.row.id).line.form == "Geld"


def test_what_is_refused_writes_nothing(town: Town) -> None:
    case = town.asked()
    cases.complete_task(town.desk("commissie"), town.task(case).id, {"besluit": "afgewezen"})
    assert town.rows(case) == []


def test_an_end_before_the_beginning_leaves_the_case_where_it_was(town: Town) -> None:
    case = town.asked()
    task = town.task(case)
    with pytest.raises(CaseStuck):
        cases.complete_task(
            town.desk("commissie"), task.id,
            {"besluit": "toegekend", "vorm": "geld", "geldig_van": "2027-01-01", "geldig_tot": "2026-01-01"},
        )  # fmt: skip
    assert town.rows(case) == []
    assert town.task(case).id == task.id


def test_how_a_row_stands_follows_from_the_day(town: Town) -> None:
    (row,) = town.rows(town.granted())
    stands = [row.stand(day) for day in (date(2026, 10, 31), row.since, row.until, date(2028, 1, 1))]
    assert stands == ["komt", "geldig", "geldig", "verlopen"]


def test_responsibility_goes_with_the_pupil_and_the_money_is_split_to_the_cent(town: Town) -> None:
    case = town.granted()
    cases.start_case(town.desk("commissie"), "register", "overstap", MOVE, about=1)
    old, new = town.rows(case)
    assert (old.until, old.closed, new.since) == (date(2026, 12, 31), "vervangen", date(2027, 1, 1))
    assert new.school is not None
    assert new.school.id == "99AB00"
    assert old.amount is not None
    assert new.amount is not None
    assert old.amount + new.amount == Decimal("1000.00")
    assert old.hours == Decimal("1.43")  # 61 of 426 days
    assert new.hours == Decimal("8.57")
    assert len(every_row(town.desk("ib.eikel"))) == 1
    assert [line.pupil for line in every_row(town.desk("ib.beuk"))] == ["Noor Voorbeeld"]


def test_the_new_school_reads_neither_the_old_case_nor_the_old_row(town: Town) -> None:
    case = town.granted()
    cases.start_case(town.desk("commissie"), "register", "overstap", MOVE, about=1)
    page = row_page(town.desk("ib.beuk"), 2)
    assert page.line.reference == ""
    assert page.history == ()
    assert case.reference not in str(page)
    with pytest.raises(NotFound):
        row_page(town.desk("ib.beuk"), 1)
    with pytest.raises(NotFound):
        row_page(town.desk("ib.eikel"), 2)


def test_the_new_school_renews_with_an_empty_form(town: Town) -> None:
    town.granted()
    cases.start_case(town.desk("commissie"), "register", "overstap", MOVE, about=1)
    assert renew(town.desk("ib.beuk"), 2) == "start/register/aanvragen/2"
    with town.database.transaction(writes=False) as tx:
        drafts = tx.connection.exec_driver_sql('select owner, "values" from draft').all()
    assert [owner for owner, _ in drafts] == ["school/99AB00"]
    assert "Noor" not in str(drafts)


def test_a_row_that_changes_twice_keeps_its_history(town: Town) -> None:
    case = town.granted()
    cases.start_case(town.desk("commissie"), "register", "overstap", MOVE, about=1)
    back = {"nieuwe_school": "99AA00", "ingang": "2027-03-01", "reden": "Terug"}
    cases.start_case(town.desk("commissie"), "register", "overstap", back, about=2)
    rows_now = town.rows(case)
    assert [one.school.id for one in rows_now if one.school] == ["99AA00", "99AB00", "99AA00"]
    assert sum((one.amount or Decimal() for one in rows_now), Decimal()) == Decimal("1000.00")
    page = row_page(town.desk("commissie"), 3)
    assert page.reasons == {1: "Verhuisd", 2: "Terug"}


def test_a_change_on_the_first_day_takes_the_whole_row(town: Town) -> None:
    case = town.granted()
    at_once = {**MOVE, "ingang": "2026-11-01"}
    cases.start_case(town.desk("commissie"), "register", "overstap", at_once, about=1)
    old, new = town.rows(case)
    assert (old.amount, new.amount) == (Decimal(0), Decimal("1000.00"))
    assert old.stand(date(2026, 11, 1)) == "vervangen"


def test_nobody_begins_at_a_row_of_others_or_at_a_row_that_is_not_there(town: Town) -> None:
    town.granted()
    for about in (1, 99):
        with pytest.raises(NotFound):
            cases.start_case(town.desk("ib.beuk"), "register", "overstap", MOVE, about=about)
    with pytest.raises(NotFound):
        cases.start_case(town.desk("ib.eikel"), "register", "aanvragen", {"leerling_naam": "x"}, about=99)
    with pytest.raises(NotAllowed):
        cases.start_case(town.desk("ib.eikel"), "register", "overstap", MOVE)
    with pytest.raises(NotAllowed):
        cases.start_case(town.desk("ib.eikel"), "register", "afloop", {})


def test_a_school_that_does_not_exist_changes_nothing(town: Town) -> None:
    case = town.granted()
    with town.database.transaction() as tx:
        tx.connection.exec_driver_sql("update organisation set kind = 'team' where id = '99AB00'")
    with pytest.raises(CaseStuck):
        cases.start_case(town.desk("commissie"), "register", "overstap", MOVE, about=1)
    assert [row.closed for row in town.rows(case)] == [""]


def test_what_is_erased_leaves_the_money_and_no_name(town: Town) -> None:
    case = town.granted()
    erasing.erase(town.system, case.id)
    (line,) = every_row(town.desk("ib.eikel"))
    assert line.pupil == ""
    assert line.row.amount == Decimal("1000.00")


def test_what_was_committed_adds_up_over_the_school_years(town: Town) -> None:
    town.granted()
    town.granted("ib.beuk", "Sem Testers", bedrag=Decimal("0.01"), uren=None)
    years = [budget(town.desk("commissie"), "register", year) for year in (2025, 2026, 2027, 2028)]
    sums = [one.totals.get("arrangement", (Decimal(), Decimal())) for one in years]
    assert sum((amount for amount, _ in sums), Decimal()) == Decimal("1000.01")
    assert sum((hours for _, hours in sums), Decimal()) == Decimal(10)
    assert [bool(one.lines) for one in years] == [False, True, True, False]
    assert {line.school for line in budget(town.desk("ib.eikel"), "register", 2026).lines} == {"99AA00"}


def test_a_page_asks_as_much_of_many_rows_as_of_one(town: Town) -> None:
    asked = []
    for number in (1, 12):
        for _ in range(number):
            town.granted()
        desk = town.desk("commissie")
        with counted(town.database) as counter:
            rows(desk)
        asked.append(len(counter))
    assert asked[0] == asked[1] <= 6


def test_who_may_not_know_the_pupil_reads_no_name(town: Town) -> None:
    town.granted()
    with town.database.transaction(writes=False) as tx:
        page = register_lists.page(tx, [RowScope("elders")], register_lists.RowFilters(), date(2026, 12, 1))
    assert page.items == ()
    town.database.clock.move(timedelta(days=1))
    assert [line.pupil for line in rows(town.desk("commissie")).items] == ["Noor Voorbeeld"]
    assert rows(town.desk("directeur")).items == ()
