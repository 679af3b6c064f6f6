"""The doors of the site: searching, signing in, the demonstration, and what a browser is told to trust."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import people
from engine.store import people as register
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from tests.webui.test_handing_in import GOOD, START, hidden
from webui.app import create_app
from webui.sessions import COOKIE
from webui.signing_in import local_address

CHILD = "Noor Zandkorrel"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path)
    yield installation
    installation.database.close()


@pytest.fixture
def app(made: Made) -> Flask:
    return create_app(made.settings, made.database)


def signed_in(app: Flask, made: Made, login: str, client: FlaskClient | None = None) -> Visitor:
    client = client or app.test_client()
    with made.database.transaction() as tx:
        person = register.person_by_login(tx, login)
        assert person
        client.set_cookie(COOKIE, people.begin_session(tx, person))
    return Visitor(client)


def hand_in(school: Visitor) -> None:
    page = school.get(START)
    sign, token = hidden(page, "eenmaal"), hidden(page, "csrf_token")
    answers = {**GOOD, "leerling": CHILD, "csrf_token": token, "eenmaal": sign, "actie": "versturen"}
    assert school.client.post(START, data=answers).status_code == 303


def test_looking_for_a_child_puts_no_name_in_an_address(app: Flask, made: Made) -> None:
    hand_in(signed_in(app, made, "ib.eikel"))
    member = signed_in(app, made, "commissie.een")
    assert 'method="get"' not in member.get("/zaken").text
    sent = member.post("/zaken", "/zaken", zoek=CHILD, status="lopend")
    where = sent.headers["Location"]
    assert "status=lopend" in where
    found = member.get(where)
    assert f"– {CHILD}" in found.text
    assert not [
        one for one in (where, *re.findall(r'href="([^"]*)"', found.text)) if "Zandkorrel" in unquote(one)
    ]
    assert CHILD not in signed_in(app, made, "commissie.een").get(where).text.replace(f"– {CHILD}", "")


def test_what_was_looked_for_does_not_go_to_who_signs_in_next(tmp_path: Path) -> None:
    made = make_installation(tmp_path, demo=True)
    client = create_app(made.settings, made.database).test_client()
    become(client, "commissie.een")
    token = TOKEN.search(client.get("/zaken").text)
    assert token
    where = client.post("/zaken", data={"csrf_token": token[1], "zoek": CHILD}).headers["Location"]
    assert CHILD in client.get(where).text
    become(client, "beheerder")
    assert CHILD not in client.get(where).text
    made.database.close()


def become(client: FlaskClient, login: str) -> None:
    found = TOKEN.search(client.get("/aanmelden").text)
    assert found
    assert client.post("/aanmelden/als", data={"csrf_token": found[1], "wie": login}).status_code == 303


@pytest.mark.parametrize(
    ("host", "headers", "address"),
    [
        ("evil.example", {}, "127.0.0.1"),
        ("localhost.evil.example", {}, "127.0.0.1"),
        ("127.0.0.1.evil.example:8000", {}, "127.0.0.1"),
        ("localhost", {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1"),
        ("localhost", {"Forwarded": "for=127.0.0.1"}, "127.0.0.1"),
        ("localhost", {"X-Real-IP": "127.0.0.1"}, "127.0.0.1"),
        ("localhost", {"X-Forwarded-Host": "localhost"}, "127.0.0.1"),
        ("localhost", {"Via": "1.1 voordeur"}, "127.0.0.1"),
        ("localhost", {}, "192.0.2.7"),
        ("127.0.0.1", {}, "10.0.0.1"),
        ("0.0.0.0", {}, "127.0.0.1"),  # noqa: S104
    ],
)
def test_nobody_from_elsewhere_becomes_somebody(
    tmp_path: Path, host: str, headers: dict[str, str], address: str
) -> None:
    made = make_installation(tmp_path, demo=True)
    client = create_app(made.settings, made.database).test_client()
    whence = {"base_url": f"http://{host}", "headers": headers, "environ_base": {"REMOTE_ADDR": address}}
    page = client.get("/aanmelden", **whence)
    assert "Iris" not in page.text
    assert 'name="wie"' not in page.text
    token = TOKEN.search(page.text)
    assert token
    sent = client.post("/aanmelden/als", data={"csrf_token": token[1], "wie": "ib.eikel"}, **whence)
    assert sent.status_code == 404
    assert COOKIE not in str(sent.headers)
    for at in ("/demo/klok", "/demo/post"):
        assert client.get(at, **whence).status_code == 404
    made.database.close()


def test_a_demonstration_behind_an_address_of_its_own_lets_nobody_become_somebody(tmp_path: Path) -> None:
    """A proxy on the same machine that tells nothing about itself looks like the machine."""
    made = make_installation(tmp_path, demo=True, base_url="https://oefenen.example")
    client = create_app(made.settings, made.database).test_client()
    assert 'name="wie"' not in client.get("/aanmelden").text
    made.database.close()


@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_a_demonstration_there_is_no_door(app: Flask, method: str) -> None:
    client = app.test_client()
    token = TOKEN.search(client.get("/aanmelden").text)
    assert token
    data = {"csrf_token": token[1], "wie": "ib.eikel"} if method == "post" else None
    for at in ("/aanmelden/als", "/demo/klok", "/demo/post"):
        assert client.open(at, method=method, data=data).status_code in (404, 405)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "\\\\evil.example",
        "/\t/evil.example", "/\n/evil.example", " //evil.example", "http://[", "", "evil.example", "/\u2028/x",
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in(app: Flask, wanted: str) -> None:
    with app.test_request_context():
        assert local_address(wanted) == "/"


def test_a_page_of_ours_is_gone_back_to(app: Flask) -> None:
    with app.test_request_context():
        assert local_address("/taken?wanneer=week") == "/taken?wanneer=week"


def test_a_browser_is_told_to_trust_only_what_is_ours(app: Flask, made: Made) -> None:
    person = signed_in(app, made, "ib.eikel")
    for address in ("/", "/bestaat-niet", "/aanmelden", "/healthz", START):
        headers = person.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_health_tells_nothing_about_anybody(app: Flask) -> None:
    assert set(app.test_client().get("/healthz").get_json()) == {"status", "version", "database"}


def test_the_cookies_of_a_site_with_https_stay_inside_it(tmp_path: Path) -> None:
    made = make_installation(tmp_path, base_url="https://leidraad.example")
    app = create_app(made.settings, made.database)
    people.set_password(made.database, "ib.eikel", "drie groene fietsen")
    client: FlaskClient = app.test_client()
    home = {"base_url": "https://leidraad.example"}
    token = TOKEN.search(client.get("/aanmelden", **home).text)
    assert token
    typed = {"csrf_token": token[1], "aanmeldnaam": "ib.eikel", "wachtwoord": "drie groene fietsen"}
    sent = client.post("/aanmelden", data=typed, **home)
    cookie = next(one for one in sent.headers.getlist("Set-Cookie") if one.startswith(COOKIE))
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    made.database.close()
