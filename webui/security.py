"""What every answer carries so that a browser trusts nothing but this site, and how forms are known to be ours."""

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

MAX_REQUEST = 25_000_000  # bytes, uploads included
MAX_FORM_MEMORY = 2_000_000  # bytes of typed answers
MAX_FORM_PARTS = 2_000

CSP = "; ".join(
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ]
)  # fmt: skip


class Number(IntegerConverter):
    """A number in an address that fits in every database."""

    regex = r"[0-9]{1,15}"


class FormCookies(SecureCookieSessionInterface):
    """The cookie of the forgery check."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return over_https(app)


_YEAR = 31_536_000  # seconds


def trust_proxies(app: Flask, count: int) -> None:
    """Believe the last `count` proxies about who asks and over which scheme; nobody about host, port or folder: those
    are the installation's own."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_port=0, x_prefix=0)  # type: ignore[method-assign]


def over_https(app: Flask) -> bool:
    """Whether this request came over https, or people type an address that is."""
    return request.is_secure or bool(app.config["SESSION_COOKIE_SECURE"])


def _limit_typed() -> None:
    """Only a form with files may be large: any other kind is read whole, and nobody counts its parts."""
    if request.mimetype == "multipart/form-data":
        return
    request.max_content_length = MAX_FORM_MEMORY
    if request.get_data().count(b"&") >= MAX_FORM_PARTS:
        raise RequestEntityTooLarge


def _refuse_null() -> None:
    """No keyboard makes this sign, and PostgreSQL takes no text that holds it. What goes to a try-out is looked at there."""
    forwarded = request.endpoint == "trying_out.inside"
    typed = () if forwarded else (text for _, text in request.form.items(multi=True))
    if "\x00" in request.path or b"%00" in request.query_string or any("\x00" in text for text in typed):
        raise NotFound


def register(app: Flask, secret_key: str, *, https: bool, try_out: bool) -> CSRFProtect:
    """Sets limits, cookies, the forgery check and the headers. `https`: people type an address with https.

    A try-out lives under the same name as the application, so its cookies have names of their own.
    """
    app.config |= {
        "SECRET_KEY": secret_key,
        "MAX_CONTENT_LENGTH": MAX_REQUEST,
        "MAX_FORM_MEMORY_SIZE": MAX_FORM_MEMORY,
        "MAX_FORM_PARTS": MAX_FORM_PARTS,
        # The cookie of the forgery check; who is signed in stands in the database (webui.sessions).
        "SESSION_COOKIE_NAME": "leidraad_proef_formulier" if try_out else "leidraad_formulier",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the cookie: a form may stay open all day
        "WTF_CSRF_SSL_STRICT": False,  # it wants a Referer, and our own policy sends none
    }
    app.session_interface = FormCookies()
    app.url_map.converters["number"] = Number
    app.before_request(_limit_typed)
    forms = CSRFProtect(app)
    app.before_request(_refuse_null)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if over_https(app):
            headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
        headers["Cache-Control"] = _caching()
        return response

    return forms


def _caching() -> str:
    """A built file has its hash in its name and may stay for ever; a page is about people and may not stay at all."""
    if request.endpoint != "static":
        return "no-store"
    built = (request.view_args or {}).get("filename", "").startswith("vendor/") or "v" in request.args
    return f"public, max-age={_YEAR}, immutable" if built and not g.get("failed") else "no-cache"
