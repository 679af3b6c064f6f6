"""Who begins a route, for which organisation, and on which version: with the overlay that the school has today."""

from dataclasses import replace
from typing import NamedTuple

from config.regions import Region
from engine import access
from engine.casework.work import route_of
from engine.definitions import catalogue
from engine.definitions.definition import Published, RouteDefinition
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound
from engine.model import Membership, Organisation
from engine.store.database import Tx


class Beginning(NamedTuple):
    """`overlay` is the id of the overlay that `published` wears, "" when none."""

    published: Published
    overlay: str
    route: RouteDefinition
    member: Membership


def beginning(tx: Tx, desk: Desk, region: str, route: str, organisation: str = "") -> Beginning:
    """What a case of this route begins on. Of several schools with overlays: the first for which it can be begun.

    Raises NothingPublished, NotFound, NotAllowed.
    """
    shown = published = catalogue.current(tx, region)
    for place in _places(desk, published, organisation):
        overlay = catalogue.overlay_for(tx, published, place)
        shown = catalogue.with_overlay(published, overlay)
        known, found = shown.definition.region, shown.definition.routes.get(route)
        if found is not None and _may(desk, known, found, place):
            return Beginning(shown, overlay, found, beginner(desk, known, found, place.id))
    found = route_of(shown, route)  # of several that were tried, the last one says why not
    return Beginning(shown, "", found, beginner(desk, shown.definition.region, found, organisation))


def for_school(tx: Tx, begun: Beginning, school: Organisation) -> Beginning:
    """The same, but for a school that the person is not of: with the overlay of that school. Raises NothingPublished."""
    member = replace(begun.member, organisation=school)
    if not begun.published.definition.overlays:
        return begun._replace(member=member)
    published = catalogue.by_id(tx, begun.published.id)
    overlay = catalogue.overlay_for(tx, published, school)
    shown = catalogue.with_overlay(published, overlay)
    return Beginning(shown, overlay, route_of(shown, begun.route.id), member)


def _places(desk: Desk, published: Published, organisation: str) -> list[Organisation]:
    """The organisations that may have an overlay; none when the region has no overlays."""
    if not published.definition.overlays:
        return []
    mine = {one.organisation.id: one.organisation for one in desk.actor.in_region(published.region)}
    return [one for one in mine.values() if organisation in ("", one.id)]


def _may(desk: Desk, region: Region, route: RouteDefinition, place: Organisation) -> bool:
    members = access.may_start(desk.actor, region, route.start_roles, route.school_kinds)
    return any(one.organisation.id == place.id for one in members)


def beginner(desk: Desk, region: Region, route: RouteDefinition, organisation: str = "") -> Membership:
    """The membership with which this person begins a route. Raises NotFound, NotAllowed."""
    if not desk.actor.in_region(region.id) or desk.actor.case is not None:
        raise NotFound()
    members = access.may_start(desk.actor, region, route.start_roles, route.school_kinds)
    fitting = [one for one in members if organisation in ("", one.organisation.id)]
    if not fitting:
        roles = " of ".join(region.roles[role].name for role in route.start_roles if role in region.roles)
        kinds = f" van een school voor {', '.join(route.school_kinds)}" if route.school_kinds else ""
        raise NotAllowed(f"Alleen een {roles or 'andere rol'}{kinds} kan dit beginnen.")
    return fitting[0]
