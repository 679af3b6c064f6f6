"""Read region.toml: who takes part in a region, in which phases, under which names (docs/regiobestanden.md)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, cast

from config.bsn import Bsn, read_bsn
from config.committees import Committee, read_committees
from config.errors import ConfigError
from config.parents import PARENT, About, Link, read_about, read_links, refuse_rights_of_staff
from config.pieces import Piece, read_pieces
from config.register import Register, read_registers
from config.tables import Table, collect, did_you_mean, read_table
from config.tabs import Tab, read_tabs
from config.tallies import Tally, read_tallies
from config.terms import Term, read_terms

SCHOOL, PARTNERSHIP = "school", "samenwerkingsverband"
COUNTED_PER = ("schooljaar", "jaar", "nooit")

_ID = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_KIND = re.compile(r"[a-z][a-z_-]{0,39}")
_WORD = re.compile(r"\{\{\s*teksten\.([A-Za-z_]\w*)\s*\}\}")
_MASK_PART = re.compile(r"\{\w+(?::0\d{1,2}d)?\}")
_ROLE_WORDS = ("naam", "van", "ziet", "leerling", "ontwerpt", "beheert", "overzicht", "bereikbaar")


@dataclass(frozen=True)
class Role:
    """A role of the region. `of` is "school", "samenwerkingsverband", "ouder" or a kind of relation: then it works for
    the schools that are tied by it. `sees` is which cases it may open; `pupil` whether it may see and search the pupil.
    """

    id: str
    name: str
    of: str
    sees: Literal["zaken", "taken"] = "taken"
    pupil: bool = True
    designs: bool = False
    manages: bool = False
    overview: bool = False  # sees the numbers of the whole region
    reachable: bool = False  # who takes part in a case stands there with an e-mail address, for parents too

    @property
    def tied(self) -> bool:
        """Whether it works for the schools that a relation ties to it."""
        return self.of not in (SCHOOL, PARTNERSHIP, PARENT)


@dataclass(frozen=True)
class Phase:
    """A phase of the step bar. `routes` is where it belongs; empty is every route. `level` is what several phases are
    part of, such as "Basisondersteuning"."""

    id: str
    name: str
    routes: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True)
class Switch:
    """An addition that can be turned off."""

    id: str
    on: bool
    name: str
    explanation: str = ""
    legal: str = ""  # what the law asks at least, when it carries that: the id of a rule, or words


@dataclass(frozen=True)
class Numbering:
    """A series of numbers. `mask` names parts in braces; `per` is when the counter starts again."""

    id: str
    mask: str
    per: Literal["schooljaar", "jaar", "nooit"] = "nooit"


@dataclass(frozen=True)
class Page:
    """An extra page in the region's menu. `text` is Markdown; `routes` are the start forms that stand on it."""

    id: str
    title: str
    text: str = ""
    routes: tuple[str, ...] = ()
    switch: str = ""
    on_front: bool = False  # stands whole on the first page of the region, with its start forms


@dataclass(frozen=True)
class Criterion:
    """One criterion of a guiding document, with the switch that it hangs on or ""."""

    text: str
    switch: str = ""


@dataclass(frozen=True)
class Document:
    """A guiding document; its version is kept with every decision. `text` is Markdown."""

    id: str
    title: str
    version: str
    text: str = ""
    criteria: tuple[Criterion, ...] = ()
    switch: str = ""


@dataclass(frozen=True)
class Region:
    """Everything of region.toml. Mappings keep the order of the file."""

    id: str
    name: str
    swv: str = ""
    source: str = ""
    sender: str = ""
    menu: str = ""  # what the region is called in the menu of who has one region; empty: "Regio"
    roles: Mapping[str, Role] = field(default_factory=dict)
    lanes: Mapping[str, str] = field(default_factory=dict)  # name of a lane -> id of a role
    phases: tuple[Phase, ...] = ()
    switches: Mapping[str, Switch] = field(default_factory=dict)
    numbers: Mapping[str, Numbering] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    connections: Mapping[str, str] = field(default_factory=dict)  # id of a connector -> what people call it
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    tabs: Mapping[str, Tab] = field(default_factory=dict)
    bsn: Bsn | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)
    committees: Mapping[str, Committee] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)

    about: About | None = None
    links: tuple[Link, ...] = ()

    @property
    def off(self) -> frozenset[str]:
        """The switches that are off."""
        return frozenset(switch.id for switch in self.switches.values() if not switch.on)

    @property
    def register_routes(self) -> frozenset[str]:
        """The routes whose cases can be about a row of the register."""
        return frozenset(route for one in self.registers.values() for route in one.routes)

    @property
    def system_routes(self) -> frozenset[str]:
        """The routes that only the system begins."""
        return frozenset(one.task_route for one in self.registers.values() if one.task_route)

    @property
    def row_routes(self) -> frozenset[str]:
        """The routes that a person begins at a row of the register, and nowhere else."""
        return frozenset(one.changed_by for one in self.registers.values() if one.changed_by)

    def worded(self, text: str) -> str:
        """The text with the region's own words for `{{teksten.<naam>}}`; an unknown name stays as it is written."""
        return _worded(text, self.texts)

    def phases_of(self, route: str) -> tuple[Phase, ...]:
        return tuple(phase for phase in self.phases if not phase.routes or route in phase.routes)

    def roles_of(self, side: str) -> tuple[str, ...]:
        """The ids of the roles of "school", "samenwerkingsverband" or a kind of relation."""
        return tuple(role.id for role in self.roles.values() if role.of == side)


def read_region(data: bytes, name: str = "region.toml") -> Region:
    """Read region.toml. `name` is the file's name for messages. Raises ConfigError with the path of the key."""
    top = read_table(data, name)
    top.only(
        "id", "naam", "swv", "bron", "afzender", "menu",
        "rollen", "banen", "fasen", "schakelaars", "nummers", "paginas", "documenten", "teksten", "koppelingen", "stukken", "register",
        "tabs", "termijnen", "commissies", "tellingen",
        "uitleg", "links", "bsn",
    )  # fmt: skip
    roles = {key: _read_role(key, row) for key, row in top.named("rollen").items()}
    texts = _read_texts(top)
    return Region(
        id=_identifier(top),
        name=top.text("naam"),
        swv=top.text("swv", ""),
        source=top.text("bron", ""),
        sender=top.text("afzender", ""),
        menu=top.text("menu", ""),
        roles=roles,
        lanes=_read_lanes(top, roles),
        phases=tuple(collect(top.tables("fasen"), _read_phase, lambda phase: phase.id).values()),
        switches={key: _read_switch(key, row) for key, row in top.named("schakelaars").items()},
        numbers={key: _read_numbering(key, row) for key, row in top.named("nummers").items()},
        pages={key: _read_page(key, row, texts) for key, row in top.named("paginas").items()},
        documents={key: _read_document(key, row, texts) for key, row in top.named("documenten").items()},
        texts=texts,
        connections=top.words("koppelingen"),
        pieces=read_pieces(top),
        registers=read_registers(top),
        tabs=read_tabs(top, roles),
        bsn=read_bsn(top, roles),
        terms=read_terms(top, {key: role.of for key, role in roles.items()}, top.table("schakelaars").values),
        committees=read_committees(
            top, {key: role.of for key, role in roles.items()}, top.table("schakelaars").values
        ),
        tallies=read_tallies(top),
        about=read_about(top, lambda text: _worded(text, texts)),
        links=read_links(top),
    )


def words_named(text: str) -> Iterator[tuple[int, str]]:
    """(line, name) of each `{{teksten.<naam>}}` in a text."""
    for found in _WORD.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1]


def _worded(text: str, texts: Mapping[str, str]) -> str:
    return _WORD.sub(lambda found: texts.get(found[1], found[0]), text)


def _read_texts(top: Table) -> Mapping[str, str]:
    texts = top.words("teksten")
    for name in texts:
        if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
            message = f'"{name}" kan geen naam van een tekst zijn. Gebruik letters, cijfers en _.'
            top.table("teksten").refuse(name, message)
    return texts


def _identifier(row: Table) -> str:
    value = row.text("id")
    if not _ID.fullmatch(value):
        row.refuse("id", f'"{value}" kan geen id zijn. Gebruik kleine letters, cijfers, _ en -.')
    return value


def _refuse_bad_name(key: str, row: Table) -> None:
    if not _ID.fullmatch(key):
        message = f'"{key}" kan geen naam zijn. Gebruik kleine letters, cijfers, _ en -.'
        raise ConfigError(message, row.file, row.path)


def _read_role(key: str, row: Table) -> Role:
    _refuse_bad_name(key, row)
    row.only(*_ROLE_WORDS)
    refuse_rights_of_staff(row, row.text("van"))
    return Role(
        id=key,
        name=row.text("naam"),
        of=_read_kind(row, "van"),
        sees=cast(Literal["zaken", "taken"], row.choice("ziet", ("zaken", "taken"), "taken")),
        pupil=row.flag("leerling", True),
        designs=row.flag("ontwerpt", False),
        manages=row.flag("beheert", False),
        overview=row.flag("overzicht", False),
        reachable=row.flag("bereikbaar", False),
    )


def _read_kind(row: Table, key: str) -> str:
    value = row.text(key)
    meant = get_close_matches(value, (SCHOOL, PARTNERSHIP), n=1, cutoff=0.85)
    if not _KIND.fullmatch(value) or (meant and value != meant[0]):
        message = (
            f'"{value}" kan hier niet. Kies school, samenwerkingsverband of een soort relatie, zoals team.'
        )
        message += did_you_mean(value, (SCHOOL, PARTNERSHIP))
        row.refuse(key, message)
    return value


def _read_lanes(top: Table, roles: Mapping[str, Role]) -> Mapping[str, str]:
    lanes = top.words("banen")
    for lane, role in lanes.items():
        if role not in roles:
            hint = did_you_mean(role, roles)
            top.table("banen").refuse(lane, f'De rol "{role}" staat niet onder [rollen].{hint}')
    return lanes


def _read_phase(row: Table) -> Phase:
    row.only("id", "naam", "routes", "niveau")
    return Phase(_identifier(row), row.text("naam"), row.texts("routes"), row.text("niveau", ""))


def _read_switch(key: str, row: Table) -> Switch:
    _refuse_bad_name(key, row)
    row.only("aan", "naam", "uitleg", "wettelijk")
    name, legal = row.text("naam"), row.text("wettelijk", "")
    return Switch(key, row.flag("aan", True), name, row.text("uitleg", ""), legal)


def _read_numbering(key: str, row: Table) -> Numbering:
    _refuse_bad_name(key, row)
    row.only("masker", "per")
    per = cast(Literal["schooljaar", "jaar", "nooit"], row.choice("per", COUNTED_PER, "nooit"))
    mask = row.text("masker")
    if "volgnr" not in mask:
        row.refuse("masker", "Zonder {volgnr} krijgt iedereen hetzelfde nummer. Zet {volgnr} in het masker.")
    if re.search(r"[{}]", _MASK_PART.sub("", mask)):
        row.refuse(
            "masker", "Een naam staat tussen accolades, zoals {swv} of {volgnr:05d}. Verbeter het masker."
        )
    return Numbering(key, mask, per)


def _read_page(key: str, row: Table, texts: Mapping[str, str]) -> Page:
    _refuse_bad_name(key, row)
    row.only("titel", "tekst", "routes", "schakelaar", "vooraan")
    text = _worded(row.text("tekst", ""), texts)
    title = _worded(row.text("titel"), texts)
    return Page(key, title, text, row.texts("routes"), row.text("schakelaar", ""), row.flag("vooraan", False))


def _read_document(key: str, row: Table, texts: Mapping[str, str]) -> Document:
    _refuse_bad_name(key, row)
    row.only("titel", "versie", "tekst", "criterium", "schakelaar")
    text, title = _worded(row.text("tekst", ""), texts), _worded(row.text("titel"), texts)
    criteria = tuple(_read_criterion(each, texts) for each in row.tables("criterium"))
    return Document(key, title, row.text("versie"), text, criteria, row.text("schakelaar", ""))


def _read_criterion(row: Table, texts: Mapping[str, str]) -> Criterion:
    row.only("tekst", "schakelaar")
    return Criterion(_worded(row.text("tekst"), texts), row.text("schakelaar", ""))
