from datetime import timedelta

import pytest

from engine.casework.files import MOST_BYTES, keep_file, read_file
from engine.casework.form_pages import discard_draft, save_draft, start_key
from engine.errors import NotFound, UploadRefused
from engine.jobs.working import work_once
from engine.store import uploads
from forms.submitted import Submitted
from tests.engine.mini import Mini


def test_a_file_in_a_draft_is_read_back_by_its_owner_and_a_colleague_and_nobody_else(mini: Mini) -> None:
    reference = keep_file(mini.desk("ib.linde"), "verslag.pdf", "application/pdf", b"inhoud")
    number = str(reference["id"])
    typed = Submitted({"bijlage": (number,)}, stored={number: reference})
    save_draft(mini.desk("ib.linde"), start_key("mini", "aanvraag"), typed)
    assert reference == {"id": number, "name": "verslag.pdf", "size": 6, "type": "application/pdf"}
    for login in ("ib.linde", "ib.linde2"):
        assert read_file(mini.desk(login), number)[1] == b"inhoud"
    for login in ("ib.vlieger", "commissie.1", "ontwerper"):
        with pytest.raises(NotFound):
            read_file(mini.desk(login), number)


def test_a_file_of_a_case_is_read_by_who_sees_the_case(mini: Mini) -> None:
    case, other = mini.begun(), mini.begun("ib.vlieger")
    number = str(keep_file(mini.desk("ib.linde"), "a.pdf", "application/pdf", b"x")["id"])
    with mini.database.transaction() as tx:
        uploads.bind(tx, case.id, [number])
        assert uploads.known(tx, case.id, [number, "anders"]) == {number}
        uploads.bind(tx, other.id, [number])  # it stays where it is
        assert uploads.known(tx, case.id, [number]) == {number}
    assert read_file(mini.desk("commissie.1"), number)[0].case == case.id
    with pytest.raises(NotFound):
        read_file(mini.desk("ib.vlieger"), number)


@pytest.mark.parametrize(("data", "why"), [(b"", "leeg"), (b"x" * (MOST_BYTES + 1), "te groot")])
def test_an_empty_or_huge_file_is_refused(mini_sqlite: Mini, data: bytes, why: str) -> None:
    with pytest.raises(UploadRefused, match=why):
        keep_file(mini_sqlite.desk("ib.linde"), "x", "text/plain", data)


def test_a_file_that_does_not_exist_is_not_found(mini_sqlite: Mini) -> None:
    with pytest.raises(NotFound):
        read_file(mini_sqlite.desk("ib.linde"), "../../etc/passwd")


def test_a_file_that_nothing_names_is_swept_away_after_a_day(mini: Mini) -> None:
    desk, case = mini.desk("ib.linde"), mini.begun()
    names = ("weg", "in_concept", "in_zaak")
    kept = {name: keep_file(desk, f"{name}.pdf", "application/pdf", b"x") for name in names}
    ids = {name: str(one["id"]) for name, one in kept.items()}
    typed = Submitted({"bijlage": (ids["in_concept"],)}, stored={ids["in_concept"]: kept["in_concept"]})
    save_draft(desk, start_key("mini", "aanvraag"), typed)
    with mini.database.transaction() as tx:
        uploads.bind(tx, case.id, [ids["in_zaak"]])

    def left() -> set[str]:
        work_once(mini.system)
        with mini.database.transaction(writes=False) as tx:
            return {name for name, number in ids.items() if uploads.by_id(tx, number)}

    assert left() == set(names)
    mini.database.clock.move(timedelta(hours=25))
    assert left() == {"in_concept", "in_zaak"}
    discard_draft(desk, start_key("mini", "aanvraag"))
    mini.database.clock.move(timedelta(hours=2))
    assert left() == {"in_zaak"}
