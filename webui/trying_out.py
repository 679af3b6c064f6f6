"""A try-out: the folder as it lies on disk now, in a database of its own, with every part played by the designer.

It is this same application once more, under /proef/<name>, on a file in var/proef. Only a designer of the region gets
in; inside, who one is comes from the list of people of the folder. There is no worker: what has to happen by itself
happens after each press of a button. The name says which file, so any process can serve it.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Lock

from flask import Blueprint, Flask, current_app, flash, redirect, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from config.errors import ConfigError
from config.settings import Settings
from engine.access import may_design
from engine.definitions.bundle import read_folder
from engine.definitions.errors import BundleError, NotPublishable
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.errors import NotFound
from engine.jobs.working import work_once
from engine.model import SYSTEM
from engine.store.database import Database, open_database
from engine.store.upgrading import upgrade
from webui.acting import desk, installation, my_region
from webui.audience import audience

OPEN_AT_ONCE = 4  # try-outs that one process keeps open

MakeApp = Callable[[Settings, Database, str], Flask]

pages = Blueprint("trying_out", __name__)


class Name(BaseConverter):
    """The name of a try-out: its region and a random part."""

    regex = r"[a-z][a-z0-9_-]{0,59}\.[0-9a-f]{16}"


class Running:
    """The try-outs that this process has open, by name."""

    def __init__(self, make_app: MakeApp) -> None:
        self._make_app = make_app
        self._open: dict[str, Flask] = {}
        self._lock = Lock()

    def app(self, settings: Settings, name: str) -> Flask:
        """Raises NotFound when its file is gone: a newer one took its place."""
        own = _settings(settings, name)
        if not _file(settings, name).exists():
            raise NotFound
        with self._lock:
            if name not in self._open:
                self._close_oldest()
                self._open[name] = self._make_app(own, _database(own), name.split(".")[0])
            return self._open[name]

    def _close_oldest(self) -> None:
        while len(self._open) >= OPEN_AT_ONCE:
            app = self._open.pop(next(iter(self._open)))
            app.extensions["leidraad"].database.close()


@pages.post("/ontwerpen/<region>/proef")
@audience("ontwerper")
def start(region: str) -> Response:
    """Begins a try-out of the folder as it is now. An earlier one of this region goes."""
    _refuse_others(region)
    here = installation().settings
    try:
        name = _make(here, region, here.processes / region)
    except (BundleError, ConfigError, NotPublishable) as error:
        flash(str(error), "fout")
        return redirect(url_for("design.region", region=region), 303)
    return redirect(url_for("trying_out.inside", name=name, rest="aanmelden"), 303)


@pages.route("/proef/<tryout:name>/", defaults={"rest": ""}, methods=["GET", "POST"])
@pages.route("/proef/<tryout:name>/<path:rest>", methods=["GET", "POST"])
@audience("ontwerper")
def inside(name: str, rest: str) -> Response:
    """Hands the request to the application of the try-out, which checks its own forms."""
    _refuse_others(name.split(".")[0])
    running: Running = current_app.extensions["leidraad_proef"]
    app = running.app(installation().settings, name)
    prefix = f"{request.script_root}/proef/{name}"
    environ = {**request.environ, "SCRIPT_NAME": prefix, "PATH_INFO": f"/{rest}"}
    if request.mimetype != "multipart/form-data":  # read already, to count its parts
        environ["wsgi.input"] = BytesIO(request.get_data())
    answer = Response.from_app(app.wsgi_app, environ)
    if request.method == "POST":
        work_once(_system_desk(app))
    return answer


def _refuse_others(region: str) -> None:
    if not may_design(desk().actor, my_region(region)):
        raise NotFound


def _make(settings: Settings, region: str, folder: Path) -> str:
    bundle = read_folder(folder)
    name = f"{region}.{secrets.token_hex(8)}"
    file = _file(settings, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in file.parent.glob(f"{region}.*"):
        old.unlink(missing_ok=True)
    own = _settings(settings, name)
    database = _database(own)
    try:
        upgrade(database)
        system = Desk(database, SYSTEM, own)
        publish(system, bundle, "proef", try_out=True)
        load(system, folder)
    finally:
        database.close()
    return name


def _settings(settings: Settings, name: str) -> Settings:
    """Nothing of a try-out leaves the house: no mail server, no connectors, and what it signs holds nowhere else. What
    proxies say was read outside it."""
    address = f"{settings.base_url}/proef/{name}"
    database = f"sqlite:///{_file(settings, name)}"
    return replace(
        settings, database=database, secret_key=f"{settings.secret_key}/{name}", demo=True, smtp=None, connectors={},
        base_url=address, trusted_proxies=0,
    )  # fmt: skip


def _file(settings: Settings, name: str) -> Path:
    return settings.var.resolve() / "proef" / f"{name}.db"


def _database(settings: Settings) -> Database:
    return open_database(settings.database, movable=True, synchronous="OFF")


def _system_desk(app: Flask) -> Desk:
    here = app.extensions["leidraad"]
    return Desk(here.database, SYSTEM, here.settings)
