"""XPath regular expressions on RE2, which always ends in linear time and therefore knows no looking back or ahead."""

import re
from functools import lru_cache
from typing import Any

import re2

_MAX_PATTERN = 500
_MAX_MEMORY = 2_000_000  # bytes, for one pattern
_FLAGS = frozenset("smixq")

# RE2 knows these letters for ASCII only; in XPath they are about all letters and digits.
_CLASSES = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
    "W": r"\p{P}\p{Z}\p{C}",
    "s": r" \t\n\r",
    "i": r"\p{L}_:",
    "c": r"\p{L}\p{M}\p{N}._:\-",
}
_TOKEN = re.compile(r"\\(.)|([\[\]])", re.DOTALL)


class UnsupportedPattern(Exception):
    """The pattern can't be used; the message is Dutch."""


@lru_cache(maxsize=128)
def compiled(pattern: str, flags: str) -> Any:
    """A compiled pattern with `search`, `finditer` and `groups`. Raises UnsupportedPattern."""
    if not set(flags) <= _FLAGS:
        raise UnsupportedPattern(f"De letters `{flags[:20]}` zijn hier geen keuze: gebruik s, m, i, x of q.")
    if len(pattern) > _MAX_PATTERN:
        raise UnsupportedPattern(f"Dit zoekpatroon is te lang: ten hoogste {_MAX_PATTERN} tekens.")
    try:
        return re2.compile(_translated(pattern, flags), _options(flags))
    except (re2.error, UnicodeError):
        raise UnsupportedPattern(
            f"Het zoekpatroon `{pattern[:60]}` kan hier niet. Vooruit of terug kijken en terugverwijzen bestaan niet."
        ) from None


def _options(flags: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    options.case_sensitive = "i" not in flags
    options.dot_nl = "s" in flags
    options.literal = "q" in flags
    return options


def _translated(pattern: str, flags: str) -> str:
    if "q" in flags:
        return pattern
    if "x" in flags:
        pattern = re.sub(r"[ \t\n\r]+", "", pattern)
    return ("(?m)" if "m" in flags else "") + _with_classes(pattern)


def _with_classes(pattern: str) -> str:
    """Widen the class letters; inside [...] they stand bare, elsewhere in brackets of their own."""
    made: list[str] = []
    at, inside = 0, False
    for match in _TOKEN.finditer(pattern):
        made.append(pattern[at : match.start()])
        at = match.end()
        if match.group(2):
            inside = match.group(2) == "[" or (inside and match.group(2) != "]")
            made.append(match.group(2))
        else:
            made.append(_class(match.group(1), match.group(0), inside))
    return "".join([*made, pattern[at:]])


def _class(letter: str, whole: str, inside: bool) -> str:
    if letter.isdigit() and letter != "0":
        raise UnsupportedPattern("Terugverwijzen met een nummer (`\\1`) kan hier niet in een zoekpatroon.")
    if letter == "S" and not inside:
        return r"[^ \t\n\r]"
    if letter in _CLASSES:
        return _CLASSES[letter] if inside else f"[{_CLASSES[letter]}]"
    return whole


def replacement_parts(replacement: str, groups: int) -> list[str | int]:
    """`$1` as group numbers between plain texts; `\\$` and `\\\\` are the signs themselves. Raises UnsupportedPattern."""
    parts: list[str | int] = []
    for match in re.finditer(r"\\([\\$])|\$([0-9]+)|([^\\$]+)|(.)", replacement, re.DOTALL):
        if match.group(4):
            raise UnsupportedPattern(
                r"In de vervangende tekst schrijf je een dollarteken als \$ en een \ als \\."
            )
        if match.group(2):
            parts += _group(match.group(2), groups)
        else:
            parts.append(match.group(1) or match.group(3))
    return parts


def _group(digits: str, groups: int) -> list[str | int]:
    """The longest number that is a group; what is left of the digits is text. A missing group is empty."""
    for length in range(min(len(digits), 3), 1, -1):
        if int(digits[:length]) <= groups:
            return [int(digits[:length]), digits[length:]]
    number = int(digits[0])
    return [number if number <= groups else "", digits[1:]]
