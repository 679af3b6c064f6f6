import pytest

from engine.casework import cases, lists
from engine.casework.form_pages import act_key, discard_draft, open_form, save_draft, start_key, task_key
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.store import drafts
from forms.filling import Submitted
from tests.engine.mini import Mini

START = start_key("mini", "aanvraag")


def typed(**texts: str) -> Submitted:
    return Submitted({name: (text,) for name, text in texts.items()})


def test_a_form_opens_with_what_is_known_already(mini_sqlite: Mini) -> None:
    page = open_form(mini_sqlite.desk("ib.linde"), START)
    assert page.filled is not None
    assert page.filled.values["contact"] == "Iris de Boer"
    assert [one.id for one in page.places] == ["99AA00"]


def test_a_draft_survives_and_a_colleague_goes_on_with_it(mini: Mini) -> None:
    save_draft(
        mini.desk("ib.linde"),
        START,
        typed(leerling_naam="Noor Voorbeeld", vraag="Nog niet af", bedrag="geen getal"),
    )
    page = open_form(mini.desk("ib.linde2"), START)
    assert page.filled is not None
    assert page.draft is not None
    assert page.draft.by is not None
    assert page.draft.by.name == "Iris de Boer"
    assert page.filled.submitted.texts["bedrag"] == ("geen getal",)
    assert [one.key for one in lists.my_requests(mini.desk("ib.linde2"), "drafts").drafts] == [START]
    assert open_form(mini.desk("ib.vlieger"), START).draft is None
    assert lists.my_requests(mini.desk("ib.vlieger"), "drafts").drafts == ()


def test_handing_in_takes_the_draft_away(mini: Mini) -> None:
    desk = mini.desk("ib.linde")
    save_draft(desk, START, typed(leerling_naam="Noor"))
    cases.start_case(
        desk, "mini", "aanvraag", typed(leerling_naam="Noor", contact="Iris", soort="A", bedrag="", vraag="")
    )
    assert lists.my_requests(desk, "drafts").drafts == ()


def test_what_a_page_keeps_after_it_was_handed_in_is_no_draft_any_more(mini: Mini) -> None:
    """Typing keeps a draft a moment later; on a slow line that comes after what was handed in."""
    desk, good = mini.desk("ib.linde"), {"leerling_naam": "Noor", "contact": "Iris", "soort": "A"}
    cases.start_case(desk, "mini", "aanvraag", typed(**good, bedrag="", vraag=""), once="pagina-1")
    with pytest.raises(AlreadyDone):
        save_draft(desk, START, typed(leerling_naam="Noor"), once="pagina-1")
    assert lists.my_requests(desk, "drafts").drafts == ()
    save_draft(desk, START, typed(leerling_naam="Sem"), once="pagina-2")
    assert [one.key for one in lists.my_requests(desk, "drafts").drafts] == [START]


def test_what_the_page_of_an_act_keeps_after_it_was_handed_in_is_no_draft_either(mini: Mini) -> None:
    desk, case = mini.desk("ib.linde"), mini.begun()
    wait = mini.act(case, "notitie_start")
    cases.begin_act(desk, case.id, wait, typed(tekst="Gebeld"), once="pagina-1")
    with pytest.raises(AlreadyDone):
        save_draft(desk, act_key(wait), typed(tekst="Gebeld"), once="pagina-1")
    save_draft(desk, act_key(wait), typed(tekst="Nog eens"), once="pagina-2")
    assert open_form(desk, act_key(wait)).draft is not None


def test_a_draft_of_a_task_is_its_writers_and_goes_with_the_task(mini: Mini) -> None:
    case = mini.begun()
    key = task_key(mini.task(case, "beoordelen").id)
    save_draft(mini.desk("commissie.1"), key, typed(toelichting="half"))
    assert open_form(mini.desk("commissie.2"), key).draft is None
    mini.do("commissie.2", case, "beoordelen", besluit="terug", toelichting=None)
    with mini.database.transaction(writes=False) as tx:
        assert drafts.of_owners(tx, (f"person/{mini.desk('commissie.1').actor.id}",)) == []
    with pytest.raises(AlreadyDone):
        save_draft(mini.desk("commissie.1"), key, typed(toelichting="te laat"))


def test_a_draft_of_an_act_goes_when_the_act_is_over(mini: Mini) -> None:
    case, other = mini.begun(), mini.begun()
    for one in (case, other):
        save_draft(mini.desk("ib.linde"), act_key(mini.act(one, "intrekken_start")), typed(reden="half"))
    kept = act_key(mini.act(other, "intrekken_start"))
    mini.do("commissie.1", case, "beoordelen", besluit="toegekend", toelichting=None)
    with mini.database.transaction(writes=False) as tx:
        mine = drafts.of_owners(tx, (f"person/{mini.desk('ib.linde').actor.id}",))
    assert [one.key for one in mine] == [kept]


def test_a_draft_can_be_thrown_away(mini_sqlite: Mini) -> None:
    desk = mini_sqlite.desk("ib.linde")
    save_draft(desk, START, typed(vraag="x"))
    discard_draft(desk, START)
    assert open_form(desk, START).draft is None


def test_who_may_not_do_a_step_cannot_keep_a_draft_of_it(mini_sqlite: Mini) -> None:
    key = task_key(mini_sqlite.task(mini_sqlite.begun(), "beoordelen").id)
    with pytest.raises(NotAllowed):
        save_draft(mini_sqlite.desk("ib.linde"), key, typed(toelichting="x"))
    with pytest.raises(NotFound):
        save_draft(mini_sqlite.desk("ib.vlieger"), key, typed(toelichting="x"))


@pytest.mark.parametrize(
    "key",
    [
        "",
        "start",
        "start/",
        "start/x",
        "task/",
        "task/9-x",
        "act/",
        "act/x-1",
        "act/99999999999999999999-1",
        "anders/1",
    ],
)
def test_a_key_that_nothing_has_is_not_found(mini_sqlite: Mini, key: str) -> None:
    with pytest.raises((NotFound, Exception)) as error:
        open_form(mini_sqlite.desk("ib.linde"), key)
    assert error.type.__name__ in ("NotFound", "NothingPublished")
