"""The row of tabs of a case: real links, of those tabs the person may read."""

from collections.abc import Collection
from typing import NamedTuple

from flask import url_for

from config.tabs import DOCUMENTS, LOGBOOK, PARTIES, Tab
from webui.language import gettext

CASE = "zaak"
_ENDPOINTS = {PARTIES: "tabs.parties", LOGBOOK: "tabs.logbook", DOCUMENTS: "tabs.documents"}


class TabLink(NamedTuple):
    address: str
    name: str
    current: bool


def tab_links(reference: str, tabs: Collection[Tab], current: str = "") -> list[TabLink]:
    """`current` is the id of the tab this page is, or "zaak"."""
    first = TabLink(url_for("cases.case", reference=reference), gettext("Zaak"), current == CASE)
    others = (
        TabLink(url_for(_ENDPOINTS[one.id], reference=reference), one.name, one.id == current) for one in tabs
    )
    return [first, *others]
