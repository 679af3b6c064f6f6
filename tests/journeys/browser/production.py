"""The real server in a process of its own: `leidraad demo` with its worker, on a copy of the regions."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[3]
STARTS_WITHIN = 60  # seconds


class Server:
    """A demonstration in `folder`: the database in `var`, the regions in `processes`, where a test may edit them."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.processes = folder / "processes"
        shutil.copytree(ROOT / "processes", self.processes)
        self._log = folder / "server.log"
        self._port = free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when pages are served. In a group of its own, so that the worker can be killed with it."""
        command = [sys.executable, "-m", "webui.command_line", "demo", "--leeg", "--port", str(self._port)]
        own = {"LEIDRAAD_VAR": str(self.var), "LEIDRAAD_PROCESSEN": str(self.processes)}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | own, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline, self._log.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Without any warning: the server, its processes and the worker."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=30)
            self._process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
