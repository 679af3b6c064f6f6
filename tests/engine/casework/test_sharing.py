"""A report by somebody from outside the school stays at the school until the parents agree that it goes on."""

from collections.abc import Mapping

import pytest

from config.settings import Settings
from engine.casework.file import case_file
from engine.casework.files import keep_file, read_file
from engine.errors import NotFound
from engine.model import Case
from engine.store.database import Database
from forms.sharing import kept_back
from tests.engine.casework.with_blocks import Blocks, set_up
from tests.forms.making import NOW, form_of

SCHOOL = ("ib.eikel", "ib2.eikel")


@pytest.fixture
def region(sqlite_database: Database, settings: Settings) -> Blocks:
    return set_up(sqlite_database, settings)


def begun_with(region: Blocks, login: str = "ib.eikel", **about: str) -> tuple[Case, str]:
    file = keep_file(region.desk(login), "verslag.pdf", "application/pdf", b"%PDF-1.4 verslag")
    row: Mapping[str, object] = {"bestand": file, "toestemming_bijlage": None, **about}
    return region.begun(login, bijlagen=[row]), str(file["id"])


def opens(region: Blocks, login: str, file: str) -> bool:
    try:
        return read_file(region.desk(login), file)[1].startswith(b"%PDF")
    except NotFound:
        return False


def closed(region: Blocks, login: str, case: Case) -> frozenset[str]:
    return case_file(region.desk(login), case.reference).visits[0].closed


def test_without_permission_only_the_school_opens_it(region: Blocks) -> None:
    case, file = begun_with(region, soort="verslag_derde", toestemming_bijlage="nee")

    assert [
        login for login in (*SCHOOL, "begeleider", "beheerder", "ib.beuk") if opens(region, login, file)
    ] == list(SCHOOL)
    assert closed(region, "begeleider", case) == {file}
    assert closed(region, "ib2.eikel", case) == frozenset()


@pytest.mark.parametrize(
    "about",
    [{"soort": "verslag_derde", "toestemming_bijlage": "ja"}, {"soort": "plan"}],
    ids=["with permission", "own plan"],
)
def test_with_permission_or_when_it_is_the_schools_own_it_goes_along(
    region: Blocks, about: dict[str, str]
) -> None:
    case, file = begun_with(region, **about)

    assert opens(region, "begeleider", file)
    assert closed(region, "begeleider", case) == frozenset()
    assert not opens(region, "ib.beuk", file)


def test_each_file_goes_by_its_own_row(region: Blocks) -> None:
    desk = region.desk("ib.eikel")
    kept, shared = (
        keep_file(desk, f"{name}.pdf", "application/pdf", b"%PDF-1.4") for name in ("een", "twee")
    )
    region.begun(
        bijlagen=[
            {"bestand": kept, "soort": "verslag_derde", "toestemming_bijlage": "nee"},
            {"bestand": shared, "soort": "verslag_derde", "toestemming_bijlage": "ja"},
        ]
    )

    assert not opens(region, "begeleider", str(kept["id"]))
    assert opens(region, "begeleider", str(shared["id"]))


@pytest.mark.parametrize(
    ("condition", "shared"),
    [
        ("=mag", True),
        ("=mag and buiten", True),
        ("=not(mag)", False),
        ("=onbekend", False),
        ("=1 / 0 = 1", False),
    ],
)
def test_only_what_is_true_shares_a_file(condition: str, shared: bool) -> None:
    file = {"id": "f1", "name": "a.pdf", "size": 1, "type": "application/pdf"}
    row = form_of(
        {"type": "checkbox", "key": "buiten", "label": "Buiten"},
        {
            "type": "dynamiclist", "path": "rijen", "label": "Rijen",
            "components": [
                {"type": "checkbox", "id": "mag", "key": "mag", "label": "Mag"},
                {"type": "filepicker", "id": "b", "key": "bestand", "label": "B", "properties": {"delen_als": condition}},
            ],
        },
    )  # fmt: skip
    answers = {"buiten": True, "rijen": [{"mag": True, "bestand": file}]}

    assert kept_back(row.fields, answers, NOW) == (frozenset() if shared else {"f1"})


def test_strange_answers_of_before_stop_nothing() -> None:
    field = {"type": "filepicker", "key": "bestand", "label": "B", "properties": {"delen_als": "=false"}}

    for value in (None, "tekst", [1, {"id": "x"}], {"id": 3}):
        assert kept_back(form_of(field).fields, {"bestand": value}, NOW) == frozenset()
