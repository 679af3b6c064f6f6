"""The production server: gunicorn with two processes, made ready before it says so."""

import socket
import sys
from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

from webui.commands.errors import CommandError

PROCESSES = 2
THREADS = 4


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves the application that `make_app` returns. It is made in each process, after the fork, so that no database
    connection is shared."""

    def __init__(self, make_app: Callable[[], Flask], address: str, ready: Callable[[], None]) -> None:
        self._make_app = make_app
        self._options = {
            "bind": address,
            "workers": PROCESSES,
            "threads": THREADS,
            "worker_class": "gthread",
            "loglevel": "warning",
            "graceful_timeout": 3,
            # Whom to believe about X-Forwarded-… is one setting, read by the application (`vertrouwde_proxys`).
            "forwarded_allow_ips": "",
            "when_ready": lambda _: ready(),
            # Requests are not logged: an address may say who looked at what.
            "accesslog": None,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make_app()


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CommandError when something already listens at `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(f"poort {port} is bezet. Kies een andere: make run PORT={port + 1}") from None


def serve(make_app: Callable[[], Flask], host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until Ctrl-C. `ready` is called once, when requests are taken."""
    sys.argv = ["leidraad"]  # gunicorn reads the command line too; nothing there is meant for it
    Server(make_app, f"{host}:{port}", ready).run()
