"""What parents say goes with a request; a report by somebody from outside the school goes on with their permission."""

from collections.abc import Mapping

import pytest

from engine.casework.files import keep_file
from engine.errors import AnswersRejected
from tests.rules.conftest import Settle
from tests.rules.place import Place

IRIS, ANNA = "ib.digi.voorbeeldlinde", "begeleider.a"
REQUEST = {
    "roepnaam": "Noor", "achternaam": "Voorbeeld", "geboortedatum": "2017-03-01", "bsn": "999990019",
    "aanvrager_naam": "Iris de Boer", "aanvrager_functie": "ib", "aanvrager_email": "iris@eikel.example",
    "vraag": "Hulp bij lezen",
}  # fmt: skip


def refused(place: Place, login: str, route: str, given: Mapping[str, object]) -> set[str]:
    try:
        place.begins(login, route, given)
    except AnswersRejected as error:
        return {one.field for one in error.filled.errors}
    return set()


def test_x15_a_request_with_the_view_of_parents_who_do_not_agree_is_taken(settle: Settle) -> None:
    place = settle("blokken")
    said = {"ouders_standpunt": "gezien", "zienswijze_ouders": "Wij twijfelen."}
    assert refused(place, "ib.eikel", "plan", {**REQUEST, **said}) == set()
    page = place.person("begeleider").reads(f"/zaken/{place.case.reference}")
    assert "Wij twijfelen." in page
    assert "gezien, maar zijn niet akkoord" in page


def test_x15_a_request_without_the_view_of_the_parents_is_refused(settle: Settle) -> None:
    place = settle("blokken")
    assert refused(place, "ib.eikel", "plan", REQUEST) == {"ouders_standpunt"}
    for standpoint, field in (
        ("akkoord", "zienswijze_ouders"),
        ("gezien", "zienswijze_ouders"),
        ("geen_reactie", "ouders_benaderd"),
    ):
        assert refused(place, "ib.eikel", "plan", {**REQUEST, "ouders_standpunt": standpoint}) == {field}


def test_x15_parents_who_do_not_answer_stop_nothing_when_it_stands_how_they_were_asked(
    settle: Settle,
) -> None:
    place = settle("blokken")
    tried = {"ouders_standpunt": "geen_reactie", "ouders_benaderd": "Op 3 en 10 november gebeld."}
    assert refused(place, "ib.eikel", "plan", {**REQUEST, **tried}) == set()
    assert "Op 3 en 10 november gebeld." in place.person("begeleider").reads(f"/zaken/{place.case.reference}")


def test_x15_a_tlv_needs_the_view_of_the_parents_and_not_their_consent(settle: Settle) -> None:
    loket = settle("berseba").plays("tlv_afgegeven")
    given = loket.answers("loket_tlv")
    without = {name: value for name, value in given.items() if name != "zienswijze_ouders"}
    assert refused(loket, "ib.voorbeeldlinde", "loket_tlv", without) == {"zienswijze_ouders"}
    answer = "ouders_standpunt" if "ouders_standpunt" in given else "ouders_gehoord"
    not_agreed = {"ouders_standpunt": "gezien", "ouders_gehoord": "nee"}[answer]
    assert refused(loket, "ib.voorbeeldlinde", "loket_tlv", {**given, answer: not_agreed}) == set()
    page = loket.person("commissie.d1").reads(f"/zaken/{loket.case.reference}")
    assert str(given["zienswijze_ouders"]) in page


def shared(settle: Settle, **about: object) -> tuple[Place, str]:
    """A request in DigiDoor with one file: the place, and the address of the file."""
    place = settle("digidoor", played="bijlagen", until="aanvragen")
    place.past("aanvragen", bijlagen=[{"bestand": "verslag.pdf", **about}])
    kept = place.answered("aanvragen").values["bijlagen"]
    assert isinstance(kept, list)
    return place, f"/bestanden/{kept[0]['bestand']['id']}"


REPORT = "verslag_derde"


def test_x16_who_adds_a_report_of_somebody_else_says_whether_the_parents_permit_it(settle: Settle) -> None:
    place = settle("digidoor", played="bijlagen", until="aanvragen")
    given = place.answers("aanvragen")
    file = keep_file(place.desk(IRIS), "verslag.pdf", "application/pdf", b"%PDF-1.4 onderzoek")
    rows = [{"bestand": file, "soort": REPORT}]
    assert set(place.refused(IRIS, "aanvragen", **{**given, "bijlagen": rows})) == {
        "bijlagen-0-toestemming_bijlage"
    }


def test_x16_without_permission_a_report_stays_at_the_school(settle: Settle) -> None:
    place, address = shared(settle, soort=REPORT, toestemming_bijlage="nee")
    assert place.person(IRIS).page(address).status_code == 200
    for login in (ANNA, "specialist.a1", "ib.digi.proefballon", "beheerder.a"):
        assert place.person(login).page(address).status_code == 404, login


@pytest.mark.parametrize(
    "about",
    [{"soort": REPORT, "toestemming_bijlage": "ja"}, {"soort": "plan"}],
    ids=["permitted", "own plan"],
)
def test_x16_with_permission_or_when_it_is_of_the_school_it_goes_along(
    settle: Settle, about: dict[str, object]
) -> None:
    place, address = shared(settle, **about)
    assert place.person(ANNA).page(address).status_code == 200
    assert place.person("ib.digi.proefballon").page(address).status_code == 404
