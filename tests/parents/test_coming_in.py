"""Link, code, session: what lets a parent in, and everything that does not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import audit, people
from engine.casework import entering, invited
from engine.casework.erasing import erase
from engine.casework.file import case_file
from engine.casework.parties import end_party, parties_page
from engine.errors import NotAllowed, NotFound, SignInRefused
from engine.store import cases, invitations, parties
from engine.store.all_tables import metadata
from engine.store.schema_invitations import invitation, sms_code
from tests.parents.family import ADDRESS, ASKED, OOM, PETRA, Family


def test_a_link_and_a_code_give_a_session_for_one_case(family: Family) -> None:
    case = family.begun()
    actor = people.recognise(family.database, family.session(case))
    assert actor is not None
    assert (actor.case, actor.name, actor.roles_in("ouders")) == (case.id, "Petra Voorbeeld", {"ouder"})


def test_the_invitation_names_nobody_and_carries_a_link(family: Family) -> None:
    case = family.begun()
    (mail,) = family.mails(case)
    for word in ("Noor", "Zandkorrel", "Petra", "Rekenen", case.reference):
        assert word not in f"{mail.subject} {mail.text}"
    assert f"{family.settings.base_url}/uitnodiging/" in mail.text


def test_a_letter_to_parents_is_told_once_with_who_gets_it(family: Family) -> None:
    case = family.begun()
    family.asked_for_opinion(case)
    told = [
        one.text
        for one in case_file(family.desk("ib.eikel"), case.reference).story
        if "Ouders vragen" in one.text
    ]
    assert told == ["“Ouders vragen”: bericht klaargezet voor Ouder 1, Ouder 2."]


def test_a_link_works_once(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    family.session(case)
    assert entering.holds(family.system, link) == ""
    with pytest.raises(SignInRefused):
        entering.enter(family.system, link, family.code(case), ADDRESS)


def test_a_link_runs_out(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    assert entering.holds(family.system, link) == "ouders"
    family.database.clock.move(timedelta(days=7))
    assert entering.holds(family.system, link) == ""


def test_a_code_runs_out_after_ten_minutes(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    code = family.code(case)
    family.database.clock.move(timedelta(minutes=10))
    with pytest.raises(SignInRefused):
        entering.enter(family.system, link, code, ADDRESS)


def test_after_five_wrong_codes_the_right_one_does_not_work_either(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    code = family.code(case)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(entering.MOST_TRIES):
        with pytest.raises(SignInRefused):
            entering.enter(family.system, link, wrong, ADDRESS)
    with pytest.raises(SignInRefused):
        entering.enter(family.system, link, code, ADDRESS)


def test_the_fifth_try_may_be_right(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    code = family.code(case)
    for _ in range(entering.MOST_TRIES - 1):
        with pytest.raises(SignInRefused):
            entering.enter(family.system, link, "", ADDRESS)
    assert entering.enter(family.system, link, f"{code[:3]} {code[3:]}", ADDRESS)


def test_a_new_code_takes_the_place_of_the_one_before(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    first = family.code(case)
    entering.send_code(family.system, link, ADDRESS)
    second = family.code(case)
    assert first != second
    with pytest.raises(SignInRefused):
        entering.enter(family.system, link, first, ADDRESS)
    assert entering.enter(family.system, link, second, ADDRESS)


def test_the_code_of_one_parent_does_not_open_the_link_of_another(family: Family) -> None:
    case = family.begun()
    entering.send_code(family.system, family.link(case), ADDRESS)
    code = family.code(case)
    with pytest.raises(SignInRefused):
        entering.enter(family.system, family.link(case, OOM), code, ADDRESS)


def test_codes_cannot_be_asked_for_without_end(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    for _ in range(entering.MOST_CODES):
        entering.send_code(family.system, link, ADDRESS)
    with pytest.raises(SignInRefused):
        entering.send_code(family.system, link, "192.0.2.99")


def test_a_link_that_never_was_is_counted_and_answered_as_one_that_works(family: Family) -> None:
    for _ in range(entering.MOST_CODES):
        entering.send_code(family.system, "bestaat-niet", ADDRESS)
    with pytest.raises(SignInRefused) as caught:
        entering.send_code(family.system, "bestaat-niet", ADDRESS)
    case = family.begun()
    link = family.link(case)
    for _ in range(entering.MOST_CODES):
        entering.send_code(family.system, link, "192.0.2.50")
    with pytest.raises(SignInRefused) as known:
        entering.send_code(family.system, link, "192.0.2.50")
    assert caught.value.message == known.value.message


def test_every_wrong_way_in_gets_the_same_words(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    told = set()
    for token, code in (
        ("bestaat-niet", "123456"),
        ("", ""),
        (link, "000000x"),
        (family.link(case, OOM), "123456"),
    ):
        with pytest.raises(SignInRefused) as caught:
            entering.enter(family.system, token, code, ADDRESS)
        told.add(caught.value.message)
    assert len(told) == 1


def test_one_address_cannot_guess_at_many_links(family: Family) -> None:
    for number in range(entering.MOST_PER_ADDRESS):
        with pytest.raises(SignInRefused):
            entering.enter(family.system, f"link{number}", "123456", ADDRESS)
    with pytest.raises(SignInRefused, match="te vaak"):
        entering.enter(family.system, "nog-een", "123456", ADDRESS)


def test_a_used_link_gives_a_new_one_by_mail_and_by_no_other_way(family: Family) -> None:
    case = family.begun()
    old = family.link(case)
    family.session(case)
    entering.ask_again(family.system, old, ADDRESS)
    assert len(family.mails(case)) == 2
    assert family.link(case) != old
    assert len(family.mails(case, OOM)) == 1
    assert people.recognise(family.database, family.session(case))


def test_asking_again_does_not_fill_a_mailbox(family: Family) -> None:
    case = family.begun()
    old = family.link(case)
    for number in range(entering.MOST_LINKS_A_DAY * 3):
        try:
            entering.ask_again(family.system, old, f"192.0.2.{number}")
        except SignInRefused:
            family.database.clock.move(entering.WINDOW)
    assert len(family.mails(case)) <= 1 + entering.MOST_LINKS_A_DAY


def test_a_school_does_not_fill_the_mailbox_of_a_parent_either(family: Family) -> None:
    case, school = family.begun(), family.desk("ib.eikel")
    parent = family.parent(case).id
    for _ in range(entering.MOST_LINKS_A_DAY):
        invited.send_again(school, case.reference, parent)
    invited.revoke(school, case.reference, parent)
    with pytest.raises(NotAllowed, match="morgen"):
        invited.restore(school, case.reference, parent)
    assert len(family.mails(case)) == 1 + entering.MOST_LINKS_A_DAY
    family.database.clock.move(entering.DAY)
    invited.restore(school, case.reference, parent)
    assert len(family.mails(case)) == 2 + entering.MOST_LINKS_A_DAY


def test_access_that_is_taken_back_ends_the_session_and_every_link(family: Family) -> None:
    case = family.begun()
    old = family.link(case)
    session = family.session(case)
    invited.revoke(family.desk("ib.eikel"), case.reference, family.parent(case).id)
    assert people.recognise(family.database, session) is None
    entering.ask_again(family.system, old, ADDRESS)
    assert len(family.mails(case)) == 1
    assert people.recognise(family.database, family.session(case, OOM)) is not None


def test_access_can_be_given_again(family: Family) -> None:
    case = family.begun()
    session = family.session(case)
    school, parent = family.desk("ib.eikel"), family.parent(case).id
    invited.revoke(school, case.reference, parent)
    invited.restore(school, case.reference, parent)
    assert people.recognise(family.database, session) is None
    assert people.recognise(family.database, family.session(case)) is not None


def test_who_is_made_to_stop_on_the_tab_is_out_too(family: Family) -> None:
    case = family.begun()
    session, parent = family.session(case), family.parent(case)
    end_party(family.desk("ib.eikel"), case.reference, f"person/{parent.person.id}", "Op eigen verzoek")
    assert people.recognise(family.database, session) is None
    assert not family.parent(case).has_access
    other = family.parent(case, OOM)
    invited.revoke(family.desk("ib.eikel"), case.reference, other.id)
    invited.restore(family.desk("ib.eikel"), case.reference, other.id)
    with family.database.transaction(writes=False) as tx:
        still = {one.who: one.until is None for one in parties.of_case(tx, case.id)}
        assert audit.verify(tx, family.system, case.id) == []
    assert not still[f"person/{parent.person.id}"]
    assert still[f"person/{other.person.id}"]


def test_among_who_takes_part_a_parent_has_their_own_name(family: Family) -> None:
    case = family.begun()
    known = [one.name for one in parties_page(family.desk("ib.eikel"), case.reference).parties]
    assert {"Petra Voorbeeld", "Oom Voorbeeld"} <= set(known)


def test_what_the_route_knows_of_its_parents_changes_with_their_access(family: Family) -> None:
    case = family.begun()
    school, parent = family.desk("ib.eikel"), family.parent(case)

    def known() -> object:
        with family.database.transaction(writes=False) as tx:
            found = cases.find(tx, case.id)
        assert found
        return found.facts["ouders_met_gezag"]

    assert known() == [parent.id]
    invited.revoke(school, case.reference, parent.id)
    assert known() == []
    invited.restore(school, case.reference, parent.id)
    assert known() == [parent.id]


def test_only_the_school_changes_access(family: Family) -> None:
    case = family.begun()
    parent = family.parent(case).id
    with pytest.raises(NotAllowed):
        invited.revoke(family.desk("commissie.een"), case.reference, parent)
    with pytest.raises(NotFound):
        invited.revoke(family.desk_of(case), case.reference, parent)
    with pytest.raises(NotFound):
        invited.revoke(family.desk("ib.eikel"), family.begun().reference, parent)


def test_a_new_link_of_the_school_closes_the_one_before(family: Family) -> None:
    case = family.begun()
    old = family.link(case)
    invited.send_again(family.desk("ib.eikel"), case.reference, family.parent(case).id)
    assert entering.holds(family.system, old) == ""
    assert entering.holds(family.system, family.link(case)) == "ouders"


def test_erasing_ends_every_access_and_leaves_no_name_or_address(family: Family) -> None:
    case = family.begun(ouders=[ASKED["ouders"][0]])  # type: ignore[index]
    family.asked_for_opinion(case)
    session = family.session(case)
    family.do(f"ouder/{family.parent(case).id}", case, "mening", mening="Goed.")
    family.do("ib.eikel", case, "nalezen")
    erase(family.system, case.id)
    assert people.recognise(family.database, session) is None
    with family.database.transaction(writes=False) as tx:
        (gone,) = invitations.of_case(tx, case.id)
    assert (gone.name, gone.email, gone.mobile, gone.has_access) == ("", "", "", False)


def test_no_table_holds_a_link_a_code_or_a_session(family: Family) -> None:
    case = family.begun()
    link = family.link(case)
    entering.send_code(family.system, link, ADDRESS)
    code = family.code(case)
    session = entering.enter(family.system, link, code, ADDRESS)
    family.work()
    with family.database.transaction(writes=False) as tx:
        for table in metadata.sorted_tables:
            for row in tx.rows(select(table)) if table.name != "blob" else ():
                text = repr(row)
                assert link not in text
                assert session not in text
                assert table.name in ("outbox", "event") or f"'{code}'" not in text


def test_what_is_kept_of_a_link_is_of_no_use_without_the_key_of_the_installation(family: Family) -> None:
    case = family.begun()
    entering.send_code(family.system, family.link(case), ADDRESS)
    with family.database.transaction(writes=False) as tx:
        nonces = [row.nonce for table in (invitation, sms_code) for row in tx.rows(select(table))]
        digests = [row.digest for row in tx.rows(select(invitation))]
    for one in (*nonces, *digests):
        assert entering.holds(family.system, one) == ""


def test_name_address_and_number_of_a_parent_stand_in_the_answer_alone(family: Family) -> None:
    case = family.begun()
    family.session(case)
    family.work()
    with family.database.transaction(writes=False) as tx:
        holding = {
            table.name
            for table in metadata.sorted_tables
            if table.name != "blob"
            for row in tx.rows(select(table))
            if any(word in repr(row) for word in (PETRA, "0612345678", "Petra Voorbeeld"))
        }
    assert holding == {"answer"}


def test_who_is_invited_already_is_not_invited_again(family: Family) -> None:
    twice = {"naam": "Petra Weer", "email": "PETRA@voorbeeld.example", "mobiel": "0611111111", "gezag": True}
    case = family.begun(ouders=[*ASKED["ouders"], twice])  # type: ignore[misc]
    with family.database.transaction(writes=False) as tx:
        assert len(invitations.of_case(tx, case.id)) == 2


def test_a_person_of_today_cannot_have_the_login_of_a_parent(family: Family) -> None:
    case = family.begun()
    with pytest.raises(SignInRefused):
        people.sign_in(family.database, family.parent(case).person.login, "", ADDRESS)
