"""Why a decision went as it did, in the words of the forms: dossier_compleet = "nee" becomes
“Is het dossier compleet?” is “nee”. Only the words are exchanged; what is not known stays as the designer wrote it."""

import re
from collections.abc import Collection, Mapping

from bpmn.feel.showing import show
from engine.definitions.definition import RouteDefinition
from forms.model import Field, questions

Fields = Mapping[str, Field]

_CONTAINS = re.compile(r"list contains\(\s*([^()]+?)\s*,\s*([^()]+?)\s*\)")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\s*(?:[<>!]=|[=<>])\s*|[^\W\d]\w*(?:\.\w+)*')
_SIGNS = {"=": "is", "!=": "is niet", "<": "<", ">": ">", "<=": "≤", ">=": "≥"}
_WORDS = {
    "and": "en", "or": "of", "not": "niet", "in": "is een van", "true": "ja", "false": "nee", "null": "leeg",
}  # fmt: skip


def fields_of(route: RouteDefinition) -> Fields:
    """The questions of a route by the name of their answer; of two with one name, the first that is asked."""
    found: dict[str, Field] = {}
    for step in route.steps.values():
        for field in questions(step.form.fields) if step.form else ():
            found.setdefault(field.key, field)
    return found


def condition_in_words(expression: str, reads: Collection[str], fields: Fields) -> str:
    """`reads` are the names in the expression that were looked up."""
    options = {
        one.value: one.label for name in reads if name in fields for one in fields[name].options if one.label
    }

    def exchanged(part: re.Match[str]) -> str:
        text = part[0].strip()
        if text.startswith('"'):
            return _quoted(options.get(text[1:-1], text[1:-1]))
        if text in _SIGNS:
            return f" {_SIGNS[text]} "
        return label_of(text, fields) if text in reads else _WORDS.get(text, text)

    return _PART.sub(exchanged, _CONTAINS.sub(r"\1 bevat \2", expression))


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
