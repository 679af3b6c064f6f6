from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from engine.audit import verify
from engine.casework.cases import complete_task, start_case, start_key
from engine.casework.form_pages import open_form, save_draft
from engine.errors import AlreadyDone
from engine.model import Case
from engine.store import answers
from forms.filling import Submitted
from tests.engine.mini import REQUEST, Mini


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Do all of these at the same moment; what each returned, or the error it raised."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)  # type: tuple[Barrier, list[object]]

    def run(place: int) -> None:
        barrier.wait(10)
        try:
            results[place] = acts[place]()
        except Exception as error:  # the test looks at it
            results[place] = error

    threads = [Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_two_experts_hand_in_at_the_same_second_and_nothing_is_lost(mini: Mini) -> None:
    for number in range(5):
        case = mini.begun()
        mini.do("commissie.1", case, "beoordelen", besluit="advies", toelichting=None)
        one, two = mini.task(case, "deskundige_een"), mini.task(case, "deskundige_twee")
        first, second = mini.desk("deskundige.1"), mini.desk("deskundige.2")
        results = at_once(
            [
                lambda one=one, first=first: complete_task(first, one.id, {"advies_tekst": "van een"}),
                lambda two=two, second=second: complete_task(second, two.id, {"advies_tekst": "van twee"}),
            ]
        )  # fmt: skip
        assert not [one for one in results if isinstance(one, Exception)], (number, results)
        assert mini.open_steps(case) == ["beoordelen"]
        with mini.database.transaction(writes=False) as tx:
            given = answers.latest(tx, case.id)
            assert verify(tx, mini.system, case.id) == []
        assert given["deskundige_een"] == {"advies_tekst": "van een"}
        assert given["deskundige_twee"] == {"advies_tekst": "van twee"}


def test_of_four_who_hand_in_the_same_task_one_is_first_and_the_others_hear_who(mini: Mini) -> None:
    case = mini.begun()
    task = mini.task(case, "beoordelen")
    desks = [mini.desk(f"commissie.{1 + number % 2}") for number in range(4)]
    results = at_once(
        [
            lambda desk=desk: complete_task(desk, task.id, {"besluit": "terug", "toelichting": None})
            for desk in desks
        ]
    )
    late = [one for one in results if isinstance(one, AlreadyDone)]
    assert len(late) == 3, results
    assert all(one.by in ("Carla Dam", "Cor Berg") for one in late)
    with mini.database.transaction(writes=False) as tx:
        assert verify(tx, mini.system, case.id) == []
    assert mini.open_steps(case) == ["aanvullen"]


def test_two_presses_at_the_same_moment_begin_one_case(mini: Mini) -> None:
    desk = mini.desk("ib.linde")
    press = lambda: start_case(desk, "mini", "aanvraag", REQUEST, once="teken")  # noqa: E731
    results = at_once([press, press, press])
    begun = [one for one in results if isinstance(one, Case)]
    late = [one for one in results if isinstance(one, AlreadyDone)]
    assert (len(begun), len(late)) == (1, 2), results
    assert {one.reference for one in late} == {begun[0].reference}


def test_two_saves_of_one_draft_at_the_same_moment_keep_one(mini: Mini) -> None:
    desk, key = mini.desk("ib.linde"), start_key("mini", "aanvraag")
    save = lambda: save_draft(desk, key, Submitted({"vraag": ("x",)}))  # noqa: E731
    assert at_once([save, save, save]) == [None, None, None]
    assert open_form(desk, key).draft is not None
