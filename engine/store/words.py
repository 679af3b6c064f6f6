"""Searching by the beginning of words: reference, step, school, route.

The words of open tasks lie under their audience, those of cases under "case/<region>", so that a rare word gives its
few things at once. A word that many things have is looked for along the list itself, which is then soon full.
"""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from engine.store.database import Tx
from engine.store.schema import word

# From this many things on, a word is common.
COMMON = 500
MOST_TERMS = 5
_MOST_WORDS = 40
_ADD = word.insert()


def plain(text: str) -> str:
    """Small letters, without accents: "Berséba" is found as "berseba"."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a plain text, each once; a word with a hyphen also by its parts."""
    whole = [one.strip("-") for one in re.findall(r"[\w-]+", text)]
    parts = [part for one in whole if "-" in one for part in one.split("-")]
    return tuple(dict.fromkeys(one for one in (*whole, *parts) if one))[:_MOST_WORDS]


def terms_of(text: str) -> tuple[str, ...]:
    """What a person looks for, as the beginnings of words."""
    return tuple(one.strip("-") for one in re.findall(r"[\w-]+", plain(text)) if one.strip("-"))[:MOST_TERMS]


def searchable(*texts: str) -> str:
    """The text that `matching` looks in: plain, with a space before every word."""
    return " " + " ".join(words_of(plain(" ".join(texts))))


def add(tx: Tx, found: Iterable[tuple[str, str, str]]) -> None:
    """`found` are (scope, thing, text as `searchable` makes it)."""
    rows = [
        {"scope": scope, "word": one, "thing": thing}
        for scope, thing, text in found
        for one in dict.fromkeys(text.split())
    ]
    tx.many(_ADD, rows)


def rare(tx: Tx, scopes: Iterable[str], terms: Iterable[str]) -> list[str] | None:
    """The things that have the rarest of the terms; None when every term is common."""
    found: list[str] | None = None
    for term in terms:
        things = select(word.c.thing).where(word.c.scope.in_(tuple(scopes)), begins(word.c.word, term))
        rows = [str(row.thing) for row in tx.rows(things.limit(COMMON + 1))]
        if len(rows) <= COMMON and (found is None or len(rows) < len(found)):
            found = rows
    return found


def matching(column: ColumnElement[str], terms: Iterable[str]) -> list[ColumnElement[bool]]:
    """Conditions that every term begins a word of a searchable text."""
    return [column.contains(f" {term}", autoescape=True) for term in terms]


def begins(column: ColumnElement[str], term: str) -> ColumnElement[bool]:
    """A range, so that the index is used whatever the collation of LIKE is."""
    return (column >= term) & (column < term + "\U0010ffff")
