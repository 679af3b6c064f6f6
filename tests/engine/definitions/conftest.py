from pathlib import Path

import pytest

from config.settings import Settings
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.definition import Definition
from engine.definitions.reading import read_definition
from engine.desk import Desk
from engine.model import SYSTEM
from engine.store.database import Database

KLEIN = Path(__file__).parents[2] / "regions" / "klein"


@pytest.fixture
def folder() -> Path:
    return KLEIN


@pytest.fixture
def bundle() -> Bundle:
    return read_folder(KLEIN)


@pytest.fixture
def definition(bundle: Bundle) -> Definition:
    return read_definition(bundle)


@pytest.fixture
def system(database: Database, settings: Settings) -> Desk:
    return Desk(database, SYSTEM, settings)


def changed(bundle: Bundle, name: str, old: str, new: str) -> Bundle:
    """The bundle with `old` in one file replaced once; it must be there."""
    text = bundle.files[name].decode()
    assert old in text, f"{old} does not stand in {name}"
    return with_file(bundle, name, text.replace(old, new, 1).encode())


def with_file(bundle: Bundle, name: str, data: bytes) -> Bundle:
    return make_bundle(bundle.region, {**bundle.files, name: data}, bundle.today)
