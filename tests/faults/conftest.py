"""Places for children to work: a database of their own, a mail server that counts, a clock for everybody."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.conftest import on_postgres
from tests.engine.jobs.conftest import Post, free_port
from tests.engine.mini import Mini, set_up
from tests.faults.children import Place
from tests.postgres import execute
from tests.webui.conftest import app, stranger, visitor  # noqa: F401 - the browsers of test_pages

_numbers = count(1)


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post(free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    yield post
    controller.stop()


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path, post: Post) -> Place:
    path = shutil.copy(sqlite_template, tmp_path / "leidraad.db")
    return Place(f"sqlite:///{path}", tmp_path, post.port)


@pytest.fixture
def on_postgresql(postgres_url: str, tmp_path: Path, post: Post) -> Iterator[Place]:
    name = f"killing_{next(_numbers)}"
    execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
    yield Place(on_postgres(postgres_url, name), tmp_path, post.port)
    execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest) -> Place:
    found = request.getfixturevalue(f"on_{request.param}")
    assert isinstance(found, Place)
    return found


@pytest.fixture
def mini(place: Place) -> Iterator[Mini]:
    """The small region at the place, seen from the test itself."""
    yield from _set_up(place)


@pytest.fixture
def mini_on_sqlite(on_sqlite: Place) -> Iterator[Mini]:
    yield from _set_up(on_sqlite)


def _set_up(place: Place) -> Iterator[Mini]:
    opened = place.open()
    yield set_up(opened.database, opened.settings)
    opened.database.close()
