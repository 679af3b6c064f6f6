"""A region to read about: what it offers, its own pages, and the documents that decisions rest on."""

from typing import NamedTuple

from flask import Blueprint, render_template, url_for

from engine.access import may_start
from engine.definitions.definition import Published, RouteDefinition
from engine.errors import NotFound
from webui.acting import desk, my_definitions, my_region
from webui.audience import audience

pages = Blueprint("regions", __name__, url_prefix="/regio")


class Offer(NamedTuple):
    """A route as a card. `address` is empty when this person may not begin it; `who` says who may."""

    region: str
    region_name: str
    id: str
    name: str
    explanation: str
    address: str
    who: str


@pages.get("/<region>")
@audience("aangemeld")
def region(region: str) -> str:
    known = my_region(region)
    return render_template(
        "regio.html",
        region=known,
        routes=offers(my_definitions()[region]),
        pages=list(known.pages.values()),
        documents=list(known.documents.values()),
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


def startable() -> list[Offer]:
    """Every route that this person may begin, in all their regions."""
    return [offer for one in my_definitions().values() for offer in offers(one) if offer.address]


def offers(published: Published) -> list[Offer]:
    """The routes that begin with a person, in the order of the region."""
    routes = published.definition.routes.values()
    return [_offer(published, route) for route in routes if route.start_roles]


def _offer(published: Published, route: RouteDefinition) -> Offer:
    known = published.definition.region
    may = may_start(desk().actor, known, route.start_roles, route.school_kinds)
    address = url_for("requests.begin", region=known.id, route=route.id) if may else ""
    names = [known.roles[role].name for role in route.start_roles if role in known.roles]
    return Offer(known.id, known.name, route.id, route.name, route.explanation, address, ", ".join(names))
