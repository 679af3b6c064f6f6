"""What the mail server got against what the outbox says, by Message-ID."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from engine.jobs.working import work_once
from engine.store.queue import LEASE
from engine.store.schema import event, outbox
from tests.engine.jobs.conftest import Post
from tests.engine.mini import Mini
from tests.faults.children import Place

MOST = 500  # looks of the worker until nothing is left


def drain(place: Place, mini: Mini) -> None:
    """What dead workers had in hand comes free, and a worker that lives does all there is to do."""
    place.move(LEASE + timedelta(seconds=1))
    for _ in range(MOST):
        if work_once(mini.system).nothing:
            return
    raise AssertionError("there is no end to the work")


def check_mail(mini: Mini, post: Post) -> list[str]:
    """Mail that was lost, made up, or sent more often than the story says; empty: every mail is accounted for."""
    got, told = received(post), told_again(mini)
    with mini.database.transaction(writes=False) as tx:
        status = {row[0]: row[1] for row in tx.rows(select(outbox.c.message_id, outbox.c.status))}
    return [
        *(f"{one} is {now}" for one, now in status.items() if now != "done"),
        *(f"{one} is lost" for one in status if not got[one]),
        *(f"{one} is made up" for one in got if one not in status),
        *(f"{one} went out {times} times" for one, times in got.items() if times > 1 + told[one]),
    ]


def received(post: Post) -> Counter[str]:
    return Counter(str(mail["Message-ID"]) for mail in post.mails)


def repeats(post: Post) -> int:
    """How many messages came more than once."""
    return sum(times - 1 for times in received(post).values())


def told_again(mini: Mini) -> Counter[str]:
    with mini.database.transaction(writes=False) as tx:
        rows = tx.rows(select(event.c.detail).where(event.c.kind == "sent_again"))
    return Counter(str(row[0]["message_id"]) for row in rows)
