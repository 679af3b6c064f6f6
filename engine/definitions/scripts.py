"""Read a rehearsal: who does what with which answers, what must follow, and who may not (docs/regiobestanden.md)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from config.tables import Table, read_table
from engine.runtime.periods import NotATime, Period, add, moment_of, parse_period

Verb = Literal["start", "doet", "begint"]

_ACTIONS = ("start", "doet", "begint", "mag_niet", "ziet", "ziet_niet", "bericht", "klok", "is")
_WITH_PERSON = ("start", "doet", "begint", "mag_niet", "ziet", "ziet_niet")
_STEP = re.compile(rb"^[ \t]*\[\[[ \t]*stap[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True)
class Refused:
    """An act that must be refused: at this field (empty: anywhere), with these words (empty: any)."""

    field: str = ""
    text: str = ""


@dataclass(frozen=True)
class Deed:
    """Begin a route ("start"), do a task ("doet") or begin an act ("begint"); `target` is the id."""

    verb: Verb
    target: str
    answers: Mapping[str, object]
    refused: Refused | None = None


@dataclass(frozen=True)
class MayNot:
    """`verb` is "start", "doen", "begint" or "zien"; `target` the id, or the name of the case."""

    verb: Literal["start", "doen", "begint", "zien"]
    target: str


@dataclass(frozen=True)
class View:
    """What somebody sees, or does not see. An empty part says nothing."""

    case: bool | None = None
    step: str = ""
    texts: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sees:
    there: View
    absent: View


@dataclass(frozen=True)
class Mail:
    """Mails with this letter to this person: with these texts, without those, so many (None: at least one)."""

    letter: str
    to: str
    texts: tuple[str, ...]
    without: tuple[str, ...]
    count: int | None


@dataclass(frozen=True)
class Move:
    """The clock goes forward: by a span, or to a moment."""

    by: Period | datetime

    def from_moment(self, now: datetime) -> datetime:
        return self.by if isinstance(self.by, datetime) else add(now, self.by)


@dataclass(frozen=True)
class Is:
    """How a case stands; None and empty parts say nothing."""

    finished: bool | None
    outcome: str
    facts: Mapping[str, object]
    documents: tuple[str, ...]


Action = Deed | MayNot | Sees | Mail | Move | Is


@dataclass(frozen=True)
class Scene:
    """One [[stap]]: `number` from 1, `line` in the file, `who` a login or "", `case` the name of the case."""

    number: int
    line: int | None
    who: str
    case: str
    action: Action


@dataclass(frozen=True)
class Script:
    id: str
    file: str
    name: str
    rules: tuple[str, ...]
    clock: datetime
    scenes: tuple[Scene, ...] = field(default_factory=tuple)


def read_script(data: bytes, file: str) -> Script:
    """Raises ConfigError with the path of the key."""
    top = read_table(data, file)
    top.only("naam", "regels", "klok", "stap")
    lines = [data[: found.start()].count(b"\n") + 1 for found in _STEP.finditer(data)]
    rows = top.tables("stap")
    if not rows:
        top.refuse("stap", "Een repetitie heeft ten minste één [[stap]].")
    certain = len(lines) == len(rows)
    return Script(
        id=PurePosixPath(file).stem,
        file=file,
        name=top.text("naam"),
        rules=top.texts("regels"),
        clock=_clock(top),
        scenes=tuple(
            _read_scene(number, lines[number - 1] if certain else None, row)
            for number, row in enumerate(rows, 1)
        ),
    )


def _clock(top: Table) -> datetime:
    try:
        return moment_of(top.values.get("klok"))
    except NotATime:
        raise top.error("klok", "Dit moet een tijdstip zijn, zoals 2026-11-21T10:00:00.") from None


def _read_scene(number: int, line: int | None, row: Table) -> Scene:
    row.only("wie", "zaak", "antwoorden", "geweigerd", *_ACTIONS)
    actions = [word for word in _ACTIONS if word in row]
    if set(actions) == {"ziet", "ziet_niet"}:
        actions = ["ziet"]
    if len(actions) != 1:
        words = ", ".join(_ACTIONS)
        raise row.error("", f"Een stap heeft precies één van: {words}. Maak er aparte stappen van.")
    action = actions[0]
    if action in _WITH_PERSON:
        row.text("wie")
    for word in ("antwoorden", "geweigerd"):
        if word in row and action not in ("start", "doet", "begint"):
            row.refuse(word, f'"{word}" hoort bij start, doet of begint.')
    return Scene(number, line, row.text("wie", ""), row.text("zaak", "zaak"), _READERS[action](row))


def _read_deed(verb: Verb) -> Callable[[Table], Action]:
    def read(row: Table) -> Deed:
        refused = None
        if "geweigerd" in row:
            how = row.table("geweigerd")
            how.only("veld", "tekst")
            refused = Refused(how.text("veld", ""), how.text("tekst", ""))
        return Deed(verb, row.text(verb), row.table("antwoorden").values, refused)

    return read


def _read_may_not(row: Table) -> MayNot:
    what = row.table("mag_niet")
    what.only("start", "doen", "begint", "zien")
    if len(what.values) != 1:
        row.refuse("mag_niet", "Noem precies één van: start, doen, begint, zien.")
    for verb in ("start", "doen", "begint"):
        if verb in what:
            return MayNot(verb, what.text(verb))
    return MayNot("zien", what.text("zien"))


def _read_sees(row: Table) -> Sees:
    return Sees(_read_view(row.table("ziet")), _read_view(row.table("ziet_niet")))


def _read_view(row: Table) -> View:
    row.only("zaak", "stap", "tekst", "knop", "taak", "veld", "pagina", "route")
    return View(
        case=row.flag("zaak", True) if "zaak" in row else None,
        step=row.text("stap", ""),
        texts=row.texts("tekst"),
        buttons=row.texts("knop"),
        tasks=row.texts("taak"),
        fields=row.texts("veld"),
        pages=row.texts("pagina"),
        routes=row.texts("route"),
    )


def _read_mail(row: Table) -> Mail:
    mail = row.table("bericht")
    mail.only("brief", "aan", "tekst", "niet", "aantal")
    count = mail.number("aantal", 1, 0, 1000) if "aantal" in mail else None
    return Mail(mail.text("brief"), mail.text("aan"), mail.texts("tekst"), mail.texts("niet"), count)


def _read_move(row: Table) -> Move:
    value = row.values["klok"]
    try:
        return (
            Move(parse_period(value))
            if isinstance(value, str) and value[:1] == "P"
            else Move(moment_of(value))
        )
    except NotATime:
        raise row.error(
            "klok", "Dit moet een duur zijn (P7D) of een tijdstip (2026-12-01T09:00:00)."
        ) from None


def _read_is(row: Table) -> Is:
    state = row.table("is")
    state.only("klaar", "uitkomst", "feit", "document")
    return Is(
        finished=state.flag("klaar", True) if "klaar" in state else None,
        outcome=state.text("uitkomst", ""),
        facts=state.table("feit").values,
        documents=state.texts("document"),
    )


_READERS: Mapping[str, Callable[[Table], Action]] = {
    "start": _read_deed("start"),
    "doet": _read_deed("doet"),
    "begint": _read_deed("begint"),
    "mag_niet": _read_may_not,
    "ziet": _read_sees,
    "ziet_niet": _read_sees,
    "bericht": _read_mail,
    "klok": _read_move,
    "is": _read_is,
}
