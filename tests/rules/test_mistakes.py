"""What goes wrong in practice: twice the same, under the wrong school, and wanting to throw away."""

import re

import pytest
from lxml import html
from sqlalchemy import select

from engine.definitions.reading import read_definition
from engine.errors import AlreadyRunning, AnswersRejected
from engine.store.schema import answer, case
from forms.model import every_field
from tests.rules.conftest import PROCESSES, Bundles, Settle
from tests.rules.place import Place

IRIS, DAAN, BAS = "ib.voorbeeldlinde", "directeur.voorbeeldlinde", "ib.proefballon"
START = "/aanvragen/berseba/loket_tlv"


@pytest.fixture
def loket(settle: Settle) -> Place:
    """Iris asked a TLV for Noor; it is with the committee."""
    return settle("berseba", played="tlv_afgegeven", until="dossier_controleren")


def form_sent(place: Place, login: str, answers: dict[str, object], **other: str) -> tuple[int, str]:
    """The start form as a browser sends it: the status, and what comes back."""
    client = place.person(login).client
    page = html.fromstring(client.get(START).text)
    fields = {
        one.get("name"): one.get("value") or ""
        for one in page.xpath('//main//form//input[@type="hidden" and @name]')
    }
    texts = {name: str(value) for name, value in answers.items() if isinstance(value, str)}
    sent = client.post(START, data={**fields, **texts, **other, "actie": "versturen"})
    return sent.status_code, sent.text


def again(place: Place) -> dict[str, object]:
    fresh = Place(place.stage).plays("tlv_afgegeven").answers("loket_tlv")
    return {
        "aanvrager_naam": "Iris de Boer",
        "aanvrager_functie": "ib",
        "aanvrager_email": "i@x.example",
        **fresh,
    }


def test_x25_who_begins_the_same_again_is_warned_with_a_link_to_what_goes_on(loket: Place) -> None:
    reference = loket.case.reference
    status, page = form_sent(loket, DAAN, again(loket))
    assert status == 422
    link = html.fromstring(page).xpath("//main//a[contains(@href, $reference)]", reference=reference)
    assert link
    assert loket.person(DAAN).page(link[0].get("href")).status_code == 200
    assert "Toch indienen" in page


def test_x25_who_wants_it_all_the_same_begins_it(loket: Place) -> None:
    _, page = form_sent(loket, DAAN, again(loket))
    box = html.fromstring(page).xpath(
        '//main//input[@type="checkbox" and ancestor::*[contains(., "Toch indienen")]]/@name'
    )
    status, _ = form_sent(loket, DAAN, again(loket), **{box[-1]: "ja"})
    assert status == 303


def test_x25_of_another_school_nothing_is_told(loket: Place) -> None:
    status, page = form_sent(loket, BAS, again(loket))
    assert status == 303
    assert loket.case.reference not in page


def test_x25_another_pupil_or_another_route_is_not_the_same(loket: Place) -> None:
    with pytest.raises(AlreadyRunning):
        loket.begins(DAAN, "loket_tlv", again(loket), name="nog een")
    assert loket.begins(DAAN, "loket_tlv", {**again(loket), "naam_leerling": "Sem Testers"}, name="ander")


@pytest.mark.parametrize("region", PROCESSES)
def test_x25_no_form_lets_somebody_type_the_number_of_the_school(bundles: Bundles, region: str) -> None:
    definition = read_definition(bundles(region))
    typed = [
        (form.id, field.key)
        for form in definition.forms.values()
        for field in every_field(form.fields)
        if (field.soort == "brin" or field.key.endswith("brin")) and not field.read_only
    ]
    assert typed == []


def test_x25_the_number_of_the_school_is_that_of_who_signed_in_whatever_is_sent(loket: Place) -> None:
    sem = {
        **again(loket),
        "naam_leerling": "Sem Testers",
        "school_brin": "99AB00",
        "school_naam": "Een andere school",
    }
    status, _ = form_sent(loket, IRIS, sem)
    assert status == 303
    with loket.stage.system.reading() as tx:
        school, kept = tx.rows(
            select(case.c.organisation, answer.c["values"])
            .join(answer, answer.c.case == case.c.id)
            .order_by(answer.c.id.desc())
        )[0]
    assert school == "99AA00"
    assert "99AB00" not in str(kept)
    assert "Een andere school" not in str(kept)


def test_x25_a_request_is_withdrawn_with_a_reason_and_stays_to_be_read(loket: Place) -> None:
    reference = loket.case.reference
    with pytest.raises(AnswersRejected):
        loket.acts(IRIS, "tlv_intrekken_start")
    loket.acts(IRIS, "tlv_intrekken_start", reden_intrekken="Per ongeluk dubbel.")
    assert loket.case.status == "finished"
    assert loket.open_steps() == []
    page = loket.person(IRIS).reads(f"/zaken/{reference}")
    assert "Per ongeluk dubbel." in page
    assert "Noor Voorbeeld" in page


def test_x25_nobody_has_a_button_or_an_address_that_throws_a_case_away(loket: Place) -> None:
    addresses = [str(rule) for rule in loket.app.url_map.iter_rules()]
    assert not [one for one in addresses if re.search(r"/zaken/[^/]*/(verwijder|wis|delete)", one)]
    address = f"/zaken/{loket.case.reference}"
    assert loket.person(IRIS).client.delete(address).status_code == 405
