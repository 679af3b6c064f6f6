"""The pages as a browser without scripts sees them."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine import people
from engine.store import people as register
from tests.webui.installation import Made, make_installation
from webui.app import create_app
from webui.sessions import COOKIE

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """A browser of one person. Posts carry the token of the page they were made on."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def token(self, address: str = "/aanmelden") -> str:
        found = _TOKEN.search(self.client.get(address).text)
        assert found, f"no form on {address}"
        return found[1]

    def post(self, address: str, page: str = "", **fields: object) -> TestResponse:
        """Post to `address` from the form on `page`."""
        data = {"csrf_token": self.token(page or "/aanmelden"), **fields}
        return self.client.post(address, data=data, content_type="multipart/form-data")


def without_token(page: TestResponse) -> str:
    """What stands on a page, but for the token of its forms: that has the second in it at which it was made."""
    return _TOKEN.sub("", page.text)


@pytest.fixture
def kind() -> str:
    """On which database the installation runs; `on_both` asks for each in turn."""
    return "sqlite"


on_both = pytest.mark.parametrize("kind", ["sqlite", "postgres"])


@pytest.fixture
def made(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> Iterator[Made]:
    """An installation. A test may give a function that changes the region's folder first."""
    database = request.getfixturevalue("postgres_database") if kind == "postgres" else None
    installation = make_installation(tmp_path, change=getattr(request, "param", None), database=database)
    yield installation
    installation.database.close()


@pytest.fixture
def app(made: Made) -> Flask:
    return create_app(made.settings, made.database)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def visitor(app: Flask, made: Made) -> Callable[[str], Visitor]:
    """A browser in which somebody is signed in, by the name they sign in with."""

    def sign_in(login: str) -> Visitor:
        client = app.test_client()
        with made.database.transaction() as tx:
            person = register.person_by_login(tx, login)
            assert person, login
            client.set_cookie(COOKIE, people.begin_session(tx, person))
        return Visitor(client)

    return sign_in
