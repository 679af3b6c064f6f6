"""What a monitor asks: does it run, which version, can it reach its database."""

from importlib.metadata import version

from flask import Blueprint

from engine.store.upgrading import current_revision
from webui.acting import installation
from webui.audience import audience

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@audience("iedereen")
def health() -> tuple[dict[str, str], int]:
    found = {"version": version("leidraad"), "database": _database()}
    well = found["database"] == "ok"
    return {"status": "ok" if well else "fout", **found}, 200 if well else 503


def _database() -> str:
    """Whatever is wrong with the database, a monitor hears it as an answer and not as a page."""
    try:
        return "ok" if current_revision(installation().database) else "leeg"
    except Exception:  # noqa: BLE001
        return "onbereikbaar"
