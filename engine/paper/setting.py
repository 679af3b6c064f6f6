"""Set one sheet: run as a process of its own, so that a text that never ends can be stopped, whatever it does.

Reads a sheet as JSON from standard input and writes a PDF to standard output. It is given nothing else: no settings, no
environment, no place to write, and an empty folder as all that a sheet can reach.
"""

import json
import resource
import sys
import tempfile
from pathlib import Path

import typst

from engine.paper.markup import tree_of

SECONDS = 10  # of computing; who asks for the sheet waits no longer than engine.paper.printing says
MEMORY = 2_000_000_000  # bytes of addresses, most of them never touched
MOST = 10_000_000  # bytes of a PDF

_SHEET = Path(__file__).with_name("sheet.typ")
_LIMITS = (
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as nothing:
        for limit, most in _LIMITS:
            resource.setrlimit(limit, (most, most))
        pdf = set_sheet(json.load(sys.stdin.buffer), nothing)
    if len(pdf) > MOST:
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


def set_sheet(sheet: dict[str, object], root: str) -> bytes:
    """The PDF of a sheet: accessible (PDF/UA-1), or as near as it comes when a sign is in none of our fonts.

    The same sheet gives the same bytes. `root` is the only folder that can be read. Raises typst.TypstError.
    """
    said = {**sheet, "blocks": tree_of(str(sheet["body"]))}
    form, at = _SHEET.read_bytes(), int(str(sheet["at"]))
    compiler = typst.Compiler(
        root=root,
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(said)},
        package_path=root,
        package_cache_path=root,
    )
    try:
        pdf = compiler.compile(form, format="pdf", timestamp=at, pdf_standards="ua-1")
    except typst.TypstError:
        pdf = compiler.compile(form, format="pdf", timestamp=at)
    assert isinstance(pdf, bytes)
    return pdf


if __name__ == "__main__":
    sys.exit(main())
