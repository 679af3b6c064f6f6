"""Real processes are killed, at every moment and at random: nothing is lost, nothing is done twice, nothing is half."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import Message
from random import Random

import pytest

from engine.errors import AlreadyDone
from engine.store.cases import all_ids
from tests.engine.jobs.conftest import Post
from tests.engine.mini import Mini
from tests.faults import breaking
from tests.faults.children import (
    Begin,
    Complete,
    Fire,
    Place,
    Prepare,
    Start,
    Work,
    act_until,
    child,
    was_killed,
    work,
)
from tests.faults.counting_mail import check_mail, drain, received, repeats, told_again
from tests.faults.storm import Storm, check_journals
from tests.faults.whole import check_all, rows_of

MOST = 200  # moments in one act
A_WEEK_AND_A_DAY = timedelta(days=8)


# Every moment of an act of a person.


def awarding(mini: Mini) -> Prepare:
    """The end of a case: number, document, mails."""
    case = mini.begun()
    return Complete(
        "commissie.1", mini.task(case, "beoordelen").id, {"besluit": "toegekend", "toelichting": None}
    )


def splitting(mini: Mini) -> Prepare:
    case = mini.begun()
    return Complete(
        "commissie.1", mini.task(case, "beoordelen").id, {"besluit": "advies", "toelichting": None}
    )


def starting(mini: Mini) -> Prepare:
    return Start("teken-van-de-pagina")


def withdrawing(mini: Mini) -> Prepare:
    case = mini.begun()
    return Begin("ib.linde", case.id, mini.act(case, "intrekken_start"), {"reden": "x"})


def noting(mini: Mini) -> Prepare:
    case = mini.begun()
    return Begin("ib.linde", case.id, mini.act(case, "notitie_start"), {"tekst": "x"})


def reminding(mini: Mini) -> Prepare:
    """A timer that writes mails."""
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    return Fire(case.id)


def moments_of(
    place: Place, mini: Mini, act: Prepare, tear: Callable[[], None] | None = None
) -> Iterator[int]:
    """Kill the act at its first moment, its second, … until it comes to its end; gives each moment it was killed at."""
    for moment in range(1, MOST):
        if not was_killed(child(act_until, place, act, moment, tear)):
            return
        yield moment
    raise AssertionError("the act has no end")


LONGER = (splitting, awarding, starting, withdrawing, reminding)


@pytest.mark.parametrize("prepared", [noting, *(pytest.param(one, marks=pytest.mark.slow) for one in LONGER)])
def test_an_act_that_is_killed_at_any_moment_never_was(
    place: Place, mini: Mini, prepared: Callable[[Mini], Prepare]
) -> None:
    act = prepared(mini)
    if prepared is reminding:
        place.move(A_WEEK_AND_A_DAY)
    before, killed = rows_of(mini.database), 0
    for killed in moments_of(place, mini, act):
        assert rows_of(mini.database) == before, f"moment {killed} left something behind"
    assert killed >= 16
    assert rows_of(mini.database) != before, "in the end the act was done"
    assert check_all(mini.system) == []


@pytest.mark.slow
@pytest.mark.parametrize("prepared", [awarding, starting, withdrawing, noting])
def test_an_act_whose_answer_never_came_back_is_not_done_again(
    place: Place, mini: Mini, prepared: Callable[[Mini], Prepare]
) -> None:
    act = prepared(mini)
    assert not was_killed(child(act_until, place, act, 0))
    done = rows_of(mini.database)
    with pytest.raises(AlreadyDone):
        act(mini)()
    assert rows_of(mini.database) == done


@pytest.mark.slow
def test_the_proof_notices_an_act_in_two_transactions(place: Place, mini: Mini) -> None:
    act = awarding(mini)
    before = rows_of(mini.database)
    moments = moments_of(place, mini, act, breaking.commit_half_way)
    assert any(rows_of(mini.database) != before for _ in moments)
    assert check_all(mini.system), "half an act does not fit together"


# The mail that was in somebody's hands.


def awarded(mini: Mini) -> None:
    """A case whose end wrote two mails."""
    mini.do("commissie.1", mini.begun(), "beoordelen", besluit="toegekend", toelichting=None)


def worker_at_every_moment(place: Place, mini: Mini, tear: Callable[[], None] | None = None) -> int:
    """Two mails for each moment at which a worker is killed, and then a worker that lives; how many kills it were."""
    for moment in range(1, MOST):
        awarded(mini)
        killed = was_killed(child(act_until, place, Work(), moment, tear))
        drain(place, mini)
        if not killed:
            return moment - 1
    raise AssertionError("the worker has no end")


@pytest.mark.slow
def test_a_worker_that_is_killed_at_any_moment_loses_no_mail(place: Place, mini: Mini, post: Post) -> None:
    kills = worker_at_every_moment(place, mini)
    assert kills >= 30
    assert check_mail(mini, post) == []
    assert check_all(mini.system) == []
    assert 2 <= repeats(post) < kills, "between the reply and our commit a mail is sent, and not done"


@pytest.mark.slow
def test_the_proof_notices_a_worker_that_finishes_before_it_sends(
    on_sqlite: Place, mini_on_sqlite: Mini, post: Post
) -> None:
    worker_at_every_moment(on_sqlite, mini_on_sqlite, breaking.finish_before_sending)
    assert any("is lost" in one for one in check_mail(mini_on_sqlite, post))


def test_a_worker_that_dies_while_the_mail_server_replies_sends_that_mail_again_and_says_so(
    place: Place, mini: Mini, post: Post
) -> None:
    worker = []

    def reply(_: Message) -> str:
        if worker and worker[0].is_alive():
            worker[0].kill()
        return ""

    post.refuse = reply
    awarded(mini)
    worker.append(child(work, place, 0))
    assert was_killed(worker[0])
    [in_hand] = received(post)
    drain(place, mini)
    assert check_mail(mini, post) == []
    assert received(post)[in_hand] == 2
    assert told_again(mini) == {in_hand: 1}
    assert len(received(post)) == 2


def test_the_count_notices_a_repeat_that_the_story_does_not_tell(
    on_sqlite: Place, mini_on_sqlite: Mini, post: Post
) -> None:
    awarded(mini_on_sqlite)
    drain(on_sqlite, mini_on_sqlite)
    assert check_mail(mini_on_sqlite, post) == []
    post.mails.append(post.mails[0])
    assert ["went out 2 times" in one for one in check_mail(mini_on_sqlite, post)] == [True]
    del post.mails[:]
    assert len([one for one in check_mail(mini_on_sqlite, post) if "is lost" in one]) == 2


# Everything at once, at random.


def blown(place: Place, mini: Mini, post: Post, storm: Storm, *, rounds: int, kills: int) -> None:
    storm.blow(rounds, kills)
    drain(place, mini)
    assert check_all(mini.system) == []
    assert check_mail(mini, post) == []
    assert check_journals(place, mini) == []
    assert repeats(post) <= storm.kills["worker"]


def test_a_small_storm_of_kills_loses_nothing(on_sqlite: Place, mini_on_sqlite: Mini, post: Post) -> None:
    blown(on_sqlite, mini_on_sqlite, post, Storm(on_sqlite, Random(7)), rounds=2, kills=6)


@pytest.mark.slow
def test_a_storm_of_kills_loses_nothing_and_does_nothing_twice(place: Place, mini: Mini, post: Post) -> None:
    storm = Storm(place, Random(1))
    blown(place, mini, post, storm, rounds=8, kills=25)
    assert len(post.mails) > 5
    with mini.database.transaction(writes=False) as tx:
        begun = len(all_ids(tx))
    print(f"{dict(storm.kills)} killed, {begun} cases, {len(post.mails)} mails, {repeats(post)} repeats")
