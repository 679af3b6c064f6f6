"""Read a letter: its first line is "# Onderwerp", the rest is Markdown with FEEL in {{…}}."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.definitions.errors import LetterError

# Neither a mail nor a database takes these.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Letter:
    """`subject` and `body` are templates (bpmn.feel.templates); `body` is Markdown and begins on `line` of the file.
    `id` is the file's name."""

    id: str
    file: str
    subject: str
    body: str
    line: int = 2


def read_letter(data: bytes, file: str) -> Letter:
    """Raises LetterError."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LetterError("Dit is geen UTF-8. Bewaar het bestand als UTF-8.", file, line) from None
    if found := _CONTROL.search(text):
        line = text[: found.start()].count("\n") + 1
        raise LetterError("Er staat een onzichtbaar teken in de tekst. Typ deze regel opnieuw.", file, line)
    first, _, body = text.partition("\n")
    if not first.startswith("# ") or not first[2:].strip():
        raise LetterError(
            'De eerste regel moet het onderwerp zijn. Begin met "# " en het onderwerp.', file, 1
        )
    line = 2 + len(body) - len(body.lstrip("\n"))
    return Letter(PurePosixPath(file).stem, file, first[2:].strip(), body.strip("\n"), line)
