"""Read overlays/<id>.toml: what a municipality, team or school says differently (docs/regiobestanden.md). Never a diagram."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from config.tables import Lines, Table, read_table

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_NOT_IN_A_FILE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of a diagram
_WORDS = ("naam", "voor", "scholen", "teksten", "schakelaars", "termijnen", "labels", "veld")
MOST_FIELDS = 50  # extra fields of one overlay


@dataclass(frozen=True)
class ExtraField:
    """A part added to a form, after the part `after` (empty: at the end). `component` is form-js, as in a form file."""

    path: str  # where it stands in the file, for messages
    form: str
    after: str
    component: Mapping[str, object]


@dataclass(frozen=True)
class Overlay:
    """One overlay. It is for `schools` (ids), or for the schools whose `kind` ("gemeente", or a kind of relation) is one
    of `values`. `terms` are keys of [termijnen.<id>]; `labels` are by "<form>.<field>" or the id of an element."""

    id: str
    file: str
    name: str
    schools: tuple[str, ...] = ()
    kind: str = ""
    values: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[ExtraField, ...] = ()
    lines: Lines | None = field(default=None, compare=False, repr=False)

    def line_of(self, path: str) -> int | None:
        """The line of a key of the file, such as "labels.d_aanvraag.hulp"."""
        return self.lines.line_of(path) if self.lines else None

    def fits(self, school: str, known: Mapping[str, frozenset[str]]) -> bool:
        """Whether it is for a school; `known` are the values of each kind that hold for it."""
        return school in self.schools or bool(known.get(self.kind, frozenset()) & set(self.values))


def read_overlay(data: bytes, file: str) -> Overlay:
    """Read an overlay; `file` is its name ("overlays/noord.toml") and gives the id. Raises ConfigError."""
    top = read_table(data, file)
    top.only(*_WORDS)
    name = PurePosixPath(file).stem
    if not _ID.fullmatch(name):
        top.refuse(
            "naam",
            f'"{name}.toml" kan niet. Gebruik in de naam van het bestand kleine letters, cijfers, _ en -.',
        )
    kind, values = _read_for(top)
    return Overlay(
        id=name,
        file=file,
        name=top.text("naam"),
        schools=top.texts("scholen"),
        kind=kind,
        values=values,
        texts=top.words("teksten"),
        switches={key: top.table("schakelaars").flag(key, True) for key in top.table("schakelaars").values},
        terms={key: row.values for key, row in top.named("termijnen").items()},
        labels=dict(_labels(top.table("labels"))),
        fields=tuple(_read_field(row) for row in _few(top)),
        lines=top.lines,
    )


def _read_for(top: Table) -> tuple[str, tuple[str, ...]]:
    if ("voor" in top) == ("scholen" in top):
        advice = 'Schrijf voor = { soort = "gemeente", is = ["…"] } of scholen = ["…"], een van de twee.'
        top.refuse("voor", f"Voor wie dit geldt, is niet duidelijk. {advice}")
    if "scholen" in top:
        if not top.texts("scholen"):
            top.refuse("scholen", "Er staat geen school. Zet de id van een school tussen de haken.")
        return "", ()
    row = top.table("voor")
    row.only("soort", "is")
    values = row.texts("is")
    if not values:
        row.refuse("is", 'Er staat niets. Zet een naam tussen de haken, zoals ["Voorbeeldstad"].')
    return row.text("soort"), values


def _labels(row: Table, before: str = "") -> Iterator[tuple[str, str]]:
    """`formulier.veld = "…"` without quotes around the name is a table in a table: the same is meant."""
    for key, value in row.values.items():
        if isinstance(value, dict) and not before:
            yield from _labels(row.table(key), f"{key}.")
        else:
            if _NOT_IN_A_FILE.search(row.text(key)):
                row.refuse(key, "Er staat een onzichtbaar teken in de tekst. Typ deze tekst opnieuw.")
            yield before + key, row.text(key)


def _few(top: Table) -> tuple[Table, ...]:
    rows = top.tables("veld")
    if len(rows) > MOST_FIELDS:
        top.refuse("veld", f"Een overlay heeft ten hoogste {MOST_FIELDS} extra velden. Haal er weg.")
    return rows


def _read_field(row: Table) -> ExtraField:
    row.only("form", "na", "component")
    component = row.table("component").values
    if not isinstance(component.get("key"), str) or not isinstance(component.get("type"), str):
        row.refuse(
            "component",
            'Een veld heeft een type en een key, zoals { type = "textfield", key = "wijk", label = "Wijk" }.',
        )
    return ExtraField(row.path, row.text("form"), row.text("na", ""), component)
