"""A version that is in force does not change; consent is of one person, with one part, of one version."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.casework.erasing import erase
from engine.casework.file import case_file
from engine.casework.piece_panel import PiecePanel
from engine.casework.pieces import state_of
from engine.definitions.bundle import checksum_of
from engine.errors import CaseStuck, NotAllowed
from engine.model import Case
from engine.store import definitions, incidents, pieces
from engine.store.pieces import Consent
from tests.conftest import START
from tests.engine.counting import counted
from tests.engine.pieces.conftest import BUNDLE, Town


def opp(case: Case) -> dict[str, object]:
    found = case.facts["stukken"]
    assert isinstance(found, dict)
    one = found["opp"]
    assert isinstance(one, dict)
    return one


def test_the_route_knows_from_the_beginning_that_there_is_nothing(town: Town) -> None:
    case = town.asked()
    assert opp(case) == {
        "versie": Decimal(0),
        "handelingsdeel": "niet gevraagd",
        "beschrijving": "niet gevraagd",
    }


def test_consent_with_the_first_version_does_not_count_for_the_second(town: Town) -> None:
    case = town.planned(town.asked())
    town.do("ouder.een", case, "instemmen", instemming="ja")
    case = town.do("ouder.twee", case, "instemmen", instemming="nee")
    assert opp(case)["handelingsdeel"] == "geweigerd"
    case = town.planned(case, uren=4)
    assert opp(case)["handelingsdeel"] == "gevraagd"
    case = town.do("ouder.twee", case, "instemmen", instemming="ja")
    assert opp(case)["handelingsdeel"] == "gevraagd"
    with town.database.transaction(writes=False) as tx:
        given = [(one.version, one.answer) for one in pieces.consents(tx, case.id)]
    first, second = sorted({version for version, _ in given})
    assert sorted(given) == [(first, "gegeven"), (first, "geweigerd"), (second, ""), (second, "gegeven")]


def test_somebody_answers_once_for_a_version(town: Town) -> None:
    case = town.planned(town.asked())
    town.do("ouder.een", case, "instemmen", instemming="ja")
    task = town.task(case, "instemmen")
    assert "Ieder antwoordt voor zichzelf" in town.page("ouder.een", task).reason
    with pytest.raises(NotAllowed, match="Ieder antwoordt voor zichzelf"):
        town.done("ouder.een", task, instemming="nee")


def test_who_says_nothing_refuses_nothing(town: Town) -> None:
    """The field of a form need not be required; an empty answer is no answer."""
    form = BUNDLE.files["forms/s_instemmen.form"].replace(b'"required": true', b'"required": false')
    with town.database.transaction() as tx:
        files = {**BUNDLE.files, "forms/s_instemmen.form": form}
        definitions.add(tx, "stukken", files, checksum_of(files), reason="tweede", by=None)
    case = town.planned(town.asked())
    with pytest.raises(NotAllowed, match="Zeg of u instemt"):
        town.do("ouder.een", case, "instemmen", toelichting="Later.")
    assert len(town.open_steps(case)) == 2


def test_asked_seen_given_and_withdrawn_each_have_their_moment(town: Town) -> None:
    case = town.planned(town.asked())
    moments = [town.database.clock.now()]
    for act in (
        lambda: town.page("ouder.een", town.task(case, "instemmen")),
        lambda: town.do("ouder.een", case, "instemmen", instemming="ja"),
        lambda: town.begin("ouder.een", case, "intrekken_start", reden="Toch niet."),
    ):
        town.database.clock.move(_HOUR)
        moments.append(town.database.clock.now())
        act()
    with town.database.transaction(writes=False) as tx:
        mine = next(one for one in pieces.consents(tx, case.id) if one.answer)
    assert [mine.asked, mine.seen, mine.answered, mine.withdrawn] == moments


def test_the_story_says_with_which_part_of_which_document_everybody_agreed(town: Town) -> None:
    case = town.agreed(town.planned(town.asked()))
    story = case_file(town.desk("ib.linde"), case.reference).story
    reasons = [why for line in story for why in line.why]
    assert "omdat “Ontwikkelingsperspectief, handelingsdeel” is “gegeven”" in reasons


def test_who_did_not_agree_has_nothing_to_withdraw(town: Town) -> None:
    case = town.planned(town.asked())
    town.do("ouder.een", case, "instemmen", instemming="nee")
    with pytest.raises(NotAllowed, match="Er valt niets in te trekken"):
        town.begin("ouder.een", case, "intrekken_start", reden="x")
    with pytest.raises(NotAllowed, match="Er valt niets in te trekken"):
        town.begin("ouder.twee", case, "intrekken_start", reden="x")


def test_without_the_consents_nothing_is_put_in_force(town: Town) -> None:
    """Withdrawn after the gateway looked: the job itself looks again."""
    case = town.agreed(town.planned(town.asked()))
    with town.database.transaction() as tx:
        tx.run(text("UPDATE consent SET withdrawn = asked WHERE answer = 'gegeven'"))
    with pytest.raises(CaseStuck):
        town.signed(case)
    with town.database.transaction(writes=False) as tx:
        (incident,) = incidents.open_in(tx, ["stukken"])
        versions = pieces.of_case(tx, case.id)
    assert 'de instemming met "handelingsdeel" is ingetrokken' in incident.what
    assert [one.in_force for one in versions] == [None]


def test_the_next_version_takes_the_place_of_the_one_in_force(town: Town) -> None:
    case = town.signed(town.agreed(town.planned(town.asked())))
    assert opp(case)["versie"] == 1
    case = town.do("ib.linde", case, "evalueren", vervolg="bijstellen")
    case = town.planned(case, uren=5)
    assert opp(case)["versie"] == 1
    case = town.signed(town.agreed(case))
    assert opp(case)["versie"] == 2
    panel = case_file(town.desk("ib.linde"), case.reference).panels["stukken"]
    assert isinstance(panel, PiecePanel)
    assert [(one.version.number, one.state) for one in panel.pieces[0].versions] == [
        (2, "vastgesteld"),
        (1, "vervangen"),
    ]


def test_answers_that_are_not_named_stay_as_in_the_version_before(town: Town) -> None:
    case = town.planned(town.asked())
    town.do("ouder.een", case, "instemmen", instemming="nee")
    case = town.do("ouder.twee", case, "instemmen", instemming="nee")
    page = town.page("ib.linde", town.task(case, "opstellen"))
    assert page.filled
    assert page.filled.values["doelen"] == "E4"
    assert page.filled.values["uren"] == 2


def test_a_form_can_say_what_the_version_in_force_says(town: Town) -> None:
    case = town.signed(town.agreed(town.planned(town.asked(), doelen="M5")))
    page = town.page("ib.linde", town.task(case, "evalueren"))
    assert page.filled
    assert page.filled.values["doelen_nu"] == "M5"


_OF_A_VERSION = (
    "UPDATE piece_version SET number = 9",
    "UPDATE piece_version SET answer = (SELECT min(id) FROM answer)",
    "UPDATE piece_version SET made_by = NULL",
    "UPDATE piece_version SET in_force = NULL WHERE in_force IS NOT NULL",
    "UPDATE piece_version SET node = 'ander'",
    "DELETE FROM piece_version",
    """UPDATE answer SET "values" = '{"doelen":"anders"}' WHERE node = 'opstellen'""",
    "UPDATE answer SET node = 'ander' WHERE node = 'opstellen'",
    "UPDATE answer SET form = 'ander' WHERE node = 'opstellen'",
    "DELETE FROM answer WHERE node = 'opstellen'",
    "DELETE FROM signature",
    "UPDATE signature SET at = (SELECT max(made) FROM piece_version)",
    "UPDATE signature SET person = 1",
    "UPDATE signature SET sha256 = 'x'",
    "UPDATE signature SET salt = 'x'",
    "UPDATE signature SET statement = 'Iets anders.'",
)


def test_a_version_in_force_and_a_signature_can_not_be_changed_by_any_statement(town: Town) -> None:
    case = town.signed(town.agreed(town.planned(town.asked())))
    town.database.clock.move(_HOUR)
    before = _kept(town, case)
    for statement in _OF_A_VERSION:
        with pytest.raises(DBAPIError), town.database.transaction() as tx:
            tx.run(text(statement))
    assert _kept(town, case) == before


def test_on_sqlite_nothing_is_put_in_the_place_of_what_is_kept(town: Town) -> None:
    if town.database.is_postgres:
        assert town.database.engine.dialect.name == "postgresql"  # it does not know INSERT OR REPLACE
        return
    town.signed(town.agreed(town.planned(town.asked())))
    for table in ("piece_version", "signature", "answer"):
        with pytest.raises(DBAPIError), town.database.transaction() as tx:
            tx.run(
                text(
                    f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id IN (SELECT max(id) FROM {table} WHERE {_ONE[table]})"
                )
            )  # noqa: S608


_ONE = {"piece_version": "1 = 1", "signature": "1 = 1", "answer": "node = 'opstellen'"}


def test_a_version_that_was_replaced_does_not_come_back(town: Town) -> None:
    case = town.signed(town.agreed(town.planned(town.asked())))
    case = town.do("ib.linde", case, "evalueren", vervolg="bijstellen")
    town.signed(town.agreed(town.planned(case, uren=5)))
    with pytest.raises(DBAPIError), town.database.transaction() as tx:
        tx.run(text("UPDATE piece_version SET replaced = NULL WHERE number = 1"))


def test_the_data_of_a_child_can_still_be_erased(town: Town) -> None:
    case = town.signed(town.agreed(town.planned(town.asked())))
    case = town.do("ib.linde", case, "evalueren", vervolg="klaar")
    erase(town.desk("beheerder"), case.id)
    panel = case_file(town.desk("ib.linde"), case.reference).panels["stukken"]
    assert isinstance(panel, PiecePanel)
    assert not panel.signatures[0].changed
    assert panel.signatures[0].signature.salt == ""


def test_the_page_of_a_case_costs_as_much_with_many_versions(town: Town) -> None:
    case = town.asked()
    counts = set()
    for _ in range(3):
        case = town.planned(case)
        for login in ("ouder.een", "ouder.twee"):
            case = town.do(login, case, "instemmen", instemming="nee")
        desk = town.desk("ib.linde")
        with counted(town.database) as counter:
            case_file(desk, case.reference)
        counts.add(len(counter))
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("said", "everybody", "one"),
    [
        ([], "niet gevraagd", "niet gevraagd"),
        ([""], "gevraagd", "gevraagd"),
        (["gegeven", ""], "gevraagd", "gegeven"),
        (["gegeven", "geweigerd"], "geweigerd", "gegeven"),
        (["gegeven", "gegeven"], "gegeven", "gegeven"),
        (["geweigerd", ""], "geweigerd", "gevraagd"),
        (["geweigerd", "geweigerd"], "geweigerd", "geweigerd"),
        (["gegeven", "ingetrokken"], "ingetrokken", "gegeven"),
        (["geweigerd", "ingetrokken"], "ingetrokken", "ingetrokken"),
        (["gegeven", "vervallen"], "gegeven", "gegeven"),
        (["vervallen"], "niet gevraagd", "niet gevraagd"),
    ],
)
def test_what_consents_come_to_is_the_rule_of_the_region(said: list[str], everybody: str, one: str) -> None:
    asked = [_consent(word) for word in said]
    assert state_of("allen", asked) == everybody
    assert state_of("een", asked) == one


_HOUR = timedelta(hours=1)


def _consent(word: str) -> Consent:
    withdrawn = START if word == "ingetrokken" else None
    answer = {"ingetrokken": "gegeven", "vervallen": ""}.get(word, word)
    return Consent(
        1, 1, 1, "deel", "1-a", 1, START, answer=answer, withdrawn=withdrawn, lapsed=word == "vervallen"
    )


def _kept(town: Town, case: Case) -> list[object]:
    """What the rows are now."""
    with town.database.transaction(writes=False) as tx:
        asked = "SELECT * FROM {} ORDER BY 1"
        return [tx.rows(text(asked.format(table))) for table in ("piece_version", "signature", "answer")]


def test_a_version_that_was_refused_says_so_and_is_no_concept_any_more(town: Town) -> None:
    case = town.planned(town.asked())

    def states() -> list[str]:
        panel = case_file(town.desk("ib.linde"), case.reference).panels["stukken"]
        assert isinstance(panel, PiecePanel)
        return [one.state for one in panel.pieces[0].versions]

    town.do("ouder.een", case, "instemmen", instemming="ja")
    assert states() == ["concept"]
    town.do("ouder.twee", case, "instemmen", instemming="nee")
    assert states() == ["niet akkoord"]
    case = town.agreed(town.planned(case, uren=4))
    assert states() == ["concept", "niet akkoord"]
    town.begin("ouder.een", case, "intrekken_start", reden="Toch niet.")
    assert states() == ["niet akkoord", "niet akkoord"]
