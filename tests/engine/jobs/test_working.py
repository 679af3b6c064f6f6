"""The worker on real databases, with a real mail server."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.message import Message

from sqlalchemy import Text, literal, update

from config.settings import Settings
from engine.casework.background import retry_incident
from engine.desk import Desk
from engine.jobs.effects import MOST_ATTEMPTS, carry_out
from engine.jobs.working import work_once, work_until
from engine.model import Case, OutboxRow
from engine.store import events, incidents, outbox, people, queue
from engine.store.database import Database
from engine.store.schema import case as case_table
from engine.store.schema import outbox as outbox_table
from tests.engine.jobs.conftest import Post
from tests.engine.mini import Mini, set_up
from tests.postgres import execute


def awarded(mini: Mini) -> Case:
    """A case whose end wrote mails to the applicant and the school."""
    case = mini.begun()
    return mini.do("commissie.1", case, "beoordelen", besluit="toegekend")


def system(mini: Mini, settings: Settings) -> Desk:
    return replace(mini.system, settings=settings)


def effects(mini: Mini, case: Case) -> list[OutboxRow]:
    with mini.database.transaction(writes=False) as tx:
        return outbox.of_case(tx, case.id)


def addresses(post: Post) -> list[str]:
    return sorted(mail["To"] for mail in post.mails)


def test_each_recipient_gets_one_mail_with_the_message_id_of_its_row(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    case = awarded(mini)
    worked = work_once(system(mini, mailing))
    rows = effects(mini, case)
    assert worked.effects == len(rows) == 2
    assert addresses(post) == ["ib.linde2@mini.example", "ib.linde@mini.example"]
    assert sorted(mail["Message-ID"] for mail in post.mails) == sorted(row.message_id for row in rows)
    assert {row.status for row in rows} == {"done"}
    assert work_once(system(mini, mailing)).nothing


def test_a_mail_is_a_pointer_without_a_word_about_the_child(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    case = awarded(mini)
    work_once(system(mini, mailing))
    for mail in post.mails:
        text = f"{mail['Subject']} {mail.get_content()}"  # type: ignore[attr-defined]
        assert case.reference in text
        assert "Noor" not in text
        assert "rekenen" not in text


def test_a_server_that_is_away_is_tried_again_later_with_the_same_message_id(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    case = awarded(mini)
    assert mailing.smtp is not None
    away = replace(mailing, smtp=replace(mailing.smtp, port=1))
    assert work_once(system(mini, away)).failed == 2
    assert {row.status for row in effects(mini, case)} == {"waiting"}
    assert work_once(system(mini, mailing)).nothing  # not yet
    mini.database.clock.move(timedelta(minutes=2))
    assert work_once(system(mini, mailing)).effects == 2
    assert sorted(mail["Message-ID"] for mail in post.mails) == sorted(
        row.message_id for row in effects(mini, case)
    )


def test_a_mail_that_is_refused_for_good_becomes_an_incident_that_a_manager_can_retry(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    def refused(mail: Message) -> str:
        return "550 nobody here" if mail["To"].startswith("ib.linde@") else ""

    post.refuse = refused
    case = awarded(mini)
    assert work_once(system(mini, mailing)).failed == 1
    with mini.database.transaction(writes=False) as tx:
        [incident] = incidents.open_in(tx, ["mini"])
    assert "550" in incident.what
    assert "ib.linde" not in incident.what + str(incident.detail)
    post.refuse = lambda _: ""
    retry_incident(mini.system, incident.id)
    assert work_once(system(mini, mailing)).effects == 1
    assert addresses(post) == ["ib.linde2@mini.example", "ib.linde@mini.example"]
    assert {row.status for row in effects(mini, case)} == {"done"}


def test_trying_stops_after_a_while_and_a_person_hears_of_it(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    post.refuse = lambda _: "451 later"
    awarded(mini)
    for _ in range(MOST_ATTEMPTS):
        work_once(system(mini, mailing))
        mini.database.clock.move(timedelta(hours=7))
    assert work_once(system(mini, mailing)).nothing
    with mini.database.transaction(writes=False) as tx:
        assert len(incidents.open_in(tx, ["mini"])) == 2


def test_what_a_dead_worker_had_in_hand_goes_again_with_the_same_message_id_and_the_story_says_so(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    case = awarded(mini)
    with mini.database.transaction() as tx:
        [in_hand] = queue.take(tx, 1)
    assert work_once(system(mini, mailing)).effects == 1  # the other mail
    mini.database.clock.move(queue.LEASE + timedelta(seconds=1))
    assert work_once(system(mini, mailing)).effects == 1
    assert post.mails[-1]["Message-ID"] == in_hand.message_id
    with mini.database.transaction(writes=False) as tx:
        told = [line for line in events.of_case(tx, case.id) if line.kind == "sent_again"]
    assert [line.detail["message_id"] for line in told] == [in_hand.message_id]


def test_several_workers_send_every_mail_once(mini: Mini, mailing: Settings, post: Post) -> None:
    cases = [awarded(mini) for _ in range(5)]
    desk = system(mini, mailing)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work_once(desk), range(4)))
    work_once(desk)
    ids = [mail["Message-ID"] for mail in post.mails]
    assert len(ids) == len(set(ids)) == 10
    assert {row.status for case in cases for row in effects(mini, case)} == {"done"}


def test_a_timer_that_is_due_goes_off_once_and_its_reminder_goes_to_the_school(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    case = mini.begun()
    mini.do("commissie.1", case, "beoordelen", besluit="terug")
    mini.database.clock.move(timedelta(days=6))
    assert work_once(system(mini, mailing)).nothing
    mini.database.clock.move(timedelta(days=2))
    desk = system(mini, mailing)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: work_once(desk), range(3)))
    work_once(desk)
    assert [row.node for row in effects(mini, case)] == ["herinneren", "herinneren"]
    assert addresses(post) == ["ib.linde2@mini.example", "ib.linde@mini.example"]
    assert mini.open_steps(case) == ["aanvullen"]


def test_without_a_mail_server_mail_lands_in_the_mailbox_of_the_installation(mini: Mini) -> None:
    case = awarded(mini)
    assert work_once(mini.system).effects == 2
    assert {row.status for row in effects(mini, case)} == {"done"}


def test_a_person_without_an_address_is_an_incident_and_not_a_loop(mini: Mini, mailing: Settings) -> None:
    case = awarded(mini)
    row = replace(effects(mini, case)[0], detail={"letter": "toegekend", "to": 999_999})
    with mini.database.transaction() as tx:
        queue.take(tx, 2)
    assert carry_out(system(mini, mailing), row) is False
    with mini.database.transaction(writes=False) as tx:
        assert len(incidents.open_in(tx, ["mini"])) == 1


def test_a_mail_that_cannot_be_made_stops_no_other(mini: Mini, mailing: Settings, post: Post) -> None:
    """An address in the list of people is what somebody typed."""
    with mini.database.transaction() as tx:
        people.put_person(tx, "ib.linde", "Iris de Boer", "pétra@mini.example")
    case, desk = awarded(mini), system(mini, mailing)
    assert work_once(desk).failed == 1
    assert addresses(post) == ["ib.linde2@mini.example"]
    assert sorted(row.status for row in effects(mini, case)) == ["done", "failed"]
    with mini.database.transaction(writes=False) as tx:
        (waits_for_somebody,) = incidents.open_in(tx, ["mini"])
    assert "mailadres" in waits_for_somebody.what
    assert "pétra" not in str(waits_for_somebody)


def test_a_case_that_is_damaged_holds_up_no_other(mini: Mini) -> None:
    damaged, sound = mini.begun(), mini.begun()
    for case in (damaged, sound):
        mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    with mini.database.transaction() as tx:
        tx.run(update(case_table).where(case_table.c.id == damaged.id).values(state=b"stuk"))
    mini.database.clock.move(timedelta(days=8))
    worked = work_once(mini.system)
    assert (worked.timers, worked.failed) == (1, 1)
    with mini.database.transaction(writes=False) as tx:
        assert [one.case for one in incidents.open_in(tx, ["mini"])] == [damaged.id]
    assert work_once(mini.system).nothing, "it waits for a person"


def test_a_case_that_cannot_even_be_read_holds_up_no_other(mini: Mini) -> None:
    damaged, sound = mini.begun(), mini.begun()
    for case in (damaged, sound):
        mini.do("commissie.1", case, "beoordelen", besluit="terug", toelichting=None)
    with mini.database.transaction() as tx:
        tx.run(
            update(case_table).where(case_table.c.id == damaged.id).values(facts=literal("geen JSON", Text))
        )
    mini.database.clock.move(timedelta(days=8))
    worked = work_once(mini.system)
    assert (worked.timers, worked.failed) == (1, 1)
    with mini.database.transaction(writes=False) as tx:
        (incident,) = incidents.open_in(tx, ["mini"])
    assert (incident.case, incident.kind) == (damaged.id, "timer")
    assert incident.what == "Dit ging onverwacht mis (JSONDecodeError)."
    assert work_once(mini.system).nothing, "it waits for a person"


def test_a_worker_waits_for_a_database_that_is_away(
    postgres_url: str, postgres_database: Database, settings: Settings
) -> None:
    mini = set_up(postgres_database, settings)
    case, name = awarded(mini), postgres_database.engine.url.database
    allow, waited = f"ALTER DATABASE {name} ALLOW_CONNECTIONS", [0.0]
    execute(postgres_url, f"{allow} false")
    execute(postgres_url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def wait(seconds: float) -> None:
        waited.append(seconds)
        execute(postgres_url, f"{allow} true")

    work_until(mini.system, lambda: len(waited) > 2, wait)
    assert waited == [0, 2, 2], "once for the database, once because there was nothing left to do"
    assert {row.status for row in effects(mini, case)} == {"done"}


def test_what_nobody_foresaw_is_tried_again_and_then_waits_for_a_person(
    mini: Mini, mailing: Settings, post: Post
) -> None:
    """One effect whose row is damaged: the others go out all the same."""
    case, desk = awarded(mini), system(mini, mailing)
    damaged = effects(mini, case)[0].id
    with mini.database.transaction() as tx:
        tx.run(
            update(outbox_table).where(outbox_table.c.id == damaged).values(detail={"letter": "weg", "to": 1})
        )
    work_once(desk)
    assert len(post.mails) == 1
    for _ in range(MOST_ATTEMPTS):
        mini.database.clock.move(timedelta(hours=7))
        work_once(desk)
    with mini.database.transaction(writes=False) as tx:
        (found,) = incidents.open_in(tx, ["mini"])
    assert "onverwacht" in found.what
    assert len(post.mails) == 1
