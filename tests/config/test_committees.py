"""[commissies] of region.toml: what can be said of a committee, and what is refused with a reason."""

import pytest

from config.errors import ConfigError
from config.regions import Region, read_region

BEFORE = """
id = "regio"
naam = "Regio"
[rollen.ib]
naam = "Ib"
van = "school"
[rollen.lid]
naam = "Lid"
van = "samenwerkingsverband"
[rollen.ouder]
naam = "Ouder"
van = "ouder"
[schakelaars.samen]
naam = "Samen"
[commissies.toekenning]
naam = "Commissie"
"""


def read(text: str) -> Region:
    return read_region((BEFORE + text).encode())


def test_a_committee_needs_no_more_than_a_name_members_and_who_chairs() -> None:
    found = read('rol = "lid"\nvoorzitter = "lid"').committees["toekenning"]
    assert (found.quorum, found.decides, found.tie, found.seats) == (1, "meerderheid", "afgewezen", {"lid"})


def test_everything_that_is_said_is_read() -> None:
    rest = 'quorum = 3\nbeslist = "unaniem"\nbij_staking = "voorzitter"\nbelegt = ["lid"]\nleest = ["ib"]\nschakelaar = "samen"'
    found = read(f'rol = "lid"\nvoorzitter = "lid"\n{rest}').committees["toekenning"]
    assert (found.quorum, found.decides, found.tie) == (3, "unaniem", "voorzitter")
    assert (found.convenes, found.readers, found.switch) == (("lid",), ("ib",), "samen")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('rol = "lid"', "voorzitter"),
        ('rol = "lit"\nvoorzitter = "lid"', "staat niet onder"),
        ('rol = "ib"\nvoorzitter = "lid"', "van een school"),
        ('rol = "lid"\nvoorzitter = "ouder"', "van ouders"),
        ('rol = "lid"\nvoorzitter = "lid"\nquorum = 0', "van 1 tot en met"),
        ('rol = "lid"\nvoorzitter = "lid"\nbeslist = "soms"', "kan hier niet"),
        ('rol = "lid"\nvoorzitter = "lid"\nbij_staking = "loten"', "kan hier niet"),
        ('rol = "lid"\nvoorzitter = "lid"\nbelegt = ["weg"]', "staat niet onder"),
        ('rol = "lid"\nvoorzitter = "lid"\nschakelaar = "weg"', "staat niet onder"),
        ('rol = "lid"\nvoorzitter = "lid"\nkworum = 2', "kent Leidraad hier niet"),
    ],
)
def test_what_cannot_be_is_refused(text: str, why: str) -> None:
    with pytest.raises(ConfigError) as told:
        read(text)
    assert why in f"{told.value.key} {told.value.message}"


def test_a_name_that_is_no_name_is_refused() -> None:
    with pytest.raises(ConfigError):
        read_region(
            (BEFORE.replace("toekenning", '"Toe kenning"') + 'rol = "lid"\nvoorzitter = "lid"').encode()
        )
