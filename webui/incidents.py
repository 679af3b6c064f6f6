"""For who manages: what did not go well by itself, and trying again."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.access import may_manage
from engine.casework.background import retry_incident
from engine.model import Incident
from engine.store import cases, incidents
from webui.acting import desk, my_definitions
from webui.audience import audience
from webui.language import gettext

pages = Blueprint("incidents", __name__, url_prefix="/beheer")


class IncidentLine(NamedTuple):
    """An incident with the reference of its case, "" when it has none."""

    incident: Incident
    reference: str


@pages.get("/storingen")
@audience("beheerder")
def overview() -> str:
    actor = desk().actor
    regions = [region for region, one in my_definitions().items() if may_manage(actor, one.definition.region)]
    with desk().reading() as tx:
        found = incidents.open_in(tx, regions)
        about = cases.summaries(tx, {one.case for one in found if one.case is not None})
    lines = [IncidentLine(one, about[one.case].reference if one.case in about else "") for one in found]
    return render_template("storingen.html", incidents=lines)


@pages.post("/storingen/<number:incident>")
@audience("beheerder")
def retry(incident: int) -> Response:
    retry_incident(desk(), incident)
    flash(gettext("Het wordt opnieuw geprobeerd. Gaat het weer mis, dan staat het straks weer hier."), "goed")
    return redirect(url_for("incidents.overview"), 303)
