"""A committee votes, and its chair lays down what the votes say; nothing of it is lost or changes afterwards."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from config.settings import Settings
from engine.audit import verify
from engine.casework import tasks
from engine.casework.committee_panel import DecisionLine
from engine.casework.erasing import erase
from engine.casework.file import CaseFile, case_file
from engine.casework.meetings import agenda, end_meeting, item_page, meet
from engine.definitions.bundle import make_bundle
from engine.errors import AlreadyDone, AnswersRejected, NotAllowed, NotFound
from engine.model import Case
from engine.store import answers, committees, substitutes
from engine.store.database import Database
from tests.engine.casework.test_two_at_the_same_second import at_once
from tests.engine.committee.conftest import ALL, BUNDLE, Town, settle
from tests.engine.counting import counted


def refused(town: Town, case: Case, by: str = "voorzitter", **said: object) -> list[tuple[str, str]]:
    with pytest.raises(AnswersRejected) as told:
        town.close(case, by, **said)
    return [(one.field, one.message) for one in told.value.filled.errors]


def read(town: Town, case: Case, login: str) -> CaseFile:
    return case_file(town.desk(login), case.reference)


def decisions(town: Town, case: Case, login: str = "lid.een") -> tuple[DecisionLine, ...]:
    panel = read(town, case, login).panels["commissies"]
    assert isinstance(panel, tuple)
    return panel


def test_a_decision_keeps_who_was_there_who_voted_what_and_why(town: Town) -> None:
    case = town.waiting()
    town.met()
    task = town.task(case, "beoordelen")
    town.voted(task, lid_een="tegen", lid_twee="onthouden")
    case = town.close(case)
    (line,) = decisions(town, case)
    assert line.present == ("Anna Prins", "Bert Kok", "Carla Dam", "Vera Maas")
    assert (line.yes, line.no, line.abstained, line.outcome) == (2, 1, 1, "voor")
    assert [(one.who, one.choice, one.reason) for one in line.votes] == [
        ("Vera Maas", "voor", ""),
        ("Anna Prins", "tegen", "Zo is het."),
        ("Bert Kok", "onthouden", ""),
        ("Carla Dam", "voor", ""),
    ]
    assert line.day == date(2026, 11, 21)
    assert case.facts["stemmen"] == {
        "beoordelen": {"voor": 2, "tegen": 1, "onthouden": 1, "uitkomst": "voor"},
        "bezwaar": {"voor": 0, "tegen": 0, "onthouden": 0, "uitkomst": ""},
    }
    assert case.outcome == "toegekend"
    assert [one.answer.document for one in read(town, case, "lid.een").visits][-1] == "criteria 2026-1"
    with town.database.transaction(writes=False) as tx:
        assert verify(tx, town.system, case.id) == []


def test_the_decision_says_what_the_votes_say(town: Town) -> None:
    case = town.waiting()
    town.met()
    town.voted(town.task(case, "beoordelen"), lid_een="tegen", lid_twee="tegen", lid_drie="tegen")
    assert refused(town, case) == [("besluit", "De commissie stemde tegen. Kies “Afgewezen”.")]
    assert town.open_steps(case) == ["beoordelen"]
    assert town.open_steps(town.close(case, besluit="afgewezen")) == ["bezwaar_maken"]


def test_a_tie_is_a_rejection_where_the_region_says_so(town: Town) -> None:
    case = town.waiting()
    town.met()
    town.voted(town.task(case, "beoordelen"), lid_een="tegen", lid_twee="tegen")
    assert refused(town, case) == [("besluit", "De commissie stemde tegen. Kies “Afgewezen”.")]


def test_without_a_meeting_a_quorum_or_everybodys_vote_nothing_is_decided(town: Town) -> None:
    case = town.waiting()
    task = town.task(case, "beoordelen")
    assert "geen vergadering" in refused(town, case)[0][1]
    town.met(("lid.een", "lid.twee", "lid.drie"))
    assert "U bent niet aanwezig" in refused(town, case)[0][1]
    town.met(("voorzitter", "lid.een"))
    assert "Er zijn 2 leden" in refused(town, case)[0][1]
    town.met()
    town.vote("lid.een", task)
    assert "Bert Kok, Carla Dam, Vera Maas" in refused(town, case)[0][1]


def test_who_is_involved_counts_nowhere(town: Town) -> None:
    """Neither who prepared it, nor who is of the school, nor who says so."""
    case = town.waiting(by="lid.een")
    town.met((*ALL, "lid.linde"))
    task = town.task(case, "beoordelen")
    for login, why in (("lid.een", "deed een eerdere stap"), ("lid.linde", "hoort bij de school")):
        with pytest.raises(NotAllowed, match=why):
            town.vote(login, task)
        assert item_page(town.desk(login), task.id).votes == ()
    town.vote("voorzitter", task)
    town.vote("lid.twee", task)
    town.vote("lid.drie", task, "betrokken", "Mijn buurjongen.")
    with pytest.raises(NotAllowed, match="betrokken"):
        town.vote("lid.drie", task)
    assert "Er zijn 2 leden" in refused(town, case)[0][1]


def test_a_vote_may_change_until_the_item_is_closed(town: Town) -> None:
    case = town.waiting()
    town.met()
    task = town.task(case, "beoordelen")
    town.voted(task)
    town.vote("lid.een", task, "tegen", "Bij nader inzien.")
    case = town.close(case)
    with pytest.raises(AlreadyDone, match="al gesloten door Vera Maas. Uw stem is niet opgeslagen"):
        town.vote("lid.een", task, "voor")
    (line,) = decisions(town, case)
    assert [one.choice for one in line.votes if one.who == "Anna Prins"] == ["tegen"]
    told = [one.text for one in read(town, case, "lid.twee").story if one.kind == "voted"]
    assert [one.partition(": ")[2] for one in told] == [*["gestemd (voor)."] * 4, "gestemd (tegen)."]


def test_only_who_chairs_closes_the_item(town: Town) -> None:
    case = town.waiting()
    town.met()
    town.voted(town.task(case, "beoordelen"))
    with pytest.raises(NotAllowed, match="De voorzitter legt het besluit vast"):
        town.close(case, by="lid.een")


@pytest.mark.parametrize(
    ("choice", "reason", "why"),
    [
        ("misschien", "", "Kies voor"),
        ("", "", "Kies voor"),
        ("tegen", "  ", "waarom u tegen"),
        ("betrokken", "", "waarom u betrokken"),
        ("voor", "x" * 2_001, "ten hoogste 2000"),
    ],
)
def test_a_vote_that_says_nothing_is_refused(town: Town, choice: str, reason: str, why: str) -> None:
    task = town.task(town.waiting(), "beoordelen")
    town.met()
    with pytest.raises(NotAllowed, match=why):
        town.vote("lid.een", task, choice, reason)
    with town.database.transaction(writes=False) as tx:
        assert committees.votes(tx, [task.id]) == []


def test_a_vote_at_the_moment_of_closing_is_in_or_is_refused(town: Town) -> None:
    for number in range(4):
        case = town.waiting()
        town.met()
        task = town.task(case, "beoordelen")
        town.voted(task)
        close, change = at_once(
            [
                lambda case=case: town.close(case),
                lambda task=task: town.vote("lid.een", task, "tegen", "Toch niet."),
            ]
        )
        assert isinstance(close, Case), (number, close)
        (line,) = decisions(town, close)
        refused_one = isinstance(change, AlreadyDone)
        assert refused_one or change is None, change
        assert (line.yes, line.no) == ((4, 0) if refused_one else (3, 1))


def test_a_member_who_votes_twice_at_once_has_one_vote(town: Town) -> None:
    task = town.task(town.waiting(), "beoordelen")
    town.met()
    results = at_once(
        [lambda: town.vote("lid.een", task), lambda: town.vote("lid.een", task, "onthouden")] * 2
    )
    assert results == [None] * 4
    with town.database.transaction(writes=False) as tx:
        assert len(committees.votes(tx, [task.id])) == 1


def test_two_who_begin_a_meeting_at_once_begin_one(town: Town) -> None:
    present = {town.id("lid.een")}
    desks = [town.desk(login) for login in ("voorzitter", "secretaris")]
    results = at_once([lambda desk=desk: meet(desk, "commissie", "toekenning", present) for desk in desks])
    assert all(one is None or isinstance(one, AlreadyDone) for one in results), results
    with town.database.transaction(writes=False) as tx:
        assert tx.value(text("SELECT count(*) FROM meeting")) == 1


def test_what_was_not_closed_is_voted_on_anew_in_the_next_meeting(town: Town) -> None:
    case = town.waiting()
    town.met()
    task = town.task(case, "beoordelen")
    town.voted(task)
    end_meeting(town.desk("voorzitter"), "commissie", "toekenning")
    with pytest.raises(AlreadyDone):
        end_meeting(town.desk("voorzitter"), "commissie", "toekenning")
    town.met()
    assert "Nog niet iedereen heeft gestemd" in refused(town, case)[0][1]
    town.voted(task)
    (line,) = decisions(town, town.close(case))
    assert len(line.votes) == 4


def test_who_voted_on_an_open_item_stays(town: Town) -> None:
    task = town.task(town.waiting(), "beoordelen")
    town.met()
    town.vote("lid.een", task)
    with pytest.raises(NotAllowed, match="Anna Prins stemde al"):
        town.met(("voorzitter", "lid.twee"))
    town.met(("voorzitter", "lid.een"))


@pytest.mark.parametrize(
    ("present", "on", "why"),
    [
        ((), None, "Kies wie"),
        (("ib.linde",), None, "zit vandaag niet"),
        (("lid.een",), date(2026, 11, 22), "Deze dag komt nog"),
    ],
)
def test_a_meeting_is_of_members_who_are_there_now(
    town: Town, present: tuple[str, ...], on: date | None, why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        meet(town.desk("voorzitter"), "commissie", "toekenning", {town.id(one) for one in present}, on)


def test_a_substitute_votes_in_both_names_when_the_other_is_not_there(town: Town) -> None:
    case = town.waiting()
    absent, by = town.id("lid.een"), town.id("secretaris")
    with town.database.transaction() as tx:
        days = date(2026, 11, 1), date(2026, 12, 1)
        substitutes.add(tx, "commissie", absent, by, *days, source=substitutes.OF_FILE)
    with pytest.raises(NotAllowed, match="Anna Prins is er zelf"):
        town.met((*ALL, "secretaris"))
    town.met(("voorzitter", "secretaris", "lid.twee"))
    task = town.task(case, "beoordelen")
    for login in ("voorzitter", "secretaris", "lid.twee"):
        town.vote(login, task)
    (line,) = decisions(town, town.close(case))
    assert "Sanne Mol, voor Anna Prins" in [one.who for one in line.votes]


def test_a_task_that_falls_away_leaves_the_agenda(town: Town) -> None:
    case = town.waiting()
    assert _on_agenda(town) == ["beoordelen"]
    town.begin("ib.linde", case, "intrekken_start", reden_intrekken="Opgelost.")
    assert _on_agenda(town) == []
    with town.database.transaction(writes=False) as tx:
        assert committees.closed_of_case(tx, case.id) == []


def _on_agenda(town: Town, login: str = "lid.een") -> list[str]:
    return [one.task.node for one in agenda(town.desk(login), "commissie", "toekenning").items.items]


def test_an_agenda_of_forty_costs_as_many_statements_as_one_of_two(town: Town) -> None:
    def cost() -> int:
        with counted(town.database) as counter:
            agenda(desk, "commissie", "toekenning")
        return len(counter)

    town.met()
    desk = town.desk("lid.een")
    for _ in range(2):
        town.vote("lid.een", town.task(town.waiting(), "beoordelen"))
    cost()
    few = cost()
    for _ in range(38):
        town.waiting()
    assert cost() == few
    first = agenda(desk, "commissie", "toekenning").items
    second = agenda(desk, "commissie", "toekenning", first.after).items
    assert (len(first.items), len(second.items), second.after) == (25, 15, "")
    assert len({one.task.id for one in (*first.items, *second.items)}) == 40


def test_the_school_reads_the_decision_and_not_who_voted_what(town: Town) -> None:
    case = town.waiting()
    town.met()
    task = town.task(case, "beoordelen")
    town.voted(task, lid_een="tegen")
    case = town.close(case)
    page = read(town, case, "ib.linde")
    assert page.panels["commissies"] == ()
    assert "Zo is het." not in str(page)
    assert not [one for one in page.story if one.kind == "voted"]
    assert [one for one in page.story if one.kind == "committee_decided"]
    assert decisions(town, case, "toezicht")


@pytest.mark.parametrize("login", ["ib.linde", "ib.eikel", "toezicht", "ontwerper", "beheerder"])
def test_for_who_does_not_sit_in_it_the_agenda_does_not_exist(town: Town, login: str) -> None:
    task = town.task(town.waiting(), "beoordelen")
    town.met()
    desk = town.desk(login)
    for act in (
        lambda: agenda(desk, "commissie", "toekenning"),
        lambda: item_page(desk, task.id),
        lambda: town.vote(login, task),
        lambda: meet(desk, "commissie", "toekenning", {town.id("lid.een")}),
        lambda: end_meeting(desk, "commissie", "toekenning"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_member_of_another_region_gets_nothing(town: Town) -> None:
    task = town.task(town.waiting(), "beoordelen")
    town.met()
    desk = town.desk("lid.een")
    elsewhere = tuple(replace(one, region="elders") for one in desk.actor.memberships)
    stranger = replace(desk, actor=replace(desk.actor, memberships=elsewhere))
    for act in (
        lambda: agenda(stranger, "commissie", "toekenning"),
        lambda: agenda(stranger, "elders", "toekenning"),
        lambda: item_page(stranger, task.id),
    ):
        with pytest.raises(NotFound):
            act()


def test_why_somebody_voted_so_is_erased_with_the_answers(town: Town) -> None:
    case = town.waiting()
    town.met()
    town.voted(town.task(case, "beoordelen"), lid_een="tegen")
    case = town.close(case)
    erase(town.system, case.id)
    (line,) = decisions(town, case)
    assert [one.reason for one in line.votes] == [""] * 4
    assert (line.yes, line.no) == (3, 1)
    with town.database.transaction(writes=False) as tx:
        assert not [one for one in answers.of_case(tx, case.id) if one.values]


CLOSED = (
    "UPDATE vote SET choice = 'tegen'",
    "UPDATE vote SET answer = NULL",
    "DELETE FROM vote",
    "INSERT INTO vote (item, meeting, person, choice, at) SELECT item, meeting, (SELECT id FROM person WHERE login = 'toezicht'), 'voor', at FROM vote LIMIT 1",
    "UPDATE agenda_item SET yes = 9",
    "UPDATE agenda_item SET outcome = 'tegen'",
    "UPDATE agenda_item SET ended = NULL",
    "DELETE FROM agenda_item",
)


@pytest.mark.parametrize("statement", CLOSED)
def test_the_database_itself_keeps_the_votes_of_a_closed_item(town: Town, statement: str) -> None:
    case = town.waiting()
    town.met()
    town.voted(town.task(case, "beoordelen"), lid_een="tegen")
    town.close(case)
    with pytest.raises(DBAPIError, match="kept"), town.database.transaction() as tx:
        tx.run(text(statement))


@pytest.mark.parametrize(
    "statement", ["DELETE FROM vote", "UPDATE vote SET person = (SELECT min(id) FROM person)"]
)
def test_a_vote_on_an_open_item_stays_of_who_gave_it(town: Town, statement: str) -> None:
    task = town.task(town.waiting(), "beoordelen")
    town.met()
    town.vote("lid.een", task)
    with pytest.raises(DBAPIError, match="kept"), town.database.transaction() as tx:
        tx.run(text(statement))


def test_a_task_of_a_committee_is_given_to_who_chairs_it(town: Town) -> None:
    task = town.task(town.waiting(), "beoordelen")
    desk = town.desk("beheerder")
    assert [one.name for one in tasks.candidates(desk, task.id)] == ["Vera Maas"]
    with pytest.raises(NotAllowed, match="mag deze stap niet doen"):
        tasks.assign(desk, task.id, town.id("lid.een"))


def test_who_voted_did_the_step_for_who_must_be_somebody_else_later(
    database: Database, settings: Settings
) -> None:
    """Also who was against or abstained; not who kept out of it."""
    once = b'<zeebe:property name="commissie" value="bezwaar" />'
    apart = once + b'<zeebe:property name="niet_door" value="beoordelen" />'
    drawn = BUNDLE.files["aanvraag.bpmn"].replace(once, apart)
    bundle = make_bundle("commissie", {**BUNDLE.files, "aanvraag.bpmn": drawn}, BUNDLE.today)
    town = settle(database, settings, bundle)
    case = town.waiting()
    town.met()
    town.voted(town.task(case, "beoordelen"), lid_een="tegen", lid_twee="betrokken", lid_drie="onthouden")
    town.close(case, besluit="afgewezen")
    town.do("ib.linde", case, "bezwaar_maken", gronden="Het is wel nodig.")
    later = town.task(case, "bezwaar")
    assert set(later.barred) == {town.id(one) for one in ("voorzitter", "lid.een", "lid.drie")}
    with pytest.raises(NotAllowed) as told:
        town.done("lid.een", later, gegrond="ja")
    assert "U deed zelf: Beoordelen in de commissie" in told.value.message
