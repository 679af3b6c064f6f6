"""Give the fields of a block other names: in its keys, and in everything of the block that reads them."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from bpmn.feel.errors import FeelError
from bpmn.feel.reading import words_of
from bpmn.feel.templates import Part, Text, parse_template

Component = dict[str, Any]

# The properties of a field that hold FEEL; the others are words.
_FEEL = re.compile(
    r"vooraf|niet_na|niet_voor|delen_als|logboek_ouders|personen_waar|zichtbaar_als|eis(?:_[0-9]{1,2})?"
)


def prefixed(components: list[Component], prefix: str) -> list[Component]:
    """The same fields with `prefix` before the names of their answers and before their ids.

    The fields in the rows of a list keep their names: they are names within the row.
    """
    return [_prefixed(one, prefix, frozenset(keys_of(components))) for one in components]


def key_of(component: Mapping[str, Any]) -> str:
    """The name of its answer; empty for a part without one."""
    word = "path" if component.get("type") == "dynamiclist" else "key"
    key = component.get(word) or (component.get("id") if word == "path" else "")
    return key if isinstance(key, str) and component.get("type") != "group" else ""


def inner(component: Mapping[str, Any]) -> list[Component]:
    found = component.get("components")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def keys_of(components: list[Component]) -> Iterator[str]:
    """The names at this level, those in groups too."""
    for one in components:
        if key := key_of(one):
            yield key
        elif one.get("type") == "group":
            yield from keys_of(inner(one))


def _prefixed(component: Component, prefix: str, names: Collection[str]) -> Component:
    made = _reading_others(component, prefix, names)
    for word in ("id", "key", "path"):
        if isinstance(made.get(word), str) and made[word]:
            made[word] = prefix + made[word]
    within = inner(component)
    if component.get("type") == "dynamiclist":
        outside = frozenset(names) - frozenset(keys_of(within))
        made["components"] = [_row(one, prefix, outside) for one in within]
    elif within:
        made["components"] = [_prefixed(one, prefix, names) for one in within]
    return made


def _row(component: Component, prefix: str, names: Collection[str]) -> Component:
    """A part of a row: it keeps its own name, and may read what lies around the row."""
    made = _reading_others(component, prefix, names)
    if within := inner(component):
        around = frozenset(names)
        if component.get("type") == "dynamiclist":
            around -= frozenset(keys_of(within))
        made["components"] = [_row(one, prefix, around) for one in within]
    return made


def _reading_others(component: Component, prefix: str, names: Collection[str]) -> Component:
    def feel(text: object) -> object:
        return in_expression(text, prefix, names) if isinstance(text, str) else text

    def within(word: str, wanted: Callable[[str, object], bool]) -> Component:
        part = component.get(word)
        if not isinstance(part, dict):
            return {}
        return {word: {key: feel(value) if wanted(key, value) else value for key, value in part.items()}}

    made = {**component, **within("conditional", lambda _word, _value: True)}
    made |= within("properties", lambda word, _value: bool(_FEEL.fullmatch(word)))
    made |= within("validate", lambda _word, value: isinstance(value, str) and value.lstrip()[:1] == "=")
    if isinstance(component.get("dataSource"), str):
        made["dataSource"] = feel(component["dataSource"])
    if isinstance(component.get("text"), str):
        made["text"] = in_template(component["text"], prefix, names)
    return made


def in_expression(text: str, prefix: str, names: Collection[str]) -> str:
    """The expression with `prefix` before each of `names`; a field of something else (`rij.naam`) and the name in a
    context keep theirs. What can't be read stays as it is: the check of the form speaks of it."""
    start = 1 if text.startswith("=") else 0
    try:
        words = words_of(text[start:])
    except FeelError:
        return text
    places = [
        word.start + start
        for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False)
        if word.kind == "NAME" and word.text in names
        and not (before and before.text == ".") and not (after and after.text in (":", "("))
    ]  # fmt: skip
    return _inserted(text, places, prefix)


def in_template(text: str, prefix: str, names: Collection[str]) -> str:
    """The text of a text block, with the names in its `{{…}}` renamed."""
    try:
        found = list(_expressions(parse_template(text)))
    except FeelError:
        return text
    for start, expression in sorted(found, reverse=True):
        at = text.find(expression, start)
        if at >= 0:
            renamed = in_expression(expression, prefix, names)
            text = text[:at] + renamed + text[at + len(expression) :]
    return text


def _expressions(parts: tuple[Part, ...]) -> Iterator[tuple[int, str]]:
    for part in parts:
        if not isinstance(part, Text):
            yield part.start, part.expression.text
            yield from _expressions(getattr(part, "parts", ()))


def _inserted(text: str, places: list[int], prefix: str) -> str:
    for place in reversed(places):
        text = text[:place] + prefix + text[place:]
    return text
