"""A parent who does not use the system says it on paper or in a conversation: the school keeps it, and says so."""

from pathlib import Path

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.casework.file import CaseFile, case_file
from engine.casework.files import keep_file
from engine.casework.form_pages import open_form, paper_key
from engine.casework.parents import parent_case
from engine.casework.piece_panel import PiecePanel
from engine.definitions import loading
from engine.definitions.bundle import Bundle, make_bundle, read_folder
from engine.definitions.checking import check
from engine.desk import Desk
from engine.errors import AnswersRejected, NotAllowed, NotFound
from engine.model import Case, Task
from engine.people import actor_of
from engine.store import definitions, invitations, outbox, pieces, tasks
from engine.store.database import Database
from engine.store.invitations import Parent
from engine.store.pieces import Consent
from tests.engine.mini import Mini

FOLDER = Path(__file__).parents[2] / "regions" / "samen"
PETRA = {"naam": "Petra Voorbeeld", "gezag": True, "email": "petra@voorbeeld.example", "mobiel": "0612345678"}
PAUL = {"naam": "Paul Voorbeeld", "gezag": True, "op_papier": True}
PLAN = {
    "beschrijving": "Alleen voor de school.",
    "doelen": "M4",
    "aanpak": "Oefenen",
    "uren": 2,
    "verslag": "x",
}


@pytest.fixture
def town(database: Database, settings: Settings) -> Mini:
    bundle = read_folder(FOLDER)
    mini = Mini(database, settings)
    loading.load(mini.system, FOLDER)
    with database.transaction() as tx:
        definitions.add(tx, "samen", bundle.files, bundle.checksum, reason="eerste", by=None)
    return mini


def asked(town: Mini, *parents: dict[str, object]) -> Case:
    answers = {"leerling_naam": "Noor Voorbeeld", "vraag": "Rekenen.", "ouders": list(parents)}
    case = cases.start_case(town.desk("ib.eikel"), "samen", "samen_plan", answers)
    return town.do("ib.eikel", case, "opstellen", **PLAN)


def parents_of(town: Mini, case: Case) -> dict[str, Parent]:
    with town.database.transaction(writes=False) as tx:
        return {one.name.partition(" ")[0]: one for one in invitations.of_case(tx, case.id)}


def at(town: Mini, parent: Parent) -> Desk:
    with town.database.transaction(writes=False) as tx:
        return Desk(town.database, actor_of(tx, parent.person), town.settings)


def task_of(town: Mini, case: Case, parent: Parent) -> Task:
    with town.database.transaction(writes=False) as tx:
        open_ones = tasks.open_of_case(tx, case.id)
    return next(one for one in open_ones if one.named == parent.person.id)


def recorded(town: Mini, task: Task, login: str = "ib.eikel", **other: object) -> Case:
    desk = town.desk(login)
    scan = keep_file(desk, "brief.pdf", "application/pdf", b"%PDF-1.4\n% brief\n")
    answers = {"instemming": "ja", "datum": "2026-10-01", "bewijs": scan, **other}
    return cases.complete_task(desk, task.id, answers, on_paper=True)


def consent_of(town: Mini, case: Case, task: Task) -> Consent:
    with town.database.transaction(writes=False) as tx:
        return next(one for one in pieces.consents(tx, case.id) if one.task == task.id)


def file_of(town: Mini, case: Case) -> CaseFile:
    return case_file(town.desk("ib.eikel"), case.reference)


def test_a_parent_on_paper_is_asked_but_gets_no_mail_and_no_way_in(town: Mini) -> None:
    case = asked(town, PETRA, PAUL)
    paul = parents_of(town, case)["Paul"]
    with town.database.transaction(writes=False) as tx:
        mailed = {row.detail.get("to") for row in outbox.of_case(tx, case.id)}
    assert paul.person.id not in mailed
    assert not paul.has_access
    with pytest.raises(NotFound):
        parent_case(at(town, paul))
    assert town.open_steps(case) == ["instemmen", "instemmen"]


def test_what_the_school_records_is_the_answer_of_that_parent(town: Mini) -> None:
    case = asked(town, PETRA, PAUL)
    paul = parents_of(town, case)["Paul"]
    task = task_of(town, case, paul)
    recorded(town, task)
    kept = consent_of(town, case, task)
    assert kept.recorded_by == town.desk("ib.eikel").actor.id
    assert (kept.person, kept.answer, kept.seen, kept.seen_by) == (paul.person.id, "gegeven", None, None)
    assert town.open_steps(case) == ["instemmen"]


def test_a_refusal_on_paper_is_a_refusal(town: Mini) -> None:
    case = asked(town, PAUL)
    task = task_of(town, case, parents_of(town, case)["Paul"])
    recorded(town, task, instemming="nee")
    assert consent_of(town, case, task).answer == "geweigerd"
    assert town.open_steps(case) == ["opstellen"]


def test_without_the_scan_nothing_is_kept(town: Mini) -> None:
    case = asked(town, PAUL)
    task = task_of(town, case, parents_of(town, case)["Paul"])
    with pytest.raises(AnswersRejected):
        recorded(town, task, bewijs=None)
    assert consent_of(town, case, task).answer == ""


def test_only_the_roles_that_the_region_names_record_it(town: Mini) -> None:
    case = asked(town, PETRA, PAUL)
    people = parents_of(town, case)
    task = task_of(town, case, people["Paul"])
    with pytest.raises(NotAllowed, match="op papier"):
        recorded(town, task, "commissie.een")
    with pytest.raises((NotAllowed, NotFound)):
        cases.complete_task(at(town, people["Petra"]), task.id, {"instemming": "ja"}, on_paper=True)
    with pytest.raises(NotAllowed):
        town.done("ib.eikel", task, instemming="ja")  # without saying that it is on paper


def test_also_of_a_parent_who_does_use_the_system(town: Mini) -> None:
    case = asked(town, PETRA)
    petra = parents_of(town, case)["Petra"]
    task = task_of(town, case, petra)
    recorded(town, task)
    assert consent_of(town, case, task).person == petra.person.id
    assert parent_case(at(town, petra)).tasks != ()  # the next step of the route is hers again


def test_the_case_the_document_and_the_other_parent_read_that_it_was_on_paper(town: Mini) -> None:
    case = asked(town, PETRA, PAUL)
    people = parents_of(town, case)
    recorded(town, task_of(town, case, people["Paul"]))
    file = file_of(town, case)
    panel = file.panels["stukken"]
    assert isinstance(panel, PiecePanel)
    paper = next(one for one in panel.pieces[0].versions[0].consents if one.who == "Ouder 2")
    assert paper.on_paper == "op papier, vastgelegd door Iris de Boer"
    assert [word for word, _ in paper.moments] == ["gevraagd", "gegeven"]
    told = [line.text for line in file.story]
    assert "“Instemmen met het plan” op papier vastgelegd." in told
    assert "Instemming gegeven op papier door Ouder 2: Ontwikkelingsperspectief, handelingsdeel." in told
    done = [line.name for line in parent_case(at(town, people["Petra"])).story.done]
    assert "Instemmen met het plan (op papier, vastgelegd door Iris de Boer)" in done


def test_the_scan_stays_with_the_case_and_the_other_parent_does_not_read_it(town: Mini) -> None:
    case = asked(town, PETRA, PAUL)
    people = parents_of(town, case)
    recorded(town, task_of(town, case, people["Paul"]))
    scans = [one.answer.values.get("bewijs") for one in file_of(town, case).visits]
    assert [one["name"] for one in scans if isinstance(one, dict)] == ["brief.pdf"]
    assert all("bewijs" not in one.answer.values for one in parent_case(at(town, people["Petra"])).visits)


def test_opening_the_form_for_paper_is_not_seeing_by_the_parent(town: Mini) -> None:
    case = asked(town, PETRA)
    task = task_of(town, case, parents_of(town, case)["Petra"])
    page = open_form(town.desk("ib.eikel"), paper_key(task.id))
    assert page.filled
    assert page.asked
    assert (page.filled.form.id, page.asked.number) == ("s_op_papier", 1)
    assert consent_of(town, case, task).seen is None


def test_who_gives_an_address_later_comes_in_under_the_same_name(town: Mini) -> None:
    """One person, asked once: the parent on paper gets a link instead of a second place."""
    case = asked(town, PAUL)
    with_mail = {**PAUL, "op_papier": False, "email": "paul@voorbeeld.example", "mobiel": "0687654321"}
    town.begin("ib.eikel", case, "ouder_erbij_start", ouders=[with_mail])
    found = parents_of(town, case)
    assert list(found) == ["Paul"]
    assert found["Paul"].has_access
    assert parent_case(at(town, found["Paul"])).tasks != ()


def without(text: str, by: str = "") -> Bundle:
    files = dict(read_folder(FOLDER).files)
    name = next(one for one in files if text.encode() in files[one])
    files[name] = files[name].replace(text.encode(), by.encode())
    return make_bundle("samen", files, read_folder(FOLDER).today)


@pytest.mark.parametrize(
    ("text", "by", "found"),
    [
        ('<zeebe:property name="papier_formulier" value="s_op_papier" />', "", "papier_formulier"),
        ('<zeebe:property name="op_papier" value="ib" />', "", "op_papier"),
        ('name="op_papier" value="ib"', 'name="op_papier" value="ouder"', "ouder"),
        ('name="op_papier" value="ib"', 'name="op_papier" value="bestaatniet"', "bestaatniet"),
        ('"key": "bewijs", "label": "Bewijs", "validate": {"required": true}', '"key": "bewijs", "label": "Bewijs"', "bewijs"),
        ('"key": "datum"', '"key": "dag"', "datum"),
    ],
)  # fmt: skip
def test_the_check_says_what_is_missing_for_paper(text: str, by: str, found: str) -> None:
    assert [one for one in check(read_folder(FOLDER)) if one.level == "fout"] == []
    faults = [str(one) for one in check(without(text, by)) if one.level == "fout"]
    assert any(found in one for one in faults), faults
