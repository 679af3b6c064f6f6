"""One HTTP call to a connector, kept inside the walls that the installation's settings draw.

The address is resolved once and that very address is connected to, so a name cannot point elsewhere between the check
and the call. No redirect is followed. Time and size are bounded for the call as a whole.
"""

import http.client
import ipaddress
import json
import math
import socket
import ssl
import time as clock
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from urllib.parse import SplitResult, urlsplit

from config.settings import Connector
from engine.jobs.errors import CallFailed

MAX_ANSWER = 256_000  # bytes
DEEPEST = 20  # lists and objects in each other
PIECE = 16_384


def call(connector: Connector, payload: Mapping[str, object], key: str) -> dict[str, object]:
    """POST `payload` as JSON and return the JSON object that comes back (empty when there is no body).

    `key` goes along as `Idempotency-Key` and stays the same over retries, so that the other side can drop a repeat.
    Raises CallFailed with a Dutch reason; `final` is true when trying again cannot help (4xx, a forbidden address).
    """
    deadline = clock.monotonic() + connector.timeout
    address = urlsplit(connector.url)
    _check_host(connector, address)
    connection = _connect(connector, address)
    try:
        return _exchange(connection, _target(address), _request(connector, payload, key), deadline)
    except (OSError, http.client.HTTPException) as error:
        raise CallFailed(f"de koppeling {connector.name} antwoordt niet ({type(error).__name__})") from None
    finally:
        connection.close()


def _check_host(connector: Connector, address: SplitResult) -> None:
    if address.scheme not in ("http", "https") or not address.hostname:
        raise CallFailed(f"het adres van koppeling {connector.name} is geen http- of https-adres", final=True)
    if address.hostname not in connector.hosts:
        raise CallFailed(
            f"{address.hostname} staat niet bij de toegestane hosts van koppeling {connector.name}",
            final=True,
        )


def _connect(connector: Connector, address: SplitResult) -> http.client.HTTPConnection:
    host = str(address.hostname)
    port = address.port or (443 if address.scheme == "https" else 80)
    numeric = _allowed_address(connector, host, port)
    if address.scheme == "https":
        return _PinnedHttps(host, port, numeric, connector.timeout)
    return _PinnedHttp(host, port, numeric, connector.timeout)


def _allowed_address(connector: Connector, host: str, port: int) -> str:
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise CallFailed(f"de host {host} van koppeling {connector.name} is niet te vinden") from None
    for numeric in found:
        if connector.private or ipaddress.ip_address(numeric).is_global:
            return numeric
    raise CallFailed(
        f"{host} is een adres in het eigen netwerk; dat mag koppeling {connector.name} niet", final=True
    )


class _PinnedHttp(http.client.HTTPConnection):
    """A connection to the one numeric address that was checked."""

    def __init__(self, host: str, port: int, numeric: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._numeric = numeric

    def connect(self) -> None:
        self.sock = socket.create_connection((self._numeric, self.port), self.timeout)


class _PinnedHttps(_PinnedHttp):
    """The same over TLS; the certificate is checked against the host's name, not its number."""

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _target(address: SplitResult) -> str:
    return (address.path or "/") + (f"?{address.query}" if address.query else "")


def _request(connector: Connector, payload: Mapping[str, object], key: str) -> tuple[bytes, dict[str, str]]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": key}
    if connector.secret:
        headers["Authorization"] = f"Bearer {connector.secret}"
    return json.dumps(payload, ensure_ascii=False, default=_plain).encode(), headers


def _plain(value: object) -> object:
    """What JSON has no word for, as other systems read it: an exact number as a number, a date or time as ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _exchange(
    connection: http.client.HTTPConnection,
    target: str,
    request: tuple[bytes, dict[str, str]],
    deadline: float,
) -> dict[str, object]:
    body, headers = request
    connection.request("POST", target, body=body, headers=headers)
    answer = connection.getresponse()
    content = _read(answer, deadline)
    if 300 <= answer.status < 400:
        raise CallFailed("de koppeling verwijst door naar een ander adres; dat volgen wij niet", final=True)
    if answer.status >= 400:
        again = answer.status in (408, 425, 429) or answer.status >= 500
        raise CallFailed(f"de koppeling weigert met code {answer.status}", final=not again)
    return _parse(content)


def _read(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(PIECE):
        size += len(piece)
        pieces.append(piece)
        if size > MAX_ANSWER:
            raise CallFailed(f"het antwoord van de koppeling is groter dan {MAX_ANSWER} bytes", final=True)
        if clock.monotonic() > deadline:
            raise CallFailed("de koppeling doet te lang over haar antwoord")
    return b"".join(pieces)


def _parse(content: bytes) -> dict[str, object]:
    if not content.strip():
        return {}
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise CallFailed("het antwoord van de koppeling is geen JSON", final=True) from None
    if not isinstance(found, dict):
        raise CallFailed("het antwoord van de koppeling is geen JSON-object", final=True)
    if not _can_be_kept(found, DEEPEST):
        raise CallFailed(
            "in het antwoord van de koppeling staat iets dat wij niet kunnen bewaren", final=True
        )
    return found


def _can_be_kept(value: object, deep: int) -> bool:
    """Whether this is text that every database takes, numbers that are numbers, and no deeper than `deep`."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return deep > 0 and all(_can_be_kept(one, deep - 1) for pair in value.items() for one in pair)
    return not isinstance(value, list) or (deep > 0 and all(_can_be_kept(one, deep - 1) for one in value))
