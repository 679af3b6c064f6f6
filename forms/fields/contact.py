"""Texts with a fixed form: e-mail address, telephone, mobile, BSN and BRIN. Each is kept in one way of writing."""

import re

from forms.fields.kind import Given, Kind, Rejected, plain
from forms.fields.text import TEXT_CHECKS, TEXT_PROPERTIES, limited, one_line, show_text, write_text
from forms.model import Field

_EMAIL = re.compile(
    r"[^@\s,;:<>()\[\]\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
)
_MOBILE = re.compile(r"06[0-9]{8}")
_PHONE = re.compile(r"0[1-9][0-9]{8}|\+[1-9][0-9]{7,14}|00[1-9][0-9]{7,14}|14[0-9]{2,3}|0[89]00[0-9]{4,7}")
_BRIN = re.compile(r"[0-9]{2}[A-Z]{2}(?:[0-9]{2})?")
_BETWEEN_DIGITS = re.compile(r"[\s.\-()/\u2010-\u2015]+")


def _read_email(field: Field, given: Given) -> str | None:
    text = limited(field, one_line(given.text))
    if text is None:
        return None
    if len(text) > 254 or ".." in text or not _EMAIL.fullmatch(text):
        raise Rejected("Vul een e-mailadres in, zoals naam@school.nl.")
    return text


def _read_mobile(_field: Field, given: Given) -> str | None:
    digits = _BETWEEN_DIGITS.sub("", one_line(given.text))
    if not digits:
        return None
    digits = re.sub(r"^(?:\+|00)310?(?=6)", "0", digits)
    if not _MOBILE.fullmatch(digits):
        raise Rejected("Vul een mobiel nummer in: 06 en dan 8 cijfers, zoals 06 12345678.")
    return digits


def _read_phone(_field: Field, given: Given) -> str | None:
    digits = _BETWEEN_DIGITS.sub("", one_line(given.text))
    if not digits:
        return None
    digits = re.sub(r"^(?:\+|00)310?(?=[1-9])", "0", digits)
    if not _PHONE.fullmatch(digits):
        raise Rejected("Vul een telefoonnummer in van 10 cijfers, zoals 030 1234567.")
    return digits


def _read_bsn(_field: Field, given: Given) -> str | None:
    digits = _BETWEEN_DIGITS.sub("", one_line(given.text))
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{8,9}", digits) or not passes_eleven_test(digits.zfill(9)):
        raise Rejected("Dit is geen geldig burgerservicenummer. Kijk de 9 cijfers na.")
    return digits.zfill(9)


def passes_eleven_test(digits: str) -> bool:
    """Nine digits: 9 times the first, 8 times the second … 2 times the eighth, minus the last, divides by 11."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and digits != "000000000"


def not_made_up(value: object) -> str:
    """Why this number may not be used where everything is made up; empty: it may."""
    if plain(value).startswith("99999"):
        return ""
    return "Dit is een oefenomgeving. Gebruik een verzonnen nummer dat met 99999 begint."


def masked_bsn(value: object) -> str:
    """`•••••0019`: enough to tell two numbers apart, too little to use one."""
    return f"•••••{plain(value)[-4:]}"


def _show_bsn(_field: Field, value: object) -> str:
    return masked_bsn(value) if value else ""


def _read_brin(_field: Field, given: Given) -> str | None:
    text = re.sub(r"[\s.\-]+", "", one_line(given.text)).upper()
    if not text:
        return None
    if not _BRIN.fullmatch(text):
        raise Rejected(
            "Vul een BRIN in: 2 cijfers en 2 letters, zoals 12AB. Een vestiging heeft er nog 2 cijfers achter."
        )
    return text


def show_mobile(_field: Field, value: object) -> str:
    text = plain(value)
    return f"{text[:2]} {text[2:]}" if _MOBILE.fullmatch(text) else text


_FIXED = frozenset({"required"})
EMAIL = Kind(
    "email",
    "textfield",
    "email",
    read=_read_email,
    write=write_text,
    show=show_text,
    checks=TEXT_CHECKS,
    properties=TEXT_PROPERTIES,
)
PHONE = Kind(
    "phone",
    "textfield",
    "telefoon",
    read=_read_phone,
    write=write_text,
    show=show_text,
    checks=_FIXED,
    properties=TEXT_PROPERTIES,
)
MOBILE = Kind(
    "mobile",
    "textfield",
    "mobiel",
    read=_read_mobile,
    write=write_text,
    show=show_mobile,
    checks=_FIXED,
    properties=TEXT_PROPERTIES,
)
BSN = Kind(
    "bsn",
    "textfield",
    "bsn",
    read=_read_bsn,
    write=write_text,
    show=_show_bsn,
    checks=_FIXED,
    properties=TEXT_PROPERTIES,
)
BRIN = Kind(
    "brin",
    "textfield",
    "brin",
    read=_read_brin,
    write=write_text,
    show=show_text,
    checks=_FIXED,
    properties=TEXT_PROPERTIES,
)
