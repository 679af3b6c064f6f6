"""A parent reads a letter that is meant for parents, and no other document that the case laid down."""

import pytest
from flask import Flask

from engine.casework.case_documents import documents_page
from engine.casework.file import document_of
from engine.casework.invited import revoke
from engine.casework.parents import parent_case
from engine.casework.parties import parties_page
from engine.casework.printed import pdf_of
from engine.errors import NotFound
from engine.model import Document
from engine.store import documents
from tests.parents.family import OOM, Family, as_parent

LETTER, REPORT = "Brief aan de ouders", "Verslag"


def laid_down(family: Family) -> dict[str, Document]:
    with family.database.transaction(writes=False) as tx:
        return {one.title: one for one in documents.of_case(tx, 1)}


def test_a_parent_who_is_in_can_open_the_case_and_who_was_put_out_cannot(one_family: Family) -> None:
    case = one_family.begun()

    def can_open() -> dict[str, bool]:
        page = parties_page(one_family.desk("ib.eikel"), case.reference)
        return {one.name: one.access for one in page.parties}

    assert can_open()["Petra Voorbeeld"]
    revoke(one_family.desk("ib.eikel"), case.reference, one_family.parent(case, OOM).id)
    assert can_open()["Petra Voorbeeld"]
    assert not can_open()["Oom Voorbeeld"]
    assert not can_open()["Iris de Boer"]


def test_a_parent_reads_the_letter_for_parents_and_no_other_document(one_family: Family) -> None:
    case = one_family.begun()
    one_family.asked_for_opinion(case)
    parent, made = one_family.desk_of(case), laid_down(one_family)
    assert set(made) == {LETTER, REPORT}
    assert [one.title for one in parent_case(parent).documents] == [LETTER]
    assert "Elke dag oefenen" in document_of(parent, made[LETTER].id)[1].body
    with pytest.raises(NotFound):
        document_of(parent, made[REPORT].id)
    with pytest.raises(NotFound):
        pdf_of(parent, case.reference, made[REPORT].id)
    read = documents_page(one_family.desk("ib.eikel"), case.reference).documents
    assert {one.title for one in read} == {LETTER, REPORT}


def test_the_parent_of_another_case_reads_nothing(one_family: Family) -> None:
    first, second = one_family.begun(), one_family.begun(leerling_naam="Sem Testers")
    one_family.asked_for_opinion(first)
    with pytest.raises(NotFound):
        document_of(one_family.desk_of(second), laid_down(one_family)[LETTER].id)


def test_whose_access_was_taken_back_reads_nothing(one_family: Family) -> None:
    case = one_family.begun()
    one_family.asked_for_opinion(case)
    revoke(one_family.desk("ib.eikel"), case.reference, one_family.parent(case, OOM).id)
    with pytest.raises(NotFound):
        document_of(one_family.desk_of(case, OOM), laid_down(one_family)[LETTER].id)


def test_the_letter_stands_on_the_page_and_can_be_kept_as_pdf(app: Flask, one_family: Family) -> None:
    case = one_family.begun()
    one_family.asked_for_opinion(case)
    made, browser = laid_down(one_family), as_parent(app, one_family, case)
    page = browser.get("/ouder").text
    assert LETTER in page
    assert REPORT not in page
    address = f"/ouder/documenten/{made[LETTER].id}"
    assert "Elke dag oefenen." in browser.get(address).text
    assert browser.get(f"{address}.pdf").data.startswith(b"%PDF")
    for closed in (f"/ouder/documenten/{made[REPORT].id}", f"/ouder/documenten/{made[REPORT].id}.pdf"):
        assert browser.get(closed).status_code == 404
