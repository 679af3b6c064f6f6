"""A case of another school, or of another region, is nowhere: in no list, no search, no page, no act."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.casework import cases, file, follow, form_pages, lists, tasks
from engine.casework.lists import CaseFilters, TaskFilters
from engine.definitions.bundle import make_bundle
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound
from engine.model import Actor, Case, Membership, Organisation, Person
from engine.store import definitions
from tests.engine.mini import BUNDLE, REQUEST, Mini


def references(desk: Desk) -> set[str]:
    """Every reference that any list shows this person."""
    found = {line.reference for line in lists.my_tasks(desk).items}
    for text in ("", "Noor", "voorbeeldlinde", "min"):
        found |= {line.reference for line in lists.my_tasks(desk, TaskFilters(text=text)).items}
        found |= {line.case.reference for line in lists.cases(desk, CaseFilters(text=text)).items}
        for tab in ("running", "done"):
            found |= {line.case.reference for line in lists.my_requests(desk, tab, text=text).page.items}
    return found


def refused(act: Callable[[], object]) -> type[Exception]:
    with pytest.raises((NotFound, NotAllowed)) as error:
        act()
    return error.type


def doors(mini: Mini, case: Case, desk: Desk) -> list[type[Exception]]:
    """What every way in answers."""
    open_steps = mini.open_steps(case)
    task = mini.task(case, open_steps[0]).id
    wait = mini.act(case, "intrekken_start")
    return [
        refused(lambda: follow.story_of(desk, case.reference)),
        refused(lambda: file.case_file(desk, case.reference)),
        refused(lambda: cases.complete_task(desk, task, {"besluit": "terug"})),
        refused(lambda: cases.begin_act(desk, case.id, wait, {"reden": "x"})),
        refused(lambda: form_pages.open_form(desk, form_pages.task_key(task))),
        refused(lambda: form_pages.open_form(desk, form_pages.act_key(wait))),
        refused(lambda: tasks.claim(desk, task)),
        refused(lambda: tasks.assign(desk, task, 1)),
    ]


def test_another_school_finds_nothing(mini: Mini) -> None:
    case = mini.begun()
    desk = mini.desk("ib.vlieger")
    assert references(desk) == set()
    assert set(doors(mini, case, desk)) == {NotFound}
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    assert references(desk) == set()
    assert set(doors(mini, case, desk)) == {NotFound}


def test_a_coordinator_of_another_region_finds_nothing(mini: Mini) -> None:
    case = mini.begun()
    place = Organisation("PO9902", "samenwerkingsverband", "Ander verband")
    person = Person(9_999, "ander", "Ander Persoon")
    desk = Desk(
        mini.database, Actor("Ander", person, (Membership("elders", "commissielid", place),)), mini.settings
    )
    assert references(desk) == set()
    assert set(doors(mini, case, desk)) == {NotFound}


def test_a_designer_sees_no_cases(mini: Mini) -> None:
    case = mini.begun()
    desk = mini.desk("ontwerper")
    assert references(desk) == set()
    assert set(doors(mini, case, desk)) == {NotFound}


def test_a_role_that_sees_tasks_sees_a_case_from_its_task_on(mini: Mini) -> None:
    case = mini.begun()
    desk = mini.desk("deskundige.1")
    assert references(desk) == set()
    mini.do("commissie.1", case, "beoordelen", besluit="advies", toelichting=None)
    assert references(desk) == {case.reference}
    mini.do("deskundige.1", case, "deskundige_een", advies_tekst="Ja")
    mini.do("deskundige.2", case, "deskundige_twee", advies_tekst="Ja")
    assert references(desk) == {case.reference}
    assert follow.story_of(desk, case.reference).case.id == case.id


def test_a_colleague_at_the_school_sees_the_request_and_goes_on_with_it(mini: Mini) -> None:
    case = mini.begun("ib.linde")
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    colleague = mini.desk("ib.linde2")
    assert [line.pupil for line in lists.my_requests(colleague).page.items] == ["Noor Voorbeeld"]
    assert [line.task.node for line in lists.my_tasks(colleague).items] == ["aanvullen"]
    mini.do("ib.linde2", case, "aanvullen", aanvulling="Klaar")


def test_who_may_see_but_not_do_hears_why(mini: Mini) -> None:
    case = mini.begun()
    with pytest.raises(NotAllowed, match="Uw rol mag deze stap niet doen"):
        mini.do("ib.linde", case, "beoordelen", besluit="toegekend", toelichting=None)
    with pytest.raises(NotAllowed, match="Alleen een Intern begeleider"):
        cases.start_case(mini.desk("commissie.1"), "mini", "aanvraag", REQUEST)
    with pytest.raises(NotAllowed, match="BaO, SBO"):
        cases.start_case(mini.desk("ib.vo"), "mini", "aanvraag", REQUEST)


def test_the_pupil_stays_unknown_to_a_role_that_may_not_know(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="advies", toelichting=None)
    desk = mini.desk("deskundige.1")
    page = file.case_file(desk, case.reference)
    assert page.pupil == ""
    assert "leerling_naam" not in page.visits[0].answer.values
    assert page.visits[0].hidden == {"leerling_naam"}
    assert "Noor" not in repr(page)
    assert "Noor" not in repr(lists.my_tasks(desk).items)
    assert lists.cases(desk, CaseFilters(text="Noor")).items == ()
    opened = form_pages.open_form(desk, form_pages.task_key(mini.task(case, "deskundige_een").id))
    assert "Noor" not in repr(opened.beside)


def test_who_may_know_finds_a_case_by_the_name_of_the_pupil(mini: Mini) -> None:
    case = mini.begun(leerling_naam="Noor van der Zándstra")
    mini.begun(leerling_naam="Sem Testers")
    desk = mini.desk("commissie.1")
    for text in ("noor", "NOOR van", "zandstra", case.reference.lower(), case.reference[-6:]):
        found = lists.cases(desk, CaseFilters(text=text)).items
        assert [(line.case.reference, line.pupil) for line in found] == [
            (case.reference, "Noor van der Zándstra")
        ], text
    assert len(lists.cases(desk, CaseFilters(text="voorbeeldlinde")).items) == 2
    assert lists.cases(desk, CaseFilters(text="Daan")).items == ()
    assert lists.cases(desk, CaseFilters(text="%")).items == ()
    assert lists.cases(desk, CaseFilters(text="' OR 1=1 --")).items == ()


def test_a_task_that_somebody_took_is_not_in_the_inbox_of_others(mini: Mini) -> None:
    task = mini.task(mini.begun(), "beoordelen")
    tasks.claim(mini.desk("commissie.1"), task.id)
    assert [line.assignee for line in lists.my_tasks(mini.desk("commissie.1")).items] == ["Carla Dam"]
    assert lists.my_tasks(mini.desk("commissie.2")).items == ()
    with pytest.raises(NotAllowed, match="opgepakt"):
        mini.done("commissie.2", task, besluit="terug", toelichting=None)
    with pytest.raises(NotAllowed, match="opgepakt"):
        tasks.release(mini.desk("commissie.2"), task.id)
    tasks.release(mini.desk("commissie.1"), task.id)
    mini.done("commissie.2", task, besluit="terug", toelichting=None)


def test_who_manages_gives_a_task_to_somebody_who_may_do_it(mini: Mini) -> None:
    task = mini.task(mini.begun(), "beoordelen")
    manager = mini.desk("beheerder")
    assert [person.name for person in tasks.candidates(manager, task.id)] == ["Carla Dam", "Cor Berg"]
    assert tasks.candidates(mini.desk("commissie.1"), task.id) == []
    with pytest.raises(NotAllowed, match="Kies iemand anders"):
        tasks.assign(manager, task.id, mini.desk("ib.linde").actor.id or 0)
    with pytest.raises(NotAllowed, match="beheerder"):
        tasks.assign(mini.desk("commissie.1"), task.id, mini.desk("commissie.2").actor.id or 0)
    tasks.assign(manager, task.id, mini.desk("commissie.2").actor.id or 0)
    assert len(lists.my_tasks(mini.desk("commissie.2")).items) == 1
    assert lists.my_tasks(mini.desk("commissie.1")).items == ()


def with_roles(mini: Mini, old: str, new: str) -> None:
    """Another version of the region, with other words in region.toml."""
    written = BUNDLE.files["region.toml"].decode()
    assert old in written
    bundle = make_bundle("mini", {**BUNDLE.files, "region.toml": written.replace(old, new).encode()})
    with mini.database.transaction() as tx:
        definitions.add(tx, "mini", bundle.files, bundle.checksum, reason="tweede", by=None)


def test_who_manages_and_may_not_see_a_case_cannot_pick_up_its_task(mini: Mini) -> None:
    with_roles(mini, 'ziet = "zaken"\nleerling = false', "leerling = false")
    case = mini.begun()
    manager, task = mini.desk("beheerder"), mini.task(case, "beoordelen").id
    with pytest.raises(NotFound):
        file.case_file(manager, case.reference)
    with pytest.raises(NotFound):
        tasks.claim(manager, task)
    tasks.assign(manager, task, mini.desk("commissie.1").actor.id or 0)


def test_a_role_that_sees_its_tasks_names_the_pupil_only_there(mini: Mini) -> None:
    """Who manages sees every case without its pupil; as an expert, the pupils of their own tasks."""
    with_roles(mini, "leerling = false\n\n[rollen.ontwerper]", "\n[rollen.ontwerper]")
    case, other = mini.begun(), mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="advies", toelichting=None)
    desk = mini.desk("beheerder")
    expert = replace(desk.actor.memberships[0], role="deskundige")
    both = replace(desk, actor=replace(desk.actor, memberships=(*desk.actor.memberships, expert)))
    names = {line.case.reference: line.pupil for line in lists.cases(both).items}
    assert names == {case.reference: "Noor Voorbeeld", other.reference: ""}
    assert file.case_file(both, case.reference).pupil == "Noor Voorbeeld"
    assert file.case_file(both, other.reference).pupil == ""


def test_an_expert_does_not_see_the_second_task_after_doing_the_first(mini: Mini) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="advies", toelichting=None)
    mini.do("deskundige.1", case, "deskundige_een", advies_tekst="Ja")
    assert lists.my_tasks(mini.desk("deskundige.1")).items == ()
    assert [line.task.node for line in lists.my_tasks(mini.desk("deskundige.2")).items] == ["deskundige_twee"]


def test_a_case_is_found_by_its_phase_and_by_each_step_where_it_stands(mini: Mini) -> None:
    waiting, advised = mini.begun(), mini.begun()
    mini.do("commissie.1", advised, "beoordelen", besluit="advies")
    desk = mini.desk("commissie.1")

    def found(filters: CaseFilters) -> set[str]:
        return {line.case.reference for line in lists.cases(desk, filters).items}

    assert found(CaseFilters(phase="behandeling")) == {waiting.reference, advised.reference}
    assert found(CaseFilters(step="Beoordelen")) == {waiting.reference}
    assert found(CaseFilters(step="Eerste deskundige")) == {advised.reference}
    assert found(CaseFilters(step="Tweede deskundige")) == {advised.reference}
    assert found(CaseFilters(step="deskundige")) == found(CaseFilters(step="%")) == set()
