"""For who manages or designs a region: what nobody can do today, with what to do about it."""

from flask import Blueprint, render_template

from engine.casework.standing import standing_of
from webui.acting import desk, my_region
from webui.audience import audience

pages = Blueprint("standing", __name__, url_prefix="/regio")


@pages.get("/<region>/stand")
@audience("aangemeld")
def standing(region: str) -> str:
    known = my_region(region)
    return render_template("stand.html", region=known, standing=standing_of(desk(), region))
