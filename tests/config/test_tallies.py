"""[tellingen] of region.toml: what the overview counts, and what is refused with a reason."""

import pytest

from config.errors import ConfigError
from config.regions import Region, read_region
from config.tallies import Tally


def read(text: str) -> Region:
    return read_region(f'id = "regio"\nnaam = "Regio"\n[tellingen.reden]\n{text}'.encode())


def test_a_tally_has_a_name_a_route_and_a_field() -> None:
    found = read('naam = "Waarom"\nroute = "tlv"\nveld = "reden_negatief"').tallies
    assert found == {"reden": Tally("reden", "Waarom", "tlv", "reden_negatief")}


@pytest.mark.parametrize(
    "text", ['naam = "Waarom"\nroute = "tlv"', 'naam = "A"\nroute = "b"\nveld = "c"\nwat = 1']
)
def test_what_misses_or_is_unknown_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        read(text)
