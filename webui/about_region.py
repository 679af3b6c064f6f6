"""The public page of a region: for parents, and for who is not signed in."""

from flask import Blueprint, render_template

from engine.definitions import catalogue
from engine.errors import NotFound
from webui.acting import installation
from webui.audience import audience

pages = Blueprint("about_region", __name__, url_prefix="/over")


@pages.get("/<region>")
@audience("iedereen")
def about(region: str) -> str:
    """A region that has no such page answers as one that does not exist."""
    with installation().database.transaction(writes=False) as tx:
        known = catalogue.current(tx, region).definition.region
    if known.about is None:
        raise NotFound
    return render_template("over_regio.html", region=known, about=known.about)
