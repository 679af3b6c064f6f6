"""What who manages a term does about it on the page of a case."""

from typing import cast, get_args

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.casework.term_acts import move_term
from engine.casework.term_panel import TermAct
from engine.errors import NotFound
from webui.acting import desk
from webui.audience import audience
from webui.language import gettext

pages = Blueprint("terms", __name__, url_prefix="/zaken/<reference>/termijnen")


@pages.post("/<term>/<act>")
@audience("aangemeld")
def move(reference: str, term: str, act: str) -> Response:
    if act not in get_args(TermAct):
        raise NotFound
    move_term(desk(), reference, term, cast(TermAct, act), request.form.get("reden", ""))
    flash(gettext("Gedaan. De reden staat bij de zaak."), "goed")
    return redirect(url_for("cases.case", reference=reference), 303)
