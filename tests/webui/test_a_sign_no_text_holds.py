"""U+0000: no keyboard makes it, PostgreSQL keeps no text that holds it, and SQLite would."""

from collections.abc import Callable

import pytest

from tests.faults.whole import rows_of
from tests.webui.conftest import Visitor, on_both
from tests.webui.installation import Made
from tests.webui.test_handing_in import GOOD, START, hidden

ADDRESSES = (
    "/zaken/%00", "/taken/1-%00", "/volgen/%00", "/bestanden/%00", "/over/%00", "/uitnodiging/%00", "/commissies/%00",
    "/taken?route=%00", "/register?school=%00", "/aanvragen?na=%00", "/aanvragen/klein/hulp?organisatie=%00",
)  # fmt: skip


@on_both
@pytest.mark.usefixtures("kind")
def test_a_sign_that_no_text_may_hold_is_as_what_is_not_there(
    visitor: Callable[[str], Visitor], made: Made
) -> None:
    school = visitor("ib.eikel")
    for address in ADDRESSES:
        assert school.get(address).status_code == 404, address
    page = school.get(START)
    data = {**GOOD, "csrf_token": hidden(page, "csrf_token"), "eenmaal": hidden(page, "eenmaal")}
    for name in ("leerling", "eenmaal", "organisatie"):
        for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
            sent = {**data, "actie": "versturen", name: "a\x00b"}
            assert school.client.post(START, data=sent, content_type=kind).status_code == 404, name
    assert rows_of(made.database)["case"] == []
    assert school.client.post(START, data={**data, "actie": "versturen"}).status_code == 303
