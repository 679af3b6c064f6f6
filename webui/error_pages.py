"""From what went wrong to what a person reads: the only place that knows both the engine's errors and HTTP."""

import logging
from http import HTTPStatus

from flask import Flask, g, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import (
    AlreadyDone,
    AnswersRejected,
    CaseChanged,
    CaseStuck,
    EngineError,
    NotAllowed,
    NotFound,
    NothingPublished,
    NotPrinted,
    SignInRefused,
    UploadRefused,
)
from webui.language import gettext

TOO_LARGE = HTTPStatus(413)  # its name in the standard library differs per Python version

log = logging.getLogger(__name__)

STATUS: dict[type[EngineError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    AlreadyDone: HTTPStatus.CONFLICT,
    AnswersRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    NothingPublished: HTTPStatus.NOT_FOUND,
    CaseChanged: HTTPStatus.CONFLICT,
    CaseStuck: HTTPStatus.INTERNAL_SERVER_ERROR,
    SignInRefused: HTTPStatus.FORBIDDEN,
    UploadRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotPrinted: HTTPStatus.SERVICE_UNAVAILABLE,
}


def register(app: Flask) -> None:
    app.register_error_handler(EngineError, engine_error)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)


def engine_error(error: EngineError) -> tuple[str, int]:
    status = STATUS.get(type(error), HTTPStatus.CONFLICT)
    if status == HTTPStatus.NOT_FOUND:
        return not_found()
    case = error.reference if isinstance(error, AlreadyDone) else ""
    return page(_title(status), error.message, status, case)


def not_found() -> tuple[str, int]:
    """The one answer for what is not there and for what is somebody else's."""
    text = gettext("Deze pagina bestaat niet, of is niet voor u. Kijk of het adres goed is.")
    return page(gettext("Pagina niet gevonden"), text, HTTPStatus.NOT_FOUND)


def forged(_error: CSRFError) -> tuple[str, int]:
    text = gettext(
        "Dit formulier is verlopen. Ga terug met de knop van uw browser, vernieuw de pagina en verstuur opnieuw."
    )
    return page(gettext("Het formulier is verlopen"), text, HTTPStatus.BAD_REQUEST)


def http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    status = HTTPStatus(error.code)
    if status == HTTPStatus.NOT_FOUND:
        return not_found()
    return page(_title(status), _explanation(status), status)


def broken(error: Exception) -> tuple[str, int]:
    """What nobody foresaw. The log gets the kind of error and where; a message may hold personal data."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error("%s at %s", type(error).__name__, where)
    text = gettext("Er ging iets mis aan onze kant. Probeer het straks nog een keer.")
    return page(gettext("Er ging iets mis"), text, HTTPStatus.INTERNAL_SERVER_ERROR)


def page(title: str, text: str, status: HTTPStatus, case: str = "") -> tuple[str, int]:
    """`case` is the reference of the case that it is about, to go on to."""
    g.failed = True
    return render_template("fout.html", title=title, text=text, case=case), int(status)


def _title(status: HTTPStatus) -> str:
    return {
        HTTPStatus.FORBIDDEN: gettext("Dit kan niet"),
        HTTPStatus.CONFLICT: gettext("Dit is al gebeurd"),
        HTTPStatus.UNPROCESSABLE_ENTITY: gettext("Dit klopt nog niet"),
        TOO_LARGE: gettext("Dit is te groot"),
        HTTPStatus.TOO_MANY_REQUESTS: gettext("Even wachten"),
    }.get(status, gettext("Er ging iets mis"))


def _explanation(status: HTTPStatus) -> str:
    return {
        TOO_LARGE: gettext("Wat u verstuurt is samen groter dan 25 MB. Kies kleinere bestanden."),
        HTTPStatus.METHOD_NOT_ALLOWED: gettext("Deze pagina kunt u niet zo openen. Begin op de startpagina."),
    }.get(status, gettext("Uw verzoek kon niet worden verwerkt. Ga terug en probeer het opnieuw."))
