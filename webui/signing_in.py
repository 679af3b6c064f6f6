"""Signing in and out. In a demonstration on one's own machine people are chosen from a list."""

from typing import NamedTuple

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from config.regions import Region
from engine import people
from engine.clock import day
from engine.definitions import catalogue
from engine.errors import NotFound, SignInRefused
from engine.model import Membership
from engine.store import people as register
from engine.store.database import Tx
from webui import sessions
from webui.acting import demo_here, installation
from webui.audience import audience
from webui.language import gettext
from webui.listing import forget_sought

pages = Blueprint("signing_in", __name__)


class Somebody(NamedTuple):
    """A person of the demonstration; `roles` are names for a reader."""

    login: str
    name: str
    roles: str
    organisation: str


class Group(NamedTuple):
    """The people of one region."""

    id: str
    name: str
    people: list[Somebody]


@pages.get("/aanmelden")
@audience("iedereen")
def sign_in() -> str:
    return _page()


@pages.post("/aanmelden")
@audience("iedereen")
def enter() -> Response | tuple[str, int]:
    login, password = request.form.get("aanmeldnaam", "").strip(), request.form.get("wachtwoord", "")
    if not login or not password:
        return _page(login, gettext("Vul uw aanmeldnaam en uw wachtwoord in.")), 422
    try:
        token = people.sign_in(installation().database, login[:200], password, request.remote_addr or "")
    except SignInRefused as error:
        return _page(login, error.message), 403
    return _signed_in(token)


@pages.post("/aanmelden/als")
@audience("demo")
def become() -> Response:
    with installation().database.transaction() as tx:
        person = register.person_by_login(tx, request.form.get("wie", ""))
        if person is None or not person.active:
            raise NotFound
        token = people.begin_session(tx, person)
    return _signed_in(token)


@pages.post("/afmelden")
@audience("iedereen")
def sign_out() -> Response:
    response = make_response(redirect(url_for("signing_in.sign_in"), 303))
    sessions.end(response)
    return response


def _signed_in(token: str) -> Response:
    forget_sought()
    response = make_response(redirect(local_address(request.form.get("verder", "")), 303))
    sessions.begin(response, token)
    return response


def local_address(wanted: str) -> str:
    """`wanted` when it is a page of this site, else the start page: nobody is sent elsewhere after signing in."""
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if own else url_for("start.start")


def _page(login: str = "", error: str = "") -> str:
    return render_template(
        "aanmelden.html",
        people=_everybody() if demo_here() else [],
        next=request.values.get("verder", ""),
        kept=request.args.get("bewaard") == "ja",
        login=login,
        error=error,
    )


def _everybody() -> list[Group]:
    with installation().database.transaction(writes=False) as tx:
        return [_group(tx, region) for region in catalogue.regions(tx)]


def _group(tx: Tx, region: str) -> Group:
    """The people of a region in the order of its roles."""
    known = catalogue.current(tx, region).definition.region
    order = list(known.roles)
    held = [one for one in register.members(tx, region, day(tx.now)) if one[1].role in known.roles]
    by_person: dict[str, list[Membership]] = {}
    for person, one in sorted(held, key=lambda pair: order.index(pair[1].role)):
        by_person.setdefault(person.login, []).append(one)
    names = {person.login: person.name for person, _ in held}
    people = [_somebody(login, names[login], own, known) for login, own in by_person.items()]
    return Group(known.id, known.name, people)


def _somebody(login: str, name: str, held: list[Membership], region: Region) -> Somebody:
    roles = dict.fromkeys(region.roles[one.role].name for one in held)
    places = dict.fromkeys(one.organisation.name for one in held)
    return Somebody(login, name, ", ".join(roles), ", ".join(places))
