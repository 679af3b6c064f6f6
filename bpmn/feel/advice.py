"""What to do about a problem in an expression, in Dutch."""

from collections.abc import Collection
from difflib import get_close_matches

from bpmn.feel.types import FeelType


def suggestion(wrong: str, known: Collection[str]) -> str:
    """`Bedoelt u ...?`, or an empty text when nothing looks like it."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(wrong.casefold(), folded, n=1, cutoff=0.7)
    return f"Bedoelt u `{folded[close[0]]}`?" if close else ""


def quotes_advice(name: str, choices: Collection[str] | None) -> str:
    if choices and name in choices:
        return f'Bedoelt u "{name}"? Een tekst staat tussen dubbele aanhalingstekens.'
    return 'Een tekst staat tussen dubbele aanhalingstekens, zoals "geld".'


_MOST_NAMED = 12


def choice_advice(wrong: str, choices: Collection[str]) -> str:
    """`Bedoelt u ...?`, or what there is to choose from."""
    close = get_close_matches(wrong.casefold(), {text.casefold(): text for text in choices}, n=1, cutoff=0.6)
    if close:
        return f'Bedoelt u "{next(text for text in choices if text.casefold() == close[0])}"?'
    named = ", ".join(f'"{text}"' for text in sorted(choices)[:_MOST_NAMED])
    return f"Kies uit: {named}{' …' if len(choices) > _MOST_NAMED else ''}."


def sum_advice(sign: str, left: FeelType, right: FeelType) -> str:
    kinds = {left.kind, right.kind}
    if kinds & {"date", "date time"} and "number" in kinds:
        return 'Tel dagen op met een duur: duration("P14D").'
    if sign == "+" and "string" in kinds:
        return "Maak van een getal of datum eerst een tekst met string(...)."
    return ""


def comparison_advice(left: FeelType, right: FeelType) -> str:
    kinds = {left.kind, right.kind}
    if kinds == {"date", "string"}:
        return 'Schrijf een datum als date("2026-03-01").'
    if kinds == {"number", "string"}:
        return "Schrijf een getal zonder aanhalingstekens."
    if kinds == {"date", "date time"}:
        return "Maak van de datum met tijd eerst een datum met date(...)."
    if kinds == {"boolean", "string"}:
        return "Schrijf true of false zonder aanhalingstekens."
    return "Gebruik aan beide kanten dezelfde soort waarde."
