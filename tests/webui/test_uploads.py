"""Files of strangers: judged by what is in them, saved but never shown, and only for who may see the case."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from engine.store.schema import upload
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from tests.webui.test_handing_in import GOOD, START, begun, first_task, hidden
from webui.app import create_app

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def with_file_field(folder: Path) -> None:
    for name in ("h_aanvraag", "h_besluit"):
        path = folder / "forms" / f"{name}.form"
        form = json.loads(path.read_text(encoding="utf-8"))
        form["components"].append(
            {"type": "filepicker", "id": "f_bijlage", "key": "bijlage", "label": "Bijlage", "multiple": True}
        )
        path.write_text(json.dumps(form), encoding="utf-8")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, change=with_file_field)
    yield installation
    installation.database.close()


@pytest.fixture
def app(made: Made) -> Flask:
    return create_app(made.settings, made.database)


def send(
    person: Visitor, content: bytes, name: str, action: str = "versturen", **answers: str
) -> TestResponse:
    page = person.get(START)
    data = {
        "csrf_token": hidden(page, "csrf_token"),
        "eenmaal": hidden(page, "eenmaal"),
        "actie": action,
        "bijlage-nieuw": FileStorage(io.BytesIO(content), name),
        **answers,
    }
    boundary, body = encode_multipart(data)
    return person.client.post(START, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def address_of_file(page: TestResponse) -> str:
    found = re.search(r'href="(/bestanden/[^"]+)"', page.text)
    assert found
    return found[1]


SignIn = Callable[[str], Visitor]


def test_a_file_goes_along_and_is_saved_by_who_may_see_the_case(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    response = send(school, PDF, '../../verslag "x"<b>.pdf', **GOOD)
    assert response.status_code == 303, response.text
    reference = response.headers["Location"].rsplit("/", 1)[1]
    address = address_of_file(school.get(f"/zaken/{reference}"))
    file = visitor("commissie.een").client.get(address, buffered=True)
    assert file.data == PDF
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert "/" not in file.headers["Content-Disposition"].split("''")[1]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Type"] == "application/pdf"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert visitor("ib.beuk").get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "verslag.pdf"),
        (b"MZ\x90\x00", "verslag.pdf"),
        (b"", "leeg.pdf"),
        (b"PK\x03\x04stuk", "brief.docx"),
    ],
)
def test_what_is_in_a_file_counts_and_not_its_name(visitor: SignIn, content: bytes, name: str) -> None:
    school = visitor("ib.eikel")
    response = send(school, content, name, **GOOD)
    assert response.status_code == 422
    assert 'id="bijlage-fout"' in response.text
    assert 'value="Noor Voorbeeld"' in response.text


def test_a_file_too_large_is_refused_before_it_is_kept(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    assert send(school, PDF + b"0" * 11_000_000, "groot.pdf", **GOOD).status_code == 422
    assert send(school, PDF + b"0" * 26_000_000, "reus.pdf", **GOOD).status_code == 413


def test_a_file_in_a_draft_stays_with_the_draft(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    assert send(school, PDF, "verslag.pdf", action="bewaren", leerling="Noor").status_code == 303
    page = school.get(START)
    assert "verslag.pdf" in page.text
    file = hidden(page, "bijlage")
    assert visitor("ib.beuk").get(f"/bestanden/{file}").status_code == 404


def test_the_file_of_another_cannot_be_named_in_a_form(visitor: SignIn) -> None:
    school, other = visitor("ib.eikel"), visitor("ib.beuk")
    send(school, PDF, "verslag.pdf", action="bewaren")
    stolen = hidden(school.get(START), "bijlage")
    page = other.get(START)
    data = {"csrf_token": hidden(page, "csrf_token"), "actie": "versturen", "bijlage": stolen, **GOOD}
    response = other.client.post(START, data=data)
    assert response.status_code == 422
    assert "niet bekend" in response.text


@pytest.mark.parametrize("action", ["versturen", "bewaren", "rij:+"])
def test_a_file_of_who_may_not_do_the_task_is_not_kept(made: Made, visitor: SignIn, action: str) -> None:
    begun(visitor)
    one, two = visitor("commissie.een"), visitor("commissie.twee")
    task = first_task(two)
    one.post(f"{task}/oppakken")
    response = two.post(
        task, **{"actie": action, "bijlage-nieuw": FileStorage(io.BytesIO(PDF), "verslag.pdf")}
    )
    assert response.status_code == 403
    assert "Iemand anders heeft deze stap opgepakt." in response.text
    with made.database.transaction(writes=False) as tx:
        assert tx.rows(select(upload.c.id)) == []
