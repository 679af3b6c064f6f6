"""The tabs of a case that name the role of parents: who takes part, the logbook, the files they may open. And the
documents that are meant for parents."""

from collections.abc import Collection

from flask import Blueprint, Response, render_template, url_for

from config.tabs import DOCUMENTS, LOGBOOK, PARTIES, Tab
from engine.casework.case_documents import documents_page
from engine.casework.case_frame import CaseFrame
from engine.casework.logbook import logbook_page
from engine.casework.parents import own_reference
from engine.casework.parties import parties_page
from webui.acting import desk, my_region
from webui.audience import audience
from webui.documents import drawn, saved
from webui.language import gettext
from webui.tab_links import TabLink

pages = Blueprint("parent_tabs", __name__, url_prefix="/ouder")


@pages.get("/betrokkenen")
@audience("ouder")
def parties() -> str:
    known = parties_page(desk(), own_reference(desk()))
    return _tab(known.frame, PARTIES, parties=known.parties)


@pages.get("/logboek")
@audience("ouder")
def logbook() -> str:
    known = logbook_page(desk(), own_reference(desk()))
    return _tab(known.frame, LOGBOOK, entries=known.entries)


@pages.get("/documenten")
@audience("ouder")
def documents() -> str:
    known = documents_page(desk(), own_reference(desk()))
    return _tab(
        known.frame,
        DOCUMENTS,
        documents=known.documents,
        files=[one for one in known.files if not one.closed],
    )


@pages.get("/documenten/<number:document>")
@audience("ouder")
def document(document: int) -> str:
    back = (url_for("parents.case"), gettext("Uw zaak"))
    return drawn(own_reference(desk()), document, url_for("parent_tabs.pdf", document=document), back)


@pages.get("/documenten/<number:document>.pdf")
@audience("ouder")
def pdf(document: int) -> Response:
    return saved(own_reference(desk()), document)


def links(tabs: Collection[Tab], current: str = "") -> list[TabLink]:
    """The row of tabs; `current` is the id of the tab this page is, "" for the case itself."""
    pages = {PARTIES: parties, LOGBOOK: logbook, DOCUMENTS: documents}
    first = TabLink(url_for("parents.case"), gettext("Uw zaak"), not current)
    others = [
        TabLink(url_for(f"parent_tabs.{pages[one.id].__name__}"), one.name, one.id == current) for one in tabs
    ]
    return [first, *others]


def _tab(frame: CaseFrame, current: str, **shown: object) -> str:
    return render_template(
        "ouder_blad.html",
        region=my_region(frame.case.region),
        case=frame.case,
        tab=next(one for one in frame.tabs if one.id == current),
        tabs=links(frame.tabs, current),
        **shown,
    )
