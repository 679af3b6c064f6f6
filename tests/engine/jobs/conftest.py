"""A real mail server and a real HTTP server for what goes over the wall."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller

from config.settings import Connector, Settings, Smtp


@dataclass
class Post:
    """What the mail server took. `refuse` gives the answer to a message, or "" to take it."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    refuse: Callable[[Message], str] = lambda _: ""

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=default)  # type: ignore[attr-defined]
        answer = self.refuse(mail)
        if not answer:
            self.mails.append(mail)
        return answer or "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post(free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    yield post
    controller.stop()


@pytest.fixture
def mailing(settings: Settings, post: Post) -> Settings:
    return replace(
        settings, smtp=Smtp("127.0.0.1", post.port, sender="leidraad@voorbeeld.example", tls=False)
    )


@dataclass
class Register:
    """A system of others. `answer` gives (status, headers, body) for a request."""

    url: str = ""
    requests: list[tuple[dict[str, str], dict[str, object]]] = field(default_factory=list)
    answer: Callable[[], tuple[int, dict[str, str], bytes]] = lambda: (200, {}, b'{"registratie": 7}')


@pytest.fixture
def register() -> Iterator[Register]:
    register = Register()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the library's name
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            register.requests.append((dict(self.headers), json.loads(body)))
            status, headers, content = register.answer()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # the caller may have given up
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    register.url = f"http://127.0.0.1:{server.server_address[1]}/register"
    yield register
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def connector(register: Register) -> Connector:
    return Connector(
        "dossiers", register.url, secret="geheim", hosts=("127.0.0.1",), timeout=2.0, private=True
    )
