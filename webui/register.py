"""The register of what was granted: the rows a person may see, one row, and what was committed per school year."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.casework import register as casework
from engine.casework.register import RegisterLine
from engine.casework.renewing import renew
from engine.casework.splitting import name_of_year, school_year_of
from engine.clock import day
from engine.errors import NotFound
from engine.store.register_lists import RowFilters
from webui import listing
from webui.acting import desk, now
from webui.audience import audience
from webui.language import gettext
from webui.registers import my_registers
from webui.wording import Badge, with_comma

pages = Blueprint("register", __name__, url_prefix="/register")

FILTERS = ("soort", "stand", "regio", "school", "jaar")
WITHIN = (3, 6, 12)
YEARS_BACK, YEARS_AHEAD = 3, 3
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
STANDS = {
    "geldig": ("Geldig", "goed"),
    "komt": ("Gaat nog in", "nu"),
    "verlopen": ("Verlopen", ""),
    "vervangen": ("Vervangen", ""),
    "beeindigd": ("Beëindigd", ""),
}
COLUMNS = {
    "nummer": "Nummer",
    "vorm": "Vorm",
    "uren": "Uren",
    "bedrag": "Bedrag",
    "kostendrager": "Ten laste van",
}


class Cell(NamedTuple):
    """One thing that is shown of a row."""

    label: str
    text: str


class Shown(NamedTuple):
    """A row as the page draws it."""

    line: RegisterLine
    badge: Badge
    cells: list[Cell]


@pages.get("")
@audience("aangemeld")
def overview() -> str:
    chosen, filters = _chosen()
    found = casework.rows(desk(), filters, listing.cursor())
    return render_template(
        "register.html",
        rows=found,
        shown=[_shown(line) for line in found.items],
        count=listing.count_text(found),
        chosen=chosen,
        choices=_choices(),
        filtered=any(chosen.values()),
        page_address=listing.page_address,
        export=_with(url_for("register.export"), chosen),
        budgets=[
            region.id for region in my_registers() if any(one.budget for one in region.registers.values())
        ],
    )


@pages.get("/regels.csv")
@audience("aangemeld")
def export() -> Response:
    """Every row with these filters, for a spreadsheet."""
    _, filters = _chosen()
    lines = casework.every_row(desk(), filters)
    response = Response(_as_csv(lines), mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="register.csv"'
    return response


@pages.get("/<number:row>")
@audience("aangemeld")
def row(row: int) -> str:
    known = casework.row_page(desk(), row)
    return render_template(
        "registerregel.html",
        known=known,
        region=known.region,
        shown=_shown(known.line),
        history=[_shown(line) for line in known.history],
        path=[(url_for("register.overview"), gettext("Register"))],
    )


@pages.post("/<number:row>/verlengen")
@audience("aangemeld")
def extend(row: int) -> Response:
    """A draft with the answers of then, and to its form."""
    _, region, route, _ = renew(desk(), row).split("/")
    return redirect(url_for("requests.begin", region=region, route=route, register=row), 303)


@pages.get("/budget")
@audience("aangemeld")
def budget() -> str:
    regions = [one for one in my_registers() if any(kind.budget for kind in one.registers.values())]
    region = next((one for one in regions if one.id == request.args.get("regio")), next(iter(regions), None))
    if region is None:
        raise NotFound
    this_year = school_year_of(day(now()))
    wanted = request.args.get("jaar", "")
    year = int(wanted) if wanted.isdecimal() and 1900 <= int(wanted[:5]) <= 9000 else this_year
    return render_template(
        "registerbudget.html",
        region=region,
        regions=regions,
        year=year,
        years=_years(this_year),
        name_of_year=name_of_year,
        known=casework.budget(desk(), region.id, year),
        path=[(url_for("register.overview"), gettext("Register"))],
    )


def _with(address: str, chosen: dict[str, str]) -> str:
    kept = {name: value for name, value in chosen.items() if value}
    return address + (f"?{urlencode(kept)}" if kept else "")


def _chosen() -> tuple[dict[str, str], RowFilters]:
    if not my_registers():
        raise NotFound
    chosen = {name: request.args.get(name, "").strip()[:60] for name in FILTERS}
    filters = casework.filters_of(
        now(),
        region=chosen["regio"],
        kind=chosen["soort"],
        stand=chosen["stand"],
        school=chosen["school"],
        year=chosen["jaar"],
    )
    return chosen, filters


def _choices() -> list[listing.Choice]:
    kinds = {key: kind.name for region in my_registers() for key, kind in region.registers.items()}
    regions = [(region.id, region.name) for region in my_registers()]
    schools = casework.schools(desk())
    within = [(f"P{months}M", gettext("Loopt af binnen %(n)s maanden", n=months)) for months in WITHIN]
    stands = [(name, gettext(STANDS[name][0])) for name in casework.STANDS]
    years = [(str(year), name_of_year(year)) for year in _years(school_year_of(day(now())))]
    choices = [
        listing.Choice("soort", gettext("Soort"), gettext("Alle soorten"), list(kinds.items())),
        listing.Choice("stand", gettext("Stand"), gettext("Alles"), [*stands, *within]),
        listing.Choice("jaar", gettext("Schooljaar"), gettext("Alle schooljaren"), years),
        listing.Choice("regio", gettext("Regio"), gettext("Alle regio's"), regions),
        listing.Choice("school", gettext("School"), gettext("Alle scholen"), schools),
    ]
    return [choice for choice in choices if len(choice.options) > 1]


def _years(this_year: int) -> range:
    return range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)


def _shown(line: RegisterLine) -> Shown:
    text, kind = STANDS[line.stand]
    cells = [Cell(gettext(COLUMNS[name]), _text(line, name)) for name in line.shows]
    return Shown(line, Badge(gettext(text), kind), [one for one in cells if one.text])


def _text(line: RegisterLine, name: str) -> str:
    row = line.row
    if name == "bedrag":
        return f"€ {with_comma(row.amount)}" if row.amount is not None else ""
    if name == "uren":
        return _amount(row.hours).removesuffix(",00") if row.hours is not None else ""
    return {"nummer": row.number, "vorm": line.form, "kostendrager": row.bearer}[name]


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def _as_csv(lines: list[RegisterLine]) -> Iterator[str]:
    """In pieces. Spreadsheets in Dutch expect semicolons and a mark that this is UTF-8."""
    pupils = any(line.pupil for line in lines)
    head = ["Soort", "School", *(["Leerling"] if pupils else []), "Van", "Tot en met", "Stand"]
    yield "\ufeff" + _written([*head, *COLUMNS.values(), "Zaak"])
    for line in lines:
        school = line.row.school.name if line.row.school else ""
        days = [line.row.since.isoformat(), _day(line.until), STANDS[line.stand][0]]
        known = [line.pupil] if pupils else []
        row = line.row
        what = [row.number, line.form, _amount(row.hours), _amount(row.amount), row.bearer]
        yield _written([line.kind, school, *known, *days, *what, line.reference])


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _written(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(map(safe, cells))
    return text.getvalue()


def safe(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula begins with a mark that makes it text."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell
