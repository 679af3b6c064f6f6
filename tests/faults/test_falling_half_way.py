"""What happens beside the route falls at its first statement, its second, …: each time it never was, and then it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from config.settings import Settings
from engine.casework import cases, entering, invited, parties, printed
from engine.casework.background import finish_call
from engine.casework.meetings import end_meeting, meet
from engine.casework.renewing import renew
from engine.casework.standing_in import hand_back_all
from engine.casework.substituting import arrange
from engine.casework.tasks import claim
from engine.casework.term_acts import move_term
from engine.casework.voting import vote
from engine.clock import day
from engine.definitions import loading
from engine.definitions.bundle import read_folder
from engine.definitions.publishing import publish
from engine.store import documents, queue
from engine.store.cases import find
from engine.store.database import Database
from engine.store.schema import sign_in_attempt
from engine.store.schema_invitations import sms_code
from tests.engine.committee.conftest import ALL, DECIDED
from tests.engine.committee.conftest import Town as Committee
from tests.engine.counting import Fault, counted
from tests.engine.mini import REQUEST, Mini, set_up
from tests.engine.pieces.conftest import PLAN
from tests.engine.pieces.conftest import Town as Pieces
from tests.engine.register.conftest import GRANT
from tests.engine.register.conftest import set_up as register_set_up
from tests.engine.terms.conftest import set_up as terms_set_up
from tests.engine.who.conftest import QUESTION
from tests.faults.whole import rows_of
from tests.parents.family import ADDRESS, ASKED, Family, settle_in
from tests.webui.installation import REGIONS

Act = Callable[[], object]
MOST = 150
# A try counts whatever comes of it.
OUTSIDE = {"sign_in_attempt", "sms_code"}


def bring_in(town: Mini, region: str) -> None:
    loading.load(town.system, REGIONS / region)
    publish(town.system, read_folder(REGIONS / region), "Eerste versie", try_out=True)


def committee(database: Database, settings: Settings) -> tuple[Committee, str]:
    """A committee that meets, and the item it meets about."""
    town = Committee(database, settings)
    bring_in(town, "commissie")
    case = town.waiting()
    town.met()
    return town, town.task(case, "beoordelen").id


def voting(database: Database, settings: Settings) -> Act:
    town, task = committee(database, settings)
    desk = town.desk("lid.een")
    return lambda: vote(desk, task, "tegen", "Het is niet nodig.")


def deciding(database: Database, settings: Settings) -> Act:
    town, task = committee(database, settings)
    for login in ALL:
        vote(town.desk(login), task, "voor", "")
    chair = town.desk("voorzitter")
    return lambda: cases.complete_task(chair, task, DECIDED)


def changing_who_is_present(database: Database, settings: Settings) -> Act:
    town, _ = committee(database, settings)
    chair, present = town.desk("voorzitter"), {town.id(one) for one in (*ALL, "lid.vier")}
    return lambda: meet(chair, "commissie", "toekenning", present)


def ending_a_meeting(database: Database, settings: Settings) -> Act:
    town, _ = committee(database, settings)
    chair = town.desk("voorzitter")
    return lambda: end_meeting(chair, "commissie", "toekenning")


def pieces(database: Database, settings: Settings) -> Pieces:
    town = Pieces(database, settings)
    bring_in(town, "stukken")
    return town


def making_a_version(database: Database, settings: Settings) -> Act:
    town = pieces(database, settings)
    task, desk = town.task(town.asked(), "opstellen"), town.desk("ib.linde")
    return lambda: cases.complete_task(desk, task.id, PLAN)


def consenting(database: Database, settings: Settings) -> Act:
    town = pieces(database, settings)
    task, desk = town.task(town.planned(town.asked()), "instemmen"), town.desk("ouder.een")
    return lambda: cases.complete_task(desk, task.id, {"instemming": "ja"})


def signing(database: Database, settings: Settings) -> Act:
    """And the plan is in force then."""
    town = pieces(database, settings)
    task = town.task(town.agreed(town.planned(town.asked())), "tekenen")
    seal, desk = town.seal(task), town.desk("directeur.linde")
    return lambda: cases.complete_task(desk, task.id, {}, seal)


def inviting(database: Database, settings: Settings) -> Act:
    family = settle_in(database, settings)
    desk = family.desk("ib.eikel")
    return lambda: cases.start_case(desk, "ouders", "plan", ASKED)


def coming_in(database: Database, settings: Settings) -> Act:
    family = settle_in(database, settings)
    link = family.link(case := family.begun())
    entering.send_code(family.system, link, ADDRESS)
    code = family.code(case)

    def act() -> str:
        with database.transaction() as tx:  # as if nobody had tried before
            tx.run(update(sms_code).values(tries=0))
            tx.run(delete(sign_in_attempt))
        return entering.enter(family.system, link, code, ADDRESS)

    return act


def taking_access(database: Database, settings: Settings) -> Act:
    family = settle_in(database, settings)
    case, school = family.begun(), family.desk("ib.eikel")
    family.session(case)
    parent = family.parent(case).id
    return lambda: invited.revoke(school, case.reference, parent)


def giving_access(database: Database, settings: Settings) -> Act:
    taking_access(database, settings)()
    family = Family(database, settings)
    with database.transaction(writes=False) as tx:
        case = find(tx, 1)
    assert case
    school, parent = family.desk("ib.eikel"), family.parent(case).id
    return lambda: invited.restore(school, case.reference, parent)


def ending_a_party(database: Database, settings: Settings) -> Act:
    family = settle_in(database, settings)
    case, school = family.begun(), family.desk("ib.eikel")
    who = f"person/{family.parent(case).person.id}"
    return lambda: parties.end_party(school, case.reference, who, "Verhuisd")


def pausing(database: Database, settings: Settings) -> Act:
    town = terms_set_up(database, settings)
    case, desk = town.asked(), town.desk("beoordelaar")
    return lambda: move_term(desk, case.reference, "beslistermijn", "pauzeren", "Vakantie")


def lengthening(database: Database, settings: Settings) -> Act:
    town = terms_set_up(database, settings)
    case, desk = town.asked(), town.desk("beoordelaar")
    return lambda: move_term(desk, case.reference, "beslistermijn", "verlengen", "Meer tijd nodig")


def granting(database: Database, settings: Settings) -> Act:
    town = register_set_up(database, settings)
    task, desk = town.task(town.asked()), town.desk("commissie")
    return lambda: cases.complete_task(desk, task.id, GRANT)


def moving_a_row(database: Database, settings: Settings) -> Act:
    town = register_set_up(database, settings)
    town.granted()
    desk, move = town.desk("commissie"), {"nieuwe_school": "99AB00", "ingang": "2027-01-01", "reden": "x"}
    return lambda: cases.start_case(desk, "register", "overstap", move, about=1)


def renewing(database: Database, settings: Settings) -> Act:
    town = register_set_up(database, settings)
    town.granted()
    desk = town.desk("ib.eikel")
    return lambda: renew(desk, 1)


def deciding_in_writing(database: Database, settings: Settings) -> Act:
    """A number and a letter."""
    town = Mini(database, settings)
    bring_in(town, "brieven")
    case = cases.start_case(town.desk("ib.eikel"), "brieven", "besluit", {"leerling": "Noor Voorbeeld"})
    task, desk = town.task(case, "beslissen"), town.desk("beslisser")
    answers = {"besluit": "wel hulp", "motivering": "Dat is nodig."}
    return lambda: cases.complete_task(desk, task.id, answers)


def printing(database: Database, settings: Settings) -> Act:
    deciding_in_writing(database, settings)()
    desk = Mini(database, settings).desk("ib.eikel")
    with database.transaction(writes=False) as tx:
        (document,), case = documents.of_case(tx, 1), find(tx, 1)
    assert case
    return lambda: printed.pdf_of(desk, case.reference, document.id)


def standing_in(database: Database, settings: Settings) -> Mini:
    """Who stands in from today on for a week, and picked something up for the absent."""
    town = Mini(database, settings)
    bring_in(town, "wie")
    case = cases.start_case(town.desk("ib.eikel"), "wie", "steun", QUESTION)
    me, other, today = town.desk("bpo.els"), town.desk("bpo.tom").actor.id, day(database.clock.now())
    arrange(me, "wie", other or 0, today, today + timedelta(days=1))
    claim(town.desk("bpo.tom"), town.task(case, "bekijken").id)
    return town


def arranging(database: Database, settings: Settings) -> Act:
    town = standing_in(database, settings)
    me, other = town.desk("desk.gedrag"), town.desk("desk.lezen").actor.id
    today = day(database.clock.now())
    return lambda: arrange(me, "wie", other or 0, today, today)


def handing_back(database: Database, settings: Settings) -> Act:
    town = standing_in(database, settings)
    database.clock.move(timedelta(days=3))
    return lambda: hand_back_all(town.system)


def an_answer_of_another_system(database: Database, settings: Settings) -> Act:
    mini = set_up(database, settings)
    cases.start_case(mini.desk("ib.linde"), "mini", "navraag", REQUEST)
    with database.transaction() as tx:
        (row,) = queue.take(tx, 1)
    return lambda: finish_call(mini.system, row, {"gevonden": True, "registratie": "CAAR-7"})


ACTS = (
    voting, deciding, changing_who_is_present, ending_a_meeting, making_a_version, consenting, signing, inviting,
    coming_in, taking_access, giving_access, ending_a_party, pausing, lengthening, granting, moving_a_row, renewing,
    deciding_in_writing, printing, arranging, handing_back, an_answer_of_another_system,
)  # fmt: skip


def kept(database: Database) -> dict[str, list[object]]:
    return {name: rows for name, rows in rows_of(database).items() if name not in OUTSIDE}


@pytest.mark.parametrize("prepared", ACTS)
def test_an_act_that_falls_anywhere_never_was(
    sqlite_database: Database, settings: Settings, prepared: Callable[[Database, Settings], Act]
) -> None:
    act = prepared(sqlite_database, settings)
    before = kept(sqlite_database)
    for number in range(1, MOST):
        try:
            with counted(sqlite_database, fail_at=number):
                act()
        except Fault:
            assert kept(sqlite_database) == before, f"statement {number} left something behind"
        else:
            break
    assert number > 2
    assert kept(sqlite_database) != before, "in the end the act was done"
