"""Only in a demonstration: the other side of the connections that the regions name, and what arrived there.

What is registered lies in the installation's folder, a file for each key. The same key a second time gives the same
answer and registers nothing, and a case has one number however many calls there are about it: that is what a real
register should do with a call that is tried again, and with one that closes what another opened.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, jsonify, render_template, request

from engine.clock import day
from engine.errors import NotFound
from webui.acting import installation, now
from webui.audience import audience

MOST_SHOWN = 100

pages = Blueprint("demo_register", __name__, url_prefix="/demo/koppeling")


class Registration(NamedTuple):
    """`data` is what the case sent along, as text."""

    connection: str
    number: str
    at: datetime
    case: str
    data: str


@pages.get("")
@audience("demo")
def overview() -> str:
    return render_template(
        "koppelingen.html", registrations=sorted(_all(), key=lambda one: one.at)[-MOST_SHOWN:][::-1]
    )


@pages.post("/<connection>")
@audience("demo")
def register(connection: str) -> Response:
    """Take a call of the worker: a JSON object, with a key in the header `Idempotency-Key`."""
    key, sent = request.headers.get("Idempotency-Key", ""), request.get_json(silent=True)
    if not key or not isinstance(sent, dict) or not connection.isidentifier():
        raise NotFound
    row: dict[str, object] = {
        "connection": connection,
        "number": _number(connection, str(sent.get("zaak", "")) or key),
        "at": now().isoformat(),
        "sent": sent,
    }
    known = _once(_folder() / f"{hashlib.sha256(key.encode()).hexdigest()}.json", row)
    at = day(datetime.fromisoformat(str(known["at"])))
    return jsonify({f"{connection}_nummer": known["number"], "geregistreerd_op": at.isoformat()})


def _number(connection: str, about: str) -> str:
    """Of what is registered, so that nothing needs to be looked up."""
    digest = hashlib.sha256(f"{connection}/{about}".encode()).hexdigest()
    return f"{connection.upper()}-{int(digest, 16) % 10**8:08d}"


def _folder() -> Path:
    return installation().settings.var.resolve() / "koppeling"


def _once(path: Path, row: dict[str, object]) -> dict[str, object]:
    """Write the row unless it is there; returns what is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            json.dump(row, file)
    except FileExistsError:
        row = json.loads(path.read_text())
    return row


def _all() -> Iterator[Registration]:
    for path in _folder().glob("*.json"):
        row = json.loads(path.read_text())
        sent = row["sent"]
        data = json.dumps(sent.get("gegevens", {}), ensure_ascii=False, indent=2)
        yield Registration(
            row["connection"],
            row["number"],
            datetime.fromisoformat(row["at"]),
            str(sent.get("zaak", "")),
            data,
        )
