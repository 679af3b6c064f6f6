"""Numbers and amounts, typed the Dutch way: 1.234,50."""

import re
from decimal import Decimal
from typing import TypeGuard

from bpmn.feel.types import NUMBER as FEEL_NUMBER
from forms.fields.kind import QUESTION_PROPERTIES, QUESTION_WORDS, Given, Kind, Rejected, plain
from forms.fields.text import one_line
from forms.model import Field

_DUTCH = re.compile(r"([+-]?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)?(?:,([0-9]*))?")
_POINT = re.compile(r"([+-]?)([0-9]*)\.([0-9]+)")
_MOST_WHOLE_DIGITS = 12
_MOST_DECIMALS = 10


def number_in(text: str) -> Decimal | None:
    """`1.234,50`, `1234,5`, `12.5` or `-3` as a number, or None. A point before three digits parts thousands."""
    text = re.sub(r"[\s\u00a0]", "", text).replace("\u2212", "-")
    match = _DUTCH.fullmatch(text) or _POINT.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return None
    sign, whole, rest = match.groups()
    return Decimal(f"{sign}{(whole or '0').replace('.', '')}.{rest or '0'}")


def dutch_number(value: Decimal) -> str:
    """The number with a comma and only the decimals it needs."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _read_number(field: Field, given: Given) -> Decimal | None:
    return _read(given, "Vul een getal in, zoals 12 of 12,5.", field.digits)


def _read_amount(_field: Field, given: Given) -> Decimal | None:
    return _read(given, "Vul een bedrag in, zoals 1250 of 1.250,50.", 2)


def _read(given: Given, advice: str, digits: int | None) -> Decimal | None:
    text = one_line(given.text).removeprefix("€").removeprefix("EUR").strip()
    if not text:
        return None
    if len(text) > 60:
        raise Rejected(advice)
    value = number_in(text)
    if value is None:
        raise Rejected(advice)
    return _bounded(value, digits)


def _bounded(value: Decimal, digits: int | None) -> Decimal:
    if abs(value) >= 10**_MOST_WHOLE_DIGITS:
        raise Rejected(f"Dit getal is te groot. Gebruik ten hoogste {_MOST_WHOLE_DIGITS} cijfers.")
    value = _without_zeros(value)
    most = _MOST_DECIMALS if digits is None else digits
    if -int(value.as_tuple().exponent) > most:
        if most == 0:
            raise Rejected("Vul een heel getal in, zonder komma.")
        raise Rejected(f"Gebruik ten hoogste {most} cijfer{'s' * (most > 1)} achter de komma.")
    return value


def _without_zeros(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole + 0 if value == whole else value.normalize()


def write_number(value: object) -> tuple[str, ...]:
    return (dutch_number(value),) if _is_number(value) else (plain(value),)


def _show_number(_field: Field, value: object) -> str:
    return write_number(value)[0]


def _show_amount(_field: Field, value: object) -> str:
    if not _is_number(value):
        return plain(value)
    whole, _, cents = f"{abs(value):,.2f}".partition(".")
    sign = "-" if value < 0 else ""
    return f"€ {sign}{whole.replace(',', '.')},{cents}"


def _is_number(value: object) -> TypeGuard[Decimal]:
    """A number that can be written out; an old or strange answer may be anything."""
    return isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 40


_WORDS = QUESTION_WORDS | {"decimalDigits", "increment", "serializeToString"}
_CHECKS = frozenset({"required", "min", "max"})
_PROPERTIES = QUESTION_PROPERTIES | {"soort"}

NUMBER = Kind(
    "number",
    "number",
    read=_read_number,
    write=write_number,
    show=_show_number,
    fact_type=lambda _field: FEEL_NUMBER,
    words=_WORDS,
    checks=_CHECKS,
    properties=_PROPERTIES,
    missing="Vul een getal in.",
)
AMOUNT = Kind(
    "amount",
    "number",
    "bedrag",
    read=_read_amount,
    write=write_number,
    show=_show_amount,
    fact_type=lambda _field: FEEL_NUMBER,
    words=_WORDS,
    checks=_CHECKS,
    properties=_PROPERTIES,
    missing="Vul een bedrag in.",
)
