"""What every command starts from: the settings, the database at this version's schema, and a desk."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from config.errors import ConfigError
from config.regions import read_region
from config.settings import Connector, Settings, read_settings
from engine.desk import Desk
from engine.model import SYSTEM
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade

COPIED = "De database was van een oudere versie. Een kopie staat in {copy}; daarna is zij bijgewerkt."


def settings_for(*, demo: bool = False, port: int | None = None) -> Settings:
    """The settings of this installation; `demo` and `port` win when they are given."""
    settings = read_settings()
    if port is not None:
        own = settings.base_url != f"http://localhost:{settings.port}"
        settings = replace(
            settings, port=port, base_url=settings.base_url if own else f"http://localhost:{port}"
        )
    settings = replace(settings, demo=settings.demo or demo)
    return replace(settings, connectors={**_demo_connections(settings), **settings.connectors})


def _demo_connections(settings: Settings) -> dict[str, Connector]:
    """In a demonstration what a region is connected to is a page of the demonstration itself."""
    found: dict[str, Connector] = {}
    for folder in region_folders(settings) if settings.demo else ():
        with suppress(ConfigError, OSError):  # the check of the region tells what is wrong with it
            for name in read_region((folder / "region.toml").read_bytes()).connections:
                address = f"http://127.0.0.1:{settings.port}/demo/koppeling/{name}"
                found[name] = Connector(name, address, hosts=("127.0.0.1",), private=True)
    return found


def open_for(settings: Settings) -> Database:
    """The database of an installation. In a demonstration its clock can be put forward."""
    return open_database(settings.database, movable=settings.demo, synchronous=settings.sqlite_synchronous)


def ready_database(settings: Settings) -> Database:
    """The same, upgraded to this version; says so when an older one was copied first."""
    database = open_for(settings)
    copy = upgrade(database)
    if copy is not None:
        print(COPIED.format(copy=copy))
    return database


def system_desk(settings: Settings, database: Database) -> Desk:
    """A desk for who sits at the machine itself."""
    return Desk(database, SYSTEM, settings)


def region_folders(settings: Settings) -> list[Path]:
    """The folders in the processes folder that are regions."""
    return sorted(path.parent for path in settings.processes.glob("*/region.toml"))
