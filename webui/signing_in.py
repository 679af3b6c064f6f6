"""Signing in and out. In a demonstration on one's own machine people are chosen from a list."""

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import people
from engine.clock import day
from engine.definitions import catalogue
from engine.errors import NotFound, SignInRefused
from engine.store import people as register
from engine.store.database import Tx
from webui import sessions
from webui.acting import demo_here, installation
from webui.audience import audience

pages = Blueprint("signing_in", __name__)


class Somebody(NamedTuple):
    """A person of the demonstration; `roles` are names for a reader."""

    login: str
    name: str
    roles: str
    organisation: str


class Group(NamedTuple):
    """The people of one region."""

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
    response = make_response(redirect(local_address(request.form.get("verder", "")), 303))
    sessions.begin(response, token)
    return response


def local_address(wanted: str) -> str:
    """`wanted` when it is a page of this site, else the start page: nobody is sent elsewhere after signing in."""
    parts = urlsplit(wanted)
    own = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and not parts.netloc
        and wanted.isprintable()
    )
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
    known = catalogue.current(tx, region).definition.region
    found: dict[int, list[tuple[str, str]]] = {}
    persons = {}
    for person, one in register.members(tx, region, day(tx.now)):
        persons[person.id] = person
        role = known.roles[one.role].name if one.role in known.roles else one.role
        found.setdefault(person.id, []).append((role, one.organisation.name))
    return Group(
        known.name, [_somebody(persons[key].login, persons[key].name, held) for key, held in found.items()]
    )


def _somebody(login: str, name: str, held: list[tuple[str, str]]) -> Somebody:
    roles = ", ".join(dict.fromkeys(role for role, _ in held))
    return Somebody(login, name, roles, ", ".join(dict.fromkeys(place for _, place in held)))
