"""Single values of an installation, such as the offset of a demonstration's clock."""

from datetime import timedelta

from sqlalchemy import select

from engine.store.database import OFFSET, Tx, upsert
from engine.store.schema import setting


def read(tx: Tx, name: str, default: str = "") -> str:
    found = tx.value(select(setting.c.value).where(setting.c.name == name))
    return default if found is None else str(found)


def write(tx: Tx, name: str, value: str) -> None:
    row = upsert(tx, setting).values(name=name, value=value)
    tx.run(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def clock_offset(tx: Tx) -> timedelta:
    return timedelta(seconds=float(read(tx, OFFSET, "0")))


def move_clock(tx: Tx, by: timedelta) -> None:
    """Put the database's clock forward (or back). Holds from the next transaction on, for every process."""
    write(tx, OFFSET, repr((clock_offset(tx) + by).total_seconds()))
