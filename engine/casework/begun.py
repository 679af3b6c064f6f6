"""Drafts that a person may go on with."""

from engine import access
from engine.casework.seeing import owners
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import NothingPublished
from engine.model import Draft
from engine.store import drafts
from engine.store.database import Tx


def drafts_for(tx: Tx, desk: Desk) -> list[Draft]:
    """Their own of tasks and acts; of start forms those of an organisation for which they may begin that route."""
    return [one for one in drafts.of_owners(tx, owners(desk.actor)) if _may_go_on(tx, desk, one)]


def _may_go_on(tx: Tx, desk: Desk, draft: Draft) -> bool:
    kind, _, rest = draft.key.partition("/")
    if kind != "start":
        return True
    region, _, route = rest.partition("/")
    try:
        definition = catalogue.for_actor(tx, catalogue.current(tx, region), desk.actor).definition
    except NothingPublished:
        return False
    found = definition.routes.get(route.partition("/")[0])  # what follows is the row that it is about
    if found is None:
        return False
    members = access.may_start(desk.actor, definition.region, found.start_roles, found.school_kinds)
    return any(draft.owner in owners(desk.actor, one.organisation) for one in members)
