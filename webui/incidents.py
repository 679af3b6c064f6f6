"""For who manages: what did not go well by itself, and trying again."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.access import may_manage
from engine.casework.background import retry_incident
from engine.definitions import catalogue
from engine.model import Case, Incident
from engine.store import cases, incidents
from engine.store.database import Tx
from webui.acting import desk, my_definitions
from webui.audience import audience
from webui.language import gettext

pages = Blueprint("incidents", __name__, url_prefix="/beheer")


class IncidentLine(NamedTuple):
    """An incident with the reference of its case and the name of the step, "" when it has none; what it could not do."""

    incident: Incident
    reference: str
    step: str
    kind: str


@pages.get("/storingen")
@audience("beheerder")
def overview() -> str:
    actor = desk().actor
    regions = [region for region, one in my_definitions().items() if may_manage(actor, one.definition.region)]
    with desk().reading() as tx:
        found = incidents.open_in(tx, regions)
        about = cases.summaries(tx, {one.case for one in found if one.case is not None})
        lines = [_line(tx, one, about.get(one.case or 0)) for one in found]
    return render_template("storingen.html", incidents=lines)


def _line(tx: Tx, incident: Incident, case: Case | None) -> IncidentLine:
    kinds = {
        "call": gettext("Koppeling met een ander systeem"),
        "mail": gettext("Mail"),
        "sms": gettext("Sms"),
        "timer": gettext("Moment dat vanzelf komt"),
    }
    kind = kinds.get(incident.kind, gettext("Stap in de route"))
    if case is None:
        return IncidentLine(incident, "", "", kind)
    known = catalogue.by_id(tx, case.definition).definition.routes.get(case.route)
    step = known.steps.get(incident.node) if known else None
    return IncidentLine(incident, case.reference, step.name if step else "", kind)


@pages.post("/storingen/<number:incident>")
@audience("beheerder")
def retry(incident: int) -> Response:
    retry_incident(desk(), incident)
    flash(gettext("Het wordt opnieuw geprobeerd. Gaat het weer mis, dan staat het straks weer hier."), "goed")
    return redirect(url_for("incidents.overview"), 303)
