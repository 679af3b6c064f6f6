"""Read a TOML file key by key: every value is checked, every unknown key is refused with "bedoelt u …"."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import NoReturn, TypeVar

from config.errors import ConfigError

MAX_BYTES = 1_000_000

# A name of so many parts is no name: it only fills the memory.
_PART_OF_KEY = r"""(?>[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART_OF_KEY}(?:[ \t]*+\.[ \t]*+{_PART_OF_KEY}){{30}}")


def _column(told: str) -> str:
    """Where the reader of TOML stopped, out of its own English words."""
    found = re.search(r"column (\d+)", told)
    return f" (bij teken {found[1]})" if found else ""


_HEADING = re.compile(r"[ \t]*\[(\[)?([^\[\]]+)\]")
_KEY = re.compile(r"""[ \t]*([\w-]+|"[^"]*"|'[^']*')[ \t]*=""")

_T = TypeVar("_T")
_KIND_WORDS: Mapping[type, str] = {
    str: "een tekst tussen aanhalingstekens",
    bool: "true of false",
    int: "een geheel getal",
    dict: "een groep ([…])",
    list: "een lijst ([…, …])",
}


class Lines:
    """Where the keys of a TOML file stand. Only looked for when there is something to say about one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def line_of(self, path: str) -> int | None:
        """The line of a key ("rollen.ib.van", "stap[2].wie"), else of what it stands in; None when neither is found."""
        found = self._places()
        while path:
            if path in found:
                return found[path]
            path = re.sub(r"(\.[^.\[]*|\[\d+\]|^[^.\[]*)$", "", path)
        return None

    def _places(self) -> dict[str, int]:
        found: dict[str, int] = {}
        counts: dict[str, int] = {}
        at = ""
        for number, line in enumerate(self._text.split("\n"), 1):
            if heading := _HEADING.match(line):
                at = _heading_path(heading[2], counts, many=bool(heading[1]))
                found.setdefault(at, number)
            elif key := _KEY.match(line):
                name = key[1].strip("\"'")
                found.setdefault(f"{at}.{name}" if at else name, number)
        return found


def _heading_path(written: str, counts: dict[str, int], *, many: bool) -> str:
    """The path of [a.b] or [[a.b]]: a list of tables is counted, and its last one is meant in what follows."""
    path = ""
    names = [name.strip().strip("\"'") for name in written.split(".")]
    for place, name in enumerate(names, 1):
        path = f"{path}.{name}" if path else name
        if many and place == len(names):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


@dataclass(frozen=True)
class Table:
    """One table of a TOML file. `path` is where it stands ("rollen.ib"), for the messages."""

    values: Mapping[str, object]
    file: str
    path: str = ""
    lines: Lines | None = None

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def only(self, *known: str) -> None:
        """Refuse every key that is not one of `known`."""
        for key in self.values:
            if key not in known:
                raise self.error(key, f'Het woord "{key}" kent Leidraad hier niet.{did_you_mean(key, known)}')

    def text(self, key: str, default: str | None = None) -> str:
        """The text at `key`; without a default it must be there and not be empty."""
        value = self._value(key, str, default)
        if default is None and not value.strip():
            raise self.error(key, "Dit mag niet leeg zijn. Vul een tekst in.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self._value(key, bool, default)

    def number(self, key: str, default: int, least: int, most: int) -> int:
        value: int = self._value(key, int, default)
        if isinstance(value, bool) or not least <= value <= most:
            raise self.error(key, f"Dit moet een getal van {least} tot en met {most} zijn.")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            hint = did_you_mean(value, allowed)
            raise self.error(key, f'"{value}" kan hier niet. Kies uit: {", ".join(allowed)}.{hint}')
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts at `key`; absent is an empty list."""
        values: list[object] = self._value(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.error(key, 'Dit moet een lijst van teksten zijn, zoals ["een", "twee"].')
        return tuple(str(value) for value in values)

    def table(self, key: str) -> "Table":
        """The table at `key`; absent is an empty table."""
        values: dict[str, object] = self._value(key, dict, {})
        return Table(values, self.file, self._at(key), self.lines)

    def tables(self, key: str) -> tuple["Table", ...]:
        """The array of tables ([[key]]) at `key`; absent is empty. Paths count from 1."""
        values: list[object] = self._value(key, list, [])
        return tuple(self._row(key, number, value) for number, value in enumerate(values, 1))

    def named(self, key: str) -> Mapping[str, "Table"]:
        """The tables inside the table at `key`, by name."""
        group = self.table(key)
        return {name: group.table(name) for name in group.values}

    def words(self, key: str) -> Mapping[str, str]:
        """The texts inside the table at `key`, by name."""
        group = self.table(key)
        return {name: group.text(name) for name in group.values}

    def error(self, key: str, message: str) -> ConfigError:
        return self._error(self._at(key), message)

    def refuse(self, key: str, message: str) -> NoReturn:
        raise self.error(key, message)

    def _row(self, key: str, number: int, value: object) -> "Table":
        path = f"{self._at(key)}[{number}]"
        if not isinstance(value, dict):
            raise self._error(path, f"Dit moet een groep zijn. Schrijf [[{key}]].")
        return Table(value, self.file, path, self.lines)

    def _error(self, path: str, message: str) -> ConfigError:
        return ConfigError(message, self.file, path, self.lines.line_of(path) if self.lines else None)

    def _value(self, key: str, kind: type[_T], default: _T | None) -> _T:
        value = self.values.get(key, default)
        if value is None:
            raise self.error(key, f"Dit ontbreekt. Vul {_KIND_WORDS[kind]} in.")
        if not isinstance(value, kind):
            raise self.error(key, f"Dit moet {_KIND_WORDS[kind]} zijn.")
        return value

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def read_table(data: bytes, file: str) -> Table:
    """Read a TOML file; numbers with a point are decimals. `file` is its name for messages. Raises ConfigError."""
    if len(data) > MAX_BYTES:
        raise ConfigError(f"Het bestand is groter dan {MAX_BYTES} bytes. Maak het kleiner.", file)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        _refuse_long_keys(text, file)
        return Table(tomllib.loads(text, parse_float=Decimal), file, lines=Lines(text))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError("Dit is geen UTF-8. Bewaar het bestand als UTF-8.", file, line=line) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        place = int(found[1]) if found else text.count("\n") + 1  # at the end of the document
        message = "Dit is geen geldige TOML. Kijk op deze regel, of net erboven, naar aanhalingstekens, haken, komma's en het is-teken"
        raise ConfigError(f"{message}{_column(str(error))}.", file, line=place) from None
    except RecursionError:
        raise ConfigError("Lijsten en groepen staan te diep in elkaar. Maak het vlakker.", file) from None


def _refuse_long_keys(text: str, file: str) -> None:
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ConfigError(
            "Deze naam heeft te veel delen met een punt ertussen. Maak hem korter.", file, line=line
        )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " Bedoelt u …?" with the nearest of `known`, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Bedoelt u "{near[0]}"?' if near else ""


def collect(rows: Iterable[Table], read: Callable[[Table], _T], name: Callable[[_T], str]) -> dict[str, _T]:
    """Read every row and index by name; the same name twice is an error at the second one."""
    found: dict[str, _T] = {}
    for row in rows:
        thing = read(row)
        if name(thing) in found:
            raise row.error("id", f'"{name(thing)}" staat er twee keer. Geef elk een eigen naam.')
        found[name(thing)] = thing
    return found
