"""Commands that keep an installation going: run, worker, jobs, upgrade, audit verify, reset."""

import gc
import os
import signal
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from config.settings import Settings
from engine.audit import verify
from engine.jobs.working import work_once, work_until
from engine.store import cases, queue
from engine.store.upgrading import current_revision
from webui.app import create_app
from webui.commands.errors import CommandError
from webui.commands.installation import open_for, ready_database, settings_for, system_desk
from webui.commands.serving import refuse_taken_port, serve

LOCAL = "127.0.0.1"


def run_command(arguments: Namespace) -> int:
    """`leidraad run`: the pages and a worker beside them, until Ctrl-C."""
    settings = settings_for(port=arguments.port)
    refuse_taken_port(arguments.adres, settings.port)
    ready_database(settings).close()
    run_both(
        settings,
        arguments.adres,
        lambda: print(f"Leidraad luistert op http://{arguments.adres}:{settings.port}", flush=True),
    )
    return 0


def run_both(settings: Settings, host: str, ready: Callable[[], None]) -> None:
    """Serve with a worker beside; both stop together."""
    with _worker_beside(settings):
        serve(lambda: _make_app(settings), host, settings.port, ready)


def _make_app(settings: Settings) -> Flask:
    app = create_app(settings, open_for(settings))
    gc.freeze()  # what is loaded stays to the end: looking for what can go, nobody need look at it again
    return app


@contextmanager
def _worker_beside(settings: Settings) -> Iterator[None]:
    own = {"LEIDRAAD_DEMO": "ja" if settings.demo else "nee", "LEIDRAAD_POORT": str(settings.port)}
    environment = os.environ | own
    command = [sys.executable, "-m", "webui.command_line", "worker", "--ouder", str(os.getpid())]
    worker = subprocess.Popen(command, env=environment)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=30)


def worker_command(arguments: Namespace) -> int:
    """`leidraad worker`: timers, mail, messages and calls, until Ctrl-C; `--eenmaal` does what is due and stops."""
    settings = settings_for()
    desk = system_desk(settings, ready_database(settings))
    if arguments.eenmaal:
        print(work_once(desk))
        return 0
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    gc.freeze()  # as the server does
    work_until(desk, lambda: stop.is_set() or _orphaned(arguments.ouder), stop.wait)
    return 0


def _orphaned(parent: int | None) -> bool:
    """Whether the server that started this worker is gone, killed perhaps: nothing should be left behind."""
    return parent is not None and os.getppid() != parent


def jobs_command(_: Namespace) -> int:
    """`leidraad jobs`: what waits, what failed."""
    database = ready_database(settings_for())
    with database.transaction(writes=False) as tx:
        counted = queue.counts(tx)
        overdue = len(queue.cases_with_due_timers(tx, 1000))
    for (kind, status), number in sorted(counted.items()):
        print(f"{kind:<8} {status:<8} {number:>6}")
    print(f"{overdue} zaken met een termijn die voorbij is en nog niet verwerkt.")
    return 1 if any(status == "failed" for _, status in counted) else 0


def upgrade_command(_: Namespace) -> int:
    """`leidraad upgrade`: bring the database to this version's schema."""
    database = ready_database(settings_for())
    print(f"De database is bij: {current_revision(database)}")
    return 0


def audit_command(_: Namespace) -> int:
    """`leidraad audit verify`: 1 when a story was changed, has a hole, or was cut off."""
    settings = settings_for()
    desk = system_desk(settings, ready_database(settings))
    with desk.reading() as tx:
        ids = cases.all_ids(tx)
        damage = [found for case_id in ids for found in verify(tx, desk, case_id)]
    for found in damage:
        print(f"zaak {found.case}, regel {found.seq}: {found.message}")
    print(f"{len(ids)} zaken nagekeken, {len(damage)} gebreken gevonden.")
    return 1 if damage else 0


def reset_command(arguments: Namespace) -> int:
    """`leidraad reset`: start over; asks first."""
    settings = replace(settings_for(), demo=True)
    if not settings.database.startswith("sqlite:///"):
        raise CommandError(
            "reset werkt alleen op de ingebouwde SQLite-database. Maak een PostgreSQL-database zelf leeg."
        )
    path = settings.database.removeprefix("sqlite:///")
    if not arguments.ja and input(f"Alles in {path} weggooien? [j/N] ").strip().lower() not in ("j", "ja"):
        print("Er is niets weggegooid.")
        return 1
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.unlink(path + suffix)
    print("De database is weg. Begin opnieuw met: make run")
    return 0
