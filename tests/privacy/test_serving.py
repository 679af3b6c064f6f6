"""What the production server writes down while people work, err and attack: nothing of anybody."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from engine import people
from tests.webui.installation import make_installation

PASSWORD = "Zandkorrel en drie fietsen"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def served(folder: Path, told: Path) -> Iterator[int]:
    """`leidraad run` on a free port; what it writes goes to `told`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LEIDRAAD_")},
        "LEIDRAAD_VAR": str(folder),
        "LEIDRAAD_DATABASE": f"sqlite:///{folder / 'leidraad.db'}",
    }
    command = [sys.executable, "-m", "webui.command_line", "run", "--port", str(port)]
    with told.open("wb") as out:
        server = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_for(lambda: b"luistert" in told.read_bytes())
            yield port
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=40)


def _wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 40
    while not done():
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.2)


def ask(
    port: int, method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, address, body, headers or {})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.slow
def test_the_server_writes_down_nothing_of_anybody(tmp_path: Path) -> None:
    made = make_installation(tmp_path)
    people.set_password(made.database, "ib.eikel", PASSWORD)
    made.database.close()
    told = tmp_path / "told.txt"
    typed = urlencode({"aanmeldnaam": "ib.eikel", "wachtwoord": PASSWORD}).encode()
    with served(tmp_path, told) as port:
        assert ask(port, "GET", "/zaken?zoek=Zandkorrel") == 303
        assert ask(port, "POST", "/aanmelden", typed, FORM) == 400
        assert ask(port, "GET", "/zaken/Zandkorrel") == 303
        assert ask(port, "GET", "/aanmelden?verder=http://[Zandkorrel") == 200
        assert ask(port, "POST", "/aanmelden", b"Zandkorrel=" * 5_000, FORM) in (400, 413)
        assert ask(port, "GET", "/", headers={"Cookie": "leidraad_aanmelding=Zandkorrel"}) == 303
        assert ask(port, "GET", "/", headers={"Host": "Zandkorrel\\"}) in (303, 400)
        with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
            raw.sendall(b"GET /Zandkorrel HTTP/9.9\r\nZandkorrel\r\n\r\n")
            raw.recv(1000)
    written = told.read_text(encoding="utf-8", errors="replace")
    assert "luistert" in written
    assert "Zandkorrel" not in written
    assert "ib.eikel" not in written
