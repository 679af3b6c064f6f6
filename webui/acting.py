"""Who acts in this request, on which database: what every page starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, g, request

from config.regions import Region
from config.settings import Settings
from engine.definitions import catalogue
from engine.definitions.definition import Published
from engine.desk import Desk
from engine.errors import NotFound
from engine.model import Actor
from engine.store.database import Database

_SIGNS_OF_A_PROXY = (
    "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "X-Client-IP",
)  # fmt: skip


@dataclass(frozen=True)
class Installation:
    """The settings and the database that this app serves. `try_out` is the region that it is a try-out of, or ""."""

    settings: Settings
    database: Database
    try_out: str = ""


def installation() -> Installation:
    found: Installation = current_app.extensions["leidraad"]
    return found


def me() -> Actor | None:
    """The person who is signed in, with the roles of today; None when nobody is."""
    actor: Actor | None = g.get("actor")
    return actor


def desk() -> Desk:
    """The desk of the person who is signed in. Raises NotFound when nobody is: a page for people never comes here."""
    actor = me()
    if actor is None:
        raise NotFound
    return desk_of(actor)


def desk_of(actor: Actor) -> Desk:
    here = installation()
    return Desk(here.database, actor, here.settings)


def now() -> datetime:
    """The moment of this request by the database's own clock, read once. UTC."""
    if "now" not in g:
        with installation().database.transaction(writes=False) as tx:
            g.now = tx.now
    moment: datetime = g.now
    return moment


def my_definitions() -> Mapping[str, Published]:
    """What is published now in the regions where this person has a role, by region; read once per request."""
    if "definitions" not in g:
        actor = me()
        with installation().database.transaction(writes=False) as tx:
            there = set(catalogue.regions(tx))
            mine = [region for region in (actor.regions if actor else ()) if region in there]
            g.definitions = {
                region: catalogue.for_actor(tx, catalogue.current(tx, region), actor)
                for region in mine
                if actor is not None
            }
    found: Mapping[str, Published] = g.definitions
    return found


def my_region(region: str) -> Region:
    """A region where this person has a role. Raises NotFound otherwise, whether or not it exists."""
    published = my_definitions().get(region)
    if published is None:
        raise NotFound
    return published.definition.region


def demo_here() -> bool:
    """Whether one may become anybody here: in a try-out (who gets there designs the region), and in a demonstration
    asked for on the machine itself. The name it was called by is local too, so a page elsewhere that lets its own name
    point here gets nothing. Where people type another address than that of the machine there is a proxy, and one that
    says nothing about itself looks like somebody at the machine."""
    here = installation()
    if here.try_out:
        return True
    return (
        here.settings.demo
        and _is_local(urlsplit(here.settings.base_url).netloc)
        and _is_local(request.host)
        and _is_local(request.remote_addr or "")
        and not _forwarded()
    )


def _forwarded() -> bool:
    return any(name in request.headers for name in _SIGNS_OF_A_PROXY)


def _is_local(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if host.count(":") == 1 or host.startswith("[") else host
    if name == "localhost":
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
