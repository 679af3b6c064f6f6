"""The first page of a region says who works for one's school."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from engine.store.database import open_database
from engine.store.upgrading import upgrade
from tests.engine.who.conftest import FOLDER, set_up
from tests.webui.conftest import Visitor
from tests.webui.installation import Made

SignIn = Callable[[str], Visitor]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    settings = Settings(database=f"sqlite:///{tmp_path / 'l.db'}", secret_key="0" * 64, var=tmp_path)
    database = open_database(settings.database, synchronous="OFF")
    upgrade(database)
    set_up(database, settings, tmp_path)
    yield Made(settings, database, Path(shutil.copytree(FOLDER, tmp_path / "processes" / "wie")))
    database.close()


def test_a_school_reads_on_the_page_of_the_region_who_works_for_it(visitor: SignIn) -> None:
    page = visitor("ib.eikel").get("/regio/wie").text
    assert "Wie hoort bij De Eikel" in page
    assert "Els Visser" in page
    assert "Tom Dijk" not in page


def test_who_is_of_no_school_reads_no_such_list(visitor: SignIn) -> None:
    assert "Wie hoort bij" not in visitor("bpo.els").get("/regio/wie").text
