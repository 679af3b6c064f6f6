"""The other tabs of a case: who takes part, the logbook, the documents."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from config.tabs import DOCUMENTS, LOGBOOK, PARTIES
from engine.casework import parties as casework
from engine.casework.case_documents import documents_page
from engine.casework.case_frame import CaseFrame
from engine.casework.logbook import logbook_page
from engine.errors import AlreadyDone, NotAllowed
from webui.acting import desk, my_region
from webui.audience import audience
from webui.language import gettext
from webui.listing import way_back
from webui.tab_links import tab_links

pages = Blueprint("tabs", __name__, url_prefix="/zaken")


@pages.get("/<reference>/betrokkenen")
@audience("aangemeld")
def parties(reference: str) -> str:
    known = casework.parties_page(desk(), reference)
    return render_template(
        "zaak_betrokkenen.html", **_around(known.frame, PARTIES), parties=known.parties, panels=known.panels
    )


@pages.post("/<reference>/betrokkenen/beeindigen")
@audience("aangemeld")
def end_party(reference: str) -> Response:
    try:
        casework.end_party(desk(), reference, request.form.get("wie", ""), request.form.get("reden", ""))
        flash(gettext("Gedaan. Deze persoon doet niet meer mee."), "goed")
    except (NotAllowed, AlreadyDone) as refused:
        flash(refused.message, "fout")
    return redirect(url_for("tabs.parties", reference=reference), 303)


@pages.get("/<reference>/logboek")
@audience("aangemeld")
def logbook(reference: str) -> str:
    known = logbook_page(desk(), reference)
    return render_template("zaak_logboek.html", **_around(known.frame, LOGBOOK), entries=known.entries)


@pages.get("/<reference>/documenten")
@audience("aangemeld")
def documents(reference: str) -> str:
    known = documents_page(desk(), reference)
    return render_template(
        "zaak_documenten.html",
        **_around(known.frame, DOCUMENTS),
        documents=known.documents,
        files=known.files,
    )


def _around(frame: CaseFrame, current: str) -> dict[str, Any]:
    case = frame.case
    return {
        "region": my_region(case.region),
        "case": case,
        "pupil": frame.pupil,
        "tabs": tab_links(case.reference, frame.tabs, current),
        "path": way_back(),
    }
