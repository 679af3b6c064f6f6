"""The web application. Nothing below imports this module."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from flask import Flask, url_for
from flask_babel import Babel, get_locale

from config.settings import Settings
from engine.paper.sealing import sealer_of
from engine.store.database import Database
from webui import (
    about,
    about_region,
    assigning,
    bsn,
    cases,
    committees,
    demo,
    demo_register,
    design,
    documents,
    error_pages,
    follow,
    guarding,
    health,
    incidents,
    invitations,
    menu,
    overview,
    paper,
    parent_tabs,
    parents,
    pieces,
    regions,
    register,
    requests,
    security,
    sessions,
    signing_in,
    standing,
    start,
    substitutes,
    tabs,
    tasks,
    terms,
    trying_out,
    uploads,
    wording,
)
from webui.acting import Installation
from webui.browser_build import read_manifest

PAGES: tuple[ModuleType, ...] = (
    about, about_region, assigning, bsn, cases, committees, demo, demo_register, design, documents, follow, health, incidents, overview, regions, register, requests, signing_in, standing, start, substitutes, tabs, tasks, terms,
    trying_out, uploads, invitations, paper, parent_tabs, parents, pieces,
)  # fmt: skip


def create_app(settings: Settings, database: Database, try_out: str = "") -> Flask:
    """The app over one database. `try_out` is the region whose unpublished folder this is a try-out of.

    Raises BuildFailed without browser files, ValueError at a view that does not say whom it is for, ConfigError when the
    seal cannot be used.
    """
    sealer_of(settings.seal)
    app = Flask(__name__)
    app.extensions["leidraad"] = Installation(settings, database, try_out)
    app.extensions["leidraad_proef"] = trying_out.Running(create_app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app, default_locale="nl", default_timezone="Europe/Amsterdam")
    app.before_request(sessions.recognise)
    https = settings.base_url.startswith("https:")
    security.trust_proxies(app, settings.trusted_proxies)
    app.url_map.converters["tryout"] = trying_out.Name
    forms = security.register(app, settings.secret_key, https=https, try_out=bool(try_out))
    forms.exempt(trying_out.inside)  # the try-out checks its own forms
    forms.exempt(demo_register.register)  # no form: the worker calls it
    error_pages.register(app)
    wording.register(app)
    for page in PAGES:
        app.register_blueprint(page.pages)
    guarding.register(app)
    app.context_processor(menu.around)
    app.jinja_env.globals.update(
        built=_addresses_of_built_files(),
        own=_address_of_own_file(app),
        settings=settings,
        try_out=try_out,
        get_locale=get_locale,
    )
    return app


def _addresses_of_built_files() -> Callable[[str], str]:
    manifest = read_manifest()
    return lambda name: url_for("static", filename=f"vendor/{manifest[name]}")


def _address_of_own_file(app: Flask) -> Callable[[str], str]:
    """Our own few files carry the digest of their content in the address, so a browser may keep them."""
    folder = Path(str(app.static_folder))
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in folder.iterdir()
        if path.is_file()
    }
    return lambda name: url_for("static", filename=name, v=digests[name])
