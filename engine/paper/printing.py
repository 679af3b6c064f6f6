"""A document on paper: from a sheet to an accessible PDF, in a process of its own and within limits."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from threading import BoundedSemaphore

from engine.errors import NotPrinted

LONGEST = 500_000  # characters of a text
LONGEST_WAIT = 15.0  # seconds, for a place and then for the sheet
AT_ONCE = 2  # of one web process

_COMMAND = (sys.executable, "-I", "-m", "engine.paper.setting")
_ENVIRONMENT = {"RAYON_NUM_THREADS": "1"}  # nothing of ours: no secret, no proxy
_places = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Sheet:
    """What stands on paper. `body` is Markdown; `date` as people write it; `at` in whole seconds since 1970, for the
    properties of the file; `reference` stands under the letterhead and `foot` at the foot of every page."""

    title: str
    sender: str
    date: str
    reference: str
    foot: str
    body: str
    at: int


def print_sheet(sheet: Sheet) -> bytes:
    """The PDF of a sheet; the same sheet gives the same bytes. Raises NotPrinted."""
    if len(sheet.body) > LONGEST:
        raise NotPrinted()
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise NotPrinted()
    try:
        return _set_apart(json.dumps(asdict(sheet)).encode())
    finally:
        _places.release()


def _set_apart(sheet: bytes) -> bytes:
    try:
        done = subprocess.run(
            _COMMAND, input=sheet, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_ENVIRONMENT,
            cwd="/", timeout=LONGEST_WAIT, check=True,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        raise NotPrinted() from None
    return done.stdout
