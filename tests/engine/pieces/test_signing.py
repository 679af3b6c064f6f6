"""A signature is of somebody who saw exactly this, agreed, showed who they are and has the role at that moment."""

from dataclasses import replace

import pytest
from sqlalchemy import text, update

from engine import people as signing_in
from engine.casework import cases, confirming
from engine.casework.file import case_file
from engine.casework.files import keep_file
from engine.casework.piece_panel import PiecePanel, SignatureLine
from engine.casework.signing import Sealed
from engine.definitions.bundle import make_bundle
from engine.errors import AlreadyDone, AnswersRejected
from engine.model import Case
from engine.store import definitions, events, signatures
from engine.store.schema import answer
from tests.engine.pieces.conftest import BUNDLE, REQUEST, Town

PASSWORD = "een lang wachtwoord"


def to_be_signed(town: Town) -> Case:
    return town.agreed(town.planned(town.asked()))


def lines(town: Town, case: Case) -> tuple[SignatureLine, ...]:
    panel = case_file(town.desk("ib.linde"), case.reference).panels["stukken"]
    assert isinstance(panel, PiecePanel)
    return panel.signatures


def refused(town: Town, case: Case, sealed: Sealed | None) -> list[tuple[str, str]]:
    """Why a signature is refused; nothing of the act may be left."""
    task = town.task(case, "tekenen")
    with town.database.transaction(writes=False) as tx:
        before = len(events.of_case(tx, case.id))
    with pytest.raises(AnswersRejected) as told:
        cases.complete_task(town.desk("directeur.linde"), task.id, {"opmerking": "x"}, sealed)
    with town.database.transaction(writes=False) as tx:
        assert signatures.of_case(tx, case.id) == []
        assert len(events.of_case(tx, case.id)) == before
    assert town.task(case, "tekenen") == task
    assert told.value.filled.values["opmerking"] == "x"
    return [(error.field, error.message) for error in told.value.filled.errors]


def test_a_signature_tells_who_for_whom_when_and_over_what(town: Town) -> None:
    case = town.signed(to_be_signed(town))
    (line,) = lines(town, case)
    assert (line.who, line.role, line.signature.organisation) == ("Dirk Vos", "Directeur", "99AA00")
    assert line.titles == ("Ontwikkelingsperspectief", "Plan nodig")
    assert line.signature.statement == "Ik onderteken dit plan namens de school."
    assert line.signature.at == town.database.clock.now()
    assert len(line.signature.sha256) == 64
    assert not line.changed
    assert case.facts["getekend"] == {"tekenen": True}


@pytest.mark.parametrize("sealed", [None, Sealed(False, ""), Sealed(False, "", "")])
def test_without_a_tick_there_is_no_signature(town: Town, sealed: Sealed | None) -> None:
    ((field, message),) = refused(town, to_be_signed(town), sealed)
    assert field == "ondertekening-akkoord"
    assert "Zonder vinkje" in message


def test_who_did_not_show_who_they_are_does_not_sign(town: Town) -> None:
    case = to_be_signed(town)
    sealed = replace(town.seal(town.task(case, "tekenen")), proof="Dit wachtwoord klopt niet.")
    assert refused(town, case, sealed) == [("ondertekening-wie", "Dit wachtwoord klopt niet.")]


def test_answers_that_changed_since_the_page_was_opened_are_not_signed(town: Town) -> None:
    case = to_be_signed(town)
    sealed = town.seal(town.task(case, "tekenen"))
    with town.database.transaction() as tx:
        tx.run(text("""UPDATE answer SET "values" = '{"aanleiding":"Iets anders."}' WHERE node = 'start'"""))
    ((field, message),) = refused(town, case, sealed)
    assert field == ""
    assert "is veranderd nadat u deze pagina opende" in message


def test_the_page_of_one_version_does_not_sign_the_next(town: Town) -> None:
    case = to_be_signed(town)
    old = town.seal(town.task(case, "tekenen"))
    case = town.signed(case)
    case = town.do("ib.linde", case, "evalueren", vervolg="bijstellen")
    case = town.agreed(town.planned(case, uren=7))
    task = town.task(case, "tekenen")
    with pytest.raises(AnswersRejected) as told:
        cases.complete_task(town.desk("directeur.linde"), task.id, {}, old)
    assert "is veranderd" in told.value.filled.errors[0].message


def test_who_lost_the_role_while_the_page_was_open_does_not_sign(town: Town) -> None:
    case = to_be_signed(town)
    task, desk = town.task(case, "tekenen"), town.desk("directeur.linde")
    sealed = town.seal(task)
    with town.database.transaction() as tx:
        tx.run(text("UPDATE membership SET until = '2026-11-21' WHERE role = 'directeur'"))
    with pytest.raises(AnswersRejected) as told:
        cases.complete_task(desk, task.id, {"opmerking": "Van mij."}, sealed)
    assert [error.message for error in told.value.filled.errors] == ["Uw rol mag deze stap niet doen."]
    assert told.value.filled.values["opmerking"] == "Van mij."
    assert town.task(case, "tekenen") == task


def test_signing_twice_is_signing_once(town: Town) -> None:
    case = to_be_signed(town)
    task = town.task(case, "tekenen")
    sealed = town.seal(task)
    desk = town.desk("directeur.linde")
    cases.complete_task(desk, task.id, {}, sealed)
    with pytest.raises(AlreadyDone, match="Er is niets dubbel opgeslagen"):
        cases.complete_task(desk, task.id, {}, sealed)
    assert len(lines(town, case)) == 1


def test_a_change_after_signing_is_seen_and_opens_nothing(town: Town) -> None:
    case = town.signed(to_be_signed(town))
    case = town.do("ib.linde", case, "evalueren", vervolg="bijstellen")
    assert case.facts["getekend"] == {"tekenen": True}
    case = town.planned(case, doelen="M5")
    assert case.facts["getekend"] == {"tekenen": False}
    assert [line.changed for line in lines(town, case)] == [True]
    assert town.open_steps(case) == ["instemmen", "instemmen"]


def test_the_same_answers_again_are_no_change(town: Town) -> None:
    case = town.signed(to_be_signed(town))
    case = town.do("ib.linde", case, "evalueren", vervolg="bijstellen")
    case = town.planned(case)
    assert case.facts["getekend"] == {"tekenen": True}


def test_an_attachment_is_signed_with_its_content(town: Town) -> None:
    desk = town.desk("ib.linde")
    reference = keep_file(desk, "verslag.pdf", "application/pdf", b"%PDF-1.4\nwat er stond\n")
    case = cases.start_case(desk, "stukken", "plan", {**REQUEST, "bijlage": reference})
    case = town.agreed(town.planned(case))
    page = town.page("directeur.linde", town.task(case, "tekenen"))
    assert page.signing
    (attached,) = [one for part in page.signing.parts for one in part.attachments]
    assert (attached.name, len(attached.sha256)) == ("verslag.pdf", 64)
    case = town.signed(case)
    with town.database.transaction() as tx:
        tx.run(text("UPDATE upload SET sha256 = 'iets anders'"))
    assert lines(town, case)[0].changed


def test_who_fills_in_a_step_can_sign_what_they_fill_in(town: Town) -> None:
    drawn = BUNDLE.files["plan.bpmn"].replace(b'value="stuk:opp, start"', b'value="stuk:opp, tekenen"')
    own = make_bundle("stukken", {**BUNDLE.files, "plan.bpmn": drawn}, BUNDLE.today)
    with town.database.transaction() as tx:
        definitions.add(tx, "stukken", own.files, own.checksum, reason="tweede", by=None)
    case = to_be_signed(town)
    task = town.task(case, "tekenen")
    page = town.page("directeur.linde", task).signing
    assert page
    assert [part.title for part in page.parts] == ["Ontwikkelingsperspectief"]
    given = {"opmerking": "Zo doen wij het."}
    case = cases.complete_task(town.desk("directeur.linde"), task.id, given, town.seal(task))
    (line,) = lines(town, case)
    assert line.titles == ("Ontwikkelingsperspectief", task.name)
    assert not line.changed
    assert case.facts["getekend"] == {"tekenen": True}
    with town.database.transaction() as tx:
        tx.run(update(answer).where(answer.c.node == "tekenen").values(values={"opmerking": "Anders."}))
    assert lines(town, case)[0].changed


def test_the_wrong_password_is_refused_and_trying_on_ends(town: Town) -> None:
    signing_in.set_password(town.database, "directeur.linde", PASSWORD)
    desk = town.desk("directeur.linde")
    assert confirming.confirm(desk, PASSWORD, "192.0.2.1") == ""
    for _ in range(signing_in.MOST_PER_PAIR):
        assert "klopt niet" in confirming.confirm(desk, "iets anders dan dat", "192.0.2.1")
    assert "te vaak" in confirming.confirm(desk, PASSWORD, "192.0.2.1")


def test_who_has_no_password_cannot_sign(town: Town) -> None:
    assert "geen wachtwoord" in confirming.confirm(town.desk("directeur.linde"), "", "192.0.2.1")
