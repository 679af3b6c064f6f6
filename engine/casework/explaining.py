"""Why a decision went as it did, in the words of the forms: dossier_compleet = "nee" becomes
“Is het dossier compleet?” is “nee”. Only the words are exchanged; what is not known stays as the designer wrote it."""

import re
from collections.abc import Collection, Iterator, Mapping

from bpmn.feel.showing import show
from config.regions import Region
from engine.casework import pieces, signing
from engine.definitions.definition import RouteDefinition
from forms.model import Field, questions

Fields = Mapping[str, Field]

_CONTAINS = re.compile(r"list contains\(\s*([^()]+?)\s*,\s*([^()]+?)\s*\)")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\s*(?:[<>!]=|[=<>])\s*|[^\W\d]\w*(?:\.\w+)*')
_SIGNS = {"=": "is", "!=": "is niet", "<": "<", ">": ">", "<=": "≤", ">=": "≥"}
_WORDS = {
    "and": "en", "or": "of", "not": "niet", "in": "is een van", "true": "ja", "false": "nee", "null": "leeg",
}  # fmt: skip


def fields_of(route: RouteDefinition, region: Region) -> Fields:
    """The questions of a route by the name of their answer; of two with one name, the first that is asked. What the
    route knows by itself, of documents and signatures, reads as a question too."""
    found = {name: Field("text", name, key=name, label=label) for name, label in _by_itself(route, region)}
    for step in route.steps.values():
        for field in questions(step.form.fields) if step.form else ():
            found.setdefault(field.key, field)
    return found


def _by_itself(route: RouteDefinition, region: Region) -> Iterator[tuple[str, str]]:
    for piece in region.pieces.values():
        yield f"{pieces.FACT}.{piece.id}.{pieces.VERSION}", f"{piece.name}, versie"
        yield from ((f"{pieces.FACT}.{piece.id}.{part}", f"{piece.name}, {part}") for part in piece.parts)
    yield from ((f"{signing.FACT}.{step.id}", f"{step.name}, getekend") for step in route.signing)


def condition_in_words(expression: str, reads: Collection[str], fields: Fields) -> str:
    """`reads` are the names in the expression that were looked up. After the first of two reasons that is enough the
    second is not looked up: its questions are known all the same."""
    names = mentioned(expression, fields)
    options = {one.value: one.label for name in names for one in fields[name].options if one.label}

    def exchanged(part: re.Match[str]) -> str:
        text = part[0].strip()
        if text.startswith('"'):
            return _quoted(options.get(text[1:-1], text[1:-1]))
        if text in _SIGNS:
            return f" {_SIGNS[text]} "
        return label_of(text, fields) if text in names or text in reads else _WORDS.get(text, text)

    return _PART.sub(exchanged, _CONTAINS.sub(r"\1 bevat \2", expression))


def mentioned(expression: str, fields: Fields) -> frozenset[str]:
    """The names in an expression that are those of questions, looked up or not."""
    return frozenset(part[0] for part in _PART.finditer(expression) if part[0] in fields)


def value_in_words(name: str, value: object, fields: Fields) -> str:
    """“Is het dossier compleet?” is “nee”."""
    return f"{label_of(name, fields)} is {_shown(name, value, fields) or 'leeg'}"


def label_of(name: str, fields: Fields) -> str:
    """The question of a form; a name that no form asks for, of a table for example, as words."""
    known = fields.get(name)
    return _quoted((known.label if known else "") or name.replace("_", " "))


def _shown(name: str, value: object, fields: Fields) -> str:
    if not isinstance(value, str | list):
        return show(value)
    options = {one.value: one.label for one in fields[name].options} if name in fields else {}
    texts = [value] if isinstance(value, str) else [show(one) for one in value]
    return ", ".join(_quoted(options.get(text) or text) for text in texts if text)


def _quoted(text: str) -> str:
    return f"“{text}”"
