"""A file that somebody put up. It is only ever saved, never shown: what is in it is the sender's, not ours."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Blueprint, Response

from engine.casework.files import read_file
from webui.acting import desk
from webui.audience import audience

PIECE = 64_000  # bytes

pages = Blueprint("uploads", __name__, url_prefix="/bestanden")


@pages.get("/<upload>")
@audience("aangemeld")
def download(upload: str) -> Response:
    found, data = read_file(desk(), upload)
    response = Response(_pieces(data), mimetype=found.type)
    response.content_length = len(data)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _pieces(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), PIECE):
        yield data[start : start + PIECE]
