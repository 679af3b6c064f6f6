"""The citizen service number: a partnership may not use it, so a region has it only when it says on what ground."""

import json
import logging

import pytest

from engine.casework.bsn import reveal
from engine.definitions.bundle import make_bundle
from engine.definitions.checking import check
from engine.definitions.reading import read_definition
from engine.errors import NotFound
from engine.store import outbox
from forms.model import every_field
from tests.rules.conftest import PROCESSES, Bundles, Settle
from tests.rules.place import Place, changed

IRIS, ANNA = "ib.digi.voorbeeldlinde", "begeleider.a"
BSN, END = "999990019", "0019"
OTHERS = sorted(set(PROCESSES) - {"digidoor", "gedeeld"})


@pytest.fixture
def place(settle: Settle) -> Place:
    """A case that is done, from the check to the aftercare."""
    return settle("digidoor", played="van_check_tot_nazorg")


def step_with_number(place: Place) -> int:
    assert place.answered("aanvragen").values["bsn"] == BSN
    return place.answered("aanvragen").id


def test_x20_digidoor_has_it_on_with_the_ground_that_it_stands_on(bundles: Bundles) -> None:
    region = read_definition(bundles("digidoor")).region
    assert region.bsn
    assert region.bsn.on
    assert "grondslag" in region.bsn.ground


def test_x20_a_region_that_names_no_ground_cannot_ask_it(bundles: Bundles) -> None:
    bundle = bundles("digidoor")
    text = bundle.files["region.toml"].decode()
    begin, _, rest = text.partition("[bsn]")
    without = begin + rest[rest.index("\n[") :]
    files = {**bundle.files, "region.toml": without.encode()}
    found = check(make_bundle("digidoor", files, bundle.today))
    assert "bsn-grondslag" in {one.rule for one in found if one.level == "fout"}


@pytest.mark.parametrize("region", OTHERS)
def test_x20_no_other_region_has_it_anywhere(bundles: Bundles, region: str) -> None:
    definition = read_definition(bundles(region))
    assert definition.region.bsn is None or not definition.region.bsn.on
    kinds = {field.kind for form in definition.forms.values() for field in every_field(form.fields)}
    assert "bsn" not in kinds
    for name, data in bundles(region).files.items():
        if name.endswith((".form", ".bpmn", ".md", ".dmn")):
            assert "burgerservicenummer" not in data.decode().casefold(), name
            assert '"bsn"' not in data.decode().casefold(), name


def test_x20_on_every_page_only_the_end_of_it_stands(place: Place) -> None:
    number, reference = step_with_number(place), place.case.reference
    pages = [
        f"/zaken/{reference}", f"/volgen/{reference}", f"/zaken/{reference}/antwoorden/{number}",
        f"/zaken/{reference}/documenten", f"/zaken/{reference}/logboek", f"/zaken/{reference}/betrokkenen",
        "/", "/taken", "/zaken", "/aanvragen", "/register", "/register/regels.csv",
    ]  # fmt: skip
    seen = 0
    for login in (IRIS, ANNA, "specialist.a1", "beheerder.a", "ontwerper.a"):
        person = place.person(login)
        for address in pages:
            page = person.page(address)
            assert BSN not in page.text, (login, address)
            seen += f"•{END}" in page.text
    assert seen


def test_x20_it_is_shown_to_who_may_and_that_is_told(place: Place) -> None:
    number, reference = step_with_number(place), place.case.reference
    button = f"/zaken/{reference}/antwoorden/{number}/bsn"
    assert BSN in place.person(ANNA).press(f"/zaken/{reference}", button).text
    assert "burgerservicenummer" in place.person(IRIS).reads(f"/zaken/{reference}").casefold()
    assert place.person(IRIS).press(f"/zaken/{reference}", button).status_code == 404
    assert place.person(ANNA).page(button).status_code in (404, 405)  # never by an address alone


def test_x20_no_mail_no_log_and_no_address_holds_it(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    number, reference = step_with_number(place), place.case.reference
    answer = place.person(ANNA).press(f"/zaken/{reference}", f"/zaken/{reference}/antwoorden/{number}/bsn")
    assert BSN in answer.text
    assert BSN not in str(answer.headers)
    page = place.person(ANNA).press("/zaken", "/zaken", zoek=BSN)
    assert BSN not in str(page.headers.get("Location", ""))
    assert BSN not in "\n".join(record.getMessage() for record in caplog.records)
    mails = place.mails()
    assert mails
    assert not [mail.subject for mail in mails if BSN in mail.subject + mail.text or END in mail.text]
    with place.stage.system.reading() as tx:
        assert BSN not in json.dumps([str(row.detail) for row in outbox.of_case(tx, place.case.id)])


def test_x20_looking_for_it_finds_nobody(place: Place) -> None:
    person = place.person(ANNA)
    sent = person.press("/zaken", "/zaken", zoek=BSN)
    assert place.case.reference not in person.reads(sent.headers["Location"])


def test_x20_switched_off_the_field_is_gone_and_what_was_kept_is_hidden(
    place: Place, bundles: Bundles
) -> None:
    number, reference = step_with_number(place), place.case.reference
    place.publishes(changed(bundles("digidoor"), "region.toml", "[bsn]\naan = true", "[bsn]\naan = false"))
    for login in (IRIS, ANNA):
        page = place.person(login).page(f"/zaken/{reference}").text
        assert f"•{END}" not in page
        assert BSN not in page
    with pytest.raises(NotFound):
        reveal(place.desk(ANNA), reference, number)
    place.plays("bsn").until("aanvragen")
    given = {name: value for name, value in place.answers("aanvragen").items() if name != "bsn"}
    person = place.person(IRIS)
    assert 'name="bsn"' not in person.page(f"/taken/{place.task('aanvragen').id}").text
    assert place.refused(IRIS, "aanvragen", **given) == {}
