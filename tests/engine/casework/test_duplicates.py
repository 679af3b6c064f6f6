"""A second case of the same route for the same pupil: warned about, not forbidden, and telling nothing of other schools."""

from datetime import date

import pytest

from config.settings import Settings
from engine.casework import cases
from engine.errors import AlreadyRunning
from engine.model import Case
from engine.store.database import Database
from tests.engine.casework.with_blocks import REQUEST, Blocks, set_up


@pytest.fixture
def region(sqlite_database: Database, settings: Settings) -> Blocks:
    return set_up(sqlite_database, settings)


def again(region: Blocks, login: str = "ib.eikel", *, anyway: bool = False, **other: object) -> Case:
    return cases.start_case(region.desk(login), "blokken", "plan", {**REQUEST, **other}, anyway=anyway)


@pytest.mark.parametrize(
    "same",
    [
        {}, {"roepnaam": " NOOR "}, {"achternaam": "voorbeeld"}, {"roepnaam": "Nóór"}, {"bsn": "999990020"},
        {"geboortedatum": date(2017, 3, 1)}, {"vraag": "Iets anders"},
    ],
)  # fmt: skip
def test_the_same_pupil_is_warned_about_with_the_case_that_is_open(
    region: Blocks, same: dict[str, object]
) -> None:
    first = again(region)
    with pytest.raises(AlreadyRunning) as refused:
        again(region, "ib2.eikel", **same)

    assert refused.value.references == (first.reference,)
    (error,) = refused.value.filled.errors
    assert first.reference in error.message


def test_who_wants_it_anyway_begins_it(region: Blocks) -> None:
    first = again(region)

    assert again(region, anyway=True).reference != first.reference


@pytest.mark.parametrize(
    "other",
    [
        {"roepnaam": "Sem"},
        {"geboortedatum": "2017-03-02"},
        {"voorvoegsel": "van"},
        {"roepnaam": "%"},
        {"roepnaam": "Noor' OR 1=1"},
    ],
)
def test_another_pupil_is_another_pupil(region: Blocks, other: dict[str, object]) -> None:
    again(region)

    assert again(region, **other).reference


def test_of_another_school_nothing_is_told(region: Blocks) -> None:
    again(region)

    assert again(region, "ib.beuk").reference


def test_a_case_that_is_done_is_no_double(region: Blocks) -> None:
    case = again(region)
    region.do(
        "ib.eikel",
        case,
        "plan_maken",
        doelen=[{"doel": "Lezen"}],
        leerling_gehoord="nee",
        leerling_niet_gehoord_reden="Ziek",
    )
    region.do("begeleider", case, "evalueren", doelen_bereikt=[{"uitkomst": "ja"}])

    assert again(region).reference


def test_nothing_is_kept_of_what_was_refused_and_a_third_names_both(region: Blocks) -> None:
    first = again(region)
    with pytest.raises(AlreadyRunning):
        again(region)
    second = again(region, anyway=True)
    with pytest.raises(AlreadyRunning) as refused:
        again(region)

    assert set(refused.value.references) == {first.reference, second.reference}
