"""Only in a demonstration: put the clock forward and read the mail that went out."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.store import setting
from webui.acting import installation, now
from webui.audience import audience

pages = Blueprint("demo", __name__, url_prefix="/demo")

STEPS = {
    "uur": timedelta(hours=1),
    "dag": timedelta(days=1),
    "week": timedelta(days=7),
    "maand": timedelta(days=30),
}


@pages.get("/klok")
@audience("demo")
def clock() -> str:
    names = {
        "uur": gettext("Een uur vooruit"), "dag": gettext("Een dag vooruit"),
        "week": gettext("Een week vooruit"), "maand": gettext("Dertig dagen vooruit"),
    }  # fmt: skip
    return render_template("klok.html", now=now(), steps=names.items())


@pages.post("/klok")
@audience("demo")
def move_clock() -> Response:
    step = STEPS.get(request.form.get("stap", ""))
    if step is None:
        raise NotFound
    with installation().database.transaction() as tx:
        setting.move_clock(tx, step)
    flash(
        gettext("De klok staat nu verder. Wat daardoor moet gebeuren, gebeurt binnen een paar tellen."),
        "goed",
    )
    return redirect(url_for("demo.clock"), 303)
