"""Everybody of two regions walks along every page they can find, and asks for every page of every case."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from config.tabs import TABS
from engine.store import answers, documents, waits
from engine.store.schema import upload
from tests.engine.paper.reading_back import text_of
from tests.privacy.conftest import SignIn
from tests.privacy.town import DRAFT, WORDS, Held, Told, Town, everybody, may_know

pytestmark = pytest.mark.slow

ADDRESS = re.compile(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"')
LINK = re.compile(r'(?:href|hx-get)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
MOST_PAGES = 400
PEOPLE = everybody()


def addresses_in(page: str) -> list[str]:
    return [unescape(one) for one in ADDRESS.findall(page)]


def is_walked(address: str) -> bool:
    """Pages of ours; not playing all rehearsals, which takes half a minute and is about the folder."""
    return (
        address.startswith("/") and not address.startswith("/static/") and not address.endswith("/repetities")
    )


def walked(client: FlaskClient) -> Iterator[tuple[str, TestResponse]]:
    """Every page that can be reached by links, each once."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, buffered=True)
        yield address, response
        if response.mimetype != "text/html":
            continue
        found = [unescape(one) for one in LINK.findall(response.text)]
        onward = [one for one in found if is_walked(one) and one not in seen]
        waiting += dict.fromkeys(onward)
        seen.update(onward)
        assert len(seen) < MOST_PAGES


def addresses_of(town: Town, case: Told) -> list[str]:
    """Every address that belongs to a case."""
    at = f"/zaken/{case.reference}"
    with town.database.transaction(writes=False) as tx:
        return [
            at,
            f"/volgen/{case.reference}",
            *(f"{at}/{tab}" for tab in TABS),
            *(f"{at}/antwoorden/{one.id}" for one in answers.of_case(tx, case.id)),
            *(
                f"{at}/documenten/{one.id}{as_}"
                for one in documents.of_case(tx, case.id)
                for as_ in ("", ".pdf")
            ),
            *(f"{at}/handelingen/{one.id}" for one in waits.of_case(tx, case.id)),
            *(f"/taken/{one.id}" for one in town.tasks(case)),
            *(f"/bestanden/{row.id}" for row in tx.rows(select(upload.c.id).where(upload.c.case == case.id))),
        ]


def main_of(response: TestResponse) -> str:
    """The page without what stands around it: the token of forms differs each time, the menu marks where one is."""
    return response.text.partition("<main")[2].partition("</main>")[0]


def words_in(response: TestResponse) -> set[str]:
    """Our words in what a browser got: the body, and every header."""
    pdf = response.mimetype == "application/pdf"
    body = text_of(response.get_data()) if pdf else response.get_data().decode("utf-8", "replace")
    whole = unquote(str(response.headers)) + body
    return set(re.findall(rf"(?:{'|'.join(WORDS)})\d*", whole))


def forbidden_words(town: Town, login: str, held: tuple[Held, ...]) -> set[str]:
    hidden = {word for case in town.cases if not may_know(town, login, held, case) for word in case.words}
    return hidden if login.endswith(".voorbeeldlinde") else {*hidden, DRAFT}


@pytest.mark.parametrize("login", PEOPLE)
def test_nobody_finds_a_child_that_is_not_theirs_nor_any_child_in_a_title_or_address(
    read_town: Town, read_visitor: SignIn, login: str
) -> None:
    hidden = forbidden_words(read_town, login, PEOPLE[login])
    pages = 0
    for address, response in walked(read_visitor(login)):
        pages += 1
        assert response.status_code == 200, address
        assert not words_in(response) & hidden, address
        if response.mimetype == "text/html":
            told = [*TITLE.findall(response.text), *map(unquote, addresses_in(response.text))]
            assert not [one for one in told if any(word in one for word in WORDS)], address
    assert pages > 4


@pytest.mark.parametrize("login", PEOPLE)
def test_what_is_not_theirs_answers_as_what_is_not_there(
    read_town: Town, read_visitor: SignIn, login: str
) -> None:
    client = read_visitor(login)
    absent = client.get("/zaken/BER-2026-AAAAAA")
    assert absent.status_code == 404
    for case in read_town.cases:
        mine = may_know(read_town, login, PEOPLE[login], case)
        for address in addresses_of(read_town, case):
            response = client.get(address, buffered=True)
            if mine:
                assert response.status_code in (200, 409) or "/antwoorden/" in address, address
            else:
                assert response.status_code == 404, address
                assert main_of(response) == main_of(absent), address


def manages(login: str, case: Told) -> bool:
    """Who manages a region gives its tasks away, without seeing the cases."""
    return any(one.role.manages and one.region == case.region for one in PEOPLE[login])


@pytest.mark.parametrize("login", PEOPLE)
def test_nobody_acts_on_a_task_that_is_not_theirs(read_town: Town, read_visitor: SignIn, login: str) -> None:
    client = read_visitor(login)
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/privacy").text)
    assert found
    for case in read_town.cases:
        if may_know(read_town, login, PEOPLE[login], case):
            continue
        for address in addresses_of(read_town, case):
            if not address.startswith("/taken/") and "/handelingen/" not in address:
                continue
            for end in ("", "/velden", "/concept", "/oppakken", "/teruggeven"):
                if "/handelingen/" in address and end in ("/oppakken", "/teruggeven"):
                    continue
                sent = client.post(address + end, data={"csrf_token": found[1], "actie": "versturen"})
                if end in ("/oppakken", "/teruggeven") and manages(login, case):
                    assert sent.status_code != 200, (
                        address + end
                    )  # of their tasks they know, of the child they do not
                else:
                    assert sent.status_code == 404, address + end
                assert not words_in(sent), address + end


def test_who_may_read_finds_the_words(read_town: Town, read_visitor: SignIn) -> None:
    """So that the walk is known to look where the words are."""
    for login, wanted in (("ib.voorbeeldlinde", "Zandkorrel1"), ("commissie.d1", "Vertrouwelijk4")):
        found = {word for _, response in walked(read_visitor(login)) for word in words_in(response)}
        assert wanted in found
