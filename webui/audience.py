"""Who a page is for. Every view says so with `@audience`; the app does not start with a view that does not."""

from collections.abc import Callable
from typing import Literal, TypeVar, get_args

from flask import Flask

Audience = Literal["iedereen", "aangemeld", "school", "medewerker", "ontwerper", "beheerder", "ouder", "demo"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

View = TypeVar("View", bound=Callable[..., object])
Keeper = Callable[..., object]


def audience(name: Audience) -> Callable[[View], View]:
    """Marks a view with whom it is for. It goes below the route decorator, nearest to the function."""

    def mark(view: View) -> View:
        view.audience = name  # type: ignore[attr-defined]
        return view

    return mark


def keeps_draft(keeper: Keeper) -> Callable[[View], View]:
    """Marks a view whose form must not be lost when the person turns out to be signed out.

    `keeper(desk, **arguments of the view)` keeps what this request holds as a draft of the desk's person.
    """

    def mark(view: View) -> View:
        view.keeper = keeper  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(app: Flask, endpoint: str) -> Audience:
    """Whom the view behind `endpoint` is for. Raises ValueError when it does not say."""
    found: Audience | None = getattr(app.view_functions[endpoint], "audience", None)
    if found not in AUDIENCES:
        raise ValueError(f"the view {endpoint} does not declare its audience")
    return found


def keeper_of(app: Flask, endpoint: str) -> Callable[..., object] | None:
    found: Callable[..., object] | None = getattr(app.view_functions[endpoint], "keeper", None)
    return found


def check_views(app: Flask) -> None:
    """Raises ValueError at a view that anybody might open by oversight."""
    for rule in app.url_map.iter_rules():
        audience_of(app, rule.endpoint)
