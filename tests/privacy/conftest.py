from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from config.settings import Settings
from engine import people
from engine.clock import standing_still
from engine.store import people as register
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade
from tests.conftest import START
from tests.privacy.town import Town, build
from webui.app import create_app
from webui.sessions import COOKIE

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def town(database: Database, settings: Settings) -> Town:
    """On SQLite and on PostgreSQL."""
    return build(database, settings)


@pytest.fixture(scope="module")
def read_town(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Town]:
    """One town on SQLite for tests that only look."""
    path = tmp_path_factory.mktemp("town") / "leidraad.db"
    database = open_database(f"sqlite:///{path}", standing_still(START), synchronous="OFF")
    upgrade(database)
    yield build(database, settings)
    database.close()


def sign_in_at(town: Town) -> SignIn:
    app = create_app(town.settings, town.database)

    def sign_in(login: str) -> FlaskClient:
        client = app.test_client()
        with town.database.transaction() as tx:
            person = register.person_by_login(tx, login)
            assert person, login
            client.set_cookie(COOKIE, people.begin_session(tx, person))
        return client

    return sign_in


@pytest.fixture(scope="module")
def read_visitor(read_town: Town) -> SignIn:
    return sign_in_at(read_town)
