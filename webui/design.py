"""For the designer: the folder on disk beside the published version, what the check says, and publishing."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from config.errors import ConfigError
from engine.access import may_design
from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.checking import check_whole
from engine.definitions.definition import Published
from engine.definitions.differences import differences
from engine.definitions.errors import BundleError, NotPublishable, Unchanged
from engine.definitions.publishing import publish
from engine.definitions.reading import read_definition
from engine.definitions.standing import findings_now
from engine.errors import NotFound
from engine.model import PublishedRow
from engine.rehearsal.errors import NoRehearsal
from engine.rehearsal.playing import rehearse
from engine.store import cases, definitions
from webui.acting import desk, installation, my_definitions
from webui.audience import audience
from webui.drawings import pictures
from webui.language import gettext

pages = Blueprint("design", __name__, url_prefix="/ontwerpen")


class Version(NamedTuple):
    """A published version, with how many cases run on it."""

    row: PublishedRow
    running: int


@pages.get("")
@audience("ontwerper")
def overview() -> str:
    mine = [one for one in my_definitions().values() if may_design(desk().actor, one.definition.region)]
    return render_template("ontwerpen.html", regions=mine)


@pages.get("/<region>")
@audience("ontwerper")
def region(region: str) -> str:
    published = _mine(region)
    shown = {"region": published.definition.region, "published": published, "versions": _versions(region)}
    try:
        bundle = _folder(region)
    except (BundleError, ConfigError) as error:
        return render_template("ontwerp.html", problem=str(error), **shown)
    now = read_definition(bundle)
    checked = check_whole(bundle, desk().settings.connectors)
    found = list(checked.findings)
    told = {one.message for one in found}
    found += [one for one in findings_now(desk(), now) if one.message not in told]
    findings = sorted(
        found,
        key=lambda one: (one.level != "fout", one.file, one.line or 0),
    )
    return render_template(
        "ontwerp.html",
        changes=differences(published.definition.bundle, bundle),
        findings=findings,
        variants=checked.variants,
        errors=[one for one in findings if one.level == "fout"],
        pictures=pictures(now, findings),
        checksum=bundle.checksum,
        running=sum(one.running for one in _versions(region)),
        **shown,
    )


@pages.post("/<region>/publiceren")
@audience("ontwerper")
def publish_folder(region: str) -> Response:
    """Publishes what the designer saw: when the folder changed since, they look again first."""
    _mine(region)
    back = redirect(url_for("design.region", region=region), 303)
    reason = request.form.get("reden", "").strip()
    if not reason:
        flash(gettext("Schrijf op waarom dit verandert. Dan kan een ander het later begrijpen."), "fout")
        return back
    try:
        bundle = _folder(region)
        if bundle.checksum != request.form.get("controlesom"):
            flash(gettext("De map is intussen veranderd. Kijk nog een keer en publiceer dan."), "let-op")
            return back
        done = publish(desk(), bundle, reason[:2000])
    except (BundleError, ConfigError, NotPublishable, Unchanged) as error:
        flash(str(error), "fout")
        return back
    flash(
        gettext("Versie %(version)s is gepubliceerd. Nieuwe zaken beginnen daarop.", version=done.version),
        "goed",
    )
    return back


@pages.get("/<region>/repetities")
@audience("ontwerper")
def rehearsals(region: str) -> str:
    """Plays the rehearsals on the folder as it lies there now; as a part of the page, or as a page of its own."""
    known = _mine(region).definition.region
    try:
        runs = rehearse(_folder(region))
    except (BundleError, ConfigError, NoRehearsal) as error:
        return render_template("repetities.html", problem=str(error), region=known)
    page = "repetities.html" if request.headers.get("HX-Request") else "repetitiepagina.html"
    return render_template(page, runs=runs, region=known)


def _mine(region: str) -> Published:
    """What is published of a region that this person designs. Raises NotFound."""
    published = my_definitions().get(region)
    if published is None or not may_design(desk().actor, published.definition.region):
        raise NotFound
    return published


def _folder(region: str) -> Bundle:
    return read_folder(installation().settings.processes / region)


def _versions(region: str) -> list[Version]:
    with desk().reading() as tx:
        return [
            Version(row, len(cases.open_of_definition(tx, row.id)))
            for row in definitions.versions(tx, region)
        ]
