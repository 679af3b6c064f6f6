"""The cookie of who is signed in. It holds a random token; whose it is and how long it lasts stands in the database."""

from flask import Response, current_app, g, request, session

from engine import people
from engine.model import Actor
from webui.acting import installation
from webui.security import over_https

COOKIE = "leidraad_aanmelding"
COOKIE_OF_TRY_OUT = "leidraad_proef_aanmelding"
_LONGEST_TOKEN = 100


def recognise() -> None:
    """Before each request: who is this? A file of ours (style, script) needs no answer."""
    token = _token()
    if token and request.endpoint != "static":
        g.actor = people.recognise(installation().database, token)


def expired_actor() -> Actor | None:
    """The person whose session ran out with the cookie of this request, not one that was signed out."""
    token = _token()
    return people.expired(installation().database, token) if token else None


def begin(response: Response, token: str) -> None:
    """Gives the browser the token of a new session; the one it had ends."""
    end_current()
    response.set_cookie(
        _cookie(),
        token,
        httponly=True,
        samesite="Lax",
        secure=over_https(current_app),
    )


def end(response: Response) -> None:
    """Signs out: the session, its cookie, and the token of forms."""
    end_current()
    session.clear()
    response.delete_cookie(_cookie(), httponly=True, samesite="Lax")


def end_current() -> None:
    if token := _token():
        people.sign_out(installation().database, token)


def _token() -> str:
    token = request.cookies.get(_cookie(), "")
    return token if len(token) <= _LONGEST_TOKEN else ""


def _cookie() -> str:
    return COOKIE_OF_TRY_OUT if installation().try_out else COOKIE
