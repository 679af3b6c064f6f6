"""Every address that there is, with everything of a case that it can name, for everybody who has nothing to do with it:
they meet no child, they change nothing, and what is there answers as what is not."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config.settings import Settings
from engine.clock import standing_still
from engine.people import begin_session
from engine.store import people
from engine.store.database import open_database
from engine.store.upgrading import upgrade
from tests.conftest import START
from tests.faults.whole import rows_of
from tests.parents.family import Browser
from tests.privacy.quarter import STRANGERS, WORD, Quarter, build, things_of
from webui.app import create_app
from webui.sessions import COOKIE

# Who is signed in, how often somebody tried, and what is about no case.
OUTSIDE = {"session", "setting", "sign_in_attempt"}
# What is not about a case: one's own request, region, substitutes; what needs a link, and what a demonstration has.
NOT_OF_A_CASE = {
    "regions.region", "regions.extra", "regions.guide", "standing.standing", "about_region.about", "design.region",
    "design.rehearsals", "design.publish_folder", "trying_out.start", "trying_out.inside", "invitations.follow_link",
    "demo_register.register", "static", "requests.begin", "requests.hand_in", "requests.fields", "requests.keep_draft",
    "requests.discard", "substitutes.end",
}  # fmt: skip
SENT = {
    "actie": "versturen", "eenmaal": "teken-van-een-vreemde", "reden": "Van een vreemde", "stem": "voor", "wie": "1",
    "dag": "2026-11-21", "aanwezig": "1", "tekst": "Van een vreemde", "besluit": "toegekend", "instemming": "ja",
}  # fmt: skip


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Quarter]:
    path = tmp_path_factory.mktemp("quarter") / "leidraad.db"
    database = open_database(f"sqlite:///{path}", standing_still(START), synchronous="OFF")
    upgrade(database)
    yield build(database, settings)
    database.close()


@pytest.fixture(scope="module")
def app(quarter: Quarter) -> Flask:
    return create_app(quarter.settings, quarter.database)


def doors(app: Flask, quarter: Quarter) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of everything that is about one of the cases."""
    url = app.url_map.bind("localhost")
    found: dict[tuple[str, str, str], None] = {}
    for case in quarter.cases.values():
        for words in things_of(quarter, case):
            for rule in app.url_map.iter_rules():
                if rule.endpoint in NOT_OF_A_CASE or not rule.arguments or not rule.arguments <= words.keys():
                    continue
                address = url.build(rule.endpoint, {name: words[name] for name in rule.arguments})
                found |= {
                    (rule.endpoint, one, address): None for one in {"GET", "POST"} & (rule.methods or set())
                }
    return iter(found)


def signed_in(app: Flask, quarter: Quarter, login: str) -> FlaskClient:
    client = app.test_client()
    with quarter.database.transaction() as tx:
        person = people.person_by_login(tx, login)
        assert person
        client.set_cookie(COOKIE, begin_session(tx, person))
    return client


def client_of(app: Flask, quarter: Quarter, stranger: str) -> FlaskClient:
    client = app.test_client()
    if stranger in quarter.sessions:
        client.set_cookie(COOKIE, quarter.sessions[stranger])
    return client


def told(response: TestResponse) -> str:
    return unquote(str(response.headers)) + response.get_data().decode("utf-8", "replace")


def kept(quarter: Quarter) -> dict[str, list[object]]:
    return {name: rows for name, rows in rows_of(quarter.database).items() if name not in OUTSIDE}


def test_every_address_is_asked_for(app: Flask, quarter: Quarter) -> None:
    asked = {endpoint for endpoint, _, _ in doors(app, quarter)}
    known = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments}
    assert known - asked == NOT_OF_A_CASE


@pytest.mark.parametrize("stranger", ["", *STRANGERS])
def test_a_stranger_finds_nothing_behind_any_door(app: Flask, quarter: Quarter, stranger: str) -> None:
    client = client_of(app, quarter, stranger)
    token, before = Browser(client).form_token(), kept(quarter)
    signed_out = stranger in ("", "ouder.ingetrokken")
    wrong = []
    for endpoint, method, address in doors(app, quarter):
        data = {"csrf_token": token, **SENT} if method == "POST" else None
        for headers in ({}, {"HX-Request": "true"})[: 1 + signed_out]:
            response = client.open(address, method=method, data=data, headers=headers)
            allowed = (303, 401) if signed_out else (404,)
            if response.status_code not in allowed or WORD in told(response):
                wrong.append(f"{endpoint} {method} {address}: {response.status_code}")
            if signed_out and response.status_code == 303:
                assert response.headers["Location"].startswith(("/aanmelden?verder=", "/uitnodiging")), (
                    address
                )
    assert wrong == []
    assert kept(quarter) == before


@pytest.mark.parametrize("stranger", ["", *STRANGERS])
def test_a_stranger_meets_no_child_on_their_own_pages(app: Flask, quarter: Quarter, stranger: str) -> None:
    client = client_of(app, quarter, stranger)
    references = [case.reference for case in quarter.cases.values()]
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()):
            continue
        whole = told(client.get(rule.rule))
        assert not [word for word in (WORD, *references) if word in whole], rule.rule


def test_the_school_itself_finds_the_word_behind_them(app: Flask, quarter: Quarter) -> None:
    """So that the doors are known to be those behind which it stands."""
    found = set()
    for login in ("ib.eikel", "ib.linde", "voorzitter"):
        client = signed_in(app, quarter, login)
        gets = [(name, address) for name, method, address in doors(app, quarter) if method == "GET"]
        found |= {name for name, address in gets if WORD in told(client.get(address, buffered=True))}
    assert {
        "cases.case",
        "follow.follow",
        "pieces.version",
        "register.row",
        "committees.item",
        "documents.document",
    } <= found


def test_every_form_that_is_not_ours_is_refused(app: Flask, quarter: Quarter) -> None:
    """Also of who may: somebody else's page may have sent it."""
    client, before = signed_in(app, quarter, "ib.eikel"), kept(quarter)
    posts = {(name, address) for name, method, address in doors(app, quarter) if method == "POST"}
    posts |= {(one.endpoint, one.rule) for one in app.url_map.iter_rules() if "POST" in (one.methods or ())}
    for endpoint, address in posts:
        if "<" in address or endpoint in ("demo_register.register", "trying_out.inside"):
            continue  # the worker's, and what checks its own forms
        assert client.post(address, data=SENT).status_code == 400, address
    assert kept(quarter) == before


def test_nothing_that_is_about_somebody_may_be_kept_or_framed(app: Flask, quarter: Quarter) -> None:
    client = signed_in(app, quarter, "ib.eikel")
    for _, method, address in doors(app, quarter):
        if method == "GET":
            headers = client.get(address, buffered=True).headers
            assert headers["Cache-Control"] == "no-store", address
            assert headers["X-Frame-Options"] == "DENY", address
            assert headers["X-Content-Type-Options"] == "nosniff", address
            policy = headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in policy or "sandbox" in policy, address
            assert "unsafe" not in policy, address
            assert (
                WORD not in unquote(str(headers.get("Content-Disposition", ""))) or "/bestanden/" in address
            )
