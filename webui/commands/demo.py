"""`leidraad demo`: everything ready to look at, on this machine alone, with synthetic people and schools."""

import time
from argparse import Namespace
from pathlib import Path

from engine.definitions.bundle import read_folder
from engine.definitions.loading import load
from engine.definitions.publishing import publish
from engine.desk import Desk
from engine.rehearsal.examples import make_examples
from engine.store import definitions
from engine.store.database import normal_url
from webui.commands.installation import ready_database, region_folders, settings_for, system_desk
from webui.commands.running import LOCAL, run_both
from webui.commands.serving import refuse_taken_port

FIRST = "eerste versie, bij het inrichten van de oefenomgeving"


def demo_command(arguments: Namespace) -> int:
    """Make what is missing, say what was changed by hand, serve."""
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - started:4.1f} s] {text}", flush=True)

    settings = settings_for(demo=True, port=arguments.port)
    refuse_taken_port(LOCAL, settings.port)
    say(f"Database: {normal_url(settings.database).render_as_string()}")  # without its password
    desk = system_desk(settings, ready_database(settings))
    for folder in region_folders(settings):
        say(_make_ready(desk, folder, examples=not arguments.leeg))
    desk.database.close()
    run_both(settings, LOCAL, lambda: say(f"Klaar: open http://{LOCAL}:{settings.port} (stoppen met Ctrl-C)"))
    return 0


def _make_ready(desk: Desk, folder: Path, *, examples: bool) -> str:
    """Publish and load a region that is not there yet; never publish a changed folder by itself."""
    bundle = read_folder(folder.resolve())
    with desk.reading() as tx:
        published = definitions.current(tx, bundle.region)
    if published is None:
        published_now = publish(desk, bundle, FIRST)
        changes = load(desk, folder)
        begun = make_examples(desk, published_now) if examples else 0
        return (
            f"{bundle.region}: gepubliceerd als versie {published_now.version}, "
            f"{len(changes)} voorbeeldgegevens geladen, {begun} voorbeeldzaken begonnen"
        )
    if published.checksum != bundle.checksum:
        return (
            f"{bundle.region}: de map is gewijzigd sinds versie {published.version}; "
            f'publiceren doet u zelf: .venv/bin/leidraad publish {_short(folder)} --reden "…"'
        )
    return f"{bundle.region}: versie {published.version}"


def _short(folder: Path) -> str:
    try:
        return str(folder.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(folder)
