"""At the door: lets in whom a page is for. Who is not let in gets what a stranger gets."""

from http import HTTPStatus

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from config.regions import Role
from engine.access import roles_of
from engine.errors import EngineError, NotFound
from webui import sessions
from webui.acting import demo_here, desk_of, me, my_definitions
from webui.audience import Audience, audience, audience_of, check_views, keeper_of


def register(app: Flask) -> None:
    """Raises ValueError when a view does not say whom it is for."""
    app.view_functions["static"] = audience("iedereen")(app.view_functions["static"])
    check_views(app)
    app.before_request(_guard)


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    wanted = audience_of(current_app, request.endpoint)
    if admitted(wanted):
        return None
    if me() is None and wanted != "demo":
        return _ask_to_sign_in(request.endpoint)
    raise NotFound


def admitted(wanted: Audience) -> bool:
    """Whether a page for `wanted` is for the person of this request."""
    if wanted == "iedereen":
        return True
    if wanted == "demo":
        return demo_here()
    actor = me()
    if actor is None:
        return False
    if wanted == "ouder" or actor.case is not None:  # a parent has pages of their own, and no others
        return wanted == "ouder" and actor.case is not None
    return wanted == "aangemeld" or any(_is(role, wanted) for role in _my_roles())


def _my_roles() -> list[Role]:
    actor = me()
    if actor is None:
        return []
    regions = (published.definition.region for published in my_definitions().values())
    return [role for region in regions for role, _ in roles_of(actor, region)]


def _is(role: Role, wanted: Audience) -> bool:
    return {
        "school": role.of == "school",
        "medewerker": role.of != "school" and not role.designs,
        "ontwerper": role.designs,
        "beheerder": role.manages,
    }.get(wanted, False)


def _ask_to_sign_in(endpoint: str) -> Response:
    """For a part of a page there is nothing to show. What was sent while the session had run out is kept as a draft of the person whose session it was."""
    if request.headers.get("HX-Request"):
        return Response(status=HTTPStatus.UNAUTHORIZED)
    kept = request.method == "POST" and _keep(endpoint)
    if audience_of(current_app, endpoint) == "ouder":
        return redirect(url_for("invitations.welcome"), 303)
    back = request.script_root + request.full_path.rstrip("?")
    return redirect(url_for("signing_in.sign_in", verder=back, bewaard="ja" if kept else None), 303)


def _keep(endpoint: str) -> bool:
    keeper, person = keeper_of(current_app, endpoint), sessions.expired_actor()
    if keeper is None or person is None:
        return False
    try:
        keeper(desk_of(person), **(request.view_args or {}))
    except EngineError:
        return False
    return True
