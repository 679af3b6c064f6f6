"""What a person can begin: routes as cards."""

from typing import NamedTuple

from flask import url_for

from engine.access import may_start
from engine.definitions.definition import Published, RouteDefinition
from webui.acting import desk, my_definitions


class Offer(NamedTuple):
    """A route as a card. `address` is empty when this person may not begin it; `who` says who may."""

    region: str
    region_name: str
    id: str
    name: str
    explanation: str
    address: str
    who: str


def startable() -> list[Offer]:
    """Every route that this person may begin, in all their regions."""
    return [offer for one in my_definitions().values() for offer in offers(one) if offer.address]


def offers(published: Published) -> list[Offer]:
    """The routes that begin with a person, in the order of the region."""
    routes = published.definition.routes.values()
    hidden = published.definition.region.row_routes  # these begin at a row of the register
    return [_offer(published, route) for route in routes if route.start_roles and route.id not in hidden]


def _offer(published: Published, route: RouteDefinition) -> Offer:
    known = published.definition.region
    may = may_start(desk().actor, known, route.start_roles, route.school_kinds)
    address = url_for("requests.begin", region=known.id, route=route.id) if may else ""
    names = [known.roles[role].name for role in route.start_roles if role in known.roles]
    return Offer(known.id, known.name, route.id, route.name, route.explanation, address, ", ".join(names))
