"""String functions. Regular expressions run in linear time (see patterns)."""

from decimal import Decimal

from bpmn.feel.functions.patterns import UnsupportedPattern, compiled, replacement_parts
from bpmn.feel.functions.signature import Shelf, Work

FUNCTIONS = Shelf()
_built_in = FUNCTIONS


@_built_in("substring", "string: string, start position: number, length: number?", "string")
def substring(work: Work, text: str, start: Decimal, length: Decimal | None = None) -> str:
    """Positions count from 1, or from the end when negative."""
    work.charge_text(len(text))
    begin = int(start) - 1 if start >= 1 else max(len(text) + int(start), 0)
    if start == 0 or (length is not None and length < 1):
        raise ValueError
    return text[begin:] if length is None else text[begin : begin + int(length)]


@_built_in("string length", "string: string", "number")
def string_length(work: Work, text: str) -> Decimal:
    return Decimal(len(text))


@_built_in("upper case", "string: string", "string")
def upper_case(work: Work, text: str) -> str:
    return _charged(work, text.upper())


@_built_in("lower case", "string: string", "string")
def lower_case(work: Work, text: str) -> str:
    return _charged(work, text.lower())


def _charged(work: Work, text: str) -> str:
    work.charge_text(len(text))
    return text


@_built_in("substring before", "string: string, match: string", "string")
def substring_before(work: Work, text: str, match: str) -> str:
    work.charge_text(len(text))
    return text[: text.find(match)] if match and match in text else ""


@_built_in("substring after", "string: string, match: string", "string")
def substring_after(work: Work, text: str, match: str) -> str:
    work.charge_text(len(text))
    return text[text.find(match) + len(match) :] if match in text else ""


@_built_in("contains", "string: string, match: string", "boolean")
def contains(work: Work, text: str, match: str) -> bool:
    work.charge_text(len(text))
    return match in text


@_built_in("starts with", "string: string, match: string", "boolean")
def starts_with(work: Work, text: str, match: str) -> bool:
    return text.startswith(match)


@_built_in("ends with", "string: string, match: string", "boolean")
def ends_with(work: Work, text: str, match: str) -> bool:
    return text.endswith(match)


@_built_in("matches", "input: string, pattern: string, flags: string?", "boolean")
def matches(work: Work, text: str, pattern: str, flags: str = "") -> bool | None:
    work.charge_text(len(text))
    try:
        return compiled(pattern, flags).search(text) is not None
    except UnsupportedPattern as error:
        work.warn(str(error))
        return None


@_built_in("replace", "input: string, pattern: string, replacement: string, flags: string?", "string")
def replace(work: Work, text: str, pattern: str, replacement: str, flags: str = "") -> str | None:
    work.charge_text(len(text))
    try:
        regex = compiled(pattern, flags)
        parts = [replacement] if "q" in flags else replacement_parts(replacement, regex.groups)
    except UnsupportedPattern as error:
        work.warn(str(error))
        return None
    made: list[str] = []
    length = at = 0
    for match in regex.finditer(text):
        filled = "".join(part if isinstance(part, str) else match.group(part) or "" for part in parts)
        made += [text[at : match.start()], filled]
        length += match.start() - at + len(filled)
        work.charge_text(length)
        at = match.end()
    return _charged(work, "".join([*made, text[at:]]))


@_built_in("split", "string: string, delimiter: string", "list<string>")
def split(work: Work, text: str, delimiter: str) -> list[object] | None:
    """`delimiter` is a regular expression."""
    work.charge_text(len(text))
    try:
        regex = compiled(delimiter, "")
    except UnsupportedPattern as error:
        work.warn(str(error))
        return None
    parts: list[object] = []
    at = 0
    for match in regex.finditer(text):
        if match.end() == match.start():
            continue
        parts.append(text[at : match.start()])
        at = match.end()
        work.charge(1)
    return [*parts, text[at:]]


@_built_in("string join", "list: list, delimiter: any?", "string")
def string_join(work: Work, items: list[object], delimiter: object = None) -> str | None:
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts) or not isinstance(delimiter, str | None):
        raise ValueError
    return joined_texts(work, [str(item) for item in texts], delimiter or "")


def joined_texts(work: Work, texts: list[str], between: str) -> str:
    """Length first: the text is made only when it is not too long."""
    work.charge_text(sum(map(len, texts)) + len(between) * max(len(texts) - 1, 0))
    return between.join(texts)
