"""Who may publish and load. Before the first publication a region has no roles: only the system (the command line) may."""

from config.regions import Region
from engine.access import may_design, may_manage
from engine.definitions import catalogue
from engine.errors import NotAllowed, NothingPublished
from engine.model import Actor
from engine.store.database import Tx


def must_design(actor: Actor, tx: Tx, region: str) -> None:
    """Raises NotAllowed unless this person designs the region."""
    if not actor.is_system and not may_design(actor, _region(tx, region)):
        raise NotAllowed("Alleen een procesontwerper van deze regio mag publiceren.")


def must_manage(actor: Actor, tx: Tx, region: str) -> None:
    """Raises NotAllowed unless this person manages the region."""
    if not actor.is_system and not may_manage(actor, _region(tx, region)):
        raise NotAllowed("Alleen een beheerder van deze regio mag gegevens laden.")


def _region(tx: Tx, region: str) -> Region:
    try:
        return catalogue.current(tx, region).definition.region
    except NothingPublished:
        return Region(region, region)
