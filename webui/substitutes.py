"""Who stands in for me while I am away: my own page."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.casework.substituting import arrange, arrangements, stop
from engine.errors import NotAllowed
from webui.acting import desk
from webui.audience import audience
from webui.language import gettext

pages = Blueprint("substitutes", __name__, url_prefix="/vervanging")


@pages.get("")
@audience("aangemeld")
def overview() -> str:
    return render_template("vervanging.html", known=arrangements(desk()), typed={})


@pages.post("")
@audience("aangemeld")
def add() -> Response | tuple[str, int]:
    try:
        region, by = _wanted(request.form.get("wie", ""))
        person = arrange(desk(), region, by, _day("vanaf"), _day("tot_en_met"))
    except NotAllowed as error:
        flash(error.message, "fout")
        page = render_template("vervanging.html", known=arrangements(desk()), typed=request.form)
        return page, 422
    flash(gettext("%(name)s vervangt u.", name=person.name), "goed")
    return redirect(url_for("substitutes.overview"), 303)


@pages.post("/<int:substitute>/stoppen")
@audience("aangemeld")
def end(substitute: int) -> Response:
    stop(desk(), substitute)
    flash(gettext("De vervanging is gestopt."), "goed")
    return redirect(url_for("substitutes.overview"), 303)


def _wanted(text: str) -> tuple[str, int]:
    """ "region/person", as the list writes it."""
    region, _, number = text.partition("/")
    if not number.isdecimal() or len(number) > 15:
        raise NotAllowed(gettext("Kies wie u vervangt."))
    return region, int(number)


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise NotAllowed(gettext("Vul de eerste en de laatste dag in.")) from None
