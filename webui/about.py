"""The two pages that every public site owes its visitors."""

from flask import Blueprint, render_template

from webui.audience import audience

pages = Blueprint("about", __name__)


@pages.get("/toegankelijkheid")
@audience("iedereen")
def accessibility() -> str:
    return render_template("toegankelijkheid.html")


@pages.get("/privacy")
@audience("iedereen")
def privacy() -> str:
    return render_template("privacy.html")
