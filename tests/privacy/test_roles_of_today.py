"""What somebody may is what their roles of today say: not what they once began, picked up or put up."""

import pytest

from config.settings import Settings
from engine.casework import cases, lists, tasks
from engine.casework.erasing import erase
from engine.casework.files import keep_file, read_file
from engine.casework.form_pages import act_key, save_draft, start_key
from engine.casework.seeing import read_case
from engine.clock import day
from engine.errors import NotAllowed, NotFound
from engine.model import Case, Membership
from engine.store import answers, documents, drafts, memberships, people, uploads
from engine.store.database import Database
from forms.submitted import Submitted
from tests.engine.mini import Mini, set_up

START = start_key("mini", "aanvraag")


@pytest.fixture
def mini(sqlite_database: Database, settings: Settings) -> Mini:
    return set_up(sqlite_database, settings)


def now_holds(mini: Mini, login: str, *held: tuple[str, str]) -> None:
    """From now on this person holds exactly these (role, organisation)."""
    with mini.database.transaction() as tx:
        person = people.person_by_login(tx, login)
        assert person
        today = day(tx.now)
        theirs = [one.id for one in memberships.of_region(tx, "mini", today) if one.login == login]
        memberships.end(tx, theirs, today)
        for role, place in held:
            organisation = people.organisation_by_id(tx, place)
            assert organisation
            memberships.begin(tx, person.id, Membership("mini", role, organisation))


def exists(mini: Mini, login: str, case: Case) -> bool:
    desk = mini.desk(login)
    try:
        with desk.reading() as tx:
            read_case(tx, desk, case.reference)
    except NotFound:
        return False
    return True


def test_a_task_that_was_picked_up_goes_with_the_role(mini: Mini) -> None:
    case = mini.begun()
    task = mini.task(case, "beoordelen")
    tasks.claim(mini.desk("commissie.1"), task.id)
    now_holds(mini, "commissie.1", ("deskundige", "PO9901"))
    assert lists.my_tasks(mini.desk("commissie.1")).items == ()
    assert lists.cases(mini.desk("commissie.1")).items == ()
    assert not exists(mini, "commissie.1", case)
    with pytest.raises(NotFound):
        cases.complete_task(mini.desk("commissie.1"), task.id, {"besluit": "toegekend", "toelichting": None})


def test_who_kept_another_role_that_sees_the_case_cannot_do_the_task_any_more(mini: Mini) -> None:
    case = mini.begun()
    task = mini.task(case, "beoordelen")
    tasks.claim(mini.desk("commissie.1"), task.id)
    now_holds(mini, "commissie.1", ("beheerder", "PO9901"))
    with pytest.raises(NotAllowed, match="rol"):
        cases.complete_task(mini.desk("commissie.1"), task.id, {"besluit": "toegekend", "toelichting": None})


def test_who_lost_every_role_has_nothing_left_in_the_list(mini: Mini) -> None:
    tasks.claim(mini.desk("commissie.1"), mini.task(mini.begun(), "beoordelen").id)
    assert lists.my_tasks(mini.desk("commissie.1")).items
    now_holds(mini, "commissie.1")
    assert lists.my_tasks(mini.desk("commissie.1")).items == ()


def test_what_somebody_began_for_a_school_stays_with_the_school(mini: Mini) -> None:
    mini.begun("ib.linde")
    assert len(lists.my_requests(mini.desk("ib.linde")).page.items) == 1
    now_holds(mini, "ib.linde", ("commissielid", "PO9901"))
    assert lists.my_requests(mini.desk("ib.linde")).page.items == ()


def test_a_draft_of_a_school_is_for_who_may_begin_it(mini: Mini) -> None:
    save_draft(mini.desk("ib.linde"), START, Submitted({"leerling_naam": ("Noor",)}))
    assert lists.my_requests(mini.desk("ib.linde2"), "drafts").drafts
    now_holds(mini, "ib.linde2", ("commissielid", "99AA00"))
    assert lists.my_requests(mini.desk("ib.linde2"), "drafts").drafts == ()


def with_file(mini: Mini, login: str) -> str:
    """A draft with a file in it; returns the id of the file."""
    desk = mini.desk(login)
    reference = keep_file(desk, "verslag.pdf", "application/pdf", b"%PDF-1.4")
    file = str(reference["id"])
    save_draft(desk, START, Submitted({"bijlage": (file,)}, stored={file: reference}))
    return file


def test_a_file_that_is_not_handed_in_is_read_through_its_draft_alone(mini: Mini) -> None:
    file = with_file(mini, "ib.linde")
    for login in ("ib.linde", "ib.linde2"):
        assert read_file(mini.desk(login), file)[1] == b"%PDF-1.4"
    now_holds(mini, "ib.linde2", ("commissielid", "99AA00"))
    now_holds(mini, "ib.linde", ("ib", "99AC00"))
    for login in ("ib.linde", "ib.linde2", "ib.vlieger", "commissie.1", "ontwerper"):
        with pytest.raises(NotFound):
            read_file(mini.desk(login), file)


def test_a_file_of_a_case_is_not_for_who_may_not_know_the_pupil(mini: Mini) -> None:
    case = mini.begun()
    with mini.database.transaction() as tx:
        file = uploads.add(tx, "verslag Noor.pdf", "application/pdf", b"%PDF-1.4", None).id
        uploads.bind(tx, case.id, [file])
    assert exists(mini, "beheerder", case)
    assert read_file(mini.desk("commissie.1"), file)
    with pytest.raises(NotFound):
        read_file(mini.desk("beheerder"), file)


def test_erasing_takes_drafts_and_the_names_of_documents_too(mini: Mini) -> None:
    case = mini.begun()
    note = act_key(mini.act(case, "notitie_start"))
    save_draft(mini.desk("commissie.2"), note, Submitted({"notitie": ("over Noor",)}))
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    with mini.database.transaction() as tx:
        documents.add(tx, case.id, "x", title="Brief over Noor", body="Noor")
        drafts.put(tx, f"act/{case.id}1-a", "person/1", {"van": "een andere zaak"}, None)
    erase(mini.system, case.id)
    with mini.database.transaction(writes=False) as tx:
        assert [one.key for one in drafts.of_owners(tx, ("person/1", *_owners(mini)))] == [
            f"act/{case.id}1-a"
        ]
        assert "Noor" not in "".join(one.title + one.body for one in documents.of_case(tx, case.id))
        assert all(not visit.values for visit in answers.of_case(tx, case.id))


def _owners(mini: Mini) -> tuple[str, ...]:
    return tuple(f"person/{number}" for number in range(2, 20))
