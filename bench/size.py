"""What a finished case takes in the database."""

from pathlib import Path

from sqlalchemy import make_url

from bench.databases import KINDS, Places
from bench.measuring import Bar, Row, say, scaled, table
from bench.region import Site
from engine.store.database import Database, open_database

CASES = scaled(500, least=20)
ABOUT = f"Growth of the database over {CASES} cases of six steps, each with 5 KB of answers at the start; indexes and story included."


def measure(places: Places) -> list[Bar]:
    """Print the table of sizes; nothing is promised about them."""
    rows: list[Row] = []
    for kind in KINDS:
        say(f"{kind}: {CASES} cases of six steps")
        # The size does not depend on how safe a commit is.
        site = Site(open_database(places.new(kind, "size"), synchronous="OFF"))
        _finish(site)  # the first of everything is there
        before = _size(site.database)
        for _ in range(CASES):
            _finish(site)
        rows.append((kind, (_size(site.database) - before) / CASES / 1000, "a case"))
        site.database.close()
    table("(e) Bytes of a finished case", ABOUT, rows, "KB")
    return []


def _finish(site: Site) -> None:
    case = site.begin(route="zes")
    while todo := site.open(case):
        site.do(todo[0][0])


def _size(database: Database) -> int:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.is_postgres:
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    return Path(str(make_url(str(database.engine.url)).database)).stat().st_size
