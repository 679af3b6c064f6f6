"""What a page with a form shows besides its questions: the part that consent is asked with, and what is signed there."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import request
from markupsafe import Markup

from engine.casework import confirming
from engine.casework.confirming import Way
from engine.casework.file import Visit
from engine.casework.form_pages import FormPage, open_form
from engine.casework.signing import AGREED, PROOF, SHOWN, Attachment, Sealed
from engine.errors import SignInRefused
from forms.filled import Filled
from forms.submitted import Submitted
from webui.acting import desk, my_region
from webui.answers import read
from webui.language import gettext

OWN = frozenset({AGREED, PROOF, SHOWN})  # names on the page that are no questions
WANTS_CODE = "code"  # the button that asks for a fresh code


class AskedPart(NamedTuple):
    """The part of a document that consent is asked with."""

    title: str
    answers: Markup


class SignedPart(NamedTuple):
    title: str
    answers: Markup | None
    attachments: tuple[Attachment, ...]


class Signing(NamedTuple):
    """What is signed on this page; `own`: the answers on the page itself too; `errors` by the name of the input."""

    statement: str
    own: bool
    parts: list[SignedPart]
    digest: str
    way: Way
    errors: Mapping[str, str]


def asked_part(page: FormPage) -> AskedPart | None:
    if page.asked is None:
        return None
    name, part = page.asked.piece.name, page.asked.part.replace("_", " ")
    title = gettext("%(name)s, versie %(number)s: %(part)s", name=name, number=page.asked.number, part=part)
    return AskedPart(title, _answers(page, page.asked.visit))


def signing(page: FormPage, filled: Filled | None, *, show_errors: bool) -> Signing | None:
    if page.signing is None or page.reason:
        return None
    errors = filled.errors if filled is not None and show_errors else ()
    parts = [
        SignedPart(one.title, _answers(page, one.visit) if one.visit else None, one.attachments)
        for one in page.signing.parts
    ]
    found = page.signing.to_sign
    said = {error.field: error.message for error in errors}
    own = page.step.id in page.step.signs
    return Signing(found.statement, own, parts, found.digest, confirming.way_of(desk()), said)


def sealed(key: str, sent: Submitted) -> Sealed | None:
    """What came back of it with the form of this key; None when nothing is signed on the page that was sent."""
    if SHOWN not in request.form:
        return None
    agreed, shown = request.form.get(AGREED) == "ja", request.form.get(SHOWN, "")[:100]
    return Sealed(agreed, shown, _proof(key, sent) if agreed else "")


def _proof(key: str, sent: Submitted) -> str:
    """A code works once: it is not looked at while something else has to be mended first."""
    filled = open_form(desk(), key, sent).filled
    if filled is not None and filled.errors:
        return gettext("Verbeter eerst de andere antwoorden. Vul dit daarna opnieuw in.")
    return confirming.confirm(desk(), request.form.get(PROOF, ""), request.remote_addr or "")


def wants_code() -> bool:
    return request.form.get("actie") == WANTS_CODE


def code_sent() -> tuple[str, str]:
    """Sends a fresh code to a parent; returns what to tell them, and how."""
    try:
        confirming.send_code(desk())
    except SignInRefused as error:
        return error.message, "fout"
    return gettext("Wij stuurden een sms met een code. Wat u had ingevuld, staat er nog."), "goed"


def _answers(page: FormPage, visit: Visit) -> Markup:
    at = "parents.download" if desk().actor.case is not None else "uploads.download"
    return read(visit, my_region(page.case.region), at).answers
