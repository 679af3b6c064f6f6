"""A parent on the pages: reads the part they are asked about, and signs with a code from a text message."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from engine import people
from engine.casework import cases
from engine.casework.entering import code_text
from engine.desk import Desk
from engine.people import actor_of
from engine.store import cases as store
from engine.store import invitations, outbox, signatures, tasks
from engine.store import people as register
from tests.webui.conftest import Visitor
from tests.webui.installation import Made, make_installation
from tests.webui.test_pieces import hand_in
from webui.app import create_app
from webui.sessions import COOKIE

PLAN = {"beschrijving": "Alleen voor de school.", "doelen": "Niveau M4.", "aanpak": "Oefenen.", "uren": 2}
PARENT = {
    "naam": "Petra Voorbeeld",
    "email": "petra@voorbeeld.example",
    "mobiel": "0612345678",
    "gezag": True,
}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    installation = make_installation(tmp_path, region="samen")
    yield installation
    installation.database.close()


@pytest.fixture
def parent(made: Made) -> Visitor:
    """The one parent of a case in which a plan was just made."""
    with made.database.transaction() as tx:
        school = register.person_by_login(tx, "ib.eikel")
        assert school
        desk = Desk(made.database, actor_of(tx, school), made.settings)
    asked = {"leerling_naam": "Noor Voorbeeld", "vraag": "Rekenen.", "ouders": [PARENT]}
    case = cases.start_case(desk, "samen", "samen_plan", asked)
    with made.database.transaction(writes=False) as tx:
        (task,) = tasks.open_of_case(tx, case.id)
    cases.complete_task(desk, task.id, PLAN)
    client = create_app(made.settings, made.database).test_client()
    with made.database.transaction() as tx:
        (found,) = invitations.of_case(tx, case.id)
        client.set_cookie(COOKIE, people.begin_session(tx, found.person))
    return Visitor(client)


def task_of(person: Visitor) -> str:
    found = re.search(r'href="(/ouder/taken/[^"]+)"', person.get("/ouder").text)
    assert found
    return found[1]


def sent_code(made: Made) -> str:
    with made.database.transaction(writes=False) as tx:
        row = [one for one in outbox.of_case(tx, 1) if one.kind == "sms"][-1]
        found = invitations.code_by_id(tx, int(str(row.detail["code"])))
    assert found
    return code_text(made.settings, found[0])


def test_a_parent_agrees_with_what_they_read_and_signs_with_a_code(parent: Visitor, made: Made) -> None:
    address = task_of(parent)
    page = parent.get(address).text
    assert "Niveau M4." in page
    assert "Alleen voor de school." not in page
    assert hand_in(parent, address, instemming="ja").status_code == 303
    address = task_of(parent)
    assert "Code uit de sms" in parent.get(address).text
    assert hand_in(parent, address, "code", opmerking="Bewaar dit.").status_code == 303
    assert "Bewaar dit." in parent.get(address).text
    code = sent_code(made)
    wrong = "111111" if code != "111111" else "222222"
    typed = {"ondertekening-akkoord": "ja"}
    assert hand_in(parent, address, **typed, **{"ondertekening-wie": wrong}).status_code == 422
    assert hand_in(parent, address, **typed, **{"ondertekening-wie": code}).status_code == 303
    with made.database.transaction(writes=False) as tx:
        (signature,) = signatures.of_case(tx, 1)
    assert signature.role == "ouder"


def test_a_code_is_not_used_up_while_something_else_has_to_be_mended(parent: Visitor, made: Made) -> None:
    assert hand_in(parent, task_of(parent), instemming="ja").status_code == 303
    address = task_of(parent)
    assert hand_in(parent, address, "code").status_code == 303
    typed = {"ondertekening-akkoord": "ja", "ondertekening-wie": sent_code(made)}
    for _ in range(6):
        assert hand_in(parent, address, **typed, opmerking="x" * 100_000).status_code == 422
    with made.database.transaction(writes=False) as tx:
        assert signatures.of_case(tx, 1) == []
    assert hand_in(parent, address, **typed, opmerking="Goed zo.").status_code == 303


def test_the_school_records_on_its_own_page_what_the_parent_said_on_paper(
    parent: Visitor, made: Made
) -> None:
    client = create_app(made.settings, made.database).test_client()
    with made.database.transaction() as tx:
        school = register.person_by_login(tx, "ib.eikel")
        assert school
        client.set_cookie(COOKIE, people.begin_session(tx, school))
        found_case = store.find(tx, 1)
    assert found_case
    case = found_case.reference
    ib = Visitor(client)
    found = re.search(r'href="(/op-papier/[^"]+)"', ib.get(f"/zaken/{case}").text)
    assert found
    page = ib.get(found[1]).text
    assert "U legt vast wat Ouder 1 zei" in page
    assert "Niveau M4." in page
    said = {"instemming": "ja", "datum": "2020-01-01"}
    assert hand_in(ib, found[1], **said).status_code == 422
    scan: Any = (BytesIO(b"%PDF-1.4\n% brief\n"), "brief.pdf")
    assert hand_in(ib, found[1], **said, bewijs=scan).status_code == 303
    after = ib.get(f"/zaken/{case}").text
    assert "op papier, vastgelegd door Iris de Boer" in after
    assert "/op-papier/" not in after
    assert "op papier, vastgelegd door Iris de Boer" in parent.get("/ouder").text
    assert parent.get(found[1]).status_code in (302, 303, 403, 404)
