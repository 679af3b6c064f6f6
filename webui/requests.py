"""For who asks for something: begin a request, go on with a draft, see one's requests."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.casework import lists
from engine.casework.cases import start_case
from engine.casework.form_pages import FormPage, discard_draft, start_key
from engine.desk import Desk
from forms.submitted import Submitted
from webui import asking, listing
from webui.acting import desk, my_definitions, my_region
from webui.audience import audience, keeps_draft
from webui.language import gettext
from webui.offers import startable

pages = Blueprint("requests", __name__, url_prefix="/aanvragen")


def _keep(at: Desk, region: str, route: str) -> None:
    asking.keep(at, start_key(region, route, asking.about()))


class DraftLine(NamedTuple):
    """A request that was not sent yet."""

    name: str
    region_name: str
    address: str
    discard: str
    at: datetime
    by: str


@pages.get("")
@audience("aangemeld")
def my_requests() -> str:
    chosen = "klaar" if request.args.get("toon") == "klaar" else "lopend"
    found = lists.my_requests(desk(), "done" if chosen == "klaar" else "running", listing.cursor())
    return render_template(
        "aanvragen.html",
        drafts=drafts(),
        cases=found.page,
        chosen=chosen,
        tabs=[("lopend", gettext("Lopend")), ("klaar", gettext("Klaar"))],
        startable=startable(),
        line_page="follow.follow",
        page_address=listing.page_address,
    )


def drafts() -> list[DraftLine]:
    """The start forms that this person, or a colleague, has begun."""
    lines = []
    for draft in lists.my_requests(desk(), "drafts").drafts:
        _, region, route, *about = draft.key.split("/")
        published = my_definitions().get(region)
        known = published.definition.routes.get(route) if published else None
        if published is None or known is None:
            continue
        school = draft.owner.removeprefix("school/") if draft.owner.startswith("school/") else None
        lines.append(
            DraftLine(
                known.name,
                published.definition.region.name,
                url_for(
                    "requests.begin", organisatie=school, region=region, route=route, register=about or None
                ),
                url_for(
                    "requests.discard", organisatie=school, region=region, route=route, register=about or None
                ),
                draft.at,
                draft.by.name if draft.by else "",
            )
        )
    return lines


@pages.get("/<region>/<route>")
@audience("aangemeld")
def begin(region: str, route: str) -> str:
    my_region(region)
    return asking.opened(_ask(region, route), _draw)


@pages.post("/<region>/<route>")
@audience("aangemeld")
@keeps_draft(_keep)
def hand_in(region: str, route: str) -> Response | tuple[str, int]:
    my_region(region)

    def start(sent: Submitted) -> Response:
        place = asking.organisation()
        once, about, anyway = asking.sign(), asking.about(), asking.anyway()
        case = start_case(
            desk(), region, route, sent, organisation=place, once=once, about=about, anyway=anyway
        )
        flash(gettext("Verstuurd. Het kenmerk is %(reference)s.", reference=case.reference), "goed")
        return redirect(url_for("follow.follow", reference=case.reference), 303)

    return asking.received(_ask(region, route), _draw, start)


@pages.post("/<region>/<route>/velden")
@audience("aangemeld")
def fields(region: str, route: str) -> Markup | str:
    my_region(region)
    return asking.refreshed(_ask(region, route))


@pages.post("/<region>/<route>/concept")
@audience("aangemeld")
def keep_draft(region: str, route: str) -> str:
    my_region(region)
    return asking.kept(_ask(region, route))


@pages.post("/<region>/<route>/weggooien")
@audience("aangemeld")
def discard(region: str, route: str) -> Response:
    my_region(region)
    discard_draft(desk(), start_key(region, route, asking.about()), organisation=asking.organisation())
    flash(gettext("Het concept is weg."), "goed")
    return redirect(url_for("requests.my_requests"), 303)


def _ask(region: str, route: str) -> asking.Ask:
    about = asking.about()
    return asking.Ask(
        start_key(region, route, about),
        url_for("requests.begin", region=region, route=route, register=about),
        url_for("requests.fields", region=region, route=route, register=about),
        url_for("requests.keep_draft", region=region, route=route, register=about),
        gettext("Versturen"),
    )


def _draw(page: FormPage, asked: asking.Asked) -> str:
    return render_template(
        "aanvraag.html",
        region=my_region(page.case.region),
        name=page.route.name,
        explanation=page.route.explanation,
        asked=asking.signed(asked),
        path=[(url_for("requests.my_requests"), gettext("Mijn aanvragen"))],
    )
