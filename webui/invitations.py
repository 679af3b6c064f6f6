"""How a parent comes in, and how the school takes that back.

The address in the mail holds the link; it is put in the cookie of forms and taken out of the address at once, so that it
stands in no history, no log and no page. Every link gets the same answers, whether it works or never was one.
"""

from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.casework import entering, invited
from engine.definitions import catalogue
from engine.desk import Desk
from engine.errors import NotFound, NothingPublished, SignInRefused
from engine.model import SYSTEM
from webui import sessions
from webui.acting import desk, desk_of, installation
from webui.audience import audience
from webui.language import gettext
from webui.listing import forget_sought

pages = Blueprint("invitations", __name__)

LINK = "uitnodiging"
_LONGEST = 100


@pages.get("/uitnodiging/<token>")
@audience("iedereen")
def follow_link(token: str) -> Response:
    session[LINK] = token[:_LONGEST]
    return redirect(url_for("invitations.welcome"), 303)


@pages.get("/uitnodiging")
@audience("iedereen")
def welcome() -> str:
    """For what somebody is invited: by which region, nothing of a child. A link that does not work gets a way to a new one."""
    return _welcome()


@pages.post("/uitnodiging/sms")
@audience("iedereen")
def send_code() -> Response | tuple[str, int]:
    try:
        entering.send_code(_anybody(), _token(), _address())
    except SignInRefused as error:
        return _welcome(error.message), 429
    return redirect(url_for("invitations.ask_code"), 303)


@pages.get("/uitnodiging/code")
@audience("iedereen")
def ask_code() -> str:
    return render_template("uitnodiging_code.html")


@pages.post("/uitnodiging/code")
@audience("iedereen")
def enter() -> Response | tuple[str, int]:
    try:
        token = entering.enter(_anybody(), _token(), request.form.get("code", "")[:20], _address())
    except SignInRefused as error:
        return render_template("uitnodiging_code.html", error=error.message), 403
    session.pop(LINK, None)
    forget_sought()
    response = make_response(redirect(url_for("parents.case"), 303))
    sessions.begin(response, token)
    return response


@pages.post("/uitnodiging/nieuw")
@audience("iedereen")
def ask_again() -> Response | tuple[str, int]:
    try:
        entering.ask_again(_anybody(), _token(), _address())
    except SignInRefused as error:
        return _welcome(error.message), 429
    flash(gettext("Hoort uw link bij een uitnodiging? Dan krijgt u een mail met een nieuwe link."), "goed")
    return redirect(url_for("invitations.welcome"), 303)


@pages.post("/zaken/<reference>/uitnodigingen/<parent>/<what>")
@audience("aangemeld")
def change(reference: str, parent: str, what: str) -> Response:
    """The school sends a new link, takes access back, or gives it again."""
    act, told = {
        "opnieuw": (invited.send_again, gettext("De nieuwe link is onderweg.")),
        "intrekken": (invited.revoke, gettext("Deze ouder heeft nu geen toegang meer.")),
        "toelaten": (invited.restore, gettext("Deze ouder heeft weer toegang en krijgt een nieuwe link.")),
    }.get(what, (_nothing, ""))
    act(desk(), reference, parent)
    flash(told, "goed")
    return redirect(url_for("cases.case", reference=reference), 303)


def _nothing(at: Desk, reference: str, parent: str) -> None:
    raise NotFound


def _welcome(error: str = "") -> str:
    region = entering.holds(_anybody(), _token())
    name = about = ""
    if region:
        try:
            with installation().database.transaction(writes=False) as tx:
                known = catalogue.current(tx, region).definition.region
            name, about = known.name, known.id if known.about else ""
        except NothingPublished:
            region = ""
    return render_template("uitnodiging.html", works=bool(region), name=name, about=about, error=error)


def _token() -> str:
    found = session.get(LINK, "")
    return found if isinstance(found, str) else ""


def _address() -> str:
    return request.remote_addr or ""


def _anybody() -> Desk:
    return desk_of(SYSTEM)
