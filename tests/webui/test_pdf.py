"""A document as a PDF: for who may read its page, and only ever saved."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.seal import Seal
from engine.casework import cases
from engine.desk import Desk
from engine.model import Actor
from engine.store import documents, people, tasks
from engine.store.database import open_database
from tests.engine.paper.reading_back import is_accessible, text_of
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from webui.app import create_app

SignIn = Callable[[str], Visitor]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, region="brieven")
    yield installation
    installation.database.close()


def desk_of(made: Made, login: str) -> Desk:
    with made.database.transaction(writes=False) as tx:
        person = people.person_by_login(tx, login)
        assert person is not None
        roles = people.memberships_of(tx, person.id, tx.now.date())
    return Desk(made.database, Actor(person.name, person, roles), made.settings)


@pytest.fixture
def document(made: Made) -> str:
    """The address of the page of a decision."""
    case = cases.start_case(desk_of(made, "ib.eikel"), "brieven", "besluit", {"leerling": "Noor Voorbeeld"})
    with made.database.transaction(writes=False) as tx:
        (task,) = tasks.open_of_case(tx, case.id)
    answers = {"besluit": "wel hulp", "motivering": "Dat is nodig."}
    cases.complete_task(desk_of(made, "beslisser"), task.id, answers)
    with made.database.transaction(writes=False) as tx:
        (found,) = documents.of_case(tx, case.id)
    return f"/zaken/{case.reference}/documenten/{found.id}"


def test_the_page_leads_to_the_pdf_and_the_pdf_is_saved_under_a_name_without_a_name(
    document: str, visitor: SignIn
) -> None:
    school = visitor("ib.eikel")
    assert f'href="{document}.pdf"' in school.get(document).text
    found = school.get(f"{document}.pdf")

    assert found.status_code == 200
    assert found.mimetype == "application/pdf"
    assert is_accessible(found.data)
    assert "Voor Noor Voorbeeld is besloten" in text_of(found.data)
    assert found.headers["Content-Disposition"].startswith('attachment; filename="BRI-')
    assert "Noor" not in found.headers["Content-Disposition"]
    assert found.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Cache-Control"] == "no-store"
    assert visitor("beslisser").get(f"{document}.pdf").data == found.data


@pytest.mark.parametrize("login", ["ib.beuk", "teller"])
def test_who_may_not_read_the_page_gets_the_answer_of_a_page_that_is_not_there(
    document: str, visitor: SignIn, login: str
) -> None:
    other = visitor(login)
    refused, nothing = other.get(f"{document}.pdf"), other.get("/zaken/X-1/documenten/9.pdf")

    assert refused.status_code == nothing.status_code == 404
    assert _without_token(refused.text) == _without_token(nothing.text)
    assert other.get(document).status_code == 404


def test_a_pdf_that_was_made_opens_while_somebody_else_writes(
    document: str, visitor: SignIn, made: Made
) -> None:
    school = visitor("ib.eikel")
    first = school.get(f"{document}.pdf").data
    with closing(open_database(made.settings.database)) as other, other.transaction():
        assert school.get(f"{document}.pdf").data == first


def _without_token(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_a_stranger_is_asked_to_sign_in(document: str, stranger: Visitor) -> None:
    assert stranger.get(f"{document}.pdf").status_code == 303


@pytest.mark.parametrize(
    "address", ["x.pdf", "1.pdf.pdf", "-1.pdf", "99999999999999999999.pdf", "1.PDF", "1.pdf/"]
)
def test_an_address_that_means_nothing_is_not_there(document: str, visitor: SignIn, address: str) -> None:
    folder = document.rpartition("/")[0]
    assert visitor("ib.eikel").get(f"{folder}/{address}").status_code == 404


def test_a_seal_that_cannot_be_used_is_told_when_the_pages_start(made: Made, tmp_path: Path) -> None:
    settings = replace(made.settings, seal=Seal(tmp_path / "weg.p12", "geheim-woord"))

    with pytest.raises(ConfigError, match="niet te openen"):
        create_app(settings, made.database)
