"""What keeps an installation going, at the command line."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.commands.conftest import ROOT, Leidraad

pytestmark = pytest.mark.slow  # each test starts processes
REGION = "processes/voorbeeld"
PASSWORD = "een lang wachtwoord\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_first_administrator_is_made_at_the_command_line(leidraad: Leidraad) -> None:
    done = leidraad("person", "add", "ada", "Ada Beheer", "--regio", REGION, said=PASSWORD)
    assert done.returncode == 0, done.stderr
    assert "Ada Beheer (ada) is Beheerder" in done.stdout


def test_a_role_that_does_not_exist_names_those_that_do(leidraad: Leidraad) -> None:
    done = leidraad("person", "add", "ada", "Ada", "--regio", REGION, "--rol", "koning", said=PASSWORD)
    assert done.returncode == 2
    assert "beheerder" in done.stderr


def test_a_password_that_is_too_short_is_refused(leidraad: Leidraad) -> None:
    done = leidraad("person", "add", "ada", "Ada", "--regio", REGION, said="kort\n")
    assert done.returncode == 2
    assert "wachtwoord" in done.stderr


def test_an_unknown_setting_is_one_line_with_a_hint(leidraad: Leidraad) -> None:
    done = leidraad("upgrade", LEIDRAAD_DATABSE="x")
    assert done.returncode == 2
    assert "LEIDRAAD_DATABASE" in done.stderr


def test_upgrading_twice_changes_nothing(leidraad: Leidraad) -> None:
    assert leidraad("upgrade").returncode == 0
    again = leidraad("upgrade")
    assert again.returncode == 0
    assert "kopie" not in again.stdout


def test_a_story_that_was_cut_off_or_changed_is_found(leidraad: Leidraad, folder: Path) -> None:
    start_demo_once(folder)
    assert leidraad("audit", "verify").returncode == 0
    with sqlite3.connect(folder / "var" / "leidraad.db") as database:
        database.execute("DROP TRIGGER IF EXISTS event_no_delete")
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(
            'DELETE FROM event WHERE "case" = 1 AND seq = (SELECT max(seq) FROM event WHERE "case" = 1)'
        )
    done = leidraad("audit", "verify")
    assert done.returncode == 1
    assert "1 gebreken" in done.stdout


def test_the_worker_does_what_is_due_and_stops_when_asked_once(leidraad: Leidraad) -> None:
    assert "verwerkt" in leidraad("worker", "--eenmaal").stdout


def test_jobs_tell_what_waits(leidraad: Leidraad) -> None:
    assert leidraad("jobs").returncode == 0


def test_starting_over_asks_first(leidraad: Leidraad, folder: Path) -> None:
    leidraad("upgrade")
    assert leidraad("reset", said="n\n").returncode == 1
    assert (folder / "var" / "leidraad.db").exists()
    assert leidraad("reset", said="j\n").returncode == 0
    assert not (folder / "var" / "leidraad.db").exists()


def test_a_port_that_is_taken_is_one_line_that_names_another(leidraad: Leidraad) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = leidraad("demo", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "bezet" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_demonstration_keeps_its_data_and_says_what_was_changed_by_hand(folder: Path) -> None:
    first = start_demo_once(folder)
    assert "gepubliceerd als versie 1" in first
    text = (folder / REGION / "region.toml").read_text(encoding="utf-8")
    (folder / REGION / "region.toml").write_text(
        text.replace("Voorbeeldregio", "Nieuwe naam"), encoding="utf-8"
    )
    second = start_demo_once(folder)
    assert "gewijzigd sinds versie 1" in second
    assert "leidraad publish processes/voorbeeld" in second


def start_demo_once(folder: Path) -> str:
    """Start the demonstration, wait until it answers, stop it with Ctrl-C; what it said."""
    port = free_port()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "webui.command_line", "demo", "--port", str(port)]
    demo = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", demo)
    finally:
        demo.send_signal(signal.SIGINT)
        said, _ = demo.communicate(timeout=30)
    assert workers_of(folder) == []
    return said


def wait_for(address: str, process: subprocess.Popen[str], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not answer")


def workers_of(folder: Path) -> list[int]:
    """Processes that still run in this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if entry.readlink() == folder:
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found
