"""The example for region authors goes as it is written."""

from engine.rehearsal.playing import rehearse
from tests.engine.who.conftest import BUNDLE


def test_the_rehearsals_of_the_small_region_go_as_written() -> None:
    played = rehearse(BUNDLE)

    assert len(played) >= 3
    assert [str(one) for one in played if not one.passed] == []
