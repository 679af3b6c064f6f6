"""Read the JSON of a form that a stranger wrote: bounded, exact numbers, no double names, each part with its place."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from forms.errors import FormError

MAX_BYTES = 200_000
MAX_TEXT = 20_000

_PLACE = re.compile(r'"(?:id|key|path)"\s*:\s*"([^"\\]{1,200})"')


class Part:
    """One object of the file. Its readers raise FormError when a word has the wrong kind of value.

    `line` is where the part, or the part around it, stands: 1-based, found by its id, key or path; None without those.
    """

    def __init__(
        self,
        content: Mapping[str, object],
        file: str,
        path: str,
        lines: Mapping[str, int],
        around: int | None = None,
    ) -> None:
        self.content = content
        self.file = file
        self.path = path
        self._lines = lines
        names = (content.get(word) for word in ("id", "key", "path"))
        self.line = next((lines[name] for name in names if isinstance(name, str) and name in lines), around)

    def refuse(self, word: str, message: str) -> NoReturn:
        place = f"{self.path}.{word}" if self.path and word else self.path or word
        raise FormError(message, self.file, self.line, place)

    def text(self, word: str, most: int = MAX_TEXT) -> str:
        value = self.content.get(word)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse(word, f"Bij `{word}` hoort een tekst te staan, tussen aanhalingstekens.")
        if len(value) > most:
            self.refuse(word, f"Deze tekst is te lang: {len(value)} tekens, ten hoogste {most} mag.")
        return value

    def flag(self, word: str, default: bool = False) -> bool:
        value = self.content.get(word)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.refuse(word, f"Bij `{word}` hoort true of false te staan.")
        return value

    def count(self, word: str, most: int) -> int | None:
        """A whole number from 0 to `most`, or None when it is not there."""
        value = self.number(word)
        if value is None:
            return None
        if value != value.to_integral_value() or not 0 <= value <= most:
            self.refuse(word, f"Bij `{word}` hoort een heel getal van 0 tot en met {most}.")
        return int(value)

    def number(self, word: str) -> Decimal | None:
        value = self.content.get(word)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            value = self._number_in(word, value)
        if not isinstance(value, Decimal):
            self.refuse(word, f"Bij `{word}` hoort een getal te staan.")
        if abs(value) >= 10**15:
            self.refuse(word, f"Het getal bij `{word}` is te groot.")
        return value

    def _number_in(self, word: str, text: str) -> Decimal:
        if len(text) > 40:
            self.refuse(word, f"Bij `{word}` hoort een getal te staan.")
        try:
            value = Decimal(text)
        except InvalidOperation:
            self.refuse(word, f"Bij `{word}` hoort een getal te staan.")
        if not value.is_finite():
            self.refuse(word, f"Bij `{word}` hoort een getal te staan.")
        return value

    def part(self, word: str) -> "Part":
        """The object at `word`; empty when it is not there."""
        value = self.content.get(word)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self.refuse(word, f"Bij `{word}` hoort een groep woorden te staan, tussen accolades.")
        return self._inner(value, f"{self.path}.{word}" if self.path else word)

    def parts(self, word: str, most: int) -> list["Part"]:
        value = self.content.get(word)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(word, f"Bij `{word}` hoort een lijst te staan, met elk deel tussen accolades.")
        if len(value) > most:
            self.refuse(word, f"De lijst `{word}` is te lang: {len(value)}, ten hoogste {most} mag.")
        at = f"{self.path}.{word}" if self.path else word
        return [self._inner(item, f"{at}[{number}]") for number, item in enumerate(value)]

    def holding(self, content: Mapping[str, object]) -> "Part":
        """The same part of the same file with other content."""
        return Part(content, self.file, self.path, self._lines, self.line)

    def _inner(self, content: Mapping[str, object], path: str) -> "Part":
        return Part(content, self.file, path, self._lines, self.line)


def parse(data: bytes, name: str) -> Part:
    """The file as one part. Raises FormError for everything that is not bounded, exact JSON of one object."""
    if len(data) > MAX_BYTES:
        raise FormError(
            f"Het formulier is te groot: {len(data)} bytes, hoogstens {MAX_BYTES} mag. Splits het formulier.",
            name,
        )
    text = _decoded(data, name)
    content = _loaded(text, name)
    if not isinstance(content, dict):
        raise FormError("Een formulier begint met { en eindigt met }.", name, 1)
    return Part(content, name, "", _lines_of(text))


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FormError("Dit bestand is geen UTF-8. Bewaar het opnieuw als UTF-8.", name, line) from None


def _loaded(text: str, name: str) -> object:
    try:
        content = json.loads(
            text, parse_float=_number, parse_int=_number, parse_constant=_no_number, object_pairs_hook=_object
        )
        _refuse_broken_text(text, content)
    except json.JSONDecodeError as error:
        message = f"Dit is geen geldige JSON, bij teken {error.colno} van de regel. Kijk of er een komma of aanhalingsteken mist."
        raise FormError(message, name, error.lineno) from None
    except RecursionError:
        raise FormError("De delen staan te diep in elkaar. Maak het formulier vlakker.", name) from None
    except _Refused as error:
        raise FormError(str(error), name, _line_with(text, error.sign)) from None
    return content


class _Refused(Exception):
    """A value that JSON allows and a form does not; the message is Dutch. `sign` is what stands at its place."""

    def __init__(self, message: str, sign: str) -> None:
        super().__init__(message)
        self.sign = sign


def _line_with(text: str, sign: str) -> int | None:
    at = text.find(sign)
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        words = [word for word, _ in pairs]
        double = next(word for word in words if words.count(word) > 1)
        names = [value for word, value in pairs if word in ("id", "key", "path") and isinstance(value, str)]
        message = f"Het woord `{double[:60]}` staat twee keer in hetzelfde deel. Haal er een weg."
        raise _Refused(message, f'"{names[0] if names else double}"')
    return made


def _number(text: str) -> Decimal:
    if len(text) > 40:
        raise _Refused(f"Het getal {text[:20]}… is te lang.", text)
    number = Decimal(text)
    if number and not -20 <= number.adjusted() <= 20:
        raise _Refused(f"Het getal {text} is te groot of te klein.", text)
    return number


def _no_number(text: str) -> NoReturn:
    raise _Refused(f"{text} is geen getal. Zet er een gewoon getal neer.", text)


def _refuse_broken_text(text: str, content: object) -> None:
    if "\\u" not in text:
        return
    try:
        json.dumps(content, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise _Refused(
            "Er staat een half teken (\\ud800 tot \\udfff) in een tekst. Typ het teken opnieuw.", "\\ud"
        ) from None


def _lines_of(text: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    at, line = 0, 1
    for match in _PLACE.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        lines.setdefault(match[1], line)
    return lines
