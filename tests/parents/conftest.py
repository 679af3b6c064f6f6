import pytest
from flask import Flask

from config.settings import Settings
from engine.store.database import Database
from tests.parents.family import Family, settle_in
from webui.app import create_app


@pytest.fixture
def family(database: Database, settings: Settings) -> Family:
    """On SQLite and on PostgreSQL."""
    return settle_in(database, settings)


@pytest.fixture
def one_family(sqlite_database: Database, settings: Settings) -> Family:
    return settle_in(sqlite_database, settings)


@pytest.fixture
def app(one_family: Family) -> Flask:
    return create_app(one_family.settings, one_family.database)
