"""Looking takes no lock: every page opens while somebody else is writing, on the database that knows one writer."""

import re
from collections.abc import Callable
from contextlib import closing

from flask import Flask

from engine.store import cases, documents
from engine.store.database import open_database
from tests.webui.conftest import Visitor
from tests.webui.installation import Made
from tests.webui.test_handing_in import START, begun, first_task
from webui.audience import audience_of

SignIn = Callable[[str], Visitor]


def pages_by_person(made: Made, visitor: SignIn) -> dict[str, list[str]]:
    """Every kind of page with something on it, by who opens it."""
    reference = begun(visitor)
    with made.database.transaction() as tx:
        case = cases.find_by_reference(tx, reference)
        assert case
        document, _ = documents.add(tx, case.id, "bericht", title="Besluit", body="Ja")
    task = first_task(visitor("commissie.een"))
    school = visitor("ib.eikel").get(f"/zaken/{reference}").text
    found = re.findall(r'href="(/zaken/[^"]+/(?:handelingen|antwoorden)/[^"]+)"', school)
    assert len(found) == 2
    own = [f"/zaken/{reference}", f"/volgen/{reference}", f"/volgen/{reference}/tekening", *found]
    return {
        "ib.eikel": ["/", "/aanvragen", START, *own, f"/zaken/{reference}/documenten/{document}", "/taken", "/regio/klein",
                     "/regio/klein/formulieren", "/regio/klein/documenten/criteria", "/healthz",
                     "/aanmelden", "/privacy", "/toegankelijkheid"],
        "commissie.een": ["/taken", task, "/zaken", f"/zaken/{reference}", "/vervanging"],
        "ontwerper": ["/ontwerpen", "/ontwerpen/klein", "/ontwerpen/klein/repetities"],
        "beheerder": ["/beheer/taken", f"{task}/toewijzen", "/beheer/storingen", "/regio/klein/stand"],
    }  # fmt: skip


def test_every_page_opens_while_another_connection_writes(made: Made, app: Flask, visitor: SignIn) -> None:
    wanted = pages_by_person(made, visitor)
    people = {login: visitor(login) for login in wanted}
    with closing(open_database(made.settings.database)) as other, other.transaction():  # BEGIN IMMEDIATE
        for login, addresses in wanted.items():
            for address in addresses:
                assert people[login].get(address).status_code == 200, address


def test_no_kind_of_page_is_forgotten_here(made: Made, app: Flask, visitor: SignIn) -> None:
    addresses = [address for group in pages_by_person(made, visitor).values() for address in group]
    routes = app.url_map.bind("localhost")
    opened = {routes.match(address)[0] for address in addresses}
    elsewhere = {"static", "trying_out.inside", "uploads.download", "documents.pdf", "assigning.start"}
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and audience_of(app, rule.endpoint) != "demo"
    }
    elsewhere |= {
        one
        for one in pages
        if one.startswith(
            (
                "parents.",
                "parent_tabs.",
                "invitations.",
                "about_region.",
                "register.",
                "committees.",
                "overview.",
                "tabs.",
                "pieces.",
                "paper.",
            )
        )
    }
    assert pages - opened - elsewhere == set()
