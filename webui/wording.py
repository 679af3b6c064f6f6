"""How pages write dates, terms and running text. Times on screen are those of Amsterdam."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from babel.dates import format_date, format_time
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup, escape

from engine.clock import AMSTERDAM, day
from forms.fields.file import size_text
from forms.markdown import html_of
from webui.acting import now
from webui.language import gettext, ngettext

SOON = 7  # days
_DUTCH = str.maketrans(",.", ".,")
_CODE = re.compile(r"`([^`]+)`")


class Badge(NamedTuple):
    """A short text with its look: "fout", "let-op", "goed", "nu" or ""."""

    text: str
    kind: str


def on_day(value: date | datetime) -> str:
    """21 november 2026."""
    return format_date(_day(value), "d MMMM y", locale=get_locale())


def at_time(value: datetime) -> str:
    """10:42."""
    return format_time(value.astimezone(AMSTERDAM), "HH:mm", locale=get_locale())


def at_moment(value: datetime) -> str:
    """21 november 2026 om 10:42; today and yesterday by name."""
    return gettext("%(day)s om %(time)s", day=_near(_day(value)), time=at_time(value))


def term(due: date | datetime) -> Badge:
    """What a due date means now."""
    days = (_day(due) - day(now())).days
    if days < 0 or (isinstance(due, datetime) and due < now()):
        return Badge(gettext("Te laat: uiterlijk %(day)s", day=_near(_day(due))), "fout")
    if days == 0:
        return Badge(gettext("Uiterlijk vandaag"), "let-op")
    if days <= SOON:
        return Badge(ngettext("Nog %(num)s dag", "Nog %(num)s dagen", days), "let-op")
    return Badge(gettext("Uiterlijk %(day)s", day=on_day(due)), "")


def in_full(value: datetime) -> str:
    """Zaterdag 21 november 2026, 10:42."""
    day_name = format_date(_day(value), "EEEE d MMMM y", locale=get_locale())
    return f"{capital(day_name)}, {at_time(value)}"


def capital(text: str) -> str:
    """The text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def with_code(text: str) -> Markup:
    """What stands between `backticks` is what somebody wrote in a file."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def with_comma(value: object) -> str:
    """1.234,50: a number as it is written in Dutch."""
    return f"{value:,}".translate(_DUTCH) if isinstance(value, Decimal | float | int) else str(value)


def register(app: Flask) -> None:
    app.jinja_env.filters |= {
        "datum": on_day, "tijd": at_time, "moment": at_moment, "moment_voluit": in_full, "termijn": term,
        "komma": with_comma, "opmaak": html_of, "eerste_hoofdletter": capital, "met_code": with_code, "omvang": size_text,
    }  # fmt: skip


def _day(value: date | datetime) -> date:
    return day(value) if isinstance(value, datetime) else value


def _near(value: date) -> str:
    away = (value - day(now())).days
    names = {0: gettext("vandaag"), -1: gettext("gisteren"), 1: gettext("morgen")}
    return names.get(away) or on_day(value)
