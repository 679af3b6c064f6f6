"""Read a letter: its first line is "# Onderwerp", the rest is Markdown with FEEL in {{…}}.

Before it may stand lines with a word of the house: `schakelaar: naam`, `nummer: veld`, `bezwaar: P6W`; between lines of
--- or not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from config.tables import did_you_mean
from config.terms import Span, read_span
from engine.definitions.errors import LetterError

HEADERS = ("schakelaar", "nummer", "bezwaar", "bezwaar_schakelaar")

_HEADER = re.compile(r"([a-z_]{1,40}):[ \t]*(\S.*)")

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
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def switch(self) -> str:
        """The switch it hangs on: off, and what sends or lays it down falls away."""
        return self.headers.get("schakelaar", "")

    @property
    def number(self) -> str:
        """The answer with the number that the document carries."""
        return self.headers.get("nummer", "")

    @property
    def objection(self) -> Span | None:
        """How long after the decision one can object."""
        return read_span(self.headers.get("bezwaar", ""))

    @property
    def objection_switch(self) -> str:
        """The switch of what the letter says about objecting: off, and it knows no last day for that."""
        return self.headers.get("bezwaar_schakelaar", "")

    @property
    def switches(self) -> tuple[str, ...]:
        """Every switch it names."""
        return tuple(filter(None, (self.switch, self.objection_switch)))


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
    headers, text, before = _headed(text, file)
    first, _, body = text.partition("\n")
    if not first.startswith("# ") or not first[2:].strip():
        raise LetterError(
            'De eerste regel moet het onderwerp zijn. Begin met "# " en het onderwerp.', file, 1 + before
        )
    line = before + 2 + len(body) - len(body.lstrip("\n"))
    return Letter(PurePosixPath(file).stem, file, first[2:].strip(), body.strip("\n"), line, headers)


def _headed(text: str, file: str) -> tuple[dict[str, str], str, int]:
    """(the words before the subject, the text from the subject on, how many lines stand before it)."""
    headers: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _HEADER.fullmatch(line)
        between = line.strip() == "---" or (bool(headers) and not line.strip())
        if found is None and not between:
            return headers, "\n".join(lines[number:]), number
        if found is not None and found[1] not in HEADERS:
            hint = did_you_mean(found[1], HEADERS)
            known = ", ".join(HEADERS)
            message = f'Het woord "{found[1]}" kent Leidraad hier niet.{hint} Kies uit: {known}.'
            raise LetterError(message, file, number + 1)
        if found is not None:
            headers[found[1]] = _word(found[1], found[2].strip(), file, number + 1)
    return headers, "", 0


def _word(name: str, text: str, file: str, line: int) -> str:
    if name == "bezwaar" and read_span(text) is None:
        message = (
            f'"{text}" is geen duur. Schrijf hoe lang men bezwaar kan maken, bijvoorbeeld "bezwaar: P6W".'
        )
        raise LetterError(message, file, line)
    return text


def without_word(data: bytes, name: str) -> bytes:
    """The letter without the line of a word above its subject. Of a letter that could be read."""
    return re.sub(rf"^{name}:[^\n]*\n".encode(), b"", data, count=1, flags=re.MULTILINE)
