"""What every list page needs: what was chosen, the address of the next page, how many there are."""

from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext, ngettext

from engine.model import Page

CURSOR = "na"


class Choice(NamedTuple):
    """One select of the filter bar. `all` is the text for no choice; `options` are (value, text)."""

    name: str
    label: str
    all: str
    options: list[tuple[str, str]]


def chosen(*names: str) -> dict[str, str]:
    """What stands in the address for each of these names; "" when nothing does."""
    return {name: request.args.get(name, "").strip()[:200] for name in names}


def cursor() -> str:
    return request.args.get(CURSOR, "")[:400]


def page_address(after: str) -> str:
    """The address of this list from a cursor on, with the same filters."""
    kept = {name: value for name, value in request.args.items() if name != CURSOR and value}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept, CURSOR: after})


def count_text(page: Page[object]) -> str:
    if page.more:
        return gettext("Meer dan %(number)s gevonden", number=page.total)
    return ngettext("%(num)s gevonden", "%(num)s gevonden", page.total)
