"""The documents of a case: the files in its answers, with what was said about them."""

from datetime import date

import pytest

from engine.casework.case_documents import FileLine, documents_page
from engine.casework.file import case_file
from engine.casework.files import read_file
from engine.errors import NotFound
from engine.model import Case
from tests.engine.around.conftest import Around


def files(around: Around, case: Case, login: str = "ib.eikel") -> tuple[FileLine, ...]:
    return documents_page(around.desk(login), case.reference).files


def with_plan(around: Around) -> Case:
    plan = {
        "bestand": around.file("ib.eikel", "plan.pdf"),
        "soort": "Plan van aanpak",
        "datum_document": date(2026, 11, 1),
        "vertrouwelijk": "ja",
    }
    return around.asked(bijlagen=[plan])


def test_a_file_comes_with_what_was_said_beside_it(around: Around) -> None:
    (line,) = files(around, with_plan(around))
    assert (line.name, line.kind, line.dated, line.confidential) == (
        "plan.pdf",
        "Plan van aanpak",
        date(2026, 11, 1),
        True,
    )
    assert (line.by, line.step) == ("Iris de Boer", "Hulp nodig")


def test_the_newest_file_comes_first_and_one_without_a_kind_is_called_by_its_question(around: Around) -> None:
    case = with_plan(around)
    report = around.file("commissie.een", "verslag.pdf")
    around.do("commissie.een", case, "adviseren", advies="Oefen elke dag.", verslag=report)
    first, second = files(around, case)
    assert (first.name, first.kind, first.confidential) == ("verslag.pdf", "Verslag", False)
    assert second.name == "plan.pdf"


def test_who_may_not_know_the_pupil_sees_no_file(around: Around) -> None:
    case = with_plan(around)
    (line,) = files(around, case)
    assert files(around, case, "telefoon") == ()
    with pytest.raises(NotFound):
        read_file(around.desk("telefoon"), line.id)


def test_who_is_brought_in_opens_the_files_and_afterwards_no_more(around: Around) -> None:
    case = with_plan(around)
    (line,) = files(around, case)
    with pytest.raises(NotFound):
        read_file(around.desk("coach.een"), line.id)
    around.begin("ib.eikel", case, "coach_start")
    assert files(around, case, "coach.een") == (line,)
    assert read_file(around.desk("coach.een"), line.id)[0].name == "plan.pdf"


def test_what_has_a_tab_is_not_on_the_page_of_the_case_too(around: Around) -> None:
    known = case_file(around.desk("ib.eikel"), with_plan(around).reference)
    assert known.parties == ()
    assert known.documents == ()
    assert [tab.name for tab in known.tabs] == ["Wie doen mee", "Logboek", "Documenten"]
    assert [tab.id for tab in case_file(around.desk("telefoon"), known.case.reference).tabs] == [
        "betrokkenen",
        "documenten",
    ]
