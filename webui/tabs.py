"""The other tabs of a case: who takes part, the logbook, the documents."""

from typing import Any

from flask import Blueprint, render_template

from config.tabs import DOCUMENTS, LOGBOOK, PARTIES
from engine.casework.case_documents import documents_page
from engine.casework.case_frame import CaseFrame
from engine.casework.logbook import logbook_page
from engine.casework.parties import parties_page
from webui.acting import desk, my_region
from webui.audience import audience
from webui.listing import way_back
from webui.tab_links import tab_links

pages = Blueprint("tabs", __name__, url_prefix="/zaken")


@pages.get("/<reference>/betrokkenen")
@audience("aangemeld")
def parties(reference: str) -> str:
    known = parties_page(desk(), reference)
    return render_template("zaak_betrokkenen.html", **_around(known.frame, PARTIES), parties=known.parties)


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
        "zaak_documenten.html", **_around(known.frame, DOCUMENTS), documents=known.documents
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
