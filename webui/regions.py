"""A region to read about: what it offers, its own pages, and the documents that decisions rest on."""

from flask import Blueprint, render_template

from engine.access import may_design, may_manage
from engine.casework.own_schools import own_schools
from engine.errors import NotFound
from webui.acting import desk, my_definitions, my_region
from webui.audience import audience
from webui.offers import offers

pages = Blueprint("regions", __name__, url_prefix="/regio")


@pages.get("/<region>")
@audience("aangemeld")
def region(region: str) -> str:
    known = my_region(region)
    routes = offers(my_definitions()[region])
    front = [page for page in known.pages.values() if page.on_front]
    fronted = {route for page in front for route in page.routes}
    return render_template(
        "regio.html",
        region=known,
        front=[(page, [offer for offer in routes if offer.id in page.routes]) for page in front],
        routes=[offer for offer in routes if offer.id not in fronted],
        pages=[page for page in known.pages.values() if not page.on_front],
        documents=list(known.documents.values()),
        schools=own_schools(desk(), known),
        sees_standing=may_manage(desk().actor, known) or may_design(desk().actor, known),
    )


@pages.get("/<region>/<page>")
@audience("aangemeld")
def extra(region: str, page: str) -> str:
    known = my_region(region)
    found = known.pages.get(page)
    if found is None:
        raise NotFound
    routes = [offer for offer in offers(my_definitions()[region]) if offer.id in found.routes]
    return render_template(
        "regiopagina.html", region=known, title=found.title, text=found.text, routes=routes
    )


@pages.get("/<region>/documenten/<document>")
@audience("aangemeld")
def guide(region: str, document: str) -> str:
    known = my_region(region)
    found = known.documents.get(document)
    if found is None:
        raise NotFound
    return render_template(
        "regiopagina.html", region=known, title=found.title, text=found.text, version=found.version
    )
