"""What every list page needs: what was chosen, the address of the next page, how many there are.

What is looked for may be the name of a child, and an address is kept in many places. So a search is posted: the text
goes into the cookie of forms, and a sign for it into the address.
"""

import secrets
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from bpmn.lint.supported import PERSON_TASKS
from engine.model import Page
from webui.acting import my_definitions
from webui.guarding import admitted
from webui.language import gettext, ngettext

CURSOR = "na"
LATE, WEEK = "te-laat", "week"
SEARCH, SOUGHT = "zoek", "gezocht"
MOST_SOUGHT = 5


class Choice(NamedTuple):
    """One select of the filter bar. `all` is the text for no choice; `options` are (value, text)."""

    name: str
    label: str
    all: str
    options: list[tuple[str, str]]


def chosen(*names: str) -> dict[str, str]:
    """What stands in the address for each of these names, and the text that was looked for; "" when nothing does."""
    found = {name: request.args.get(name, "").strip()[:200] for name in names}
    texts = dict(session.get(SOUGHT, ()))
    return {**found, SEARCH: texts.get(found.get(SEARCH, ""), found.get(SEARCH, ""))}


def forget_sought() -> None:
    """When somebody signs in: what another looked for in this browser is not theirs."""
    session.pop(SOUGHT, None)


def sought(page: str, *names: str) -> Response:
    """To the list (an endpoint) with what was chosen in its filter bar, and a sign for the text that was looked for."""
    kept = {name: request.form[name][:200] for name in names if request.form.get(name) and name != SEARCH}
    text = request.form.get(SEARCH, "").strip()[:200]
    if text:
        kept[SEARCH] = secrets.token_urlsafe(6)
        session[SOUGHT] = [*session.get(SOUGHT, ()), (kept[SEARCH], text)][-MOST_SOUGHT:]
    return redirect(url_for(page) + (f"?{urlencode(kept)}" if kept else ""), 303)


def region_choices() -> list[Choice]:
    """The regions and the routes of this person; a choice of one is no choice."""
    regions = [(one.region, one.definition.region.name) for one in my_definitions().values()]
    routes = {
        route.id: route.name for one in my_definitions().values() for route in one.definition.routes.values()
    }
    choices = [
        Choice("regio", gettext("Regio"), gettext("Alle regio's"), regions),
        Choice("route", gettext("Route"), gettext("Alle routes"), list(routes.items())),
    ]
    return [choice for choice in choices if len(choice.options) > 1]


def place_choices() -> list[Choice]:
    """The phases and the steps of a person where a case may stand, of all routes of this person's regions."""
    definitions = [one.definition for one in my_definitions().values()]
    phases = {phase.id: phase.name for one in definitions for phase in one.region.phases}
    steps = {
        step.name: step.name
        for one in definitions
        for route in one.routes.values()
        for step in route.steps.values()
        if step.node.kind in PERSON_TASKS
    }
    return [
        Choice("fase", gettext("Fase"), gettext("Alle fasen"), list(phases.items())),
        Choice("stap", gettext("Stap"), gettext("Alle stappen"), sorted(steps.items())),
    ]


def when_choice() -> Choice:
    options = [(LATE, gettext("Te laat")), (WEEK, gettext("Binnen een week"))]
    return Choice("wanneer", gettext("Uiterlijk"), gettext("Alles"), options)


def cursor() -> str:
    return request.args.get(CURSOR, "")[:400]


def page_address(after: str) -> str:
    """The address of this list from a cursor on, with the same filters."""
    kept = {name: value for name, value in request.args.items() if name != CURSOR and value}
    words = {**kept, CURSOR: after} if after else kept
    return request.script_root + request.path + (f"?{urlencode(words)}" if words else "")


def count_text(page: Page[Any]) -> str:
    if page.more:
        return gettext("Meer dan %(number)s gevonden", number=page.total)
    return ngettext("%(num)s gevonden", "%(num)s gevonden", page.total)


def way_back() -> list[tuple[str, str]]:
    """From a case to the list it stands in for this person: address and name."""
    if admitted("medewerker"):
        return [(url_for("cases.all_cases"), gettext("Zaken"))]
    return [(url_for("requests.my_requests"), gettext("Mijn aanvragen"))]
