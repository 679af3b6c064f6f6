"""Read [termijnen.<id>] of region.toml: how long something may take, which days count and who is told."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from config.tables import Table, did_you_mean

Counts = Literal["kalenderdagen", "werkdagen", "schooldagen"]
OnFreeDay = Literal["blijft", "volgende_werkdag"]

COUNTS = ("kalenderdagen", "werkdagen", "schooldagen")
ON_FREE_DAY = ("blijft", "volgende_werkdag")
MOST_DAYS = 7_500  # twenty years
MOST_REMINDERS = 10

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_SPAN = re.compile(r"P(?=\d)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?", re.ASCII)
_WORDS = (
    "naam", "duur", "telt", "eind_op_vrije_dag", "herinnering", "verlengen", "eigenaar", "beheert",
    "brief_herinnering", "brief_te_laat", "zichtbaar", "schakelaar",
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """So many months and then so many days. `text` is as it is written: "P14D"."""

    text: str
    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class Term:
    """How long something may take. Without a `span` the end always comes from the drawing (`termijn_tot`).

    `owners` are roles that get the letters `reminder_letter` and `late_letter`; `managers` may pause and extend by hand;
    `seen_by` are roles or sides ("school"), empty for everybody who opens the case.
    """

    id: str
    name: str
    span: Span | None = None
    counts: Counts = "kalenderdagen"
    on_free_day: OnFreeDay = "blijft"
    reminders: tuple[Span, ...] = ()
    extension: Span | None = None
    owners: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    reminder_letter: str = ""
    late_letter: str = ""
    seen_by: tuple[str, ...] = ()
    switch: str = ""


def read_terms(top: Table, roles: Mapping[str, str], switches: Collection[str]) -> Mapping[str, Term]:
    """`roles` gives of each role what it is of ("school"), `switches` the ids there are. Raises ConfigError."""
    return {key: _read_term(key, row, roles, switches) for key, row in top.named("termijnen").items()}


def read_span(text: str) -> Span | None:
    """A number of years, months, weeks and days: "P8W"; None when it is not that, is nothing, or is too long."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    span = Span(text, 12 * years + months, 7 * weeks + days)
    return span if 0 < 31 * span.months + span.days <= MOST_DAYS else None


def _read_term(key: str, row: Table, roles: Mapping[str, str], switches: Collection[str]) -> Term:
    if not _ID.fullmatch(key):
        row.refuse("", f'"{key}" kan geen naam zijn. Gebruik kleine letters, cijfers en _.')
    row.only(*_WORDS)
    counts = cast(Counts, row.choice("telt", COUNTS, "kalenderdagen"))
    return Term(
        id=key,
        name=row.text("naam"),
        span=_span(row, "duur", counts),
        counts=counts,
        on_free_day=cast(OnFreeDay, row.choice("eind_op_vrije_dag", ON_FREE_DAY, "blijft")),
        reminders=_reminders(row, counts),
        extension=_span(row, "verlengen", counts),
        owners=_among(row, "eigenaar", roles),
        managers=_among(row, "beheert", roles),
        reminder_letter=row.text("brief_herinnering", ""),
        late_letter=row.text("brief_te_laat", ""),
        seen_by=_among(row, "zichtbaar", {*roles, *roles.values()}),
        switch=_switch(row, switches),
    )


def _span(row: Table, key: str, counts: Counts) -> Span | None:
    return _read_span(row, key, row.text(key), counts) if key in row else None


def _read_span(row: Table, key: str, text: str, counts: Counts) -> Span:
    span = read_span(text)
    if span is None:
        row.refuse(
            key, f'"{text}" is geen duur in dagen, weken of maanden. Schrijf bijvoorbeeld P14D, P8W of P12M.'
        )
    if counts != "kalenderdagen" and not re.fullmatch(r"P\d+D", span.text):
        row.refuse(
            key,
            f"Bij {counts} hoort een aantal dagen, zoals P20D: een week of maand is niet altijd even lang.",
        )
    return span


def _reminders(row: Table, counts: Counts) -> tuple[Span, ...]:
    texts = row.texts("herinnering")
    if len(texts) > MOST_REMINDERS or len(set(texts)) < len(texts):
        row.refuse("herinnering", f"Noem ten hoogste {MOST_REMINDERS} momenten, elk één keer.")
    return tuple(_read_span(row, "herinnering", text, counts) for text in texts)


def _among(row: Table, key: str, known: Collection[str]) -> tuple[str, ...]:
    names = row.texts(key)
    for name in names:
        if name not in known:
            row.refuse(
                key, f'"{name}" staat niet onder [rollen].{did_you_mean(name, known)} Kies een rol die er is.'
            )
    return names


def _switch(row: Table, switches: Collection[str]) -> str:
    name = row.text("schakelaar", "")
    if name and name not in switches:
        row.refuse("schakelaar", f'"{name}" staat niet onder [schakelaars].{did_you_mean(name, switches)}')
    return name
