"""What a school finds back: what it was writing on its first page, and the decision where letters lead to."""

from collections.abc import Callable

from tests.webui.conftest import Visitor
from tests.webui.test_handing_in import START, begun, first_task, hand_in

SignIn = Callable[[str], Visitor]


def test_a_finished_request_says_what_was_decided_and_one_that_runs_does_not(visitor: SignIn) -> None:
    reference = begun(visitor)
    member, other, school = visitor("commissie.een"), visitor("commissie.twee"), visitor("ib.eikel")
    assert hand_in(member, first_task(member), besluit="toegekend").status_code == 303
    assert "<dd>Toegekend</dd>" not in school.get(f"/volgen/{reference}").text
    assert hand_in(other, first_task(other), opmerking="").status_code == 303
    page = school.get(f"/volgen/{reference}").text
    assert "<dd>Toegekend</dd>" in page
    assert "Openen om af te drukken" in page


def test_what_was_not_sent_yet_stands_on_the_first_page(visitor: SignIn) -> None:
    school = visitor("ib.eikel")
    assert "Concepten" not in school.get("/").text
    hand_in(school, action="bewaren", leerling="Noor")
    page = school.get("/").text
    assert "Concepten" in page
    assert f'href="{START}' in page
