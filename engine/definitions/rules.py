"""Read rules.toml: the rules of the source text, and which elements of the region's files carry each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from config.tables import Table, collect, did_you_mean, read_table

Mark = Literal["L", "I", "T"]

MOST_CARRIERS = 50

# What stands behind the colon of a carrier: the owner, the part of it, and the value of an option.
SHAPES: Mapping[str, str] = {
    "voorwaarde": "<stroom>",
    "veld": "<formulier>.<veld>",
    "verplicht": "<formulier>.<veld>",
    "eis": "<formulier>.<veld>",
    "optie": "<formulier>.<veld>=<waarde>",
    "tekst": "<formulier>.<id>",
    "vooraf": "<formulier>.<veld>",
    "personen": "<formulier>.<veld>",
    "tabel": "<beslissing>#<rij>",
    "rol": "<element>",
    "eigenschap": "<element>.<naam>",
    "kop": "<element>.<naam>",
    "bericht": "<element>",
    "stap": "<element>",
    "brief": "<brief>",
    "briefkop": "<brief>.<woord>",
    "pagina": "<pagina>",
    "document": "<id>",
    "termijn": "<termijn>",
    "tab": "<tabblad>",
    "link": "<titel>",
    "betrokkene": "<formulier>.<id>",
    "logboek": "<formulier>.<veld>",
    "delen_als": "<formulier>.<veld>",
    "rijen": "<formulier>.<veld>",
    "register": "<soort>.<woord>",
    "stukregel": "<stuk>",
    "commissieregel": "<commissie>.<woord>",
    "overlay": "<overlay>",
    "rolrecht": "<rol>.<woord>",
}


@dataclass(frozen=True)
class Carrier:
    """One element that carries a rule. `text` is as written; "optie:d.vorm=geld" has owner d, part vorm, value geld."""

    text: str
    kind: str
    owner: str
    part: str = ""
    value: str = ""


@dataclass(frozen=True)
class Rule:
    """`mark` is L (literal), I (inferred) or T (an addition, with its `switch`)."""

    id: str
    mark: Mark
    quotes: tuple[str, ...]
    routes: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    switch: str = ""


def read_rules(data: bytes, name: str = "rules.toml") -> tuple[Rule, ...]:
    """Read rules.toml in the order of the file. Raises ConfigError with the path of the key."""
    top = read_table(data, name)
    top.only("regel")
    return tuple(collect(top.tables("regel"), _read_rule, lambda rule: rule.id).values())


def missing_ids(rules: tuple[Rule, ...]) -> list[str]:
    """The ids between the first and the last that no rule has, per prefix: D-01, D-03 misses D-02."""
    numbers: dict[str, dict[int, int]] = {}
    for rule in rules:
        if found := re.fullmatch(r"(.*?)(\d+)", rule.id):
            numbers.setdefault(found[1], {})[int(found[2])] = len(found[2])
    return [
        f"{prefix}{number:0{max(known.values())}d}"
        for prefix, known in numbers.items()
        for number in range(min(known), max(known))
        if number not in known
    ]


def read_carrier(text: str) -> Carrier:
    """Raises ValueError with a Dutch message."""
    kind, colon, rest = text.partition(":")
    shape = SHAPES.get(kind)
    if not colon or shape is None:
        raise ValueError(
            f'"{text}" is geen drager.{did_you_mean(kind, SHAPES)} Kies uit: {", ".join(SHAPES)}.'
        )
    owner, part, value = rest, "", ""
    if "#" in shape:
        owner, _, part = rest.partition("#")
    elif "." in shape:
        owner, _, part = rest.partition(".")
        if "=" in shape:
            part, _, value = part.partition("=")
    if not all((owner, part, value)[: 1 + sum(mark in shape for mark in ".#=")]):
        raise ValueError(f'"{text}" is niet compleet. Schrijf {kind}:{shape}.')
    if kind == "tabel" and not (part.isdecimal() and int(part) > 0):
        raise ValueError(f'"{text}": achter # hoort het nummer van de rij, vanaf 1.')
    return Carrier(text, kind, owner, part, value)


def _read_rule(row: Table) -> Rule:
    row.only("id", "merk", "citaat", "routes", "dragers", "schakelaar", "uitleg")
    quotes = row.texts("citaat")
    mark = cast(Mark, row.choice("merk", ("L", "I", "T")))
    if mark == "L" and not any(quote.strip() for quote in quotes):
        row.refuse("citaat", "Een letterlijke regel heeft een citaat. Zet de zin uit de bron erbij.")
    texts = row.texts("dragers")
    if len(texts) > MOST_CARRIERS:
        row.refuse(
            "dragers", f"Een regel heeft ten hoogste {MOST_CARRIERS} dragers. Maak er twee regels van."
        )
    carriers = tuple(_carrier_at(row, number, text) for number, text in enumerate(texts, 1))
    return Rule(row.text("id"), mark, quotes, row.texts("routes"), carriers, row.text("schakelaar", ""))


def _carrier_at(row: Table, number: int, text: str) -> Carrier:
    try:
        return read_carrier(text)
    except ValueError as error:
        raise row.error(f"dragers[{number}]", str(error)) from None
