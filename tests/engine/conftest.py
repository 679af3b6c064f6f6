import pytest

from config.settings import Settings
from engine.store.database import Database
from tests.engine.mini import Mini, set_up


@pytest.fixture
def mini(database: Database, settings: Settings) -> Mini:
    """The small region, on both databases."""
    return set_up(database, settings)


@pytest.fixture
def mini_sqlite(sqlite_database: Database, settings: Settings) -> Mini:
    return set_up(sqlite_database, settings)
