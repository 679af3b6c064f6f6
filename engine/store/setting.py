"""Single values of an installation, such as the offset of a demonstration's clock."""

from datetime import timedelta

from sqlalchemy import delete, select

from engine.store.database import OFFSET, Tx
from engine.store.schema import setting


def read(tx: Tx, name: str, default: str = "") -> str:
    found = tx.value(select(setting.c.value).where(setting.c.name == name))
    return default if found is None else str(found)


def write(tx: Tx, name: str, value: str) -> None:
    tx.run(delete(setting).where(setting.c.name == name))
    tx.run(setting.insert().values(name=name, value=value))


def clock_offset(tx: Tx) -> timedelta:
    return timedelta(seconds=float(read(tx, OFFSET, "0")))


def move_clock(tx: Tx, by: timedelta) -> None:
    """Put the database's clock forward (or back). Holds from the next transaction on, for every process."""
    write(tx, OFFSET, repr((clock_offset(tx) + by).total_seconds()))
