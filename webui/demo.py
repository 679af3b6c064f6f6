"""Only in a demonstration: put the clock forward and read the mail that went out."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from config.settings import Settings
from engine.casework import entering
from engine.casework.letters import compose
from engine.errors import NotFound
from engine.model import Mail, OutboxRow
from engine.store import outbox, setting
from engine.store.database import Tx
from webui.acting import installation, now
from webui.audience import audience
from webui.language import gettext

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


@pages.get("/post")
@audience("demo")
def post() -> str:
    """Mail as it would have gone out. A case that is gone takes its mail along."""
    settings = installation().settings
    with installation().database.transaction(writes=False) as tx:
        mails = [mail for row in outbox.sent_mails(tx) if (mail := _composed(tx, settings, row)) is not None]
        rows = outbox.sent_mails(tx, kind="sms")
        found = [entering.sms_of(tx, settings, int(str(row.detail["code"]))) for row in rows]
    texts = [one for one in found if one is not None]
    return render_template("post.html", mails=mails, texts=texts)


def _composed(tx: Tx, settings: Settings, row: OutboxRow) -> Mail | None:
    try:
        return compose(tx, settings, row)
    except NotFound:
        return None
