"""Read a rehearsal file (docs/regiobestanden.md)."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePosixPath

from config.pieces import VERSION_STATES
from config.tables import Table, read_table
from engine.definitions.scripts import (
    PARENT,
    Access,
    Action,
    ByItself,
    Deed,
    Ending,
    Is,
    Mail,
    MayNot,
    Meets,
    Move,
    PieceIs,
    Refused,
    Reply,
    RowOf,
    Scene,
    Script,
    Sees,
    TermDeed,
    TermIs,
    Typing,
    Verb,
    View,
    Votes,
)
from engine.runtime.periods import NotATime, moment_of, parse_period

_DEEDS: tuple[Verb, ...] = ("start", "doet", "begint")
_ACTIONS = (
    *_DEEDS,
    "toegang",
    "mag_niet",
    "laat_stoppen",
    "ziet",
    "ziet_niet",
    "bericht",
    "koppeling",
    "klok",
    "is",
    "termijn",
    "vergadering",
    "stemt",
    "vanzelf",
)
_WITH_PERSON = (
    *_DEEDS, "laat_stoppen", "toegang", "termijn", "vergadering", "stemt", "mag_niet", "ziet", "ziet_niet",
)  # fmt: skip
_SEEN = (
    "zaak",
    "stap",
    "tekst",
    "knop",
    "taak",
    "veld",
    "pagina",
    "route",
    "tab",
    "betrokkene",
    "logboek",
    "bestand",
    "bsn",
    "register",
    "overzicht",
    "agenda",
)
_ROW = (
    "soort", "school", "van", "tot", "uren", "bedrag", "vorm", "nummer", "kostendrager", "stand",
)  # fmt: skip
_BELONGS = {  # words that only go with one of these
    "antwoorden": (*_DEEDS, "vult_in"),
    "reden": ("laat_stoppen",),
    "geweigerd": (*_DEEDS, "laat_stoppen", "termijn", "vergadering", "stemt"),
    "organisatie": ("start",),
    "ondertekent": ("doet",),
    "op_papier": ("doet",),
    "toch": ("start",),
    "vult_in": ("ziet", "ziet_niet"),
    "register": ("start",),
    "antwoord": ("koppeling",),
    "fout": ("koppeling",),
}
_STEP = re.compile(rb"^[ \t]*\[\[[ \t]*stap[ \t]*\]\]", re.MULTILINE)


def read_script(data: bytes, file: str) -> Script:
    """Raises ConfigError with the path of the key."""
    top = read_table(data, file)
    top.only("naam", "regels", "klok", "schakelaar", "schakelaars", "stap")
    lines = _lines_of_steps(data)
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
        switch=top.text("schakelaar", ""),
        positions=_positions(top.table("schakelaars")),
    )


def _positions(switches: Table) -> Mapping[str, bool]:
    return {name: switches.flag(name, True) for name in switches.values}


def _lines_of_steps(data: bytes) -> list[int]:
    lines, at, line = [], 0, 1
    for found in _STEP.finditer(data):
        line += data.count(b"\n", at, found.start())
        at = found.start()
        lines.append(line)
    return lines


def _clock(top: Table) -> datetime:
    try:
        return moment_of(top.values.get("klok"))
    except NotATime:
        raise top.error("klok", "Dit moet een tijdstip zijn, zoals 2026-11-21T10:00:00.") from None


def _read_scene(number: int, line: int | None, row: Table) -> Scene:
    row.only("wie", "zaak", "schakelaar", *_BELONGS, *_ACTIONS)
    actions = [word for word in _ACTIONS if word in row]
    if set(actions) == {"ziet", "ziet_niet"}:
        actions = ["ziet"]
    if len(actions) != 1:
        words = ", ".join(_ACTIONS)
        raise row.error("", f"Een stap heeft precies één van: {words}. Maak er aparte stappen van.")
    action = actions[0]
    if action in _WITH_PERSON:
        row.text("wie")
    for word, owners in _BELONGS.items():
        if word in row and not any(owner in row for owner in owners):
            row.refuse(word, f'"{word}" hoort bij {", ".join(owners)}.')
    return Scene(
        number=number,
        line=line,
        who=row.text("wie", ""),
        case=row.text("zaak", "zaak"),
        action=_READERS[action](row),
        switch=row.text("schakelaar", ""),
    )


def _read_deed(verb: Verb) -> Callable[[Table], Action]:
    def read(row: Table) -> Deed:
        refused = _read_refused(row)
        answers, place = row.table("antwoorden").values, row.text("organisatie", "")
        return Deed(
            verb, row.text(verb), answers, refused, place, row.flag("ondertekent", True), _read_row_of(row),
            anyway=row.flag("toch", False), on_paper=_read_parent(row, "op_papier") if "op_papier" in row else "",
        )  # fmt: skip

    return read


def _read_row_of(row: Table) -> RowOf | None:
    if "register" not in row:
        return None
    about = row.table("register")
    about.only("zaak", "soort")
    return RowOf(about.text("zaak", "zaak"), about.text("soort", ""))


def _read_by_itself(row: Table) -> ByItself:
    begun = row.table("vanzelf")
    begun.only("route", "aantal")
    return ByItself(begun.text("route"), begun.number("aantal", 1, 0, 1000) if "aantal" in begun else None)


def _read_rows(state: Table) -> tuple[Mapping[str, object], ...]:
    rows = state.tables("register")
    for row in rows:
        row.only(*_ROW)
    return tuple(row.values for row in rows)


def _read_refused(row: Table) -> Refused | None:
    if "geweigerd" not in row:
        return None
    how = row.table("geweigerd")
    how.only("veld", "tekst")
    return Refused(how.text("veld", ""), how.text("tekst", ""))


def _read_term(row: Table) -> TermDeed:
    term = row.table("termijn")
    term.only("id", "doet", "reden")
    act = term.choice("doet", ("pauzeren", "hervatten", "verlengen"))
    return TermDeed(term.text("id"), act, term.text("reden", ""), _read_refused(row))


def _read_meets(row: Table) -> Meets:
    how = row.table("vergadering")
    how.only("commissie", "aanwezig", "dag", "sluit")
    ends = how.flag("sluit", False)
    if bool(how.texts("aanwezig")) is ends:
        row.refuse("vergadering", "Noem wie er aanwezig zijn (`aanwezig`), of `sluit = true`.")
    on = how.text("dag", "")
    if on and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", on):
        how.refuse("dag", "Dit moet een dag zijn, zoals 2026-11-21.")
    return Meets(how.text("commissie"), how.texts("aanwezig"), on, ends, _read_refused(row))


def _read_votes(row: Table) -> Votes:
    how = row.table("stemt")
    how.only("stap", "stem", "reden")
    choice = how.choice("stem", ("voor", "tegen", "onthouden", "betrokken"))
    return Votes(how.text("stap"), choice, how.text("reden", ""), _read_refused(row))


def _read_ending(row: Table) -> Ending:
    return Ending(row.text("laat_stoppen"), row.text("reden", ""), _read_refused(row))


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
    typing = _read_typing(row) if "vult_in" in row else None
    words = ("tekst", "veld") if typing else _SEEN
    return Sees(_read_view(row.table("ziet"), words), _read_view(row.table("ziet_niet"), words), typing)


def _read_typing(row: Table) -> Typing:
    where = row.table("vult_in")
    where.only(*_DEEDS)
    if len(where.values) != 1:
        row.refuse("vult_in", f"Noem precies één van: {', '.join(_DEEDS)}.")
    verb = next(verb for verb in _DEEDS if verb in where)
    return Typing(verb, where.text(verb), row.table("antwoorden").values)


def _read_view(row: Table, words: tuple[str, ...]) -> View:
    row.only(*words)
    return View(
        case=row.flag("zaak", True) if "zaak" in row else None,
        step=row.text("stap", ""),
        texts=row.texts("tekst"),
        buttons=row.texts("knop"),
        tasks=row.texts("taak"),
        fields=row.texts("veld"),
        pages=row.texts("pagina"),
        routes=row.texts("route"),
        tabs=row.texts("tab"),
        parties=row.texts("betrokkene"),
        entries=row.texts("logboek"),
        files=row.texts("bestand"),
        numbers=row.texts("bsn"),
        register=row.texts("register"),
        overview=row.texts("overzicht"),
        agenda=row.texts("agenda"),
    )


def _read_mail(row: Table) -> Mail:
    mail = row.table("bericht")
    mail.only("brief", "aan", "tekst", "niet", "aantal")
    count = mail.number("aantal", 1, 0, 1000) if "aantal" in mail else None
    return Mail(mail.text("brief"), mail.text("aan"), mail.texts("tekst"), mail.texts("niet"), count)


def _read_access(row: Table) -> Access:
    how = row.table("toegang")
    words = ("opnieuw", "intrekken", "toelaten")
    how.only(*words)
    if len(how.values) != 1:
        row.refuse("toegang", f"Noem precies één van: {', '.join(words)}.")
    what = next(word for word in words if word in how)
    return Access(what, _read_parent(how, what))


def _read_parent(row: Table, word: str) -> str:
    parent = row.text(word)
    if not parent.startswith(PARENT):
        row.refuse(word, f'Schrijf wie: "{PARENT}<mailadres>", of op papier "{PARENT}<naam>".')
    return parent


def _read_reply(row: Table) -> Reply:
    if ("antwoord" in row) is ("fout" in row):
        row.refuse("koppeling", 'Zet erbij wat de koppeling zegt: `antwoord = { … }` of `fout = "…"`.')
    failure = row.text("fout") if "fout" in row else ""
    return Reply(row.text("koppeling"), row.table("antwoord").values, failure)


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
    state.only(
        "stuk",
        "register",
        "getekend",
        "niet_getekend",
        "termijn",
        "fase",
        "klaar",
        "uitkomst",
        "feit",
        "document",
    )
    return Is(
        finished=state.flag("klaar", True) if "klaar" in state else None,
        outcome=state.text("uitkomst", ""),
        facts=state.table("feit").values,
        documents=state.texts("document"),
        terms={name: _read_term_state(one) for name, one in state.named("termijn").items()},
        pieces={name: _read_piece_state(one) for name, one in state.named("stuk").items()},
        signed=state.texts("getekend"),
        unsigned=state.texts("niet_getekend"),
        phase=state.text("fase", ""),
        register=_read_rows(state) if "register" in state else None,
    )


def _read_piece_state(row: Table) -> PieceIs:
    state = row.choice("stand", VERSION_STATES) if "stand" in row else ""
    consents = {name: row.text(name) for name in row.values if name not in ("versie", "stand")}
    return PieceIs(row.number("versie", 0, 0, 10_000), state, consents)


def _read_term_state(row: Table) -> TermIs:
    row.only("eind", "stand")
    states = ("loopt", "gepauzeerd", "te_laat", "gestopt")
    return TermIs(row.text("eind", ""), row.choice("stand", states) if "stand" in row else "")


_READERS: Mapping[str, Callable[[Table], Action]] = {
    "start": _read_deed("start"),
    "doet": _read_deed("doet"),
    "begint": _read_deed("begint"),
    "mag_niet": _read_may_not,
    "laat_stoppen": _read_ending,
    "ziet": _read_sees,
    "ziet_niet": _read_sees,
    "bericht": _read_mail,
    "koppeling": _read_reply,
    "klok": _read_move,
    "is": _read_is,
    "toegang": _read_access,
    "vanzelf": _read_by_itself,
    "termijn": _read_term,
    "vergadering": _read_meets,
    "stemt": _read_votes,
}
